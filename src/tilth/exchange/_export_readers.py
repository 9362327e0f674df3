"""The rows of a file that tilth exported, perhaps edited since: cells as texts, whatever the format."""

from __future__ import annotations

import csv
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from tilth.claims import canonical_bytes
from tilth.exchange._cells import CLAIM
from tilth.exchange._errors import ExchangeError
from tilth.exchange._export_tables import LONG, LONG_MARK, unguarded
from tilth.exchange._wkt import wkt_of
from tilth.exchange.followthemoney import ftm_rows, is_ftm

__all__ = ["export_rows", "is_export"]

_HEAD = 65_536
_MARK = f'"{CLAIM}"'.encode()


def is_export(path: Path) -> bool:
    """Return whether a file was written by `tilth export`: it carries the identity of claims."""
    reader = _READERS.get(_ending(path))
    return reader is not None and reader[0](path)


def export_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows; a cell that is not there is left out, an emptied one is an empty text.

    Raises
    ------
    ExchangeError
        A damaged file.
    """
    yield from _READERS[_ending(path)][1](path)


def _ending(path: Path) -> str:
    return path.suffix.lower()


def _csv_is(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(_HEAD).decode("utf-8-sig", "replace")
    return CLAIM in (name.strip().strip('"') for name in first.replace(";", ",").split(","))


def _csv_rows(path: Path) -> Iterator[dict[str, str]]:
    usual = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield from _csv_lines(path)
    finally:
        csv.field_size_limit(usual)


def _csv_lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        delimiter = ";" if first.count(";") > first.count(",") else ","
        reader = csv.DictReader(file, delimiter=delimiter, restval="")
        try:
            for row in reader:
                if None in row:
                    raise ExchangeError(
                        f"{path.name}, line {reader.line_num}: more cells than columns; mend it"
                    )
                yield {name: unguarded(text) for name, text in row.items()}
        except (csv.Error, UnicodeDecodeError) as error:
            raise ExchangeError(f"{path.name}, line {reader.line_num}, is damaged: {error}") from error


def _xlsx_is(path: Path) -> bool:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return False
    try:
        return any(CLAIM in row for sheet in book for row in sheet.iter_rows(max_row=1, values_only=True))
    finally:
        book.close()


def _xlsx_rows(path: Path) -> Iterator[dict[str, str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        long = dict(_long_texts(book[LONG])) if LONG in book.sheetnames else {}
        for sheet in book:
            lines = sheet.iter_rows(values_only=True)
            names = [str(name or "").strip() for name in next(lines, ())]
            if sheet.title == LONG or CLAIM not in names:
                continue
            for line in lines:
                if any(value is not None for value in line):
                    row = {name: _text(value) for name, value in zip(names, line, strict=False) if name}
                    yield _unpacked({"tilth_kind": sheet.title} | row, long)
    finally:
        book.close()


def _long_texts(sheet: Any) -> Iterator[tuple[tuple[str, str], str]]:
    pieces: dict[tuple[str, str], list[str]] = {}
    for key, column, _, text in sheet.iter_rows(min_row=2, values_only=True):
        pieces.setdefault((str(key), str(column)), []).append(orjson.loads(str(text)))
    yield from ((place, "".join(parts)) for place, parts in pieces.items())


def _unpacked(row: dict[str, str], long: Mapping[tuple[str, str], str]) -> dict[str, str]:
    key = row.get(CLAIM, "")
    return {
        name: long.get((key, name), text) if text == LONG_MARK else unguarded(text)
        for name, text in row.items()
    }


def _text(value: Any) -> str:
    """Return a cell of a typed format as the text that a table would hold."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        return canonical_bytes(int(value) if whole else value).decode()
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)


def _geojson_is(path: Path) -> bool:
    with path.open("rb") as file:
        return _MARK in file.read(_HEAD)


def _json_is(path: Path) -> bool:
    return is_ftm(path) or _geojson_is(path)


def _json_rows(path: Path) -> Iterator[dict[str, str]]:
    yield from ftm_rows(path) if is_ftm(path) else _geojson_rows(path)


def _geojson_rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        content = orjson.loads(path.read_bytes())
        features = content["features"] if isinstance(content, dict) else []
    except (orjson.JSONDecodeError, KeyError) as error:
        raise ExchangeError(f"{path.name} is damaged GeoJSON: {error}") from error
    for feature in features:
        row = {name: _text(value) for name, value in (feature.get("properties") or {}).items()}
        yield row | _placed(feature.get("geometry"))


def _placed(geometry: Mapping[str, Any] | None) -> dict[str, str]:
    if geometry is None:
        return {"tilth_lon": "", "tilth_lat": "", "tilth_geometry": ""}
    if geometry["type"] == "Point":
        lon, lat = (_text(value) for value in geometry["coordinates"][:2])
        return {"tilth_lon": lon, "tilth_lat": lat, "tilth_geometry": ""}
    return {"tilth_lon": "", "tilth_lat": "", "tilth_geometry": wkt_of(geometry)}


def _gpkg_is(path: Path) -> bool:
    return any(True for _ in _gpkg_layers(path))


def _gpkg_layers(path: Path) -> Iterator[str]:
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        for name, _ in pyogrio.list_layers(path):
            if CLAIM in pyogrio.read_info(path, layer=name)["fields"]:
                yield str(name)
    except (DataSourceError, ValueError):
        return


def _gpkg_rows(path: Path) -> Iterator[dict[str, str]]:
    import pyogrio
    from shapely.geometry import mapping

    for layer in _gpkg_layers(path):
        frame = pyogrio.read_dataframe(path, layer=layer)
        names = [str(name) for name in frame.columns if name != "geometry"]
        outlines = frame["geometry"] if "geometry" in frame.columns else [None] * len(frame)
        for line, outline in zip(frame[names].itertuples(index=False, name=None), outlines, strict=True):
            row = {name: _text(value) for name, value in zip(names, line, strict=True)}
            placed = {} if "geometry" not in frame.columns else _placed(mapping(outline) if outline else None)
            yield {"tilth_kind": layer} | row | placed


_READERS = {
    ".csv": (_csv_is, _csv_rows),
    ".xlsx": (_xlsx_is, _xlsx_rows),
    ".geojson": (_geojson_is, _geojson_rows),
    ".json": (_json_is, _json_rows),
    ".gpkg": (_gpkg_is, _gpkg_rows),
}
