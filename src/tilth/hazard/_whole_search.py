"""Searches and finds of a whole country, handed out to its tiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._effort import Search
from tilth.hazard._grid import Extent, Grid
from tilth.hazard._known import Points
from tilth.hazard._notes import Notes
from tilth.hazard._plain_records import plain
from tilth.hazard._searches import searches_of
from tilth.hazard._settings import assumed
from tilth.hazard._tile_search import TileSearch
from tilth.hazard._tiles import overlap_cells
from tilth.hazard.ground import Records, evidence_points
from tilth.hazard.records import Box, EvidencePoint

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["WholeSearch", "whole_search"]


@dataclass(frozen=True)
class WholeSearch:
    """All searches and chance finds, in metres from the grid's corner.

    Attributes
    ----------
    find_share
        Share of items that residents have found by chance: as assumed where any find is told, else 0.
    """

    searches: tuple[Search, ...]
    finds: Points
    find_share: float

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """West, south, east, north of each search, ``(n, 4)``."""
        return np.array([_bounds(one.ground) for one in self.searches]).reshape(-1, 4)

    def window(self, row: int, column: int, rows: int, columns: int, cell_m: float) -> TileSearch | None:
        """Return what meets a window of cells, counted from its corner; None where nothing does."""
        west, south = column * cell_m, row * cell_m
        east, north = west + columns * cell_m, south + rows * cell_m
        edge = self.bounds
        meets = (edge[:, 0] < east) & (edge[:, 2] > west) & (edge[:, 1] < north) & (edge[:, 3] > south)
        place = self.finds.place
        near = (place[:, 0] > west) & (place[:, 0] < east) & (place[:, 1] > south) & (place[:, 1] < north)
        if not meets.any() and not near.any():
            return None
        return TileSearch(
            searches=tuple(self.searches[n] for n in np.flatnonzero(meets)),
            finds=place[near],
            sd_m=self.finds.sd_m[near],
            count=np.ones(int(near.sum())),
        ).moved(west, south)


def _bounds(ground: tuple[float, float, float] | BaseGeometry) -> tuple[float, float, float, float]:
    if isinstance(ground, tuple):
        east, north, side = ground
        return east - side / 2, north - side / 2, east + side / 2, north + side / 2
    west, south, east, north = ground.bounds
    return west, south, east, north


def whole_search(
    records: Records, grid: Grid, extent: Extent | None
) -> tuple[WholeSearch, Points, list[str]]:
    """Return searches and chance finds, signs of strikes, and notes on what was left out."""
    notes = Notes()
    boxes, evidence = plain(records.boxes), plain(records.evidence)
    if extent is not None:
        west, south, east, north = extent
        placed: list[EvidencePoint | Box] = [*evidence, *boxes]
        outside = [one.id for one in placed if not (west <= one.lon <= east and south <= one.lat <= north)]
        notes.say("evidence points and boxes outside the extent, left out", outside)
        boxes = [one for one in boxes if west <= one.lon <= east and south <= one.lat <= north]
        evidence = [one for one in evidence if west <= one.lon <= east and south <= one.lat <= north]
    finds, signs = evidence_points(evidence, boxes, grid, notes)
    most_m = overlap_cells(grid.cell_m) * grid.cell_m
    searches = [
        part for one in searches_of(boxes, records.cleared, grid, notes) for part in _cut(one, most_m)
    ]
    share = assumed("finds", "share", "mean") if len(finds) else 0.0
    return WholeSearch(tuple(searches), finds, share), signs, notes.lines


def _cut(search: Search, most_m: float) -> Iterator[Search]:
    """Yield the parts of a search that is too wide for one tile to see; finds go by area, whole items."""
    west, south, east, north = _bounds(search.ground)
    if isinstance(search.ground, tuple) or max(east - west, north - south) <= most_m:
        yield search
        return
    import shapely

    edges = [
        np.arange(np.floor(low / most_m), np.ceil(high / most_m))
        for low, high in ((west, east), (south, north))
    ]
    squares = [
        shapely.box(x * most_m, y * most_m, (x + 1) * most_m, (y + 1) * most_m)
        for y in edges[1]
        for x in edges[0]
    ]
    parts = [part for part in (shapely.intersection(search.ground, one) for one in squares) if part.area > 0]
    ends = np.rint(search.found * np.cumsum([part.area for part in parts]) / search.ground.area).astype(int)
    for part, found in zip(parts, np.diff(ends, prepend=0).tolist(), strict=True):
        yield replace(search, ground=part, found=int(found))
