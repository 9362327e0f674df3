"""Cells become values of the vocabulary: each distinct cell of a column is read once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tilth.claims import Property
from tilth.exchange.importing._dates import date_of_cell
from tilth.exchange.importing._settings import units
from tilth.exchange.importing._words import code_list, fold
from tilth.exchange.importing.mapping import Column, Mapping

__all__ = ["CellFault", "Read", "read_column", "reader_for"]

_FLAGS = ("yes", "no", "unknown")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_MARKS = {".": r"[ \u00a0\u202f',]", ",": r"[ \u00a0\u202f'.]"}
"""What may part thousands, by decimal sign."""
_GROUPED = {
    sign: re.compile(rf"[+-]?\d{{1,3}}(?:{marks}\d{{3}})+(?:[{sign}]\d+)?") for sign, marks in _MARKS.items()
}
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:h.]?([0-5]\d)(?::[0-5]\d)?.*")
_NOTHING = frozenset(("", "-", "--", "n/a", "na", "null", "none", "nan", "nil", "#n/a"))
_SEPARATORS = re.compile(r"\s*[;|\n]\s*")

Convert = Callable[[Any], Any]


class CellFault(Exception):
    """Why a cell cannot be read, and what to do."""

    def __init__(self, reason: str, advice: str = "", rule: str = "format") -> None:
        super().__init__(reason)
        self.reason, self.advice, self.rule = reason, advice, rule


class Read:
    """A column as read: values by row, None where empty or faulty, and the faults by row."""

    __slots__ = ("faults", "values")

    def __init__(self, values: list[Any], faults: dict[int, CellFault]) -> None:
        self.values, self.faults = values, faults


def read_column(cells: Sequence[Any], convert: Convert) -> Read:
    """Return a column with every distinct cell converted once."""
    known: dict[Any, Any] = {}
    values: list[Any] = []
    faults: dict[int, CellFault] = {}
    for at, cell in enumerate(cells):
        try:
            value = known[cell]
        except (KeyError, TypeError):
            value = _converted(cell, convert)
            if not isinstance(cell, dict | list):
                known[cell] = value
        if isinstance(value, CellFault):
            faults[at], value = value, None
        values.append(value)
    return Read(values, faults)


def _converted(cell: Any, convert: Convert) -> Any:
    if cell is None or (isinstance(cell, str) and cell.casefold() in _NOTHING):
        return None
    try:
        return convert(cell)
    except CellFault as fault:
        return fault
    except ValueError as error:
        return CellFault(str(error), "correct it, or leave the cell empty")


def reader_for(item: Property, column: Column, mapping: Mapping) -> Convert:
    """Return the function that reads a cell as a value of a property, raising `CellFault`."""
    if item.type == "record":
        field = next((inner for inner in item.fields if inner.name == column.field), None)
        if field is None:
            raise CellFault(f"{item.name} has no field {column.field!r}", "name one in the mapping")
        return reader_for(field, column, mapping)
    one = _listed(column, _one(item, column, mapping))
    if item.many and item.type != "record":
        return partial(_many, one=one, item=item, separator=column.separator)
    return one


def _listed(column: Column, convert: Convert) -> Convert:
    """Return a reader that looks into the column's own code list first."""
    if not column.words:
        return convert
    words = {fold(str(word)): value for word, value in column.words.items()}

    def read(cell: Any) -> Any:
        named = words.get(fold(str(cell)), cell)
        return convert(named) if named != "" else None

    return read


def _one(item: Property, column: Column, mapping: Mapping) -> Convert:
    kind = item.type
    if kind in ("number", "integer", "amount"):
        factor = _factor(column.unit, item)
        return partial(_number, item=item, factor=factor, decimal=mapping.decimal, plus=column.plus or 0)
    if kind == "enum":
        return partial(_enum, item=item)
    if kind == "flag":
        return partial(_flag)
    if kind in ("date", "period"):
        return partial(date_of_cell, order=column.order)
    if kind == "ref":
        return partial(_reference, kind=item.to or "")
    simple: dict[str, Convert] = {"time": _clock, "country": _country, "place": _place}
    return simple.get(kind, _text)


