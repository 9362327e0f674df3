"""Dates whose day, month and year stand in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tilth.exchange.importing._cells import CellFault, Read, number_of
from tilth.exchange.importing.mapping import Column
from tilth.exchange.importing.sheets import Sheet
from tilth.times import PartialDate, TimeError

__all__ = ["date_of_parts"]

_RANGE = re.compile(r"(\d{1,2})\s*[-–/]\s*(\d{1,2})")


def date_of_parts(sheet: Sheet, columns: Sequence[Column]) -> Read:
    """Return the date of each row; a range of days becomes an interval, a missing day stays out."""
    cells = {column.field: sheet.cells[column.header] for column in columns}
    plus = {column.field: column.plus or 0 for column in columns}
    known: dict[tuple[Any, ...], Any] = {}
    values: list[str | None] = []
    faults: dict[int, CellFault] = {}
    for at in range(sheet.rows):
        parts = tuple(cells[name][at] if name in cells else None for name in ("year", "month", "day"))
        if parts not in known:
            known[parts] = _date(parts, plus)
        value = known[parts]
        if isinstance(value, CellFault):
            faults[at] = value
        values.append(None if isinstance(value, CellFault) else value)
    return Read(values, faults)


def _date(parts: tuple[Any, ...], plus: dict[str, float]) -> str | CellFault | None:
    """Return a date, None when no year is given, or why the parts are none."""
    year, month, day = parts
    given = f"year {year}, month {month}, day {day}"
    if year is None:
        return None
    numbers = [None if part is None else number_of(part) for part in (year, month)]
    if numbers[0] is None or (month is not None and numbers[1] is None):
        return CellFault(f"no date ({given})", "correct it, or leave the cells empty")
    whole_year = int(numbers[0] + plus.get("year", 0))
    whole_month = int(numbers[1]) if numbers[1] is not None else None
    try:
        return _made(whole_year, whole_month, day)
    except (TimeError, ValueError) as error:
        return CellFault(f"no date ({given}): {error}", "correct it, or leave the cells empty")


def _made(year: int, month: int | None, day: Any) -> str:
    if day is None:
        return str(PartialDate(year, month))
    found = _RANGE.fullmatch(str(day).strip())
    if not found:
        number = number_of(day)
        if number is None:
            raise ValueError(f"day {day!r} is no number")
        return str(PartialDate(year, month, int(number)))
    first, last = int(found[1]), int(found[2])
    if last < first:
        raise ValueError(f"the days {day} run backwards")
    return f"{PartialDate(year, month, first)}/{PartialDate(year, month, last)}"
