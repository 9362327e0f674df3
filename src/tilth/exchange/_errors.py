"""What can go wrong when files come in or go out."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["ExchangeError"]


class ExchangeError(TilthError):
    """The file cannot be taken in or written; nothing was changed."""