def _factor(unit: str, item: Property) -> float:
    if not unit or unit == item.unit:
        return 1.0
    try:
        return units()[unit, str(item.unit)]
    except KeyError:
        raise CellFault(f"no way from {unit} to {item.unit} for {item.name}", "settle the unit") from None


def _number(cell: Any, *, item: Property, factor: float, decimal: str, plus: float) -> Any:
    value = number_of(cell, decimal)
    if value is None and item.type == "amount":
        return _amount(str(cell), factor)
    if value is None:
        raise CellFault("not a number", "give the number alone, with a decimal point")
    value = value * factor + plus
    if factor != 1.0:
        value = float(f"{value:.12g}")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def number_of(cell: Any, decimal: str = ".", *, grouped: bool = True) -> float | None:
    """Return a cell as a number; None when it is none.

    Parameters
    ----------
    decimal
        Decimal sign; the other of point and comma may part thousands.
    grouped
        Whether thousands may be parted; never in coordinates, where 16.701 is no sixteen thousand.

    Examples
    --------
    >>> number_of("1 234.5"), number_of("12,5", ","), number_of("12,5")
    (1234.5, 12.5, None)
    >>> number_of("12,500"), number_of("12.500", ","), number_of("12.500", ",", grouped=False)
    (12500.0, 12500.0, 12.5)
    """
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    text = str(cell).strip()
    if grouped and _GROUPED[decimal].fullmatch(text):
        text = re.sub(_MARKS[decimal], "", text)
    if decimal == ",":
        text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None


def _amount(text: str, factor: float) -> dict[str, float]:
    found = _RANGE.fullmatch(text)
    if not found:
        raise CellFault("not a number", "give the number alone, or a range such as 10-20")
    low, high = (float(found[1]) * factor, float(found[2]) * factor)
    return {"low": low, "high": high}


def _enum(cell: Any, *, item: Property) -> str:
    words = code_list(item.allowed)
    text = str(cell)
    value = words.get(fold(text))
    if value is None:
        allowed = ", ".join(item.allowed)
        raise CellFault(
            f"unknown word; allowed: {allowed}", "name what it means in the profile, under words", "code list"
        )
    return value


def _flag(cell: Any) -> str:
    value = code_list(_FLAGS).get(fold(str(cell)))
    if value is None:
        raise CellFault("neither yes nor no", "name what it means in the profile, under words", "code list")
    return value


def _many(cell: Any, *, one: Convert, item: Property, separator: str) -> list[Any]:
    parts = cell if isinstance(cell, list) else _parts(str(cell), item, separator)
    return list(dict.fromkeys(one(part) for part in parts if part))


def _parts(text: str, item: Property, separator: str) -> list[str]:
    """Return the members of a list; of allowed words blanks and commas part them too."""
    if separator:
        return [part.strip() for part in text.split(separator)]
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    words = code_list(item.allowed) if item.allowed else {}
    if len(parts) == 1 and words and fold(text) not in words:
        for mark in (",", " "):
            inner = [part.strip() for part in text.split(mark) if part.strip()]
            if all(fold(part) in words for part in inner):
                return inner
        return [part.strip() for part in text.split(",")]
    return parts


def _reference(cell: Any, *, kind: str) -> str:
    text = " ".join(_text(cell).split())
    return text if not kind or text.startswith(f"{kind}:") else f"{kind}:{text}"


def _clock(cell: Any) -> str:
    found = _CLOCK.fullmatch(str(cell).strip())
    if not found:
        raise CellFault("no time of day", "write it as 14:30")
    return f"{int(found[1]):02d}:{found[2]}"


def _country(cell: Any) -> str:
    from tilth.exchange.importing._countries import country_code

    code = country_code(str(cell))
    if code is None:
        raise CellFault("no state that is known", "write its ISO 3166 code of three letters")
    return code


def _place(cell: Any) -> dict[str, Any]:
    from tilth.places import PlaceError, parse_point

    try:
        return parse_point(str(cell)).to_json()
    except PlaceError as error:
        raise CellFault(str(error), "write it as 16.7 N 106.9 E") from None


def _text(cell: Any) -> str:
    if isinstance(cell, dict | list):
        import orjson

        return orjson.dumps(cell).decode()
    return str(cell).replace("\x00", "")
