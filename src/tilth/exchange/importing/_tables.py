"""CSV and XLSX as sheets."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange._text import decoded
from tilth.exchange.importing.sheets import SURPLUS, Sheet

__all__ = ["csv_sheets", "sheet_of_table", "text_sheet", "xlsx_sheets"]

_LONGEST = 10_000_000
_HEADER_SHARE = 0.5
_LOOK_FOR_HEADER = 25


def csv_sheets(path: Path) -> list[Sheet]:
    """Return a CSV or TSV, plain or gzipped, as one sheet; delimiter and encoding are found out."""
    raw = path.read_bytes()
    if path.suffix.lower() == ".gz":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError) as error:
            raise ExchangeError(f"{path.name} cannot be unpacked: {error}; send it again") from error
    return [text_sheet(path.name, decoded(raw, path.name))]


def text_sheet(name: str, text: str, **more: Any) -> Sheet:
    """Return the text of a CSV as a sheet."""
    if not text.strip():
        raise ExchangeError(f"{name} is empty: nothing to take in")
    delimiter = _delimiter(text)
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    try:
        header, *rows = [row for row in reader if row] or [[]]
    except csv.Error as error:
        raise ExchangeError(f"{name}, line {reader.line_num}, is no table: {error}; mend it") from error
    return sheet_of_table(name, header, rows, **more)


def _delimiter(text: str) -> str:
    header = next(line for line in text.splitlines() if line.strip())
    return max(",;\t|", key=header.count)


def sheet_of_table(name: str, header: Sequence[Any], rows: Sequence[Sequence[Any]], **more: Any) -> Sheet:
    """Return a header and rows as a sheet; cells beyond the header are kept as a column of their own."""
    columns = _headers(header)
    width = len(columns)
    surplus = any(len(row) > width for row in rows)
    cells: dict[str, list[Any]] = {}
    whole = all(len(row) == width for row in rows)
    by_column: Iterator[Sequence[Any]] = (
        iter(zip(*rows, strict=True)) if whole and rows else iter([_at(rows, at) for at in range(width)])
    )
    for column, found in zip(columns, by_column, strict=False):
        cells[column] = [_cell(value) for value in found]
    if surplus:
        cells[SURPLUS] = [" ".join(str(cell) for cell in row[width:]).strip() or None for row in rows]
    return Sheet(name, tuple(columns), cells, len(rows), **more)


def _at(rows: Sequence[Sequence[Any]], at: int) -> list[Any]:
    return [row[at] if at < len(row) else None for row in rows]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _headers(header: Sequence[Any]) -> list[str]:
    """Return headers without blanks about them; empty and repeated ones get a number."""
    found: list[str] = []
    for number, cell in enumerate(header, 1):
        name = " ".join(str(cell if cell is not None else "").split()) or f"column {number}"
        again, copy = name, 2
        while again in found:
            again, copy = f"{name} ({copy})", copy + 1
        found.append(again)
    return found


def xlsx_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook that hold a table; rows above the header are left out and noted."""
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ExchangeError(f"{path.name} is no workbook that can be read: {error}") from error
    sheets: list[Sheet] = []
    try:
        for page in book.worksheets:
            rows = [[_plain(value) for value in row] for row in page.iter_rows(values_only=True)]
            sheets += _page(path.name, page.title, [row for row in rows if any(c is not None for c in row)])
    finally:
        book.close()
    return sheets


def _page(file: str, title: str, rows: list[list[Any]]) -> Iterator[Sheet]:
    if not rows:
        return
    at = _header_at(rows)
    header = rows[at]
    while header and header[-1] is None:
        header = header[:-1]
    body = [_trimmed(row, len(header)) for row in rows[at + 1 :]]
    notes = (f"{at} rows above the header left out",) if at else ()
    yield sheet_of_table(f"{file}, sheet {title}", header, body, layer=title, notes=notes)


def _trimmed(row: list[Any], width: int) -> list[Any]:
    """Return a row without empty cells beyond the header."""
    while len(row) > width and row[-1] is None:
        row = row[:-1]
    return row


def _header_at(rows: Sequence[Sequence[Any]]) -> int:
    """Return the first row that is nearly as wide as the table and holds words alone."""
    width = max(sum(cell is not None for cell in row) for row in rows[:_LOOK_FOR_HEADER])
    for at, row in enumerate(rows[:_LOOK_FOR_HEADER]):
        filled = [cell for cell in row if cell is not None]
        if len(filled) > _HEADER_SHARE * width and all(isinstance(cell, str) for cell in filled):
            return at
    return 0


def _plain(value: Any) -> Any:
    """Return a cell of a workbook as text or number."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.strip() or None
    return value
