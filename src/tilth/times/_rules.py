"""What each kind of pattern resolves to, counted from one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from tilth.times._errors import TimeError
from tilth.times._partial import PartialDate
from tilth.times._period import Period
from tilth.times._reach import shift_months

__all__ = ["Slots", "Time", "resolved_on"]

Time = PartialDate | Period
Slots = Mapping[str, int | str]
_Rule = Callable[[Slots, int, date], Time | None]


def resolved_on(kind: str, slots: Slots, shift: int, anchor: date) -> Time | None:
    """Return what a pattern of this kind means on a full document date; None if it says nothing.

    Dates that do not exist (31 June) and dates outside the years 1000 to 9999 give None.
    """
    rule = _RULES.get(kind)
    if rule is None:
        return None
    try:
        return rule(slots, shift, anchor)
    except (TimeError, OverflowError):
        return None


def _day(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _weekday(slots: Slots, shift: int, anchor: date) -> PartialDate:
    """Return the latest such weekday not after the anchor moved by `shift` days."""
    latest = anchor + timedelta(shift)
    return _day(latest - timedelta((latest.weekday() - int(slots["weekday"])) % 7))


def _weekday_before(slots: Slots, _: int, anchor: date) -> PartialDate:
    return _weekday(slots, -1, anchor)


def _weekday_after(slots: Slots, _: int, anchor: date) -> PartialDate:
    return _weekday(slots, 7, anchor)


def _weekday_this(slots: Slots, _: int, anchor: date) -> PartialDate | None:
    return _day(anchor) if anchor.weekday() == slots["weekday"] else None


def _monday(anchor: date, weeks: int) -> date:
    return anchor - timedelta(anchor.weekday()) + timedelta(7 * weeks)


def _weekday_of_week(slots: Slots, _: int, anchor: date) -> PartialDate:
    return _day(_monday(anchor, int(slots["week"])) + timedelta(int(slots["weekday"])))


def _date(slots: Slots, _: int, anchor: date) -> PartialDate | None:
    """Return the day, the latest not after the anchor; None if it is another weekday."""
    month, day = int(slots["mon"]), int(slots["day"])
    if "year" in slots:
        found = PartialDate(int(slots["year"]), month, day)
    else:
        years = range(anchor.year, max(anchor.year - 9, 1000), -1)
        fitting = (_if_real(year, month, day) for year in years)
        past = [each for each in fitting if each and each.earliest <= anchor]
        if not past:
            return None
        found = past[0]
    weekday = slots.get("wd", slots.get("weekday"))
    return found if weekday in (None, found.earliest.weekday()) else None


def _if_real(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except TimeError:
        return None


def _days(slots: Slots, shift: int, anchor: date) -> Period | None:
    """Return the period between two days of a month; the year follows from the last day."""
    bare = {key: value for key, value in slots.items() if key not in ("wd", "weekday")}
    last = _date(bare | {"day": slots["day2"]}, shift, anchor)
    if last is None:
        return None
    return Period(replace(last, day=int(slots["day"])), last)


def _month(slots: Slots, _: int, anchor: date) -> PartialDate:
    """Return the month; without a year the latest that does not begin after the anchor."""
    month = int(slots["month"])
    year = int(slots.get("year", anchor.year - (month > anchor.month)))
    return PartialDate(year, month)


def _year(slots: Slots, _: int, __: date) -> PartialDate:
    return PartialDate(int(slots["year"]))


def _ago(slots: Slots, _: int, anchor: date) -> PartialDate:
    """Return days ago exactly, and weeks, months and years ago as rough dates."""
    count = int(slots.get("n", 1))
    unit = slots.get("unit", slots.get("one"))
    if unit == "day":
        return _day(anchor - timedelta(count))
    if unit == "week":
        return replace(_day(anchor - timedelta(7 * count)), about=True)
    if unit == "month":
        return PartialDate(*shift_months(anchor.year, anchor.month, -count), about=True)
    return PartialDate(anchor.year - count, about=True)


def _relative_day(_: Slots, shift: int, anchor: date) -> PartialDate:
    return _day(anchor + timedelta(shift))


def _relative_week(_: Slots, shift: int, anchor: date) -> Period:
    """Return one day of the week from Monday to Sunday, so many weeks on."""
    monday = _monday(anchor, shift)
    return Period(_day(monday), _day(monday + timedelta(6)), once=True)


def _relative_weekend(_: Slots, shift: int, anchor: date) -> Period:
    """Return one day of the latest weekend begun (shift 0), of the one of last week, or of next."""
    saturday = _monday(anchor, shift) + timedelta(5)
    if shift == 0 and saturday > anchor:
        saturday -= timedelta(7)
    return Period(_day(saturday), _day(saturday + timedelta(1)), once=True)


def _relative_month(_: Slots, shift: int, anchor: date) -> PartialDate:
    return PartialDate(*shift_months(anchor.year, anchor.month, shift))


def _relative_year(_: Slots, shift: int, anchor: date) -> PartialDate:
    return PartialDate(anchor.year + shift)


def _iso(slots: Slots, _: int, __: date) -> PartialDate:
    return PartialDate.parse(str(slots["iso"]))


def _numeric(slots: Slots, _: int, __: date) -> PartialDate | None:
    """Return the day if all orders of the language that give a real day give the same."""
    first, second, year = (int(part) for part in str(slots["numeric"]).split("-"))
    month_and_day = {"dmy": (second, first), "mdy": (first, second)}
    orders = str(slots["orders"]).split()
    found = {_if_real(year, *month_and_day[order]) for order in orders} - {None}
    return found.pop() if len(found) == 1 else None


_RULES: dict[str, _Rule] = {
    "weekday": _weekday,
    "weekday_before": _weekday_before,
    "weekday_after": _weekday_after,
    "weekday_this": _weekday_this,
    "weekday_of_week": _weekday_of_week,
    "date": _date,
    "days": _days,
    "month": _month,
    "year": _year,
    "ago": _ago,
    "relative_day": _relative_day,
    "relative_week": _relative_week,
    "relative_weekend": _relative_weekend,
    "relative_month": _relative_month,
    "relative_year": _relative_year,
    "iso": _iso,
    "numeric": _numeric,
}
