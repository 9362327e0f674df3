"""Search on the ground: what share of the items in each place it would have found, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon

__all__ = ["Effort", "Search", "searched_ground"]

_FINEST_M = 25.0


@dataclass(frozen=True, slots=True)
class Search:
    """One search of one piece of ground.

    Attributes
    ----------
    share
        Chance that an item in it is found: share searched times detection.
    ground
        A square as centre and side ``(east, north, side)`` in metres from the grid's corner, or a polygon
        in the same metres.
    """

    share: float
    found: int
    date: str
    ground: tuple[float, float, float] | Polygon


@dataclass(frozen=True)
class Effort:
    """All searches together.

    Attributes
    ----------
    grid
        Cells of at most 25 m.
    left
        Chance that an item in a cell has not been found by any search, ``grid.shape``.
    places, weight, unit, counts
        Where searches found something: places ``(n, 2)``, the square metres times chance each stands
        for, the search it belongs to, and the finds of each search.
    blur_m
        Standard deviation of a find about its place.
    """

    grid: Grid
    left: NDArray[np.float32]
    places: NDArray[np.float64]
    weight: NDArray[np.float64]
    unit: NDArray[np.int64]
    counts: NDArray[np.int64]
    blur_m: NDArray[np.float64]

    def found_share(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance that an item at places ``(..., 2)`` has been found; 0 outside the grid."""
        cell = np.floor(places / self.grid.cell_m).astype(np.int64)
        column, row = cell[..., 0], cell[..., 1]
        inside = (column >= 0) & (column < self.grid.columns) & (row >= 0) & (row < self.grid.rows)
        flat = np.where(inside, row * self.grid.columns + column, 0)
        return np.asarray(np.where(inside, 1.0 - self.left.ravel()[flat], 0.0))


def searched_ground(searches: Sequence[Search], grid: Grid) -> Effort:
    """Return what searches of a grid's extent amount to, the earlier ones first."""
    fine = grid.refined(_FINEST_M)
    left = np.ones(fine.shape, np.float32)
    parts: list[tuple[NDArray[np.float64], NDArray[np.float64], float]] = []
    counts: list[int] = []
    for search in sorted(searches, key=lambda one: (one.date == "", one.date)):
        window, cover = _cover(search.ground, fine)
        if cover.size == 0:
            continue
        if search.found:
            parts.append(_found_at(search, window, cover, left[window], fine))
            counts.append(search.found)
        left[window] *= 1 - (search.share * cover).astype(np.float32)
    sizes = [len(part[0]) for part in parts]
    return Effort(
        grid=fine,
        left=left,
        places=np.concatenate([part[0] for part in parts]) if parts else np.empty((0, 2)),
        weight=np.concatenate([part[1] for part in parts]) if parts else np.empty(0),
        unit=np.repeat(np.arange(len(parts)), sizes),
        counts=np.array(counts, np.int64),
        blur_m=np.repeat([part[2] for part in parts], sizes) if parts else np.empty(0),
    )


def _found_at(
    search: Search,
    window: tuple[slice, slice],
    cover: NDArray[np.float64],
    left: NDArray[np.float32],
    fine: Grid,
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return the places a find of this search may have lain, and what each weighs."""
    weight = cover * left * search.share * fine.cell_m**2
    if not isinstance(search.ground, tuple) or search.ground[2] > 60:
        row, column = np.nonzero(cover > 0)
        east = (window[1].start + column + 0.5) * fine.cell_m
        north = (window[0].start + row + 0.5) * fine.cell_m
        return np.column_stack([east, north]), weight[row, column], fine.cell_m / np.sqrt(12)
    east, north, side = search.ground
    return np.array([[east, north]]), np.array([weight.sum()]), side / np.sqrt(12)


def _cover(
    ground: tuple[float, float, float] | Polygon, fine: Grid
) -> tuple[tuple[slice, slice], NDArray[np.float64]]:
    """Return the window of cells that ground touches, and the share of each cell that it covers."""
    if isinstance(ground, tuple):
        east, north, side = ground
        columns, across = _overlap(east - side / 2, east + side / 2, fine.cell_m, fine.columns)
        rows, along = _overlap(north - side / 2, north + side / 2, fine.cell_m, fine.rows)
        return (rows, columns), np.outer(along, across)
    west, south, right, top = ground.bounds
    columns, _ = _overlap(west, right, fine.cell_m, fine.columns)
    rows, _ = _overlap(south, top, fine.cell_m, fine.rows)
    return (rows, columns), _polygon_cover(ground, rows, columns, fine.cell_m)


def _overlap(low: float, high: float, cell: float, count: int) -> tuple[slice, NDArray[np.float64]]:
    """Return the cells that an interval touches, and the share of each that lies inside it."""
    first = max(0, int(np.floor(low / cell)))
    last = min(count, int(np.ceil(high / cell)))
    if last <= first:
        return slice(0, 0), np.empty(0)
    edges = np.arange(first, last + 1) * cell
    inside = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
    return slice(first, last), np.clip(inside / cell, 0, 1)


def _polygon_cover(ground: Polygon, rows: slice, columns: slice, cell: float) -> NDArray[np.float64]:
    """Return the share of each cell inside a polygon, from 5 by 5 places in it."""
    import shapely

    parts = 5
    east = (columns.start + (np.arange((columns.stop - columns.start) * parts) + 0.5) / parts) * cell
    north = (rows.start + (np.arange((rows.stop - rows.start) * parts) + 0.5) / parts) * cell
    if east.size == 0 or north.size == 0:
        return np.empty((0, 0))
    shapely.prepare(ground)
    grid_east, grid_north = np.meshgrid(east, north)
    inside = shapely.contains_xy(ground, grid_east.ravel(), grid_north.ravel()).reshape(grid_east.shape)
    blocks = inside.reshape(rows.stop - rows.start, parts, columns.stop - columns.start, parts)
    return np.asarray(blocks.mean(axis=(1, 3)))
