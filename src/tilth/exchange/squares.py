"""Squares about a centre, their sides running north and east on the ellipsoid."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely import Polygon

__all__ = ["ring", "square"]


def ring(lon: float, lat: float, size_m: float) -> list[list[float]]:
    """Return the closed ring of a square of `size_m` about a centre, lon lat in degrees.

    Examples
    --------
    >>> ring(0.0, 0.0, 222_639.0)[1]
    [1.00000008, -1.00673854]
    """
    north = _ellipsoid().fwd(lon, lat, 0, size_m / 2)[1] - lat
    east = _ellipsoid().fwd(lon, lat, 90, size_m / 2)[0] - lon
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [[round(lon + x * east, 8), round(lat + y * north, 8)] for x, y in corners]


def square(lon: float, lat: float, size_m: float) -> Polygon:
    """Return the square as a polygon in WGS84."""
    from shapely import Polygon

    return Polygon(ring(lon, lat, size_m))


@cache
def _ellipsoid() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")
