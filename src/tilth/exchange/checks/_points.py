"""Checks of positions: swapped, cut off, standing for nothing, outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tilth.exchange.checks.finding import Context, Finding, found, rules
from tilth.exchange.checks.records import CheckRecord
from tilth.exchange.importing._words import fold

__all__ = ["check_points"]

_KM_PER_DEGREE = 111.32


def check_points(records: Sequence[CheckRecord], context: Context) -> Iterator[Finding]:
    """Yield what is wrong with where records are."""
    placed = [record for record in records if record.shape is not None]
    if not placed:
        return
    import shapely

    middles = shapely.centroid(np.array([record.shape for record in placed], dtype=object))
    lons, lats = shapely.get_x(middles), shapely.get_y(middles)
    yield from _outside(placed, lons, lats, context)
    yield from _far(placed, lons, lats, context)
    yield from _districts(placed, middles, context)
    points = [(record, *record.point) for record in placed if record.point is not None]
    yield from _defaults(points)
    yield from _truncated(points)


def _outside(placed: Sequence[CheckRecord], lons: Any, lats: Any, context: Context) -> Iterator[Finding]:
    if context.country is None:
        return
    import shapely

    inside = shapely.contains_xy(context.country, lons, lats)
    turned = shapely.contains_xy(context.country, lats, lons)
    for at in np.flatnonzero(~inside).tolist():
        where = f"{lats[at]:.6f} {lons[at]:.6f}"
        if turned[at]:
            yield found(
                "swapped_coordinates", placed[at], "place", where,
                "outside the country, but inside it when latitude and longitude are exchanged",
            )  # fmt: skip
        else:
            yield found("outside_country", placed[at], "place", where, "outside the country")


def _far(placed: Sequence[CheckRecord], lons: Any, lats: Any, context: Context) -> Iterator[Finding]:
    if context.near is None:
        return
    from pyproj import Geod

    lon, lat = context.near
    many = np.full(len(lons), lon), np.full(len(lats), lat)
    sound = (np.abs(lats) <= 90) & (np.abs(lons) <= 180)
    metres = Geod(ellps="WGS84").inv(*many, np.where(sound, lons, 0), np.where(sound, lats, 0))[2]
    limit = rules()["far_from_region"]["farthest_km"]
    for at in np.flatnonzero(np.asarray(metres) > 1000 * limit).tolist():
        where = f"{lats[at]:.4f} {lons[at]:.4f}"
        reason = f"{metres[at] / 1000:,.0f} km from the region of the profile"
        yield found("far_from_region", placed[at], "place", where, reason)


def _districts(placed: Sequence[CheckRecord], middles: Any, context: Context) -> Iterator[Finding]:
    if not context.districts:
        return
    margin = rules()["outside_district"]["margin_km"] / _KM_PER_DEGREE
    for record, middle in zip(placed, middles, strict=True):
        named = record.values.get("admin_unit")
        district = context.districts.get(fold(str(named).partition(":")[2] or str(named))) if named else None
        if district is not None and record.kind != "admin_unit" and district.distance(middle) > margin:
            where = f"{middle.y:.6f} {middle.x:.6f}"
            yield found("outside_district", record, "place", where, f"outside {named}")


Point = tuple[CheckRecord, float, float]


def _defaults(points: Sequence[Point]) -> Iterator[Finding]:
    """Point at 0, 0, at whole degrees, and once at each point that very many records share."""
    about = rules()["default_coordinates"]
    least = max(about["least_records"], about["least_share"] * len(points))
    shared = Counter((lon, lat) for _, lon, lat in points)
    told: set[tuple[float, float]] = set()
    for record, lon, lat in points:
        where = f"{lat:.8g} {lon:.8g}"
        count = shared[lon, lat]
        if abs(lon) < about["nought_within_deg"] and abs(lat) < about["nought_within_deg"]:
            yield found("default_coordinates", record, "place", where, "0, 0: in the sea off Africa")
        elif count >= least and (lon, lat) not in told:
            told.add((lon, lat))
            yield found("default_coordinates", record, "place", where, f"{count:,} records at this one point")
        elif lon.is_integer() and lat.is_integer():
            yield found("default_coordinates", record, "place", where, "whole degrees: a cell of 100 km")


def _truncated(points: Sequence[Point]) -> Iterator[Finding]:
    """Point at coordinates with few decimals among exact ones."""
    about = rules()["truncated_coordinates"]
    both = [(_decimals(lon), _decimals(lat)) for _, lon, lat in points]
    most = [one if one > other else other for one, other in both]
    exact = sum(min(pair) >= about["least_decimals_elsewhere"] for pair in both)
    if exact < about["share_elsewhere"] * max(1, len(points)):
        return
    for (record, lon, lat), count in zip(points, most, strict=True):
        if count <= about["most_decimals"] and not (lon.is_integer() and lat.is_integer()):
            where = f"{lat:.8g} {lon:.8g}"
            reason = f"{count} decimals where others have {about['least_decimals_elsewhere']} or more"
            yield found("truncated_coordinates", record, "place", where, reason)


def _decimals(number: float) -> int:
    text = repr(number)
    return len(text) - 1 - text.find(".") if "e" not in text and not text.endswith(".0") else 0
