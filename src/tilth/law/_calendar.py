"""Counting months and days from an instrument: entry into force, withdrawal, deadlines."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

__all__ = ["Days", "Stretch", "after", "braked", "next_yearly"]

Days = tuple[date, date]
"""First and last day that something can have happened on; equal when the day is known."""

Stretch = tuple[date, date | None]
"""First and last day of an armed conflict; None while it goes on."""


def after(day: date, term: Mapping[str, Any]) -> date:
    """Return the day a term ends: years, months, days, then the first of that month if it says so.

    A month that is too short ends the term on its last day. ``not_before`` is a floor.
    The calendar ends with the year 9999, and so does every term.

    Examples
    --------
    >>> after(date(2025, 9, 5), {"months": 6, "first_of_month": True})
    datetime.date(2026, 3, 1)
    >>> after(date(2014, 12, 17), {"days": 90, "not_before": "2014-12-24"})
    datetime.date(2015, 3, 17)
    """
    months = day.year * 12 + day.month - 1 + int(term.get("months", 0)) + 12 * int(term.get("years", 0))
    year, month = months // 12, months % 12 + 1
    if year >= date.max.year:
        return date.max
    kept = 1 if term.get("first_of_month") else min(day.day, monthrange(year, month)[1])
    moved = date(year, month, kept) + timedelta(int(term.get("days", 0)))
    return max(moved, date.fromisoformat(term["not_before"])) if "not_before" in term else moved


def braked(expiry: date, conflicts: Sequence[Stretch]) -> date:
    """Return when a withdrawal takes effect that would otherwise do so on `expiry`.

    Only a conflict under way on that very day holds it back, to the day the conflict ended
    (Convention on Cluster Munitions, Art. 20(3)); a conflict without end gives ``date.max``.

    Examples
    --------
    >>> braked(date(2027, 7, 10), [(date(2027, 3, 1), date(2028, 2, 1))])
    datetime.date(2028, 2, 1)
    """
    ends = [end or date.max for start, end in conflicts if start <= expiry and (end is None or expiry <= end)]
    return max([expiry, *ends])


def next_yearly(day: date, month: int, of_month: int) -> date:
    """Return the next such day of a year, on or after `day`.

    Examples
    --------
    >>> next_yearly(date(2024, 7, 1), 4, 30)
    datetime.date(2025, 4, 30)
    """
    this = date(day.year, month, of_month)
    return this if this >= day else date(min(day.year + 1, date.max.year), month, of_month)
