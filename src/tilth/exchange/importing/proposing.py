"""A mapping proposed from a sheet's headers and cells; what cannot be found out becomes a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tilth.claims import vocabulary
from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._evidence import plain_numbers, texts_of
from tilth.exchange.importing._headers import Headers
from tilth.exchange.importing._kinds import kind_of
from tilth.exchange.importing._places_proposed import propose_place
from tilth.exchange.importing._properties_proposed import propose_columns
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing._words import squeezed
from tilth.exchange.importing.mapping import Column, Mapping
from tilth.exchange.importing.sheets import Sheet
from tilth.exchange.importing.xlsform import Form

__all__ = ["fitted", "propose"]

_NUMBERS_OF_A_RECORD = ("localid", "code", "recordid")
"""Properties whose column is the identifier too."""


def propose(
    sheet: Sheet,
    kind: str | None = None,
    *,
    country: str = "",
    series: str = "",
    base: Mapping | None = None,
    form: Form | None = None,
) -> Mapping:
    """Return a mapping for a sheet, to be looked at by a person.

    Parameters
    ----------
    kind
        What the rows are; found out from names and headers when not given.
    country
        ISO 3166 code: points outside it are pointed out.
    series
        Name of the growing set that the file is a snapshot of.
    base
        A mapping settled before: it is fitted to this sheet, nothing else is proposed.
    form
        The form that the rows were submitted with: its labels and choices tell what columns mean.

    Raises
    ------
    ExchangeError
        What the rows are cannot be told; the message lists the kinds.

    Examples
    --------
    >>> from tilth.exchange.importing import sheet_of_rows
    >>> made = propose(sheet_of_rows("x", [{"ID": "a1", "Latitud": 5.1, "Longitud": -75.2}]), "accident")
    >>> made.place.columns, made.column_to("record").header
    (('Longitud', 'Latitud'), 'ID')
    """
    if base is not None:
        return fitted(base, sheet)
    known, constants = kind_of(sheet, kind)
    if known not in settings("kinds"):
        allowed = ", ".join(settings("kinds"))
        raise ExchangeError(f"{sheet.name}: kind {known!r} is none that can be imported; allowed: {allowed}")
    headers = Headers(sheet, known, form)
    place, questions = propose_place(sheet, headers)
    columns, more = propose_columns(sheet, headers, vocabulary()[known])
    if vocabulary()[known].place != "required" and place.notation == "none":
        questions = tuple(words for words in questions if not words.startswith("no column of positions"))
    record = _record(sheet, headers, columns)
    prefix, asked = _prefix(sheet, record, series)
    made = Mapping(
        kind=known,
        columns=tuple(_in_order(sheet, columns, record)),
        place=place,
        prefix=prefix,
        constants=constants,
        series=series,
        country=country,
        decimal=_decimal(sheet),
        questions=(*questions, *more, *asked),
    )
    return replace(made, bad_cells="keep_row")


def fitted(base: Mapping, sheet: Sheet) -> Mapping:
    """Return a settled mapping with questions on what the sheet lacks or has more.

    Raises
    ------
    ExchangeError
        The sheet lacks the columns of the place or the identifier: it is another table.
    """
    needed = [*base.place.columns, *(column.header for column in base.columns if column.to == "record")]
    lacking = [header for header in needed if header not in sheet.cells]
    if lacking:
        raise ExchangeError(
            f"{sheet.name}: profile {base.name} needs the columns {', '.join(map(repr, lacking))}; the"
            f" file has {', '.join(map(repr, sheet.columns[:20]))}: take another profile, or rename"
        )
    known = {column.header for column in base.columns} | {*base.place.columns, base.place.accuracy}
    gone = [column.header for column in base.columns if column.header not in sheet.cells]
    fresh = [header for header in sheet.columns if header not in known]
    questions = []
    if gone:
        questions.append(f"columns of the profile that the file lacks: {', '.join(gone)}")
    if fresh:
        questions.append(f"columns that the profile does not know, not taken: {', '.join(fresh[:20])}")
    return replace(base, questions=tuple(questions))


def _record(sheet: Sheet, headers: Headers, columns: Sequence[Column]) -> list[Column]:
    """Return the column of identifiers: named so, filled, and the most telling one."""
    taken = {column.header for column in columns if squeezed(column.header) not in _NUMBERS_OF_A_RECORD}
    subject = headers.best("subject")
    if subject is not None:
        return [Column(subject, "subject", reason="header")]
    free = [name for name in headers.all("record") if name not in taken and _filled(sheet.cells[name])]
    free = free or _last_resort(sheet, headers, columns)
    telling = [name for name in free if not plain_numbers(texts_of(sheet.cells[name]))]
    return [Column(name, "record", reason="header, each row has one") for name in (telling or free)[:1]]


def _last_resort(sheet: Sheet, headers: Headers, columns: Sequence[Column]) -> list[str]:
    """Return headers that end in "id" and are nothing else, then what records of the kind are named by."""
    used = {column.header for column in columns if column.to}
    found = [
        name for name, forms in headers.forms.items() if forms[0].split()[-1:] == ["id"] and name not in used
    ]
    named_by = settings("kinds")[headers.kind].get("named_by", ())
    found += [column.header for target in named_by for column in columns if column.to == target]
    return [name for name in found if _filled(sheet.cells[name])]


def _filled(cells: Sequence[Any]) -> bool:
    filled = sum(cell is not None for cell in cells)
    return filled >= 0.5 * len(cells) and len(set(map(str, cells))) > 0.5 * filled


def _prefix(sheet: Sheet, record: Sequence[Column], series: str) -> tuple[str, tuple[str, ...]]:
    if not record:
        words = "no column of identifiers: rows are named by the file and their number, so a corrected file"
        return "file", (f"{words} makes new records; name a column under columns with to = 'record'",)
    if record[0].to == "subject":
        return "", ()
    if plain_numbers(texts_of(sheet.cells[record[0].header])):
        if series:
            return f"{series}-", ()
        words = (
            f"identifiers in {record[0].header!r} are plain numbers: they are kept apart from other files'"
        )
        return "file", (f"{words}; set prefix to a name of your own so that a corrected file updates them",)
    return "", ()


def _decimal(sheet: Sheet) -> str:
    """Return the decimal sign that numbers in text show."""
    commas = points = 0
    for cells in sheet.cells.values():
        for text in texts_of(cells)[:200]:
            head, comma, tail = text.partition(",")
            if comma and head.lstrip("-").isdigit() and tail.isdigit():
                commas += 1
            head, point, tail = text.partition(".")
            if point and head.lstrip("-").isdigit() and tail.isdigit():
                points += 1
    return "," if commas > points else "."


def _in_order(sheet: Sheet, columns: Sequence[Column], record: Sequence[Column]) -> list[Column]:
    """Return one column for each header, in the order of the sheet; a number may be a property as well."""
    by_header = {column.header: column for column in columns}
    for column in record:
        also = by_header.get(column.header)
        by_header[column.header] = replace(column, field=also.to) if also is not None else column
    return [by_header.get(header, Column(header)) for header in sheet.columns]
