"""Items expected in a piece of land, draw by draw: what lies in it together, not cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely

from tilth.hazard._errors import HazardError
from tilth.hazard._footprint import kernel
from tilth.hazard._grid import Grid
from tilth.hazard._maps import items_map
from tilth.hazard._settings import assumed
from tilth.hazard._state import Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from tilth.hazard.draws import Draws

__all__ = ["Patch", "expected_at", "expected_in", "patch_of"]

_FAR_SD = 11.0
"""A strike farther away than this many of its standard deviations leaves nothing that counts."""


@dataclass(frozen=True)
class Patch:
    """A piece of land as spots: metres from the grid's corner, the square metres that each stands for.

    Attributes
    ----------
    looked
        Share searched times detection at each spot.
    side_m
        Of the square about each spot.
    window
        The land's cells where it is large: first row and column, and square metres by cell.
    """

    place: NDArray[np.float64]
    weight_m2: NDArray[np.float64]
    looked: NDArray[np.float64]
    side_m: float
    window: tuple[int, int, NDArray[np.float64]] | None = None

    @property
    def area_m2(self) -> float:
        """Area in the grid's plane."""
        return float(self.weight_m2.sum())


def patch_of(land: BaseGeometry, grid: Grid, searched: NDArray[np.float64]) -> Patch:
    """Return land, in metres from the grid's corner, as spots; what lies outside the study is left out.

    Parameters
    ----------
    searched
        Share searched times detection by cell of the grid, row 0 the southernmost, NaN outside.
    """
    low = np.floor(np.array(land.bounds[:2]) / grid.cell_m).astype(int).clip(0)
    high = np.ceil(np.array(land.bounds[2:]) / grid.cell_m).astype(int)
    high = high.clip(None, [grid.columns, grid.rows])
    if (high <= low).any():
        raise HazardError("the area lies outside the studied extent: map an extent that holds it")
    large = (high - low).prod() > assumed("statement", "most_cells")
    wanted = sqrt(max(land.area, 1.0) / assumed("statement", "points"))
    parts = 1 if large else max(1, ceil(grid.cell_m / max(wanted, 1.0)))
    side = grid.cell_m / parts
    shape = tuple(((high - low) * parts)[::-1])
    row, column = (axis.ravel() for axis in np.indices(shape))
    corner = low * grid.cell_m + np.column_stack([column, row]) * side
    looked = searched[low[1] + row // parts, low[0] + column // parts]
    weight = np.where(np.isnan(looked), 0.0, _covered(land, corner, side))
    if not weight.any():
        raise HazardError("the area lies outside the studied extent: map an extent that holds it")
    window = (int(low[1]), int(low[0]), weight.reshape(shape)) if large else None
    held = np.flatnonzero(weight)
    return Patch(corner[held] + side / 2, weight[held], looked[held], side, window)


def _covered(land: BaseGeometry, corner: NDArray[np.float64], side: float) -> NDArray[np.float64]:
    """Return the square metres of land in each square."""
    east, north = corner.T
    squares = np.asarray(shapely.box(east, north, east + side, north + side))
    shapely.prepare(land)
    inside = shapely.contains_properly(land, squares)
    area = np.where(inside, side**2, 0.0)
    edge = np.flatnonzero(~inside & shapely.intersects(land, squares))
    area[edge] = shapely.area(shapely.intersection(squares[edge], land))
    return np.asarray(area)


def expected_in(draws: Draws, patch: Patch) -> NDArray[np.float64]:
    """Return the items expected to remain in land after what was searched, ``(draws,)``."""
    return np.array([rates.sum() for rates in _by_draw(draws, patch)])


def expected_at(draws: Draws, patch: Patch) -> NDArray[np.float64]:
    """Return the items expected to remain about each spot of land, ``(draws, spots)``."""
    return np.array(list(_by_draw(draws, patch)))


def _by_draw(draws: Draws, patch: Patch) -> Iterator[NDArray[np.float64]]:
    """Yield the items expected about each spot, draw by draw."""
    starts = np.searchsorted(draws.draw, np.arange(len(draws) + 1))
    near = np.flatnonzero(draws.counts & _is_near(draws.strikes, patch))
    first = np.searchsorted(near, starts)
    for number in range(len(draws)):
        some = draws.strikes.part(near[first[number] : first[number + 1]])
        error = draws.search_error[number]
        # Searches found `error` times what was written of them: see `_maps.remaining`.
        left = np.maximum(1 / error - patch.looked, 0.0) * (1 - draws.common.find_share[number])
        density = _density(some, patch, draws.grid) + draws.common.stray_items[number]
        yield density * left * patch.weight_m2


def _is_near(strikes: Strikes, patch: Patch) -> NDArray[np.bool_]:
    low, high = patch.place.min(axis=0), patch.place.max(axis=0)
    off = np.maximum(np.maximum(low - strikes.place, strikes.place - high), 0.0)
    reach = _FAR_SD * np.hypot(np.exp(strikes.log_sd), patch.side_m / 3)
    return np.asarray(np.hypot(*off.T) <= reach)


def _density(some: Strikes, patch: Patch, grid: Grid) -> NDArray[np.float64]:
    """Return items of some strikes, a square metre, at each spot."""
    if patch.window is not None:
        return _by_cells(some, patch.window, grid)
    if not len(some.left):
        return np.zeros(len(patch.place))
    place = np.ascontiguousarray(patch.place.T, np.float32)
    blur2 = np.full(len(patch.place), patch.side_m**2 / 12, np.float32)
    return np.asarray(some.left @ kernel(some, place, blur2))


def _by_cells(some: Strikes, window: tuple[int, int, NDArray[np.float64]], grid: Grid) -> NDArray[np.float64]:
    row, column, weight = window
    cells = np.zeros(weight.shape)
    part = replace(grid, columns=weight.shape[1], rows=weight.shape[0])
    moved = replace(some, place=some.place - np.array([column, row]) * grid.cell_m)
    for number in range(len(moved.left)):
        items_map(moved.part(np.array([number])), part, cells)
    return cells[weight > 0] / grid.cell_m**2
