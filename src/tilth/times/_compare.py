"""Before, after, the same, or nobody can say."""

from __future__ import annotations

from datetime import date
from enum import Enum

from tilth.times._partial import PartialDate
from tilth.times._period import Period
from tilth.times._reach import date_reach

__all__ = ["Order", "compare", "covers", "reach"]


class Order(Enum):
    """What can be said of two times: `CANNOT_SAY` whenever another answer is possible too."""

    BEFORE = "before"
    AFTER = "after"
    SAME = "same"
    CANNOT_SAY = "cannot_say"


def reach(value: PartialDate | Period) -> tuple[date | None, date | None]:
    """Return the first and last day a time can touch; None where a side is open or unknown.

    Rough (``~``) and uncertain (``?``) dates reach further than stated, by the margins in
    ``data/times/conventions.yaml`` (a convention of tilth). Days before 1000 or after 9999
    are cut off.

    Examples
    --------
    >>> reach(PartialDate(2023, about=True))
    (datetime.date(2022, 1, 1), datetime.date(2024, 12, 31))
    """
    if isinstance(value, PartialDate):
        return date_reach(value)
    first = date_reach(value.start)[0] if value.start else None
    last = date_reach(value.end)[1] if value.end else None
    return first, last


def compare(a: PartialDate | Period, b: PartialDate | Period) -> Order:
    """Return whether `a` lies before or after `b`, as far as their precision tells.

    `BEFORE` means that every day `a` can touch is before every day `b` can touch, margins of
    rough dates included. `SAME` is kept for two equal full days, or two periods with equal full
    days at both ends. All else, periods that overlap among it, is `CANNOT_SAY`.

    Examples
    --------
    >>> compare(PartialDate(2023, 6), PartialDate(2023, 7, 10))
    <Order.BEFORE: 'before'>
    >>> compare(PartialDate(2023, 7), PartialDate(2023, 7, 10))
    <Order.CANNOT_SAY: 'cannot_say'>
    """
    first_a, last_a = reach(a)
    first_b, last_b = reach(b)
    if last_a is not None and first_b is not None and last_a < first_b:
        return Order.BEFORE
    if last_b is not None and first_a is not None and last_b < first_a:
        return Order.AFTER
    exact = _exact_days(a)
    if exact is not None and exact == _exact_days(b):
        return Order.SAME
    return Order.CANNOT_SAY


def _exact_days(value: PartialDate | Period) -> tuple[date, date] | None:
    """Return the two end days when nothing about the time is partial, else None."""
    if isinstance(value, PartialDate):
        return (value.earliest, value.latest) if value.exact else None
    start, end = value.start, value.end
    if start is None or end is None or not (start.exact and end.exact):
        return None
    if value.once and start != end:
        return None
    return start.earliest, end.latest


def covers(period: Period | PartialDate, on: PartialDate | date) -> bool | None:
    """Return whether the period holds on a date: True, False, or None for "cannot say".

    True when it holds on every day that `on` can be, whatever days its partial ends stand for.
    False when no reading lets it hold. A bare month or year gives None for the days in it,
    since it was stated of some part of it only; so does a period of which a single day is meant
    (``[2023-07..2023-09]``), and the unknown side of ``2023-07/``.

    Parameters
    ----------
    period : Period or PartialDate
        The time for which something was stated.
    on : PartialDate or datetime.date
        The date asked for.

    Examples
    --------
    >>> summer = Period.parse("2023-07/2023-09")
    >>> covers(summer, PartialDate(2023, 8)), covers(summer, PartialDate(2024))
    (True, False)
    >>> covers(summer, PartialDate(2023, 7, 10)) is None
    True
    """
    asked = date_reach(on) if isinstance(on, PartialDate) else (on, on)
    stated = Period(period, period) if isinstance(period, PartialDate) else period
    first, last = reach(stated)
    if (first is not None and asked[1] < first) or (last is not None and last < asked[0]):
        return False
    if stated.once:
        return True if first == last == asked[0] == asked[1] else None
    from_then_on, until_then = _certain_core(stated)
    return True if from_then_on <= asked[0] and asked[1] <= until_then else None


def _certain_core(period: Period) -> tuple[date, date]:
    """Return the days between which the period holds whatever its partial ends stand for.

    The first may be after the last: then no day is certain. A partial start cannot be later than
    the last possible end, nor a partial end earlier than the first possible start.
    """
    first, last = reach(period)
    late, early = date.max, date.min
    start = date_reach(period.start)[1] if period.start else late if period.start_unknown else early
    end = date_reach(period.end)[0] if period.end else early if period.end_unknown else late
    if last is not None:
        start = min(start, last)
    if first is not None:
        end = max(end, first)
    return start, end
