"""Submissions as ODK Central and KoboToolbox hand them out: CSV, a zip of CSVs, XLSX, JSON, GeoJSON."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from tilth.exchange.form_plan import TEMPLATE

__all__ = ["is_submission_file", "submissions_in"]

Answers = dict[str, Any]
_PARTS = re.compile(r"[/.\-]")
_HEAD = 262_144
_KEYS = ("KEY", "_uuid", "meta/instanceID", "instanceID", "__id", "_id", "_index")
_PARENTS = ("PARENT_KEY", "_submission__uuid", "__Submissions-id", "_parent_index")


def is_submission_file(path: Path) -> bool:
    """Return whether a file holds submissions of a form that tilth made."""
    try:
        match path.suffix.lower():
            case ".csv" | ".geojson" | ".json":
                with path.open("rb") as file:
                    return _marked(file.read(_HEAD))
            case ".zip":
                with zipfile.ZipFile(path) as bundle:
                    return any(_marked(_start(bundle, name)) for name in _tables(bundle))
            case ".xlsx":
                return _workbook_is_marked(path)
            case _:
                return False
    except (OSError, zipfile.BadZipFile, ValueError, KeyError):
        return False


def _workbook_is_marked(path: Path) -> bool:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        heads = (row for sheet in book for row in sheet.iter_rows(max_row=1, values_only=True))
        return any(_leaf(str(name)) == TEMPLATE for head in heads for name in head)
    finally:
        book.close()


def _marked(text: bytes) -> bool:
    return TEMPLATE.encode() in text and b"tilth/" in text and b"tilth_claim" not in text


def _start(bundle: zipfile.ZipFile, name: str) -> bytes:
    with bundle.open(name) as file:
        return file.read(_HEAD)


def _tables(bundle: zipfile.ZipFile) -> list[str]:
    return [name for name in bundle.namelist() if name.lower().endswith(".csv")]


def submissions_in(path: Path) -> Iterator[Answers]:
    """Yield the answers of each submission; a column is named by its path in the form, a repeat is a list."""
    match path.suffix.lower():
        case ".zip":
            yield from _zip(path)
        case ".xlsx":
            yield from _joined(_sheets(path))
        case ".csv":
            text = path.read_bytes().decode("utf-8-sig")
            yield from _joined({path.stem: _csv(text)})
        case _:
            yield from _json(orjson.loads(path.read_bytes()))


def _csv(text: str) -> list[Answers]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _zip(path: Path) -> Iterator[Answers]:
    with zipfile.ZipFile(path) as bundle:
        tables = {
            Path(name).stem: _csv(bundle.read(name).decode("utf-8-sig")) for name in sorted(_tables(bundle))
        }
    yield from _joined(tables)


def _sheets(path: Path) -> dict[str, list[Answers]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        found: dict[str, list[Answers]] = {}
        for sheet in book:
            lines = sheet.iter_rows(values_only=True)
            names = [str(name or "") for name in next(lines, ())]
            found[sheet.title] = [
                {name: _cell(value) for name, value in zip(names, line, strict=False) if name}
                for line in lines
            ]
        return found
    finally:
        book.close()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _joined(tables: Mapping[str, list[Answers]]) -> Iterator[Answers]:
    """Yield the rows of the table that holds the forms, with the rows of repeats put in."""
    parents: dict[str, dict[str, list[Answers]]] = {}
    main: list[Answers] = []
    for name, rows in tables.items():
        if rows and any(_leaf(column) == TEMPLATE for column in rows[0]):
            main += [row for row in rows if _template(row).startswith("tilth/")]
            continue
        repeat = _PARTS.split(name)[-1]
        for row in rows:
            parent = next((str(row[key]) for key in _PARENTS if row.get(key)), "")
            parents.setdefault(parent, {}).setdefault(repeat, []).append(row)
    for row in main:
        keys = [str(row[key]) for key in _KEYS if row.get(key)]
        yield row | next((parents[key] for key in keys if key in parents), {})


def _template(row: Answers) -> str:
    return next((str(value) for name, value in row.items() if _leaf(name) == TEMPLATE), "")


def _leaf(column: str) -> str:
    return _PARTS.split(column)[-1]


def _json(content: Any) -> Iterator[Answers]:
    listed = content
    if isinstance(content, dict):
        listed = next((content[key] for key in ("features", "results", "value") if key in content), [content])
    for one in listed:
        told = one.get("properties") if one.get("type") == "Feature" else one
        flat = dict(_flat(told or {}))
        if _template(flat).startswith("tilth/"):
            placed = {"__geometry": one["geometry"]} if one.get("type") == "Feature" else {}
            yield flat | {name: value for name, value in placed.items() if value}


def _flat(content: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield answers by path; geometries and lists of repeats stay whole."""
    for name, value in content.items():
        path = f"{before}/{name}" if before else name
        if isinstance(value, dict) and "coordinates" not in value:
            yield from _flat(value, path)
        elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
            yield path, [dict(_flat(one)) for one in value]
        elif value is not None:
            yield path, value
