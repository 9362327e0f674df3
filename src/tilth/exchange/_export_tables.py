"""Exports as tables: CSV with all kinds in one file, XLSX with a sheet for each kind."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from tilth.claims import Property, vocabulary
from tilth.exchange._cells import CLAIM
from tilth.exchange._spool import Spool

__all__ = ["LONG", "guarded", "unguarded", "write_csv", "write_xlsx"]

LONG = "tilth_long"
"""Sheet for texts longer than a cell of XLSX holds."""
LONG_MARK = "@tilth_long"
_CELL_LIMIT = 32_000
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_PLACED = ("tilth_lon", "tilth_lat", "tilth_accuracy_m", "tilth_credibility")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-3"), unguarded(guarded("'=x"))
    ("'=1+1", '-3', "'=x")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` wrote."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(path: Path, spool: Spool) -> None:
    """Write all rows into one CSV; a column stands for the properties of that name in any kind."""
    columns = spool.columns()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in spool.rows():
            writer.writerow([guarded(row.get(name, "")) for name in columns])


def write_xlsx(path: Path, spool: Spool) -> None:
    """Write a workbook with a sheet for each kind; numbers are numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    long: list[tuple[str, str, int, str]] = []
    for kind in spool.counts:
        sheet = book.create_sheet(kind)
        sheet.freeze_panes = "C2"
        columns = spool.columns([kind])
        sheet.append(columns)
        numeric = _numeric(kind)
        for row in spool.rows(kind):
            sheet.append([_cell(row, name, name in numeric, long) for name in columns])
    if long:
        sheet = book.create_sheet(LONG)
        sheet.append([CLAIM, "column", "part", "text"])
        for line in long:
            sheet.append(line)
    if not spool.counts:
        book.create_sheet("empty").append([CLAIM])
    book.save(path)


def _cell(
    row: dict[str, str], name: str, numeric: bool, long: list[tuple[str, str, int, str]]
) -> str | float | int | None:
    text = row.get(name)
    if text is None:
        return None
    if numeric and _NUMBER.fullmatch(text) and float(f"{float(text):.16g}") == float(text):
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if len(text) > _CELL_LIMIT or _escaped(text) != text:
        long += [(row[CLAIM], name, part, piece) for part, piece in enumerate(_pieces(text), 1)]
        return LONG_MARK
    return guarded(text)


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces, as JSON strings without letters that XML cannot hold."""
    import orjson

    for start in range(0, len(text), 4_000):
        piece = orjson.dumps(text[start : start + 4_000]).decode()
        yield re.sub(r"[\x7f-\x9f\ufffe\uffff_]", lambda found: f"\\u{ord(found[0]):04x}", piece)


def _escaped(text: str) -> str:
    """Return the text without letters that a cell of XLSX changes or refuses."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$", "", text)


def _numeric(kind: str) -> frozenset[str]:
    words = vocabulary()
    own = words[kind].properties if kind in words else {}
    return frozenset(name for name, item in own.items() if _is_number(item)) | frozenset(_PLACED)


def _is_number(item: Property) -> bool:
    return item.type in ("number", "integer") and not item.many
