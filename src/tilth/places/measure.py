"""Areas, lengths, distances and bearings on the WGS84 ellipsoid."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.places._errors import PlaceError
from tilth.places.place import refuse_problem

if TYPE_CHECKING:
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

__all__ = ["area_m2", "areas_m2", "bearing_deg", "distance_m", "geod", "length_m", "perimeter_m"]

Position = tuple[float, float]


@cache
def geod() -> Geod:
    """Return the WGS84 ellipsoid (a = 6 378 137 m, 1/f = 298.257 223 563) with its geodesic formulas.

    The formulas are those of C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), 43-55.

    Examples
    --------
    >>> geod().a
    6378137.0
    """
    from pyproj import Geod

    return Geod(ellps="WGS84")


def area_m2(geometry: BaseGeometry) -> float:
    """Return the area of a polygon or multipolygon on the WGS84 ellipsoid, in square metres.

    Edges are geodesics, holes are subtracted, the order of the points does not matter. Points and lines have
    the area 0. Karney (2013), section 6. An edge along a parallel is a geodesic too, which bulges towards the
    pole: a cell of one degree at the equator has 12 308.778 km2 so, and 12 308.464 km2 between parallels;
    points every kilometre or so make the two agree.

    Raises
    ------
    PlaceError
        For an empty or self-crossing geometry or one beyond the range of degrees; `settle` it first.

    Examples
    --------
    >>> round(area_m2(shapely.box(106.90, 16.70, 106.91, 16.71)))
    1180265
    """
    refuse_problem(geometry)
    _refuse_out_of_range(geometry)
    return _area(geometry)


def areas_m2(geometries: Iterable[BaseGeometry]) -> NDArray[np.float64]:
    """Return the areas of many geometries in square metres, as `area_m2` does; none gives an empty array.

    Raises
    ------
    PlaceError
        When any geometry cannot be used; the message counts them and names the first by its number.

    Examples
    --------
    >>> areas_m2([shapely.Point(0, 0)])
    array([0.])
    """
    items: NDArray[Any] = np.array(list(geometries), dtype=object)
    bad = ~shapely.is_valid(items) | shapely.is_empty(items) | shapely.is_missing(items)
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise PlaceError(
            f"{int(bad.sum())} of {len(items)} geometries have no usable area, the first is number {first} "
            "(counted from 0); allowed are valid geometries: settle() them first"
        )
    for item in items:
        _refuse_out_of_range(item)
    return np.array([_area(item) for item in items], dtype=np.float64)


def length_m(geometry: BaseGeometry) -> float:
    """Return the geodesic length of a line, or of all rings of a polygon, in metres; points have 0.

    Raises
    ------
    PlaceError
        As `area_m2`.

    Examples
    --------
    >>> round(length_m(shapely.LineString([(0, 0), (1, 0)])), 3)
    111319.491
    """
    refuse_problem(geometry)
    _refuse_out_of_range(geometry)
    return _length(geometry)


def perimeter_m(geometry: BaseGeometry) -> float:
    """Return the length of the outer and inner boundaries of an area in metres; points and lines have 0.

    Raises
    ------
    PlaceError
        As `area_m2`.

    Examples
    --------
    >>> perimeter_m(shapely.LineString([(0, 0), (1, 0)]))
    0.0
    """
    return length_m(geometry) if shapely.get_dimensions(geometry) == 2 else 0.0


def distance_m(start: Position, end: Position) -> float:
    """Return the geodesic distance between two positions (lon, lat), in metres.

    Raises
    ------
    PlaceError
        For positions that are not finite or outside the range of degrees.

    Examples
    --------
    >>> round(distance_m((174.81, -41.32), (-5.50, 40.96)), 3)
    19959679.267
    """
    return float(_inverse(start, end)[2])


def bearing_deg(start: Position, end: Position) -> float:
    """Return the bearing from one position (lon, lat) towards another, clockwise from true north, 0 to 360.

    It is the bearing at the start of the geodesic.

    Raises
    ------
    PlaceError
        For positions outside the range of degrees, and for two equal positions, which have no bearing.

    Examples
    --------
    >>> bearing_deg((0, 0), (1, 0))
    90.0
    """
    forward, _, metres = _inverse(start, end)
    if metres == 0:
        raise PlaceError(f"both positions are {start}; a bearing needs two different ones: check them")
    return float(forward % 360)


def _area(geometry: BaseGeometry) -> float:
    total = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            total += _ring_area(part.exterior) - sum(_ring_area(hole) for hole in part.interiors)
        elif hasattr(part, "geoms"):
            total += _area(part)
    return total


def _length(geometry: BaseGeometry) -> float:
    total = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            total += sum(_length(ring) for ring in (part.exterior, *part.interiors))
        elif part.geom_type in ("LineString", "LinearRing"):
            coordinates = shapely.get_coordinates(part)
            total += float(geod().line_length(coordinates[:, 0], coordinates[:, 1]))
        elif hasattr(part, "geoms"):
            total += _length(part)
    return total


def _ring_area(ring: BaseGeometry) -> float:
    coordinates = shapely.get_coordinates(ring)
    area, _ = geod().polygon_area_perimeter(coordinates[:, 0], coordinates[:, 1])
    return abs(float(area))


def _refuse_out_of_range(geometry: BaseGeometry) -> None:
    west, south, east, north = geometry.bounds
    if west < -360 or east > 360 or south < -90 or north > 90:
        raise PlaceError(
            f"the {geometry.geom_type} spans {west:.10g} to {east:.10g} by {south:.10g} to {north:.10g}, "
            "which are not degrees; give longitude and latitude on WGS84: transform it with to_wgs84() first"
        )


def check_position(position: Position) -> Position:
    """Return a position (lon, lat) as two floats, or raise `PlaceError` when it is none."""
    lon, lat = float(position[0]), float(position[1])
    if not (math.isfinite(lon) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise PlaceError(
            f"({lon:.10g}, {lat:.10g}) is not a position; allowed are (longitude, latitude) within 180 and 90"
            " degrees: check the order and the unit"
        )
    return lon, lat


def _inverse(start: Position, end: Position) -> tuple[float, float, float]:
    lon1, lat1 = check_position(start)
    lon2, lat2 = check_position(end)
    forward, back, metres = geod().inv(lon1, lat1, lon2, lat2)
    return float(forward), float(back), float(metres)
