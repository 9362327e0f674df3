"""What can go wrong with reports."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["ReportError"]


class ReportError(TilthError):
    """The report cannot be made; no file was written."""
