"""From the columns or shapes of a sheet to the places of its rows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._cells import CellFault, number_of
from tilth.exchange.importing._outlines import Outlines, outlines_of, points_of
from tilth.exchange.importing._written import written_points
from tilth.exchange.importing.mapping import Mapping, PlaceRule
from tilth.exchange.importing.sheets import Sheet
from tilth.exchange.squares import ring

__all__ = ["Positions", "positions"]

_NOTHING = frozenset(("", "-", "n/a", "na", "nan", "none", "null"))
_LETTERS = re.compile(r"[^\d\s.,+-]")


@dataclass(slots=True)
class Positions:
    """The place of each row as claims hold it, None where there is none.

    Attributes
    ----------
    faults
        By row why it has no place; a row without an entry simply tells none.
    mended
        By row what was done to an invalid outline, and the outline as it was given, as WKT.
    """

    places: list[dict[str, Any] | None]
    faults: dict[int, tuple[str, str, CellFault]] = field(default_factory=dict)
    mended: dict[int, tuple[str, str]] = field(default_factory=dict)


def positions(sheet: Sheet, mapping: Mapping, sizes: Sequence[Any] | None = None) -> Positions:
    """Return the places of a sheet's rows by the mapping's rule.

    Parameters
    ----------
    sizes
        Side of each row's square in metres, for the shape ``square``.
    """
    rule = mapping.place
    lacking = [name for name in rule.columns if name not in sheet.cells]
    if lacking:
        raise ExchangeError(
            f"{sheet.name}: the mapping needs the columns {', '.join(map(repr, lacking))}; the file has"
            f" {', '.join(map(repr, sheet.columns[:20]))}"
        )
    if rule.notation == "none":
        return Positions([None] * sheet.rows)
    if rule.notation in ("geometry", "wkt", "geojson", "geoshape"):
        found = _of_outlines(outlines_of(sheet, mapping), rule)
    elif rule.notation in ("lonlat", "xy"):
        found = _of_numbers(sheet, mapping)
    else:
        found = _of_text(sheet, rule)
    _add_accuracy(found, sheet, mapping)
    if rule.shape == "square" and sizes is not None:
        _squares(found, sizes)
    return found


def _of_outlines(read: Outlines, rule: PlaceRule) -> Positions:
    where = ", ".join(rule.columns) or "geometry"
    faults = {at: (where, "", fault) for at, fault in read.faults.items()}
    made = Positions(read.places, faults, read.mended)
    if read.datum_m:
        for place in made.places:
            if place is not None:
                place["accuracy_m"] = read.datum_m
    return made


def _of_numbers(sheet: Sheet, mapping: Mapping) -> Positions:
    """Return points of two columns; cells in another notation are read as text, the rest all at once."""
    rule = mapping.place
    first, second = rule.columns if not rule.swapped else rule.columns[::-1]
    firsts, seconds, metres = sheet.cells[first], sheet.cells[second], rule.notation == "xy"
    xs = [None if cell is None else number_of(cell, mapping.decimal, grouped=metres) for cell in firsts]
    ys = [None if cell is None else number_of(cell, mapping.decimal, grouped=metres) for cell in seconds]
    given = [at for at in range(sheet.rows) if xs[at] is not None and ys[at] is not None]
    made = Positions([None] * sheet.rows)
    if given and not (rule.notation == "xy" and rule.zone):
        points = points_of([xs[at] for at in given], [ys[at] for at in given], rule)
        for at, (place, fault) in zip(given, points, strict=True):
            made.places[at] = place
            if fault is not None:
                made.faults[at] = (f"{first}, {second}", f"{firsts[at]}, {seconds[at]}", fault)
        given_set = set(given)
    else:
        given_set = set()
    rest = [at for at in range(sheet.rows) if at not in given_set]
    _of_pairs(made, rest, sheet, rule, (first, second), (xs, ys))
    return made


def _of_pairs(
    made: Positions,
    rest: Sequence[int],
    sheet: Sheet,
    rule: PlaceRule,
    names: tuple[str, str],
    numbers: tuple[Sequence[Any], Sequence[Any]],
) -> None:
    """Read what is no pair of numbers: degrees and minutes, packed digits, eastings with a zone."""
    first, second = names
    texts: dict[int, str] = {}
    for at in rest:
        one, other = (_bare(sheet.cells[name][at]) for name in names)
        if not one and not other:
            continue
        if not one or not other:
            fault = CellFault("no position", "give both", "place")
            made.faults[at] = (f"{first}, {second}", f"{one}, {other}", fault)
            continue
        strange = next(
            (
                (name, cell)
                for name, cell, number in ((first, one, numbers[0][at]), (second, other, numbers[1][at]))
                if number is None and not _LETTERS.search(cell)
            ),
            None,
        )
        if strange is not None:
            fault = CellFault("not a number", "give the number alone, with a decimal point")
            made.faults[at] = (*strange, fault)
        else:
            texts[at] = f"{one} {other}" if rule.notation == "xy" else f"{other} {one}"
    zones = _zones(sheet, rule)
    found = written_points(texts, rule, order="" if rule.notation == "xy" else "latlon", zones=zones)
    for at, (place, wrong) in found.items():
        made.places[at] = place
        if wrong is not None:
            made.faults[at] = (f"{first}, {second}", texts[at], wrong)


def _bare(cell: Any) -> str:
    text = "" if cell is None else str(cell).strip()
    return "" if text.casefold() in _NOTHING else text


def _of_text(sheet: Sheet, rule: PlaceRule) -> Positions:
    """Return points written in one column, in any notation."""
    column = rule.columns[0]
    texts = {at: _bare(cell) for at, cell in enumerate(sheet.cells[column]) if _bare(cell)}
    made = Positions([None] * sheet.rows)
    for at, (place, fault) in written_points(texts, rule, order="", zones=_zones(sheet, rule)).items():
        made.places[at] = place
        if fault is not None:
            made.faults[at] = (column, texts[at], fault)
    return made


def _zones(sheet: Sheet, rule: PlaceRule) -> Sequence[Any] | None:
    return sheet.cells.get(rule.zone)


def _add_accuracy(made: Positions, sheet: Sheet, mapping: Mapping) -> None:
    """Put the stated accuracy together with that of notation and datum, in quadrature."""
    rule = mapping.place
    stated = sheet.cells.get(rule.accuracy) if rule.accuracy else None
    if stated is None and rule.accuracy_m is None:
        return
    for at, place in enumerate(made.places):
        if place is None:
            continue
        told = _accuracy(stated[at], mapping) if stated is not None else None
        if told is None:
            told = rule.accuracy_m
        if isinstance(told, CellFault):
            made.faults[at] = (rule.accuracy, str(stated[at] if stated else ""), told)
            made.places[at] = None
        elif told is not None:
            known = place.get("accuracy_m")
            place["accuracy_m"] = told if not known or told < 0 else float(f"{math.hypot(told, known):.3g}")


def _accuracy(cell: Any, mapping: Mapping) -> Any:
    if cell is None or _bare(cell) == "":
        return None
    words = mapping.place.accuracy_words
    if str(cell) in words:
        return float(words[str(cell)])
    value = number_of(cell, mapping.decimal)
    if value is None or words:
        return CellFault("no accuracy in metres", "give metres, or name the code under accuracy_words")
    return int(value) if value.is_integer() else value


def _squares(made: Positions, sizes: Sequence[Any]) -> None:
    for at, (place, size) in enumerate(zip(made.places, sizes, strict=True)):
        if place is None or not size or place["geometry"]["type"] != "Point":
            continue
        lon, lat = place["geometry"]["coordinates"]
        if not (-180 <= lon <= 180 and -89 <= lat <= 89):
            fault = CellFault("outside the globe or at a pole", "are lon and lat swapped?", "place")
            made.faults[at] = ("lon, lat", f"{lon}, {lat}", fault)
            made.places[at] = None
            continue
        place["geometry"] = {"type": "Polygon", "coordinates": [ring(lon, lat, float(size))]}
