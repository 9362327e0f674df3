"""Search on the ground: what share of the items in each place it would have found, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, sqrt
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Effort", "Search", "searched_ground"]

_FINE_M = 12.5
_PARTS = 4
_LEAST_BLOCK_M, _MOST_BLOCKS = 50.0, 4_000
_MOST_FINE = 40_000_000


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
    ground: tuple[float, float, float] | BaseGeometry


@dataclass(frozen=True)
class Effort:
    """All searches together.

    Attributes
    ----------
    grid
        Finer cells, of at most 12.5 m and a quarter of the smallest square searched where memory allows.
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

    @cached_property
    def looked(self) -> Looked:
        """All searched ground as blocks of cells."""
        rows, columns = np.nonzero(self.left < 1)
        weight = (1.0 - self.left[rows, columns].astype(np.float64)) * self.grid.cell_m**2
        place = np.column_stack([columns + 0.5, rows + 0.5]) * self.grid.cell_m
        side = _LEAST_BLOCK_M
        while True:
            block, count = _numbered(place, side)
            if count <= _MOST_BLOCKS:
                return _blocks(place, weight, block, count, self.grid.cell_m)
            side *= 1.5


@dataclass(frozen=True)
class Looked:
    """Searched ground as blocks: centre of mass, spread about it, square metres times chance of a find."""

    place: NDArray[np.float64]
    blur_m: NDArray[np.float64]
    weight: NDArray[np.float64]


def _numbered(place: NDArray[np.float64], side: float) -> tuple[NDArray[np.int64], int]:
    """Return the number of the square block that each place lies in, and how many there are."""
    spot = np.floor(place / side).astype(np.int64)
    _, block = np.unique(spot[:, 1] * (1 + 2**31) + spot[:, 0], return_inverse=True)
    return block.astype(np.int64), int(block.max(initial=-1)) + 1


def _blocks(
    place: NDArray[np.float64],
    weight: NDArray[np.float64],
    block: NDArray[np.int64],
    count: int,
    cell_m: float,
) -> Looked:
    total = np.asarray(np.bincount(block, weight, count), np.float64)
    middle = np.column_stack([np.bincount(block, weight * side, count) for side in place.T]) / total[:, None]
    off2 = ((place - middle[block]) ** 2).sum(axis=1)
    variance = np.bincount(block, weight * off2, count) / total / 2 + cell_m**2 / 12
    return Looked(middle, np.sqrt(variance), total)


def searched_ground(searches: Sequence[Search], grid: Grid) -> Effort:
    """Return what searches of a grid's extent amount to, the earlier ones first."""
    fine = grid.refined(_fineness(searches, grid))
    left = np.ones(fine.shape, np.float32)
    parts: list[Looked] = []
    counts: list[int] = []
    for search in sorted(searches, key=lambda one: (one.date == "", one.date)):
        window, cover = _cover(search.ground, fine)
        if cover.size == 0:
            continue
        if search.found:
            parts.append(_found_at(search, window, cover, left[window], fine))
            counts.append(search.found)
        left[window] *= 1 - (search.share * cover).astype(np.float32)
    sizes = [len(part.weight) for part in parts]
    return Effort(
        grid=fine,
        left=left,
        places=np.concatenate([part.place for part in parts]) if parts else np.empty((0, 2)),
        weight=np.concatenate([part.weight for part in parts]) if parts else np.empty(0),
        unit=np.repeat(np.arange(len(parts)), sizes),
        counts=np.array(counts, np.int64),
        blur_m=np.concatenate([part.blur_m for part in parts]) if parts else np.empty(0),
    )


