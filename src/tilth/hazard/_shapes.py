"""Shapes that areas are made of, on a flat grid in metres."""

from __future__ import annotations

from math import cos, pi
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["bridged", "closed", "discs", "gathered", "grown", "hulls", "joined", "less", "parts", "simpler"]

_GRID_M = 1e-4
"""Overlay on a grid: without one GEOS may fail on edges that almost coincide."""


def discs(spots: Any, radii: Any) -> Any:
    """Return a disc round each point: 32 sides that touch the circle from outside, never within it."""
    import shapely

    return shapely.buffer(spots, radii / cos(pi / 32), quad_segs=8)


def grown(squares: Any, rounds: Any, fade_m: float, *, square: bool) -> BaseGeometry:
    """Return land about boxes grown by a distance and about discs that hold it already.

    With `square` boxes keep their corners, and discs become the squares about them.
    """
    import shapely

    if square:
        wide = shapely.buffer(squares, fade_m, join_style="mitre")
        return joined([*wide, *shapely.envelope(rounds)])
    return joined([*shapely.buffer(squares, fade_m, quad_segs=8), *rounds])


def hulls(land: BaseGeometry) -> BaseGeometry:
    """Return the convex hull of each part; hulls that meet become one."""
    import shapely

    while True:
        wide = joined(shapely.convex_hull(shapely.get_parts(land)))
        if shapely.get_num_geometries(wide) == shapely.get_num_geometries(land) and wide.equals(land):
            return wide
        land = wide


def joined(lands: Any) -> BaseGeometry:
    """Return land joined; what does not touch is never compared."""
    import shapely

    return _land(shapely.disjoint_subset_union_all(list(lands)))


def gathered(lands: Any) -> BaseGeometry:
    """Return land of parts that share no ground already."""
    import shapely

    return shapely.multipolygons(list(lands)) if len(lands) else shapely.MultiPolygon()


def closed(squares: Any, gap_m: float) -> BaseGeometry:
    """Return squares joined, with what lies between them where they are nearer than the gap."""
    import shapely

    land, half = joined(squares), gap_m / 2
    if not half or land.is_empty:
        return land
    wide = shapely.buffer(land, half, join_style="mitre")
    return _land(shapely.union(land, shapely.buffer(wide, -half, join_style="mitre"), grid_size=_GRID_M))


def bridged(land: BaseGeometry, gap_m: float, half_width_m: float) -> BaseGeometry:
    """Return land with a strip between each two parts nearer than the gap, along the shortest way."""
    import shapely

    if gap_m <= 0 or land.is_empty:
        return land
    lands = shapely.get_parts(land)
    one, other = shapely.STRtree(lands).query(lands, predicate="dwithin", distance=gap_m)
    ways = shapely.shortest_line(lands[one[one < other]], lands[other[one < other]])
    return joined([*lands, *shapely.buffer(ways, half_width_m)])


def simpler(land: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    """Return land with fewer corners that holds all of the land given: its edge moves outwards only."""
    import shapely

    if not tolerance_m or land.is_empty:
        return land
    wide = shapely.simplify(shapely.buffer(land, tolerance_m), tolerance_m)
    return joined(shapely.get_parts(wide))


def less(land: BaseGeometry, off: BaseGeometry) -> BaseGeometry:
    """Return land less other land; each part is cut by what meets it alone."""
    import numpy as np
    import shapely

    if land.is_empty or off.is_empty:
        return land
    lands, offs = shapely.get_parts(land), shapely.get_parts(off)
    part, cut = shapely.STRtree(offs).query(lands, predicate="intersects")
    if not len(part):
        return land
    meets, first = np.unique(part, return_index=True)
    cuts: Any = np.array([gathered(some) for some in np.split(offs[cut], first[1:])], dtype=object)
    lands[meets] = shapely.difference(lands[meets], cuts, grid_size=_GRID_M)
    return _land(
        shapely.multipolygons([one for one in shapely.get_parts(lands) if one.geom_type == "Polygon"])
    )


def parts(land: Any) -> list[Polygon]:
    """Return the polygons of some land in a fixed order."""
    import shapely

    found = [part for part in shapely.get_parts(land) if part.geom_type == "Polygon" and part.area > 0]
    return sorted(found, key=lambda part: (part.bounds, part.area))


def _land(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of what an overlay gave: the next overlay refuses points and lines among them."""
    import shapely

    return geometry if geometry.geom_type == "Polygon" else shapely.MultiPolygon(parts(geometry))
