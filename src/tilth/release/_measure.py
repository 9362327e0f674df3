"""Land measured on the ellipsoid so that parts always add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from tilth.release._sums import summed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import Polygon

__all__ = ["each_m2", "polygons_m2", "widths_m"]

_AXIS_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_SQUARED = _FLATTENING * (2 - _FLATTENING)
_NODES = 5
"""Gauss-Legendre nodes on an edge: exact to rounding for edges of some degrees."""
_SHORT = 0.0008
"""Half of 0.1 degree in radians: for shorter edges two nodes are exact to rounding."""


def polygons_m2(polygons: Sequence[Polygon]) -> float:
    """Return the area of polygons in longitude and latitude on the WGS84 ellipsoid, in square metres.

    Edges are straight between longitudes and latitudes (RFC 7946, section 3.1.1), as they are where land
    is cut. Cutting an edge in two therefore changes nothing, which does not hold for geodesic edges. For
    an edge of 100 m the two differ by 0.01 m2, for one of a kilometre by some 10 m2, in opposite
    directions at the north and the south of a shape.

    The area is the sum over edges of the difference in longitude times the mean over the edge of the
    area between equator and parallel per radian, a2 q / 2 (Snyder, Map Projections, USGS PP 1395, 1987,
    equation 3-12).

    Examples
    --------
    >>> from shapely import box
    >>> whole, parts = [box(21, 44, 22, 45)], [box(21, 44, 21.3, 45), box(21.3, 44, 22, 45)]
    >>> round(polygons_m2(whole) / 1e6, 3), abs(polygons_m2(parts) - polygons_m2(whole)) < 1e-3
    (8837.37, True)
    """
    return float(each_m2(polygons).sum())


def each_m2(polygons: Sequence[Polygon] | NDArray[Any]) -> NDArray[np.float64]:
    """Return the area of each polygon in square metres, measured as `polygons_m2` does."""
    import numpy as np
    import shapely

    shapes = np.asarray(polygons, dtype=object)
    rings, owner = shapely.get_rings(shapes, return_index=True)
    if not len(rings):
        return np.zeros(len(shapes))
    is_outer = np.r_[True, owner[1:] != owner[:-1]]
    sizes = _rings_m2(rings)
    return summed(owner, np.where(is_outer, sizes, -sizes), len(shapes))


def widths_m(polygons: NDArray[Any], m2: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how wide each polygon is on average: its area over half its outline, in metres.

    The outline is measured on a plane; a share of a per cent does not matter here.
    """
    import numpy as np
    import shapely

    degrees, owner = shapely.get_coordinates(shapely.boundary(polygons), return_index=True)
    steps, is_edge = np.diff(degrees, axis=0), owner[1:] == owner[:-1]
    metres = np.radians(1) * _AXIS_M * np.hypot(steps[:, 0] * np.cos(np.radians(degrees[1:, 1])), steps[:, 1])
    outline = np.bincount(owner[1:][is_edge], metres[is_edge], minlength=len(polygons))
    made: NDArray[np.float64] = 2 * m2 / np.maximum(outline, 1e-12)
    return made


def _rings_m2(rings: Any) -> NDArray[np.float64]:
    """Return the area within each ring."""
    import numpy as np
    import shapely

    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    lon, lat = np.radians(degrees).T
    is_edge = ring[1:] == ring[:-1]
    middle, half = (lat[1:] + lat[:-1]) / 2, (lat[1:] - lat[:-1]) / 2
    is_short = np.abs(half[is_edge]).max(initial=0.0) < _SHORT
    nodes, weights = np.polynomial.legendre.leggauss(2 if is_short else _NODES)
    strip = _strip_m2(middle[:, None] + half[:, None] * nodes) @ (weights / 2)
    edge_of = ring[1:][is_edge]
    base = strip[is_edge][np.searchsorted(edge_of, np.arange(len(rings)))]
    signed = np.diff(lon)[is_edge] * (strip[is_edge] - base[edge_of])
    area: NDArray[np.float64] = np.abs(np.bincount(edge_of, signed, minlength=len(rings)))
    return area


def _strip_m2(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area between the equator and a parallel, per radian of longitude."""
    import numpy as np

    sine, eccentricity = np.sin(lat), sqrt(_SQUARED)
    q = (1 - _SQUARED) * (sine / (1 - _SQUARED * sine**2) + np.arctanh(eccentricity * sine) / eccentricity)
    strip: NDArray[np.float64] = _AXIS_M**2 * q / 2
    return strip
