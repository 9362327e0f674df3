"""Reading evidence, boxes and strikes from the contract's tables: usable rows kept, the others named."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tilth.hazard._errors import HazardError
from tilth.hazard.records import Box, EvidencePoint, Strike

__all__ = ["Read", "read_boxes", "read_evidence", "read_strikes"]

Lines = Iterable[tuple[int, Mapping[str, str]]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """The rows of a table that could be used, and a line for each that could not."""

    rows: tuple[T, ...]
    refused: tuple[str, ...]


def read_evidence(path: Path, lines: Lines | None = None) -> Read[EvidencePoint]:
    """Return the evidence points of a CSV with the contract's columns.

    Parameters
    ----------
    path
        The table.
    lines
        Its rows as texts with their numbers, where the table is no CSV and somebody else opened it.

    Raises
    ------
    HazardError
        No UTF-8 table, or a column missing without which no row can be used.
    """
    return _read(path, _evidence, lines)


def read_boxes(path: Path, lines: Lines | None = None) -> Read[Box]:
    """Return the survey boxes of a table with the contract's columns; `HazardError` as `read_evidence`."""
    return _read(path, _box, lines, "size_m")


def read_strikes(path: Path, lines: Lines | None = None) -> Read[Strike]:
    """Return the strikes of a table with the contract's columns; `HazardError` as `read_evidence`."""
    return _read(path, _strike, lines)


def _read(path: Path, make: Callable[[Mapping[str, str]], T], lines: Lines | None, *needed: str) -> Read[T]:
    rows, refused = [], []
    wanted = {"id", "lon", "lat", *needed}
    try:
        for line, row in _lines(path, wanted) if lines is None else _checked(path, wanted, lines):
            try:
                rows.append(make(row))
            except ValueError as error:
                refused.append(f"{path.name}, line {line}, {row['id'] or 'no id'}: {error}")
    except (UnicodeDecodeError, csv.Error) as error:
        raise HazardError(f"{path.name} is no table in UTF-8: {error}; save it again as CSV UTF-8") from error
    return Read(tuple(rows), tuple(refused))


def _checked(path: Path, needed: set[str], lines: Lines) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, row in lines:
        _has_columns(path, needed, list(row))
        yield number, row


def _has_columns(path: Path, needed: set[str], names: list[str]) -> None:
    lacking = sorted(needed - set(names))
    if lacking:
        raise HazardError(
            f"{path.name} has no column {', '.join(lacking)}; given: {', '.join(names) or 'none'}; "
            "allowed are the columns of the format contract, separated by commas"
        )


def _lines(path: Path, needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Return each row with the number of its last line; short rows have empty cells."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, restval="")
        names = [name.strip() for name in reader.fieldnames or ()]
        _has_columns(path, needed, names)
        reader.fieldnames = names
        for row in reader:
            yield reader.line_num, {name: row[name].strip() for name in names if name}


def _evidence(row: Mapping[str, str]) -> EvidencePoint:
    lon, lat = _position(row)
    return EvidencePoint(
        id=_name(row),
        lon=lon,
        lat=lat,
        accuracy_m=_number(row, "accuracy_m", 0),
        date=row.get("date") or None,
        kind=row.get("kind") or "informant",
        count=_whole(row, "count"),
    )


def _box(row: Mapping[str, str]) -> Box:
    lon, lat = _position(row)
    size = _number(row, "size_m", 0)
    if not size:
        raise ValueError("size_m is empty or 0: give the side of the box in metres")
    return Box(
        id=_name(row),
        lon=lon,
        lat=lat,
        size_m=size,
        searched=_number(row, "searched", 0, 1),
        detection=_number(row, "detection", 0, 1),
        found=_whole(row, "found"),
        date=row.get("date") or None,
    )


def _strike(row: Mapping[str, str]) -> Strike:
    lon, lat = _position(row)
    return Strike(
        id=_name(row),
        lon=lon,
        lat=lat,
        accuracy_m=_number(row, "accuracy_m", 0),
        date=row.get("date") or None,
        munition=row.get("munition") or None,
        rounds=_number(row, "rounds", 0),
        certainty=_number(row, "certainty", 0, 1),
    )


def _name(row: Mapping[str, str]) -> str:
    if not row["id"]:
        raise ValueError("no id: give each row its own")
    return row["id"]


def _position(row: Mapping[str, str]) -> tuple[float, float]:
    lon, lat = _number(row, "lon", -180, 180), _number(row, "lat", -90, 90)
    if lon is None or lat is None:
        raise ValueError("lon or lat is empty: give both in degrees")
    return lon, lat


def _whole(row: Mapping[str, str], column: str) -> int | None:
    """Return a count; half an item is refused, for cutting it to 0 would say that nothing was found."""
    value = _number(row, column, 0)
    if value is not None and not value.is_integer():
        raise ValueError(f"{column} {row[column]} is not a whole number")
    return None if value is None else int(value)


def _number(
    row: Mapping[str, str], column: str, low: float = -math.inf, high: float = math.inf
) -> float | None:
    words = row.get(column, "")
    if not words:
        return None
    try:
        value = float(words)
    except ValueError:
        raise ValueError(f"{column} {words!r} is not a number") from None
    if not math.isfinite(value) or not low <= value <= high:
        hint = "; are lon and lat swapped?" if column == "lat" else ""
        raise ValueError(f"{column} {words} is not from {low:g} to {high:g}{hint}")
    return value
