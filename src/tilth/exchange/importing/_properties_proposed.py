"""Columns proposed for the properties of a kind, with units, orders of dates and code lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tilth.claims import Kind, Property
from tilth.exchange.importing._dates import order_of
from tilth.exchange.importing._evidence import plain_numbers, texts_of
from tilth.exchange.importing._headers import Headers, unit_in
from tilth.exchange.importing._settings import settings, units
from tilth.exchange.importing._words import code_list, fold, squeezed
from tilth.exchange.importing.mapping import Column
from tilth.exchange.importing.sheets import Sheet

__all__ = ["propose_columns"]

_PLACE_TARGETS = ("lon", "lat", "x", "y", "zone", "point", "grid", "wkt", "geojson", "geoshape", "accuracy")
_DATES = ("date", "period")
_SOME = 5


def propose_columns(sheet: Sheet, headers: Headers, kind: Kind) -> tuple[list[Column], tuple[str, ...]]:
    """Return columns with what they become, each property and each column once, and what is to be asked."""
    taken = {name for target in _PLACE_TARGETS for name in headers.all(target)[:1]}
    id_named = {*_identifiers(sheet, headers), *headers.all("subject")[:1]}
    columns: dict[str, Column] = {}
    for target, header in _candidates(headers, kind):
        if header in taken or header in columns:
            continue
        if header in id_named and fold(header) != fold(target):
            continue
        if any(column.to == target for column in columns.values()):
            continue
        columns[header] = Column(header, target, reason="header")
    columns |= {column.header: column for column in _groups(headers, kind, columns, taken)}
    columns |= {column.header: column for column in _day_month_year(headers, kind, columns)}
    questions: list[str] = []
    asked = [_asked(headers, column, kind) for column in columns.values()]
    settled = [_settled(sheet, column, kind, questions) for column in asked]
    return [column for column in settled if column.to], tuple(questions)


def _identifiers(sheet: Sheet, headers: Headers) -> list[str]:
    """Return the header that names records best: one of more than plain numbers, else the first."""
    named = headers.all("record")
    return ([name for name in named if not plain_numbers(texts_of(sheet.cells[name]))] or named)[:1]


def _asked(headers: Headers, column: Column, kind: Kind) -> Column:
    """Return a column with the choices of the question that it answers as its code list."""
    question = headers.form.of(column.header) if headers.form is not None else None
    item = kind.properties.get(column.to)
    if question is None or item is None or item.type not in ("enum", "flag"):
        return column
    words = question.words(item.allowed or ("yes", "no", "unknown"))
    return replace(column, words=words) if words else column


def _candidates(headers: Headers, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield target and header, the surest pairs first."""
    targets = [*kind.properties, "valid", "said_on"]
    listed = {target: headers.all(target) for target in targets}
    for rank in range(_SOME):
        own = [target for target in targets if f"{kind.name}.{target}" in settings("headers")]
        for target in (*own, *(target for target in targets if target not in own)):
            found = listed[target]
            if rank < len(found):
                item = kind.properties.get(target)
                if item is None or item.type not in ("record", "place", "claim", "span"):
                    yield target, found[rank]


def _groups(headers: Headers, kind: Kind, columns: dict[str, Column], taken: set[str]) -> Iterator[Column]:
    """Yield the columns that together make a property of records: men, women, boys, girls."""
    for target, members in settings("headers")["groups"].items():
        if target not in kind.properties:
            continue
        for member in members:
            names = {squeezed(str(word)) for word in member["headers"]}
            for header, forms in headers.forms.items():
                if (
                    header not in columns
                    and header not in taken
                    and any(squeezed(form) in names for form in forms)
                ):
                    yield Column(header, target, member["field"], member["fixed"], reason="header")
                    break


def _day_month_year(headers: Headers, kind: Kind, columns: dict[str, Column]) -> Iterator[Column]:
    """Yield columns of day, month and year where a kind has a date and no column gives it whole."""
    parts = {fold(header): header for header in headers.forms}
    if "date" not in kind.properties or not {"year", "month"} <= set(parts):
        return
    if any(column.to == "date" and fold(column.header) != "day" for column in columns.values()):
        return
    for part in ("day", "month", "year"):
        if part in parts:
            yield Column(parts[part], "date", part, reason="header")


def _settled(sheet: Sheet, column: Column, kind: Kind, questions: list[str]) -> Column:
    """Return a column with unit and order as its header and cells show; ask what they do not show."""
    item = kind.properties.get(column.to)
    cells = sheet.cells[column.header]
    if column.to in ("valid", "said_on") or (item is not None and item.type in _DATES and not column.field):
        return _dated(column, cells, questions)
    if item is None:
        return column
    unit = unit_in(column.header)
    if unit and unit != item.unit and (unit, str(item.unit)) in units():
        column = replace(column, unit=unit)
    if column.field == "year":
        _ask_century(column, cells, questions)
    if item.type in ("enum", "flag") and not _understood(column, item, cells, questions):
        return replace(column, to="")
    return column


def _ask_century(column: Column, cells: Sequence[Any], questions: list[str]) -> None:
    short = [text for text in texts_of(cells) if len(text.partition(".")[0]) < 4]
    if short:
        words = f"years in {column.header!r} have few digits ({short[0]}): set plus, such as 1900 or 2000"
        questions.append(words)


def _dated(column: Column, cells: Sequence[Any], questions: list[str]) -> Column:
    texts = texts_of(cells)
    order = order_of(texts)
    if not order and any(text[:1].isdigit() and text.count("/") == 2 for text in texts):
        questions.append(
            f"dates in {column.header!r} can be day first or month first: set order = 'dmy' or 'mdy'"
        )
    return replace(column, order=order)


def _understood(column: Column, item: Property, cells: Sequence[Any], questions: list[str]) -> bool:
    """Ask what strange words mean; return whether any word of the column is understood."""
    known = {**code_list(item.allowed or ("yes", "no", "unknown")), **{fold(w): w for w in column.words}}
    texts = texts_of(cells)
    strange = sorted({text for text in texts if fold(text) not in known})
    if item.many:
        return True
    if strange:
        allowed = ", ".join(item.allowed or ("yes", "no", "unknown"))
        shown = ", ".join(repr(text[:40]) for text in strange[:_SOME])
        shown = f"{len(strange)} words (not shown: they concern persons)" if item.personal else shown
        words = f"{column.header!r} may be {item.name}: what do {shown} mean? Name it under words"
        questions.append(f"{words} ({allowed})")
    return any(fold(text) in known for text in texts)
