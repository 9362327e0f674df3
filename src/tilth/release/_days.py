"""Dates of records as numbers of days, chosen so that every account follows on from the one before."""

from __future__ import annotations

from functools import lru_cache

from tilth.errors import TilthError
from tilth.release._errors import ReleaseError
from tilth.times import parse_time

__all__ = ["ALWAYS", "FIRST", "NEVER", "area_day", "day_name", "first_day", "last_day", "release_day"]

ALWAYS = 0
"""Day of an area without a date: it is opening in every account."""
FIRST = 1
"""Day of a release without a date: it frees what it lies on as soon as that is on record."""
NEVER = 2**31 - 1
"""Day that never comes."""


def area_day(when: str | None, whose: str) -> int:
    """Return the first day on which land may be on record: land is hazardous from then on."""
    first, _ = _span(when, whose)
    return ALWAYS if first is None else first


def release_day(when: str | None, whose: str) -> int:
    """Return the last day on which land may have been released: land is hazardous until then."""
    first, last = _span(when, whose)
    return last if last is not None else FIRST if first is None else first


def first_day(when: str, whose: str) -> int:
    """Return the first day of a date that must be given."""
    first, last = _span(when, whose)
    return first if first is not None else last or FIRST


def last_day(when: str, whose: str) -> int:
    """Return the last day of a date that must be given; a period without end counts from its first day."""
    return release_day(when, whose)


def day_name(day: int) -> str | None:
    """Return a day as a date, None for one that is none."""
    from datetime import date

    return date.fromordinal(day).isoformat() if FIRST < day < NEVER else None


def _span(when: str | None, whose: str) -> tuple[int | None, int | None]:
    if not when:
        return None, None
    try:
        return _days(when)
    except TilthError as error:
        raise ReleaseError(f"{whose}: {error}") from error


@lru_cache(maxsize=65_536)
def _days(when: str) -> tuple[int | None, int | None]:
    told = parse_time(when)
    first, last = told.earliest, told.latest
    return first.toordinal() if first else None, last.toordinal() if last else None
