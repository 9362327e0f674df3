"""What can go wrong with projects."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["ProjectError"]


class ProjectError(TilthError):
    """The project cannot do what was asked; nothing was changed."""
