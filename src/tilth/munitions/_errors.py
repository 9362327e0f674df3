"""The error of this package."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["MunitionError"]


class MunitionError(TilthError):
    """A munition, number of rounds, setting or rate row that cannot be used, or a question without an answer.

    Examples
    --------
    >>> from tilth.munitions import find
    >>> find("M846")
    Traceback (most recent call last):
        ...
    tilth.munitions._errors.MunitionError: no munition 'M846' ...
    """