def _found_at(
    search: Search,
    window: tuple[slice, slice],
    cover: NDArray[np.float64],
    left: NDArray[np.float32],
    fine: Grid,
) -> Looked:
    """Return where a find of this search may have lain.

    Large ground is cut into the blocks by which `Effort.looked` counts what was searched: were the two sums
    taken differently, narrow strikes would gain from lying between the places of one of them.
    """
    weight = cover * left * search.share * fine.cell_m**2
    if not isinstance(search.ground, tuple) or search.ground[2] > 60:
        row, column = np.nonzero(cover > 0)
        east = (window[1].start + column + 0.5) * fine.cell_m
        north = (window[0].start + row + 0.5) * fine.cell_m
        place = np.column_stack([east, north])
        block, count = _numbered(place, _LEAST_BLOCK_M)
        return _blocks(place, np.maximum(weight[row, column], 1e-12), block, count, fine.cell_m)
    east, north, side = search.ground
    return Looked(np.array([[east, north]]), np.array([side / np.sqrt(12)]), np.array([weight.sum()]))


def _fineness(searches: Sequence[Search], grid: Grid) -> float:
    """Return the side of a cell fine enough for the smallest square, as far as memory allows."""
    sides = [search.ground[2] for search in searches if isinstance(search.ground, tuple)]
    wanted = min([_FINE_M, *(side / _PARTS for side in sides)])
    most = max(1, floor(sqrt(_MOST_FINE / (grid.rows * grid.columns))))
    return max(wanted, grid.cell_m / most)


def _cover(
    ground: tuple[float, float, float] | BaseGeometry, fine: Grid
) -> tuple[tuple[slice, slice], NDArray[np.float64]]:
    """Return a window of cells, and 1 for each of them whose middle lies in the ground.

    Grounds that lie side by side share no cell. Ground that holds no middle counts by its share of cells.
    """
    import shapely

    shape = _square(ground) if isinstance(ground, tuple) else ground
    west, south, east, north = shape.bounds
    columns, rows = _span(west, east, fine.cell_m, fine.columns), _span(south, north, fine.cell_m, fine.rows)
    if isinstance(ground, tuple):
        cover = np.ones((rows.stop - rows.start, columns.stop - columns.start))
    else:
        shapely.prepare(shape)
        middles = np.meshgrid(_middles(columns, fine.cell_m), _middles(rows, fine.cell_m))
        cover = shapely.contains_xy(shape, *middles).astype(np.float64)
    return ((rows, columns), cover) if cover.any() else _shares(shape, fine)


def _square(ground: tuple[float, float, float]) -> BaseGeometry:
    import shapely

    east, north, half = ground[0], ground[1], ground[2] / 2
    return shapely.box(east - half, north - half, east + half, north + half)


def _span(low: float, high: float, cell: float, count: int) -> slice:
    """Return the cells whose middles lie from `low` up to `high`."""
    first, last = np.clip(np.ceil(np.array([low, high]) / cell - 0.5), 0, count).astype(int)
    return slice(int(first), int(last))


def _middles(cells: slice, cell: float) -> NDArray[np.float64]:
    return np.asarray((np.arange(cells.start, cells.stop) + 0.5) * cell)


def _shares(shape: BaseGeometry, fine: Grid) -> tuple[tuple[slice, slice], NDArray[np.float64]]:
    """Return the cells that small ground touches, and the share of each inside it."""
    import shapely

    low = np.floor(np.array(shape.bounds[:2]) / fine.cell_m).astype(int)
    high = np.ceil(np.array(shape.bounds[2:]) / fine.cell_m).astype(int)
    columns, rows = (
        slice(max(0, int(one)), min(most, int(other)))
        for one, other, most in zip(low, high, (fine.columns, fine.rows), strict=True)
    )
    size = max(rows.stop - rows.start, 0), max(columns.stop - columns.start, 0)
    if not size[0] * size[1]:
        return (slice(0, 0), slice(0, 0)), np.empty((0, 0))
    edges = np.meshgrid(np.arange(columns.start, columns.stop), np.arange(rows.start, rows.stop))
    east, north = (part * fine.cell_m for part in edges)
    cells = np.asarray(shapely.box(east, north, east + fine.cell_m, north + fine.cell_m))
    return (rows, columns), shapely.area(shapely.intersection(cells, shape)) / fine.cell_m**2
