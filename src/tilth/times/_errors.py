"""The one error of this package."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["TimeError"]


class TimeError(TilthError, ValueError):
    """A date, period, language or language file that tilth refuses, with the reason and a way out.

    Examples
    --------
    >>> from tilth.times import PartialDate
    >>> PartialDate.parse("2023-02-30")
    Traceback (most recent call last):
        ...
    tilth.times._errors.TimeError: '2023-02-30': 2023-02 ends on 2023-02-28; write a day from
    01 to 28, or 2023-02 when the day is not known
    """
