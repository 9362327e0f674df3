"""Shapes and numbers brought to WGS84 all at once, invalid outlines mended and kept as they were given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.exchange.importing._cells import CellFault
from tilth.exchange.importing._shapes import shapes_of_cells
from tilth.exchange.importing.mapping import Mapping, PlaceRule
from tilth.exchange.importing.sheets import Sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Outlines", "outlines_of", "points_of"]

_DEGREE = 1e-8
"""Coordinates are kept to eight decimals of a degree: about a millimetre."""
_LONGEST_ORIGINAL = 20_000
_WGS84 = "EPSG:4326"


@dataclass(slots=True)
class Outlines:
    """Places of shapes; `datum_m` is the accuracy that the change of datum adds."""

    places: list[dict[str, Any] | None]
    faults: dict[int, CellFault] = field(default_factory=dict)
    mended: dict[int, tuple[str, str]] = field(default_factory=dict)
    datum_m: float = 0.0


def points_of(
    xs: Sequence[Any], ys: Sequence[Any], rule: PlaceRule
) -> list[tuple[dict[str, Any] | None, CellFault | None]]:
    """Return points on WGS84 for coordinates of the rule's system, or why there is none."""
    if not rule.crs or rule.crs == _WGS84:
        return [_in_range(x, y) for x, y in zip(xs, ys, strict=True)]
    way, datum_m = _way(rule.crs)
    lons, lats = way.transform(np.array(xs, dtype=float), np.array(ys, dtype=float))
    made: list[tuple[dict[str, Any] | None, CellFault | None]] = []
    for x, y, lon, lat in zip(xs, ys, lons.tolist(), lats.tolist(), strict=True):
        if not (math.isfinite(lon) and math.isfinite(lat)):
            made.append((None, CellFault(f"outside {rule.crs}", "check system, order and digits", "place")))
            continue
        place = _point(round(lon, 8), round(lat, 8))
        place |= {"as_written": f"{x:.10g} {y:.10g}", "crs": rule.crs, "notation": _notation(rule)}
        if datum_m:
            place["accuracy_m"] = datum_m
        made.append((place, None))
    return made


def _in_range(lon: float, lat: float) -> tuple[dict[str, Any] | None, CellFault | None]:
    """Return a point of degrees, or why it is none; coordinates that look exchanged are pointed out."""
    if -90 <= lat <= 90 and -180 <= lon <= 180:
        return _point(lon, lat), None
    what = (
        f"latitude {lat:.10g} is outside -90 to 90" if abs(lat) > 90 else f"longitude {lon:.10g} is outside"
    )
    if abs(lon) <= 90 and abs(lat) <= 180:
        return None, CellFault(
            f"{what}; exchanged the two would fit", "set place.swapped, or mend the row", "place"
        )
    return None, CellFault(what, "correct it, or name the system of metres under place.crs", "place")


def _notation(rule: PlaceRule) -> str:
    return "grid" if rule.notation == "xy" else "dd"


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"geometry": {"type": "Point", "coordinates": [lon, lat]}}


def _way(crs: str) -> tuple[Any, float]:
    """Return the way from a system to WGS84 and its accuracy in metres, 0 when none is stated."""
    from tilth.exchange.importing._systems import way_to_wgs84

    return way_to_wgs84(crs)


def outlines_of(sheet: Sheet, mapping: Mapping) -> Outlines:
    """Return the places of shapes: on WGS84, valid, to eight decimals; what was mended is told."""
    import shapely

    rule = mapping.place
    shapes, faults = _given(sheet, mapping)
    made = Outlines([None] * sheet.rows, faults)
    crs = rule.crs or (sheet.crs if rule.notation == "geometry" else _WGS84)
    if crs is None:
        raise_no_crs(sheet)
    kept = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    for at in np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes)):
        made.faults.setdefault(
            int(at), CellFault("no geometry", "draw it, or leave the record out", "geometry")
        )
    if not kept.size:
        return made
    given = shapely.force_2d(shapes[kept])
    if str(crs) != _WGS84:
        way, made.datum_m = _way(str(crs))
        given = shapely.transform(given, lambda xy: np.column_stack(way.transform(xy[:, 0], xy[:, 1])))
    given = _swapped(given) if rule.swapped else given
    _settle(made, [int(at) for at in kept], given, mapping)
    return made


def raise_no_crs(sheet: Sheet) -> None:
    """Refuse shapes of which nobody says the system."""
    from tilth.exchange._errors import ExchangeError

    raise ExchangeError(f"{sheet.name}: no CRS; set the layer's CRS, or place.crs in the profile")


def _given(sheet: Sheet, mapping: Mapping) -> tuple[NDArray[Any], dict[int, CellFault]]:
    if mapping.place.notation == "geometry":
        shapes = np.empty(sheet.rows, dtype=object)
        shapes[:] = list(sheet.geometry or [None] * sheet.rows)
        return shapes, {}
    return shapes_of_cells(sheet.cells[mapping.place.columns[0]], mapping.place.notation)


def _swapped(shapes: NDArray[Any]) -> NDArray[Any]:
    import shapely

    turned: NDArray[Any] = shapely.transform(shapes, lambda xy: xy[:, ::-1])
    return turned


def _settle(made: Outlines, rows: list[int], given: NDArray[Any], mapping: Mapping) -> None:
    """Make valid what is not, round, and write the places down."""
    import shapely

    from tilth.places import PlaceError, settle
    from tilth.project.geojson import geojson

    settled = given.copy()
    bad = ~shapely.is_valid(given)
    for at in np.flatnonzero(bad).tolist():
        try:
            settled[at], note = settle(given[at])
            original = shapely.to_wkt(given[at], rounding_precision=8)
            made.mended[rows[at]] = (note, original[:_LONGEST_ORIGINAL])
        except PlaceError as error:
            settled[at] = None
            made.faults[rows[at]] = CellFault(str(error), "draw it anew", "geometry")
    exact = shapely.set_precision(settled, _DEGREE)
    sound = ~shapely.is_missing(exact) & ~shapely.is_empty(exact) & shapely.is_valid(exact)
    points = shapely.get_type_id(exact) == 0
    for at, row in enumerate(rows):
        if not sound[at]:
            words = "smaller than a millimetre, or in pieces of that size"
            made.faults.setdefault(row, CellFault(words, "draw it, or leave the record out", "geometry"))
            made.mended.pop(row, None)
            continue
        one = exact[at]
        outline = (
            {"type": "Point", "coordinates": [round(one.x, 8), round(one.y, 8)]}
            if points[at]
            else geojson(one)
        )
        if bad[at] and not mapping.mend:
            made.faults[row] = CellFault(made.mended.pop(row)[0], "mend it in the file", "geometry")
            continue
        made.places[row] = {"geometry": outline, "notation": "gis"}
