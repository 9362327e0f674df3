"""Whether a value is a GeoJSON geometry as places allow it; pure Python."""

from __future__ import annotations

from collections.abc import Callable
from reprlib import Repr
from typing import Any, Final

from tilth.places._errors import PlaceError

__all__ = ["GEOMETRY_TYPES", "POINT_SHAPE", "check_geometry", "is_number"]

GEOMETRY_TYPES: Final = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
MAX_COORDINATES: Final = 200_000
POINT_SHAPE: Final = '{"type": "Point", "coordinates": [lon, lat]}'
SHORT: Final = Repr()
SHORT.maxstring = SHORT.maxother = SHORT.maxlong = 80

_LARGEST: Final = 1e300


def check_geometry(geometry: object) -> None:
    if not isinstance(geometry, dict):
        raise PlaceError(f"geometry is {SHORT.repr(geometry)}; it is a GeoJSON object such as {POINT_SHAPE}")
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in _CHECKS:
        raise PlaceError(
            f"geometry type {SHORT.repr(kind)} is not allowed; allowed are {', '.join(GEOMETRY_TYPES)}: "
            "split a collection into one claim for each part"
        )
    unknown = [key for key in geometry if key not in ("type", "coordinates")]
    if unknown or "coordinates" not in geometry:
        raise PlaceError(
            f"geometry has the keys {', '.join(map(repr, geometry))}; it has exactly type and coordinates: "
            "remove the others (coordinates are always WGS84)"
        )
    count = _CHECKS[kind](geometry["coordinates"], "geometry.coordinates")
    if count > MAX_COORDINATES:
        raise PlaceError(
            f"geometry has {count} coordinates; at most {MAX_COORDINATES} are allowed: simplify it or split "
            "it into several places"
        )


def is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) < _LARGEST


def _check_position(pair: object, where: str) -> int:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        more = " (an altitude belongs in a claim of its own)" if _has_altitude(pair) else ""
        raise PlaceError(f"{where} is {SHORT.repr(pair)}; a position is a pair [lon, lat]{more}: give both")
    for number in pair:
        if not is_number(number):
            raise PlaceError(
                f"{SHORT.repr(number)} at {where} is not a finite number; a position is a pair of decimal "
                "degrees [lon, lat]: leave out positions that are not known"
            )
    _check_range(float(pair[0]), float(pair[1]), where)
    return 1


def _has_altitude(pair: object) -> bool:
    return isinstance(pair, (list, tuple)) and len(pair) == 3


def _check_range(lon: float, lat: float, where: str) -> None:
    if not -90 <= lat <= 90:
        swap = abs(lat) <= 180 and abs(lon) <= 90
        advice = (
            f"longitude comes first, so [{lat:.10g}, {lon:.10g}] is perhaps meant: swap the two"
            if swap
            else "correct it, or transform it to WGS84 degrees first when it is in metres"
        )
        raise PlaceError(f"latitude {lat:.10g} at {where} is outside [-90, 90]; {advice}")
    if not -180 <= lon <= 180:
        raise PlaceError(
            f"longitude {lon:.10g} at {where} is outside [-180, 180]; correct it, bring it into that range "
            "by adding or subtracting 360, or transform it to WGS84 degrees first when it is in metres"
        )


def _check_positions(items: object, where: str, least: int, what: str) -> int:
    if not isinstance(items, (list, tuple)) or len(items) < least:
        raise PlaceError(
            f"{where} is {SHORT.repr(items)}; {what} has at least {least} "
            f"{'position' if least == 1 else 'positions'} [lon, lat]: add those missing"
        )
    for index, item in enumerate(items):
        if not _is_plain_pair(item):
            _check_position(item, f"{where}[{index}]")
    return len(items)


def _is_plain_pair(pair: Any) -> bool:
    return (
        type(pair) is list
        and len(pair) == 2
        and type(pair[0]) is float
        and type(pair[1]) is float
        and -180 <= pair[0] <= 180
        and -90 <= pair[1] <= 90
    )


def _as_list(items: object) -> list[Any]:
    return list(items) if isinstance(items, (list, tuple)) else []


def _check_ring(ring: object, where: str) -> int:
    positions = _as_list(ring)
    count = _check_positions(ring, where, 4, "a ring")
    first, last = list(positions[0]), list(positions[-1])
    if first != last:
        raise PlaceError(
            f"the ring {where} begins at {first} and ends at {last}; a ring ends where it "
            "begins: repeat the first position at the end if the shape is truly closed"
        )
    return count


def _check_parts(parts: object, where: str, check: Callable[[object, str], int], what: str) -> int:
    if not isinstance(parts, (list, tuple)) or not parts:
        raise PlaceError(f"{where} is {SHORT.repr(parts)}; it is a list of at least one {what}: add one")
    return sum(check(part, f"{where}[{index}]") for index, part in enumerate(parts))


def _check_points(points: object, where: str) -> int:
    return _check_positions(points, where, 1, "a multipoint")


def _check_line(line: object, where: str) -> int:
    return _check_positions(line, where, 2, "a line")


def _check_lines(lines: object, where: str) -> int:
    return _check_parts(lines, where, _check_line, "line")


def _check_polygon(polygon: object, where: str) -> int:
    return _check_parts(polygon, where, _check_ring, "ring")


def _check_polygons(polygons: object, where: str) -> int:
    return _check_parts(polygons, where, _check_polygon, "polygon")


_CHECKS: Final[dict[str, Callable[[object, str], int]]] = {
    "Point": _check_position,
    "MultiPoint": _check_points,
    "LineString": _check_line,
    "MultiLineString": _check_lines,
    "Polygon": _check_polygon,
    "MultiPolygon": _check_polygons,
}
