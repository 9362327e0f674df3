"""The columns of a sheet read as properties, with the words they were written in and their faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tilth.claims import Kind, Property, vocabulary
from tilth.exchange.importing._cells import CellFault, Read, read_column, reader_for
from tilth.exchange.importing._date_parts import date_of_parts
from tilth.exchange.importing._dates import date_of_cell
from tilth.exchange.importing.mapping import Column, Mapping
from tilth.exchange.importing.sheets import Sheet

__all__ = ["SPECIAL", "Columns", "Told", "read_columns"]

SPECIAL = ("record", "subject", "valid", "said_on", "speaker")
_WORDED = ("date", "enum", "flag", "country", "period", "time", "place")
_PARTS = ("day", "month", "year")


@dataclass(slots=True)
class Told:
    """What one column tells of each row.

    Attributes
    ----------
    words
        By row the words of the cell where the value is not those words; None when that never happens.
    """

    header: str
    to: str
    values: Sequence[Any]
    words: Sequence[str | None] | None = None
    fixed: dict[str, str] | None = None
    field: str = ""
    many: bool = False
    personal: bool = False


@dataclass(slots=True)
class Columns:
    """All columns of a sheet as read; `faults` are row, header, property, cell and reason."""

    properties: list[Told] = field(default_factory=list)
    special: dict[str, Sequence[Any]] = field(default_factory=dict)
    faults: list[tuple[int, str, str, str, CellFault]] = field(default_factory=list)


def read_columns(sheet: Sheet, mapping: Mapping) -> Columns:
    """Return the sheet's columns read by the mapping; columns that the sheet does not have are left out."""
    kind = vocabulary()[mapping.kind]
    made = Columns()
    present = [column for column in mapping.columns if column.to and column.header in sheet.cells]
    parts = [column for column in present if column.field in _PARTS]
    for column in present:
        if column in parts:
            continue
        if column.to in SPECIAL:
            made.special[column.to] = _special(sheet, column, made)
            if column.to == "record" and column.field:
                also = replace(column, to=column.field, field="")
                made.properties.append(_told(sheet, also, mapping, kind, made))
        else:
            made.properties.append(_told(sheet, column, mapping, kind, made))
    for target in dict.fromkeys(column.to for column in parts):
        group = [column for column in parts if column.to == target]
        read = date_of_parts(sheet, group)
        headers = ", ".join(column.header for column in group)
        _keep_faults(made, read, headers, target, [str(at + 1) for at in range(sheet.rows)])
        made.properties.append(Told(headers, target, read.values))
    return made


def _special(sheet: Sheet, column: Column, made: Columns) -> Sequence[Any]:
    cells = sheet.cells[column.header]
    if column.to not in ("valid", "said_on"):
        return [None if cell is None else " ".join(str(cell).split()) for cell in cells]
    read = read_column(cells, lambda cell: date_of_cell(cell, column.order))
    _keep_faults(made, read, column.header, column.to, cells)
    return read.values


def _told(sheet: Sheet, column: Column, mapping: Mapping, kind: Kind, made: Columns) -> Told:
    item = property_of(kind, column.to)
    cells = sheet.cells[column.header]
    read = read_column(cells, reader_for(item, column, mapping))
    shown: Sequence[Any] = cells if not item.personal else ["not shown: it concerns a person"] * sheet.rows
    _keep_faults(made, read, column.header, column.to, shown)
    record = item.type == "record"
    return Told(
        header=column.header,
        to=column.to,
        values=read.values,
        words=None if record else _words(item, column, cells, read),
        fixed=dict(column.fixed) if record else None,
        field=column.field,
        many=item.many,
        personal=item.personal,
    )


def property_of(kind: Kind, name: str) -> Property:
    """Return a property of a kind; refuse a mapping that names another."""
    from tilth.exchange._errors import ExchangeError

    if name not in kind.properties:
        import difflib

        near = difflib.get_close_matches(name, kind.properties, n=3) or sorted(kind.properties)[:6]
        allowed = ", ".join((*near, *SPECIAL))
        raise ExchangeError(
            f"the mapping names {name!r}, which {kind.name} does not have; allowed: {allowed}"
        )
    return kind.properties[name]


def _keep_faults(made: Columns, read: Read, header: str, target: str, cells: Sequence[Any]) -> None:
    for at, fault in read.faults.items():
        made.faults.append((at, header, target, str(cells[at])[:200], fault))


def _words(item: Property, column: Column, cells: Sequence[Any], read: Read) -> Sequence[str | None] | None:
    """Return the words of cells whose value is not those words, where the type can differ from them."""
    if item.type not in _WORDED and not (column.unit or column.plus or column.words):
        return None
    return list(_differing(cells, read))


def _differing(cells: Sequence[Any], read: Read) -> Iterator[str | None]:
    for at, (cell, value) in enumerate(zip(cells, read.values, strict=True)):
        if cell is None or (value is None and at not in read.faults):
            yield None
        else:
            words = str(cell)
            same = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield None if words == same else words[:20_000]
