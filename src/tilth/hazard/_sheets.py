"""The flat grids that areas are drawn on: one for each neighbourhood, so that far places never disturb it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from math import cos, floor, radians
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.hazard.records import Box, EvidencePoint

__all__ = ["corners_of", "grid_of", "neighbourhoods"]

T = TypeVar("T")
_LEAST_CELL_DEG = 1.0
_METRES_A_DEGREE = 110_000.0
"""A little less than the shortest degree of latitude, to be on the safe side."""
_POLAR_DEG = 85.0


def neighbourhoods(spots: Sequence[EvidencePoint | Box], reach_m: float) -> list[list[EvidencePoint | Box]]:
    """Return groups so far apart that land within `reach_m` of one never meets that of another."""
    steepest = min(max(abs(spot.lat) for spot in spots), _POLAR_DEG)
    cell = max(_LEAST_CELL_DEG, 2 * reach_m / (_METRES_A_DEGREE * cos(radians(steepest))))
    columns = max(1, floor(360 / cell))
    width = 360 / columns
    cells: dict[tuple[int, int], list[EvidencePoint | Box]] = {}
    for spot in spots:
        column = floor((spot.lon + 180) / width) % columns
        cells.setdefault((column, floor(spot.lat / cell)), []).append(spot)

    def beside(at: tuple[int, int]) -> Iterable[tuple[int, int]]:
        return (((at[0] + x) % columns, at[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1))

    groups = _connected(sorted(cells), beside)
    return [[spot for at in group for spot in cells[at]] for group in groups]


def _connected(nodes: Sequence[T], beside: Callable[[T], Iterable[T]]) -> list[list[T]]:
    """Return the connected groups of nodes, in the order of their first node."""
    left: dict[Hashable, T] = {node: node for node in nodes}
    groups = []
    for node in nodes:
        if node not in left:
            continue
        group, waiting = [], [left.pop(node)]
        while waiting:
            group.append(waiting.pop())
            waiting += [left.pop(other) for other in beside(group[-1]) if other in left]
        groups.append(group)
    return groups


def grid_of(spots: Sequence[EvidencePoint | Box]) -> str:
    """Return the working grid of a neighbourhood, also of one that crosses the antimeridian."""
    from tilth.places import working_grid

    lats = [spot.lat for spot in spots]
    lons = [spot.lon for spot in spots]
    west, east = min(lons), max(lons)
    if east - west > 180:
        west, east = min(lon for lon in lons if lon > 0), max(lon for lon in lons if lon <= 0)
    return working_grid((west, min(lats), east, max(lats))).crs


def corners_of(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Return the four corners of each box in degrees: its sides run north and east on the ellipsoid.

    Metres in a degree from the radii of curvature of WGS84 (Snyder, Map Projections, USGS PP 1395, 1987,
    equations 4-18 to 4-21).
    """
    import numpy as np

    lon, lat, half = np.array([(box.lon, box.lat, box.size_m / 2) for box in boxes]).T
    flattening = 1 / 298.257223563
    squared = flattening * (2 - flattening)
    bend = 1 - squared * np.sin(np.radians(lat)) ** 2
    north = np.degrees(half * bend**1.5 / (6_378_137.0 * (1 - squared)))
    east = np.degrees(half * bend**0.5 / (6_378_137.0 * np.cos(np.radians(lat))))
    signs: Any = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return np.stack([np.column_stack([lon + x * east, lat + y * north]) for x, y in signs], axis=1)
