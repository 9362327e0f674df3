"""Tables of strikes, evidence points and survey boxes (CSV) as claims."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tilth.claims import Claim, vocabulary
from tilth.exchange._errors import ExchangeError
from tilth.exchange._text import text_of
from tilth.exchange.intake import Draft, Intake, RowProblem, take
from tilth.exchange.sources import source_of_file
from tilth.exchange.squares import ring
from tilth.project import Project

__all__ = ["table_kind", "take_table"]

_SURPLUS = "cells without a column"


@cache
def _profiles() -> dict[str, dict[str, Any]]:
    text = (files("tilth.data") / "exchange" / "tables.yaml").read_text("utf-8")
    profiles: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return profiles


def table_kind(columns: list[str]) -> str | None:
    """Return the kind of claim that a table with these columns holds; None when it is none we know.

    Examples
    --------
    >>> table_kind("id,lon,lat,accuracy_m,date,kind,count".split(","))
    'evidence_point'
    """
    have = {column.strip().lower() for column in columns}
    if not {"id", "lon", "lat"} <= have:
        return None
    fitting = (name for name, profile in _profiles().items() if set(profile["recognise"]) <= have)
    return next(fitting, None)


def take_table(
    project: Project, path: Path, *, kind: str | None = None, dry_run: bool = False, synthetic: bool = False
) -> Intake:
    """Take a CSV in the contract's formats into the project.

    Raises
    ------
    ExchangeError
        The columns are those of no table that tilth knows.
    """
    rows = _read(path)
    columns = list(rows[0]) if rows else _header(path)
    kind = kind or table_kind(columns)
    if kind not in _profiles():
        raise ExchangeError(
            f"{path.name}: columns {', '.join(columns[:12])} are those of no table tilth knows; allowed: "
            + "; ".join(f"{name} with {', '.join(p['recognise'])}" for name, p in _profiles().items())
            + "; each with id, lon, lat. Name the columns so."
        )
    source = source_of_file(path, synthetic=synthetic)
    drafts: list[Draft] = []
    problems: list[RowProblem] = []
    for number, row in enumerate(rows, 1):
        made = _draft(number, row, kind, source.subject, synthetic=synthetic)
        (drafts if isinstance(made, Draft) else problems).append(made)  # type: ignore[arg-type]
    return take(
        project, path.name, kind, drafts, problems, before=[source], dry_run=dry_run, profile="contract"
    )


def _read(path: Path) -> list[dict[str, str]]:
    text = text_of(path)
    if not text.strip():
        raise ExchangeError(f"{path.name} is empty: nothing to take in")
    lines = io.StringIO(text, newline=None)
    reader = csv.DictReader(lines, restkey=_SURPLUS, delimiter=_delimiter(text.splitlines()[0]))
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        return [{name: _cell(value) for name, value in row.items()} for row in reader]
    except csv.Error as error:
        raise ExchangeError(f"{path.name}, line {reader.line_num}, is no table: {error}; mend it") from error


def _cell(value: str | list[str] | None) -> str:
    """Return a cell without blanks about it; of a list, the surplus cells of a row, as one text."""
    return " ".join(value).strip() if isinstance(value, list) else (value or "").strip()


def _header(path: Path) -> list[str]:
    first = text_of(path).splitlines()[0]
    return [name.strip().lower() for name in first.split(_delimiter(first))]


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _draft(
    number: int, row: Mapping[str, str], kind: str, source: str, *, synthetic: bool
) -> Draft | RowProblem:
    record = row.get("id", "")
    try:
        claim = _claim(row, kind, source, synthetic=synthetic)
    except _RowError as error:
        field, value, reason, advice = error.args
        return RowProblem(number, record, field, value, "format", "refused", reason, advice)
    return Draft(number, record, claim)


class _RowError(Exception):
    """Field, value, reason, advice."""


def _claim(row: Mapping[str, str], kind: str, source: str, *, synthetic: bool) -> Claim:
    record = row.get("id", "")
    if row.get(_SURPLUS):
        raise _RowError("row", row[_SURPLUS], "more cells than columns", "is a comma in one of the cells?")
    if not record:
        raise _RowError("id", "", "no identifier", "give each row its own id")
    profile = _profiles()[kind]
    properties = vocabulary()[kind].properties
    values = dict(_values(row, profile["values"], properties))
    if synthetic or record.startswith("synthetic-"):  # as made-up districts name their records
        values["synthetic"] = "yes"
    lon, lat = _number(row, "lon"), _number(row, "lat")
    if lon is None or lat is None:
        raise _RowError("lon, lat", f"{row.get('lon', '')}, {row.get('lat', '')}", "no position", "give both")
    place: dict[str, Any] = {"geometry": _geometry(profile["place"], lon, lat, values)}
    accuracy = _number(row, "accuracy_m")
    if accuracy is not None:
        place["accuracy_m"] = accuracy
    return Claim(
        kind=kind,
        subject=f"{kind}:{record}",
        values=values,
        source=source,
        valid=row.get("date") or None,
        place=place,
    )


def _values(
    row: Mapping[str, str], columns: Mapping[str, str], properties: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name, column in columns.items():
        if not row.get(column) or name not in properties:
            continue
        if properties[name].type in ("number", "integer", "amount"):
            yield name, _number(row, column)
        else:
            yield name, row[column]


def _number(row: Mapping[str, str], column: str) -> float | int | None:
    words = row.get(column, "")
    if not words:
        return None
    try:
        value = float(words)
    except ValueError:
        raise _RowError(
            column, words, "not a number", "give the number alone, with a decimal point"
        ) from None
    if not math.isfinite(value):
        raise _RowError(column, words, "not a finite number", "leave the cell empty when it is unknown")
    return int(value) if value.is_integer() else value


def _geometry(shape: str, lon: float, lat: float, values: Mapping[str, Any]) -> dict[str, Any]:
    if shape == "point" or not values.get("size_m"):
        return {"type": "Point", "coordinates": [lon, lat]}
    if not (-180 <= lon <= 180 and -89 <= lat <= 89):
        advice = "are lon and lat swapped?"
        raise _RowError("lon, lat", f"{lon}, {lat}", "outside the globe or at a pole", advice)
    return {"type": "Polygon", "coordinates": [ring(lon, lat, float(values["size_m"]))]}
