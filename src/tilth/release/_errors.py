"""What can go wrong with the account of areas."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["ReleaseError"]


class ReleaseError(TilthError):
    """The records given cannot be accounted for."""
