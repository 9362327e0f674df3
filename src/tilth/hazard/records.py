"""What survey knows: evidence points, survey boxes, strikes; and reading them from the contract's tables."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tilth.hazard._errors import HazardError

__all__ = ["Box", "EvidencePoint", "Read", "Strike", "read_boxes", "read_evidence", "read_strikes"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EvidencePoint:
    """A place where something speaks for submunitions.

    Attributes
    ----------
    accuracy_m
        1-sigma radius of the position in metres; None when nobody wrote one down.
    kind
        submunition, fragment, carrier, crater, accident or informant.
    """

    id: str
    lon: float
    lat: float
    accuracy_m: float | None = None
    date: str | None = None
    kind: str = "informant"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A survey box: a square of `size_m` about its centre, sides running north and east.

    Attributes
    ----------
    searched, detection
        Share of the box searched and chance to find an item in the searched part, 0-1; None is not
        known, which never counts as searched.
    found
        Items found; None is not known.
    """

    id: str
    lon: float
    lat: float
    size_m: float
    searched: float | None = None
    detection: float | None = None
    found: int | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    """A reported strike; `certainty` 0-1 that it happened."""

    id: str
    lon: float
    lat: float
    accuracy_m: float | None = None
    date: str | None = None
    munition: str | None = None
    rounds: float | None = None
    certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """The rows of a table that could be used, and a line for each that could not."""

    rows: tuple[T, ...]
    refused: tuple[str, ...]


def read_evidence(path: Path) -> Read[EvidencePoint]:
    """Return the evidence points of a CSV with the contract's columns."""
    return _read(path, _evidence)


def read_boxes(path: Path) -> Read[Box]:
    """Return the survey boxes of a CSV with the contract's columns."""
    return _read(path, _box)


def read_strikes(path: Path) -> Read[Strike]:
    """Return the strikes of a CSV with the contract's columns."""
    return _read(path, _strike)


def _read(path: Path, make: Callable[[Mapping[str, str]], T]) -> Read[T]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = {"id", "lon", "lat"} - set(reader.fieldnames or ())
        if missing:
            raise HazardError(
                f"{path.name} has no column {', '.join(sorted(missing))}; given {reader.fieldnames}; "
                "allowed are the columns of the format contract"
            )
        rows, refused = [], []
        for number, row in enumerate(reader, 2):
            try:
                rows.append(make({name: (value or "").strip() for name, value in row.items() if name}))
            except ValueError as error:
                refused.append(f"{path.name}, line {number}, {row.get('id') or 'no id'}: {error}")
    return Read(tuple(rows), tuple(refused))


def _evidence(row: Mapping[str, str]) -> EvidencePoint:
    lon, lat = _position(row)
    count = _number(row, "count", 0)
    return EvidencePoint(
        _name(row),
        lon,
        lat,
        _number(row, "accuracy_m", 0),
        row.get("date") or None,
        row.get("kind") or "informant",
        None if count is None else int(count),
    )


def _box(row: Mapping[str, str]) -> Box:
    lon, lat = _position(row)
    size, found = _number(row, "size_m", 0), _number(row, "found", 0)
    if not size:
        raise ValueError("size_m is empty or 0: give the side of the box in metres")
    shares = (_number(row, "searched", 0, 1), _number(row, "detection", 0, 1))
    return Box(
        _name(row), lon, lat, size, *shares, None if found is None else int(found), row.get("date") or None
    )


def _strike(row: Mapping[str, str]) -> Strike:
    lon, lat = _position(row)
    accuracy, rounds = _number(row, "accuracy_m", 0), _number(row, "rounds", 0)
    certainty = _number(row, "certainty", 0, 1)
    munition = row.get("munition") or None
    return Strike(_name(row), lon, lat, accuracy, row.get("date") or None, munition, rounds, certainty)


def _name(row: Mapping[str, str]) -> str:
    if not row.get("id"):
        raise ValueError("no id: give each row its own")
    return row["id"]


def _position(row: Mapping[str, str]) -> tuple[float, float]:
    lon, lat = _number(row, "lon", -180, 180), _number(row, "lat", -90, 90)
    if lon is None or lat is None:
        raise ValueError("lon or lat is empty: give both in degrees")
    return lon, lat


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
