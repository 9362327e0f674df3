"""A sheet: what a file holds, column by column, before anybody says what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tilth.exchange._errors import ExchangeError

__all__ = ["SURPLUS", "Sheet", "read_sheets", "sheet_of_rows"]

SURPLUS = "cells without a column"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table or layer of a file.

    Attributes
    ----------
    name
        For people: the file's name, with its layer or sheet.
    columns
        Headers in order, each once.
    cells
        By column the cells of all rows: text, number, list, or None where empty. A cell that the file
        holds as a date is an ISO text.
    rows
        Number of rows.
    layer
        Name of the layer or sheet; empty for a plain table.
    geometry
        Shapes in the file's own system, None where a feature has none; None for a plain table.
    crs
        System of the shapes as the file states it.
    kind
        What the file itself says it holds; empty when it does not.
    parent
        For a repeat of a form: the header of the column that names the record it belongs to.
    """

    name: str
    columns: tuple[str, ...]
    cells: Mapping[str, Sequence[Any]]
    rows: int
    layer: str = ""
    geometry: Sequence[Any] | None = None
    shape: str = ""
    crs: str | None = None
    kind: str = ""
    parent: str = ""
    notes: tuple[str, ...] = field(default=())


def read_sheets(path: Path) -> list[Sheet]:
    """Return the tables and layers of a file, each by itself.

    Read are CSV and TSV, XLSX, GeoPackage, GeoJSON, Shapefile, KML and whatever else GDAL reads as
    features, maXML, and exports of ODK Central and KoboToolbox (CSV, zip of CSV, JSON, GeoJSON).

    Raises
    ------
    ExchangeError
        No such file, or nothing in it that can be read.
    """
    if not path.is_file():
        raise ExchangeError(f"no file {str(path)!r}: check the name")
    sheets = _reader(path)(path)
    if not sheets:
        raise ExchangeError(f"{path.name} holds no table and no layer: nothing to take in")
    from tilth.exchange.importing._repeats import joined

    return joined(list(sheets))


def _reader(path: Path) -> Any:
    from tilth.exchange.importing import _forms, _gis, _maxml, _tables

    ending = path.suffix.lower()
    readers = {
        ".csv": _tables.csv_sheets,
        ".tsv": _tables.csv_sheets,
        ".gz": _tables.csv_sheets,
        ".xlsx": _tables.xlsx_sheets,
        ".xlsm": _tables.xlsx_sheets,
        ".xml": _maxml.maxml_sheets,
        ".maxml": _maxml.maxml_sheets,
        ".parquet": _gis.parquet_sheets,
        ".json": _forms.json_sheets,
    }
    if ending == ".zip" and _forms.is_form_zip(path):
        return _forms.zip_sheets
    return readers.get(ending, _gis.gis_sheets)


def sheet_of_rows(name: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> Sheet:
    """Return rows given one by one as a sheet; columns in order of first appearance.

    Examples
    --------
    >>> sheet_of_rows("x", [{"a": 1}, {"b": "two"}]).cells
    {'a': [1, None], 'b': [None, 'two']}
    """
    columns = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    cells = {column: [row.get(column) for row in rows] for column in columns}
    return Sheet(name, columns, cells, len(rows), **more)
