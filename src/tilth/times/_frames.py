"""What "since", "until", "before", "after" and "about" make of a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tilth.times._errors import TimeError
from tilth.times._partial import PartialDate
from tilth.times._period import Period
from tilth.times._reach import shift_months

__all__ = ["framed"]

Time = PartialDate | Period
_LOOK_BACK = ("weekday", "date", "days", "month")


def framed(time: Time, frame: str, kind: str, *, dated: bool) -> Time | None:
    """Return what a word before a time makes of it; None where that cannot be told.

    "Since" is open towards the future, "until" leaves its start unknown, "before" and "after" mean
    one day on that side, and "about" makes a partial date a rough one. "Until Friday" and "before
    July" (not `dated`: without a year) mostly look ahead, so they are not counted back.
    """
    if frame in ("until", "before") and kind in _LOOK_BACK and not dated:
        return None
    if frame == "about":
        return replace(time, about=True) if isinstance(time, PartialDate) else time
    try:
        return _bounded(time, frame)
    except (TimeError, OverflowError):
        return None


def _bounded(time: Time, frame: str) -> Period | None:
    start, end = (time, time) if isinstance(time, PartialDate) else (time.start, time.end)
    if start is None or end is None:
        return None
    if frame == "since":
        return Period(start, None)
    if frame == "until":
        return Period(None, end, start_unknown=True)
    if frame == "before":
        return Period(None, _moved(start, -1), once=True)
    return Period(_moved(end, 1), None, once=True)


def _moved(value: PartialDate, count: int) -> PartialDate:
    """Return the next or previous year, month or day."""
    if value.month is None:
        return replace(value, year=value.year + count)
    if value.day is None:
        year, month = shift_months(value.year, value.month, count)
        return replace(value, year=year, month=month)
    day = value.earliest + timedelta(count)
    return replace(value, year=day.year, month=day.month, day=day.day)
