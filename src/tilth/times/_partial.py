"""Partial dates: a year, a year and month, or a full day, never filled up."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tilth.times._errors import TimeError

__all__ = ["FIRST_YEAR", "LAST_YEAR", "PartialDate", "Precision"]

Precision = Literal["year", "month", "day"]

FIRST_YEAR, LAST_YEAR = 1000, 9999

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%])?")
_SIGNS = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}
_FORMS = "write YYYY, YYYY-MM or YYYY-MM-DD, with ~ (about), ? (uncertain) or % (both) at the end"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known; what is not known stays out.

    The text form is EDTF (Library of Congress, Extended Date/Time Format 2019; ISO 8601-2:2019),
    levels 0 and 1. The calendar is the proleptic Gregorian one, years 1000 to 9999.

    Attributes
    ----------
    year : int
        1000 to 9999.
    month : int or None
        1 to 12; None when only the year is known.
    day : int or None
        Day of the month; None when it is not known. Needs a month.
    about : bool
        The date is a rough one (EDTF ``~``).
    uncertain : bool
        The source is not sure of the date (EDTF ``?``); both together are EDTF ``%``.

    Raises
    ------
    TimeError
        For a year, month or day that does not exist, or a day without its month.

    Examples
    --------
    >>> july = PartialDate.parse("2023-07")
    >>> july.precision, july.earliest, july.latest
    ('month', datetime.date(2023, 7, 1), datetime.date(2023, 7, 31))
    >>> str(PartialDate(2023, about=True))
    '2023~'
    """

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False
    uncertain: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not in the calendar."""
        for part in (self.year, self.month, self.day):
            if part is not None and type(part) is not int:
                raise TimeError(f"a date is made of whole numbers, not {part!r}: give integers")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise TimeError(_bad_year(self.year))
        if self.month is None:
            if self.day is not None:
                raise TimeError(
                    f"year {self.year} with day {self.day} but no month: give the month, or no day"
                )
        elif not 1 <= self.month <= 12:
            raise TimeError(
                f"'{self._bare()}': there is no month {self.month:02d}; write a month from 01 to "
                f"12, or {self.year} when the month is not known"
            )
        elif self.day is not None:
            self._check_day(self.month, self.day)

    def _check_day(self, month: int, day: int) -> None:
        last = monthrange(self.year, month)[1]
        if not 1 <= day <= last:
            start = f"{self.year:04d}-{month:02d}"
            raise TimeError(
                f"'{self._bare()}': {start} ends on {start}-{last}; write a day from 01 to {last}, "
                f"or {start} when the day is not known"
            )

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that an EDTF text stands for.

        Parameters
        ----------
        text : str
            ``2023``, ``2023-07``, ``2023-07-07``, each with ``~``, ``?`` or ``%`` at the end.
            ``~2023`` is read as ``2023~``.

        Raises
        ------
        TimeError
            For anything else; the message says what to write.

        Examples
        --------
        >>> PartialDate.parse("2023-07-07?")
        PartialDate(year=2023, month=7, day=7, about=False, uncertain=True)
        """
        if not isinstance(text, str):
            raise TimeError(f"a date is a text, not {text!r}: {_FORMS}")
        found = _EDTF.fullmatch(_year_sign_last(text))
        if found is None:
            raise TimeError(_explain(text))
        year, month, day, sign = found.groups()
        return cls(
            int(year),
            None if month is None else int(month),
            None if day is None else int(day),
            about=sign is not None and sign in "~%",
            uncertain=sign is not None and sign in "?%",
        )

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """Return the full day as a partial date.

        Examples
        --------
        >>> str(PartialDate.from_date(date(2008, 5, 30)))
        '2008-05-30'
        """
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """Return the EDTF text; `parse` gives the same date back."""
        return self._bare() + _SIGNS[self.about, self.uncertain]

    def _bare(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def precision(self) -> Precision:
        """The finest part that is known: ``"year"``, ``"month"`` or ``"day"``."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def exact(self) -> bool:
        """True for a full day that is neither rough nor uncertain."""
        return self.day is not None and not self.about and not self.uncertain

    @property
    def earliest(self) -> date:
        """The first day it can be as stated, without the margin of "about" (see `reach`)."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be as stated, without the margin of "about" (see `reach`)."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def _year_sign_last(text: str) -> str:
    """Turn ``~2023`` (EDTF level 2, the same for a bare year) into ``2023~``."""
    return text[1:] + text[0] if len(text) == 5 and text[0] in "~?%" else text


def _bad_year(year: int) -> str:
    if year <= 0:
        return (
            f"year {year}: there is no year 0 in the calendar of sources, and years before it are "
            f"outside the subject; write a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return f"year {year}: write a year of four digits, {FIRST_YEAR} to {LAST_YEAR}"


def _explain(text: str) -> str:
    """Say why a text is not a date, as exactly as can be told."""
    if not text.strip():
        return f"an empty text is no date: {_FORMS}, or leave the date out"
    if re.fullmatch(r"-[0-9].*", text):
        return f"{text!r}: {_bad_year(-1).partition(': ')[2]}"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*", text):
        return f"{text!r} has a time of day: write the date alone, {text[:10]!r}"
    if re.fullmatch(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}", text):
        return f"{text!r}: the order of day and month cannot be told; write YYYY-MM-DD"
    return f"{text!r} is no date: {_FORMS}"
