"""Working grids: a flat system in metres fit for an area, with what it distorts, and the way to and fro."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Proj

from tilth.places._antimeridian import split_at_antimeridian
from tilth.places._errors import PlaceError
from tilth.places._transform import WGS84, transform_arrays, utm_zone

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["WorkingGrid", "from_wgs84", "to_wgs84", "working_grid"]

Extent = tuple[float, float, float, float]
SAMPLES = 17
WIDEST_DEG = 180.0
TALLEST_DEG = 90.0


@dataclass(frozen=True, slots=True)
class WorkingGrid:
    """A flat coordinate system in metres, chosen for an extent.

    Attributes
    ----------
    crs : str
        Authority code, or a PROJ string when no authority lists it; pyproj and PostGIS read both.
    name : str
        Its name in words.
    why : str
        Why this one was chosen, for the report.
    scale_error_ppm : float
        Largest error of a short length anywhere in the extent and in any direction, in parts per million.
    area_error_ppm : float
        Largest error of a small area anywhere in the extent, in parts per million.
    """

    crs: str
    name: str
    why: str
    scale_error_ppm: float
    area_error_ppm: float


def working_grid(extent: Extent) -> WorkingGrid:
    """Return the grid to work in for an extent (west, south, east, north) in degrees.

    UTM when the extent lies in one zone and between 80 S and 84 N; otherwise a Lambert azimuthal equal-area
    projection about the middle of the extent, or about the pole when the extent contains it. An extent with
    west greater than east crosses the antimeridian. Errors come from the factors of the projection (Snyder,
    Map Projections, USGS PP 1395, 1987, chapter 4) at 17 by 17 positions over the extent.

    Raises
    ------
    PlaceError
        For an extent that is no extent, or too large for a working grid (over 180 by 90 degrees away from the
        poles).

    Examples
    --------
    >>> grid = working_grid((106.5, 16.3, 107.4, 17.2))
    >>> grid.crs, grid.name
    ('EPSG:32648', 'UTM zone 48 north')
    >>> working_grid((179.5, -17.5, -179.5, -16.0)).name
    'Lambert azimuthal equal-area about 16.75 S 180 E'
    """
    west, south, east, north = _check(extent)
    width = (east - west) % 360 if west > east else east - west
    zone = _single_zone(west, south, east, north)
    if zone:
        return _utm(zone, west, south, width, north)
    return _equal_area(west, south, width, north)


def to_wgs84(geometry: BaseGeometry, crs: str) -> BaseGeometry:
    """Return a geometry of some system in longitude and latitude on WGS84.

    Lines and polygons that cross the antimeridian come back in parts, one on each side (RFC 7946, 3.1.9).

    Raises
    ------
    PlaceError
        For an unknown system, or coordinates without counterpart.

    Examples
    --------
    >>> point = to_wgs84(shapely.Point(500000, 0), "EPSG:32648")
    >>> round(point.x, 6), round(point.y, 6)
    (105.0, 0.0)
    """
    return split_at_antimeridian(_transformed(geometry, crs, WGS84))


def from_wgs84(geometry: BaseGeometry, crs: str) -> BaseGeometry:
    """Return a geometry in longitude and latitude on WGS84 in another system, usually a working grid's.

    Vertices are transformed, edges are then straight in the grid.

    Raises
    ------
    PlaceError
        For an unknown system, or coordinates without counterpart.

    Examples
    --------
    >>> point = from_wgs84(shapely.Point(105, 0), "EPSG:32648")
    >>> round(point.x, 3), round(point.y, 3)
    (500000.0, 0.0)
    """
    return _transformed(geometry, WGS84, crs)


def _transformed(geometry: BaseGeometry, source: str, target: str) -> BaseGeometry:
    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = transform_arrays(source, target, coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([x, y])

    moved: BaseGeometry = shapely.transform(geometry, move)
    return moved


def _check(extent: Extent) -> Extent:
    west, south, east, north = (float(number) for number in extent)
    sound = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    if not sound:
        raise PlaceError(
            f"({west:.10g}, {south:.10g}, {east:.10g}, {north:.10g}) is no extent; allowed is (west, south, "
            "east, north) in degrees, south not above north: check order and unit"
        )
    return west, south, east, north


def _single_zone(west: float, south: float, east: float, north: float) -> int:
    """Return the UTM zone that holds a whole extent, or 0 when there is none."""
    if west > east or south < -80 or north > 84:
        return 0
    inner = max(west, east - 1e-9)  # an eastern edge on the boundary still belongs to the zone west of it
    corners = {utm_zone(lon, lat) for lon in (west, inner) for lat in (south, north)}
    return corners.pop() if len(corners) == 1 and east - west <= 12 else 0


def _utm(zone: int, west: float, south: float, width: float, north: float) -> WorkingGrid:
    is_north = south + north >= 0
    crs = f"EPSG:{(32600 if is_north else 32700) + zone}"
    name = f"UTM zone {zone} {'north' if is_north else 'south'}"
    why = f"the extent lies in UTM zone {zone}"
    if south < 0 < north:
        why += "; it crosses the equator, so northings on one side continue beyond the usual range"
    return WorkingGrid(crs, name, why, *_errors(crs, west, south, width, north))


def _equal_area(west: float, south: float, width: float, north: float) -> WorkingGrid:
    pole = _pole(south, width, north)
    lat = 90.0 * pole if pole else round((south + north) / 2, 4)
    lon = 0.0 if pole else round((west + width / 2 + 180) % 360 - 180, 4)
    if not pole and lon == -180:
        lon = 180.0
    too_large = (
        (90 * pole - (south if pole > 0 else north)) * pole > TALLEST_DEG
        if pole
        else (width > WIDEST_DEG or north - south > TALLEST_DEG)
    )
    if too_large:
        raise PlaceError(
            f"the extent is {width:.10g} by {north - south:.10g} degrees; a working grid spans at most "
            f"{WIDEST_DEG:.0f} by {TALLEST_DEG:.0f}: split the area and work on its parts"
        )
    crs = f"+proj=laea +lat_0={lat:.10g} +lon_0={lon:.10g} +datum=WGS84 +units=m +no_defs +type=crs"
    name = f"Lambert azimuthal equal-area about {_middle(lon, lat, pole)}"
    why = (
        "the extent contains or reaches about the pole"
        if pole
        else "the extent does not lie in one UTM zone between 80 S and 84 N"
    )
    return WorkingGrid(crs, name, f"{why}; this keeps areas true", *_errors(crs, west, south, width, north))


def _pole(south: float, width: float, north: float) -> int:
    """Return 1 or -1 when an extent is best seen from above the north or the south pole, else 0."""
    if north == 90 or (south > 45 and width > 90):
        return 1 if south >= 0 else 0
    if south == -90 or (north < -45 and width > 90):
        return -1 if north <= 0 else 0
    return 0


def _middle(lon: float, lat: float, pole: int) -> str:
    if pole:
        return "the north pole" if pole > 0 else "the south pole"
    return f"{abs(lat):.6g} {'N' if lat >= 0 else 'S'} {abs(lon):.6g} {'E' if lon >= 0 else 'W'}"


def _errors(crs: str, west: float, south: float, width: float, north: float) -> tuple[float, float]:
    """Return the largest errors of length and of area over an extent, in parts per million."""
    limit = 90 - 1e-6
    lon, lat = np.meshgrid(
        (np.linspace(west, west + width, SAMPLES) + 180) % 360 - 180,
        np.clip(np.linspace(south, north, SAMPLES), -limit, limit),
    )
    factors = Proj(CRS.from_user_input(crs)).get_factors(lon.ravel(), lat.ravel(), errcheck=True)
    lengths = np.maximum(
        np.abs(np.asarray(factors.tissot_semimajor) - 1), np.abs(np.asarray(factors.tissot_semiminor) - 1)
    )
    areas = np.abs(np.asarray(factors.areal_scale) - 1)
    return round(float(lengths.max()) * 1e6, 1), round(float(areas.max()) * 1e6, 1)
