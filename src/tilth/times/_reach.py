"""How far a rough date may reach."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from tilth.times._partial import FIRST_YEAR, LAST_YEAR, PartialDate, Precision

__all__ = ["date_reach", "shift_months"]

_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


@cache
def margins() -> dict[str, dict[str, int]]:
    """Return the margins of ``about`` and ``uncertain`` by precision, from ``conventions.yaml``."""
    import yaml

    text = files("tilth").joinpath("data", "times", "conventions.yaml").read_text("utf-8")
    table: dict[str, dict[str, int]] = yaml.safe_load(text)["margins"]
    return table


def date_reach(value: PartialDate) -> tuple[date, date]:
    """Return the first and last day a date can be, with the margin of a rough or uncertain one."""
    if not (value.about or value.uncertain):
        return value.earliest, value.latest
    unit = value.precision
    signs = {"about": value.about, "uncertain": value.uncertain}
    margin = max(margins()[sign][unit] for sign, given in signs.items() if given)
    return _step(value.earliest, unit, -margin), _step(value.latest, unit, margin)


def _step(day: date, unit: Precision, count: int) -> date:
    """Move a day by so many units, staying within the years that tilth keeps."""
    room = _LAST - day if count > 0 else day - _FIRST
    if unit == "day":
        return day + min(timedelta(abs(count)), room) * (1 if count > 0 else -1)
    moved = shift_months(day.year, day.month, count * (12 if unit == "year" else 1))
    if not FIRST_YEAR <= moved[0] <= LAST_YEAR:
        return _LAST if count > 0 else _FIRST
    return date(*moved, 1 if count < 0 else monthrange(*moved)[1])


def shift_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return year and month so many months later (earlier when negative).

    Examples
    --------
    >>> shift_months(2023, 1, -1)
    (2022, 12)
    """
    months = year * 12 + month - 1 + count
    return months // 12, months % 12 + 1
