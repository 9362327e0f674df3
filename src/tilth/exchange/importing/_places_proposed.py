"""Where a sheet keeps its positions, and in which notation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tilth.exchange.importing._evidence import looks_like, numbers_of, texts_of
from tilth.exchange.importing._headers import Headers
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing.mapping import PlaceRule
from tilth.exchange.importing.sheets import SURPLUS, Sheet

__all__ = ["propose_place"]

Proposed = tuple[PlaceRule, tuple[str, ...]]
_ONE_COLUMN = ("wkt", "geojson", "geoshape", "grid")


def propose_place(sheet: Sheet, headers: Headers) -> Proposed:
    """Return the rule for positions, and what is to be asked."""
    shape = "square" if settings("kinds")[headers.kind]["place"] == "square" else "point"
    accuracy, asked = _accuracy(sheet, headers)
    if sheet.geometry is not None and any(one is not None for one in sheet.geometry):
        return PlaceRule("geometry", shape="as_given", accuracy=accuracy), asked
    found = _one_column(sheet, headers, named=True) or _pair(sheet, headers) or _one_column(sheet, headers)
    if found is None:
        return PlaceRule(), ("no column of positions was found; name it under place", *asked)
    notation, columns, questions = found
    given = shape if notation in ("lonlat", "xy", "grid", "text") else "as_given"
    zone = headers.best("zone") or ""
    return PlaceRule(notation, columns, given, accuracy=accuracy, zone=zone), (*questions, *asked)


Found = tuple[str, tuple[str, ...], tuple[str, ...]]


def _accuracy(sheet: Sheet, headers: Headers) -> tuple[str, tuple[str, ...]]:
    """Return the column of accuracies in metres; codes of precision are asked for."""
    name = headers.best("accuracy")
    if name is None:
        return "", ()
    texts = texts_of(sheet.cells[name])
    if texts and all(text.isdigit() and len(text) == 1 for text in texts):
        question = f"{name!r} looks like codes: set place.accuracy and metres for each under accuracy_words"
        return "", (question,)
    return name, ()


def _one_column(sheet: Sheet, headers: Headers, *, named: bool = False) -> Found | None:
    """Return a column that holds whole positions: named as such, or by what its cells look like."""
    names = [name for name in sheet.columns if name != SURPLUS]
    for notation in (*_ONE_COLUMN, "text"):
        target = "point" if notation == "text" else notation
        candidates = headers.all(target) if named else names
        for name in candidates:
            if looks_like(notation, sheet.cells[name]) and not numbers_only(sheet.cells[name]):
                return notation, (name,), _questions(notation, sheet.cells[name])
    if named:
        for name in headers.all("point"):
            for notation in _ONE_COLUMN:
                if looks_like(notation, sheet.cells[name]):
                    return notation, (name,), _questions(notation, sheet.cells[name])
    return None


def numbers_only(cells: Sequence[Any]) -> bool:
    """Whether a column holds plain numbers, which are no whole positions."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and len(numbers_of(filled)) >= 0.9 * min(len(filled), 400)


def _questions(notation: str, cells: Sequence[Any]) -> tuple[str, ...]:
    texts = [str(cell) for cell in cells if cell is not None][:50]
    if notation == "grid" and not all(text[:1].isdigit() for text in texts):
        return (
            "grid references have no zone: set place.zone (such as '48Q 49P') or place.near, and place.crs",
        )
    return ()


def _pair(sheet: Sheet, headers: Headers) -> Found | None:
    """Return two columns: longitude and latitude, or easting and northing."""
    lon = headers.best("lon") or headers.ending_in("lon")
    lat = headers.best("lat") or headers.ending_in("lat")
    if lon and lat:
        return _degrees_or_metres(sheet, lon, lat)
    x, y = headers.best("x"), headers.best("y")
    if x and y:
        return _degrees_or_metres(sheet, x, y)
    return None


def _degrees_or_metres(sheet: Sheet, first: str, second: str) -> Found:
    cells = [*texts_of(sheet.cells[first]), *texts_of(sheet.cells[second])]
    metres = sum(abs(number) > 1_000 for number in numbers_of(cells)) > 0.5 * max(1, min(len(cells), 400))
    if not metres:
        return "lonlat", (first, second), ()
    question = f"{first!r} and {second!r} are metres: set place.crs (such as EPSG:32648) or place.zone"
    return "xy", (first, second), (question,)
