"""Submissions of ODK Central and KoboToolbox: zip of CSV with repeats, JSON, OData, GeoJSON."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from tilth.exchange._errors import ExchangeError
from tilth.exchange._text import decoded
from tilth.exchange.importing._tables import text_sheet
from tilth.exchange.importing.sheets import Sheet, sheet_of_rows

__all__ = ["is_form_zip", "json_sheets", "zip_sheets"]

PARENT = "PARENT_KEY"
_KEYS = ("__id", "_uuid", "instanceID", "KEY", "_id", "meta/instanceID", "meta-instanceID")
_LISTS = ("value", "results", "data", "submissions")
_GEOJSON = ("Feature", "FeatureCollection", "Point", "Polygon", "MultiPolygon", "GeometryCollection")
_LARGEST_MEMBER = 1_000_000_000


def is_form_zip(path: Path) -> bool:
    """Whether a zip holds CSV files and no shapefile."""
    try:
        with zipfile.ZipFile(path) as packed:
            endings = {PurePosixPath(name).suffix.lower() for name in packed.namelist()}
    except zipfile.BadZipFile:
        return False
    return ".csv" in endings and ".shp" not in endings


def zip_sheets(path: Path) -> list[Sheet]:
    """Return each CSV of a zip as a sheet; those of repeats name the column of their parent."""
    sheets = []
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            if not member.filename.lower().endswith(".csv") or "__MACOSX" in member.filename:
                continue
            if member.file_size > _LARGEST_MEMBER:
                raise ExchangeError(f"{path.name}: {member.filename} is too large unpacked; unpack it first")
            layer = PurePosixPath(member.filename).stem
            text = decoded(packed.read(member), member.filename)
            if text.strip():
                sheets.append(_marked(text_sheet(f"{path.name}, {layer}", text, layer=layer)))
    return sorted(sheets, key=lambda sheet: bool(sheet.parent))


def _marked(sheet: Sheet) -> Sheet:
    from dataclasses import replace

    parent = next((name for name in (PARENT, "_submission__uuid") if name in sheet.columns), "")
    return replace(sheet, parent=parent)


def json_sheets(path: Path) -> list[Sheet]:
    """Return the submissions of a JSON export; a repeat becomes a sheet of its own. GeoJSON is a layer."""
    from tilth.exchange.importing._gis import gis_sheets

    try:
        content = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ExchangeError(f"{path.name} is no JSON: {error}; send it again") from error
    if isinstance(content, dict) and content.get("type") in _GEOJSON:
        return gis_sheets(path)
    rows = _rows_in(content)
    if rows is None:
        raise ExchangeError(
            f"{path.name} is no GIS file that can be read and no list of submissions: allowed are GeoJSON,"
            f" a list of objects, or an object with {', '.join(_LISTS)}"
        )
    return list(_sheets(path.name, rows))


def _rows_in(content: Any) -> list[dict[str, Any]] | None:
    if isinstance(content, dict):
        content = next((content[name] for name in _LISTS if isinstance(content.get(name), list)), None)
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        return None
    return content


def _sheets(name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Sheet]:
    children: dict[str, list[dict[str, Any]]] = {}
    flat = []
    for number, row in enumerate(rows, 1):
        cells, repeats = _flattened(row)
        key = next((str(cells[item]) for item in _KEYS if cells.get(item)), str(number))
        flat.append(cells)
        for repeat, members in repeats.items():
            for at, member in enumerate(members, 1):
                inner, _ = _flattened(member)
                inner = {column.removeprefix(f"{repeat}/"): value for column, value in inner.items()}
                children.setdefault(repeat, []).append({PARENT: key, "KEY": f"{key}/{repeat}[{at}]", **inner})
    yield sheet_of_rows(name, flat)
    for repeat, members in children.items():
        yield sheet_of_rows(f"{name}, {repeat}", members, layer=repeat.split("/")[-1], parent=PARENT)


def _flattened(
    row: Mapping[str, Any], above: str = ""
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Return the cells of a submission by path, and its repeats."""
    cells: dict[str, Any] = {}
    repeats: dict[str, list[dict[str, Any]]] = {}
    for key, value in row.items():
        path = f"{above}/{key}" if above else str(key)
        if isinstance(value, dict) and value.get("type") in _GEOJSON:
            cells[path] = value
        elif isinstance(value, dict):
            inner, deeper = _flattened(value, path)
            cells |= inner
            repeats |= deeper
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            repeats[path] = value
        else:
            cells[path] = _plain(value)
    return cells, repeats


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.strip() or None
    return None if value == [] else value
