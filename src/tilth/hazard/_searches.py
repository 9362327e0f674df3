"""Boxes and cleared land as searches: who looked where, how well, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._effort import Search
from tilth.hazard._grid import Grid
from tilth.hazard._notes import Notes
from tilth.hazard._settings import assumed
from tilth.hazard.records import Box, Cleared

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["places", "searches_of"]

_TOUCHING_M = 0.5
"""Boxes laid out side by side in degrees may overlap by this much and still be neighbours."""


def places(rows: Sequence[Any], grid: Grid) -> NDArray[np.float64]:
    """Return where records lie, in metres from the grid's corner, ``(n, 2)``."""
    if not rows:
        return np.empty((0, 2))
    return grid.place(np.array([row.lon for row in rows]), np.array([row.lat for row in rows]))


def searches_of(boxes: Sequence[Box], cleared: Sequence[Cleared], grid: Grid, notes: Notes) -> list[Search]:
    """Return searches with a known effort and outcome; notes say what was odd about the rest."""
    blind = [box.id for box in boxes if box.searched and box.detection == 0]
    notes.say("boxes searched with detection 0: that finds nothing, so they count as not searched", blind)
    looked = [box for box in boxes if box.searched and box.detection]
    silent = [box.id for box in looked if box.found is None]
    notes.say("boxes searched, but what they found is not known: taken as not searched", silent)
    looked = [box for box in looked if box.found is not None]
    most = assumed("search", "most")
    sure = [box.id for box in looked if _share(box) > most]
    sure += [one.id for one in cleared if one.detection > most]
    notes.say(f"searches said to find everything: taken as {most}, for no search promises that", sure)
    at = places(looked, grid)
    twice = [looked[number].id for number in _overlapping(at, np.array([box.size_m for box in looked]))]
    notes.say("boxes overlap others: each search counts for what earlier ones left", twice)
    searches = [
        Search(min(_share(box), most), box.found or 0, box.date or "", (east, north, box.size_m))
        for box, (east, north) in zip(looked, at.tolist(), strict=True)
    ]
    return searches + _clearings(cleared, grid, most, notes)


def _clearings(cleared: Sequence[Cleared], grid: Grid, most: float, notes: Notes) -> list[Search]:
    """Return cleared land as searches."""
    import shapely

    extent = shapely.box(0, 0, grid.columns * grid.cell_m, grid.rows * grid.cell_m)
    searches, outside = [], []
    for one in sorted(cleared, key=lambda land: (land.date, land.id, land.land.wkb)):
        land = grid.land(one.land)
        if land.intersects(extent):
            searches.append(Search(min(one.detection, most), one.found, one.date, land))
        else:
            outside.append(one.id)
    notes.say("cleared lands outside the extent, left out", outside)
    return searches


def _share(box: Box) -> float:
    return (box.searched or 0.0) * (box.detection or 0.0)


def _overlapping(at: NDArray[np.float64], side: NDArray[np.float64]) -> list[int]:
    """Return the squares that lie over another one."""
    import shapely

    if not len(at):
        return []
    half = np.maximum(side / 2 - _TOUCHING_M, 0.0)
    low, high = (at - half[:, None]).T, (at + half[:, None]).T
    squares = np.asarray(shapely.box(low[0], low[1], high[0], high[1]))
    one, other = shapely.STRtree(squares).query(squares, predicate="intersects")
    return [int(number) for number in np.unique(one[one != other])]
