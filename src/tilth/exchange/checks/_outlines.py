"""Checks of outlines: validity, corners, closing, overlaps; those of GICHD's geocheck among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.exchange.checks.finding import Finding, found, rules
from tilth.exchange.checks.records import CheckRecord
from tilth.exchange.importing._settings import settings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["check_outlines", "check_overlaps"]

_AREAS = ("Polygon", "MultiPolygon")
_LAND = ("hazardous_area",)


def check_outlines(records: Sequence[CheckRecord]) -> Iterator[Finding]:
    """Yield what is wrong with single outlines."""
    for record in records:
        shape = record.shape
        wanted = settings("kinds").get(record.kind, {}).get("place")
        if shape is None or (record.point is not None and wanted != "polygon"):
            continue
        if shape.geom_type in ("LineString", "LinearRing") and wanted in ("polygon", "any"):
            yield from _open(record, shape)
        elif shape.geom_type in ("Point", "MultiPoint") and wanted == "polygon":
            yield found("point_for_area", record, "place", shape.geom_type, "no outline is given")
        elif shape.geom_type in _AREAS:
            yield from _area(record, shape)


def _open(record: CheckRecord, shape: BaseGeometry) -> Iterator[Finding]:
    """Tell by how much a perimeter fails to close, in metres and as a ratio; it is not closed in silence."""
    from tilth.places import distance_m, length_m

    corners = [(float(lon), float(lat)) for lon, lat in list(shape.coords)]
    least = rules()["too_few_vertices"]["least"]
    if len(set(corners)) < least:
        reason = f"{len(set(corners))} corners; an area needs {least}"
        yield found("too_few_vertices", record, "place", shape.wkt[:100], reason)
        return
    gap, length = distance_m(corners[0], corners[-1]), length_m(shape)
    reason = (
        f"{gap:,.1f} m are missing between the last point and the first, {gap / length:.2%} of its length"
    )
    yield found("open_perimeter", record, "place", f"{len(corners)} points", reason)


def _area(record: CheckRecord, shape: BaseGeometry) -> Iterator[Finding]:
    import shapely

    if not shape.is_valid:
        reason = str(shapely.is_valid_reason(shape)).replace("[", " at ").rstrip("]")
        rule = "invalid_polygon"
        if shape.geom_type == "MultiPolygon" and _parts_overlap(shape):
            rule = "overlap_in_record"
        yield found(rule, record, "place", shape.geom_type, reason)
    for part in shapely.get_parts(shape):
        yield from _corners(record, part)


def _parts_overlap(shape: BaseGeometry) -> bool:
    import shapely

    parts = shapely.make_valid(shapely.get_parts(shape))
    total, whole = float(sum(part.area for part in parts)), float(shapely.union_all(parts).area)
    return whole > 0 and (total - whole) / whole > rules()["overlap_in_record"]["most_share"]


def _corners(record: CheckRecord, part: Any) -> Iterator[Finding]:
    import shapely
    from pyproj import Geod

    corners = shapely.get_coordinates(part.exterior)
    if len(corners) < 4:
        yield found("too_few_vertices", record, "place", part.wkt[:100], f"{len(corners) - 1} corners")
        return
    steps = np.abs(np.diff(corners, axis=0)).max(axis=1)
    same = steps <= rules()["duplicate_vertices"]["tolerance_deg"]
    if same.any():
        lon, lat = corners[int(np.flatnonzero(same)[0])]
        reason = f"{int(same.sum())} corners stand twice, the first at {lat:.6f} {lon:.6f}"
        yield found("duplicate_vertices", record, "place", f"{len(corners) - 1} corners", reason)
    farthest = rules()["far_vertices"]["farthest_m"]
    if record.kind in rules()["far_vertices"]["not_for"] or steps.max() * 111_320 < farthest / 2:
        return
    metres = Geod(ellps="WGS84").inv(corners[:-1, 0], corners[:-1, 1], corners[1:, 0], corners[1:, 1])[2]
    if metres.max() > farthest:
        at = int(metres.argmax())
        reason = f"{metres[at]:,.0f} m between corners {at + 1} and {at + 2}; more than {farthest:,} m"
        yield found("far_vertices", record, "place", f"{len(corners) - 1} corners", reason)


def check_overlaps(records: Sequence[CheckRecord]) -> Iterator[Finding]:
    """Yield pairs of areas that overlap by more than the allowed share of the smaller one."""
    import shapely

    areas = [
        record
        for record in records
        if record.kind in _LAND and record.shape is not None and record.shape.geom_type in _AREAS
    ]
    if len(areas) < 2:
        return
    shapes = shapely.make_valid(np.array([record.shape for record in areas], dtype=object))
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
    most = rules()["overlap_of_areas"]["most_share"]
    for at in np.flatnonzero((smaller > 0) & (shared > most * smaller) & (shared < 0.999999 * smaller)):
        one, other = areas[int(left[at])], areas[int(right[at])]
        reason = f"overlaps {other.record} by {shared[at] / smaller[at]:.1%} of the smaller"
        yield found("overlap_of_areas", one, "place", other.subject, reason)
    for at in np.flatnonzero((smaller > 0) & (shared >= 0.999999 * smaller)):
        one, other = areas[int(left[at])], areas[int(right[at])]
        if shapely.equals(shapes[left[at]], shapes[right[at]]):
            continue
        yield found(
            "overlap_of_areas", one, "place", other.subject, f"one lies inside the other: {other.record}"
        )
