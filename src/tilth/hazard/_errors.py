"""What can go wrong with hazard data."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["HazardError"]


class HazardError(TilthError):
    """The evidence, boxes or rules given cannot be worked with."""
