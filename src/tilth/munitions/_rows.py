"""One published figure on how often submunitions fail, read and checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tilth.munitions._errors import MunitionError
from tilth.munitions._names import parts

__all__ = ["RateRow", "read_rows"]

_RATES = ("rate_low", "rate_high", "rate_point")


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of the table of failure rates with its numbers as numbers; None where the cell is empty."""

    id: str
    told: str
    about: frozenset[str]
    family: str
    setting: str
    place: str
    tested: float | None
    failed: float | None
    low: float | None
    high: float | None
    point: float | None
    kind: str
    verification: str
    count_use: str
    origins: tuple[str, ...]
    year: str = ""
    who: str = ""
    source_url: str = ""


def read_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[RateRow, ...]:
    """Return the rows as numbers, or refuse all with the first fault found.

    Raises
    ------
    MunitionError
        For a row without identifier, a repeated one, a number that is none, a rate outside 0 to 1,
        low above high, or more failures than items tested.
    """
    read = tuple(_read(row) for row in rows)
    seen: set[str] = set()
    for row in read:
        if row.id in seen:
            raise MunitionError(f"rate row {row.id!r} is given twice; give each row its own row_id")
        seen.add(row.id)
    return read


def _read(row: Mapping[str, Any]) -> RateRow:
    id_ = _text(row, "row_id")
    if not id_:
        raise MunitionError("a rate row has no row_id; give each row an identifier so that it can be cited")
    low, high, point = (_rate(row, id_, name) for name in _RATES)
    tested, failed = _count(row, id_, "n_tested"), _count(row, id_, "n_failed")
    _check_order(id_, low, high, point)
    if tested is not None and failed is not None and failed > tested:
        raise MunitionError(
            f"rate row {id_!r}: {failed:g} failed of {tested:g} tested; failures cannot exceed tests"
        )
    return RateRow(
        id=id_,
        told=_text(row, "munition_or_submunition"),
        about=parts(_text(row, "munition_or_submunition")),
        family=_text(row, "family"),
        setting=_text(row, "setting"),
        place=_text(row, "place"),
        tested=tested,
        failed=failed,
        low=low,
        high=high,
        point=point,
        kind=_text(row, "rate_kind"),
        verification=_text(row, "verification"),
        count_use=_text(row, "count_use"),
        origins=tuple(part.strip() for part in _text(row, "same_origin_as").split(";") if part.strip()),
        year=_text(row, "year"),
        who=_text(row, "who_says_it"),
        source_url=_text(row, "source_url"),
    )


def _check_order(id_: str, low: float | None, high: float | None, point: float | None) -> None:
    given = [value for value in (low, point, high) if value is not None]
    if given != sorted(given):
        raise MunitionError(f"rate row {id_!r}: rate_low, rate_point, rate_high must rise; got {given}")


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _number(row: Mapping[str, Any], id_: str, name: str) -> float | None:
    text = _text(row, name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise MunitionError(f"rate row {id_!r}: {name} is {text!r}; give a number or leave it empty")
    return value


def _rate(row: Mapping[str, Any], id_: str, name: str) -> float | None:
    value = _number(row, id_, name)
    if value is not None and not 0 <= value <= 1:
        meant = f"{value:g} % is {value / 100:g}" if 1 < value <= 100 else "2 % is 0.02"
        raise MunitionError(f"rate row {id_!r}: {name} is {value:g}; give a fraction from 0 to 1 ({meant})")
    return value


def _count(row: Mapping[str, Any], id_: str, name: str) -> float | None:
    value = _number(row, id_, name)
    if value is not None and (value < 0 or value != int(value)):
        raise MunitionError(f"rate row {id_!r}: {name} is {value:g}; give a whole number of items from 0")
    return value
