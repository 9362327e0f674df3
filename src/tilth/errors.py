"""The root of every error that tilth raises on purpose."""

from __future__ import annotations

__all__ = ["TilthError"]


class TilthError(Exception):
    """An error with a message for the user: what was given, what is allowed, what to do.

    Examples
    --------
    >>> raise TilthError("no file at 'x.gpkg': give the path of an existing project")
    Traceback (most recent call last):
        ...
    tilth.errors.TilthError: no file at 'x.gpkg': give the path of an existing project
    """
