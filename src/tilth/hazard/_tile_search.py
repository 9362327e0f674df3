"""Searches and chance finds in the window of a tile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._effort import Search, searched_ground
from tilth.hazard._grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Sought", "TileSearch"]

_SPREAD = 3.0


@dataclass(frozen=True)
class Sought:
    """What searches and residents met with, by cell of the window.

    Attributes
    ----------
    left
        Chance that an item in a cell has not been found by a search.
    found
        Items of each find: of one search, or by chance.
    unit, cell, weight
        For each cell that a find may lie in: the find, the cell's number, the chance that an item there would
        have been found so; of chance finds before the share that residents find.
    by_chance
        Which finds are chance finds.
    """

    left: NDArray[np.float64]
    found: NDArray[np.float64]
    unit: NDArray[np.int64]
    cell: NDArray[np.int64]
    weight: NDArray[np.float64]
    by_chance: NDArray[np.bool_]

    def asks(self, items: NDArray[np.float64], find_share: float) -> NDArray[np.float64]:
        """Return, by cell, how many finds an expected item there accounts for."""
        weight = np.where(self.by_chance[self.unit], find_share, 1.0) * self.weight
        expected = np.bincount(self.unit, weight * items.ravel()[self.cell], len(self.found))
        ratio = np.divide(self.found, expected, out=np.zeros(len(self.found)), where=expected > 0)
        asked = np.bincount(self.cell, weight * ratio[self.unit], items.size)
        return np.asarray(asked.reshape(items.shape))

    def found_in(self) -> NDArray[np.float64]:
        """Return by cell the items that searches found, spread over the cells each may have lain in."""
        total = np.bincount(self.unit, self.weight, len(self.found))
        searched = ~self.by_chance[self.unit]
        share = (self.found / np.maximum(total, 1e-300))[self.unit] * self.weight * searched
        return np.asarray(np.bincount(self.cell, share, self.left.size).reshape(self.left.shape))


@dataclass(frozen=True)
class TileSearch:
    """Searches and chance finds in metres from a corner.

    Attributes
    ----------
    finds, sd_m, count
        Places of chance finds, their position errors, items of each.
    """

    searches: tuple[Search, ...]
    finds: NDArray[np.float64]
    sd_m: NDArray[np.float64]
    count: NDArray[np.float64]

    def moved(self, east_m: float, north_m: float) -> TileSearch:
        """Return the same seen from another corner."""
        import shapely

        made = []
        for search in self.searches:
            ground = search.ground
            if isinstance(ground, tuple):
                made.append(replace(search, ground=(ground[0] - east_m, ground[1] - north_m, ground[2])))
            else:
                moved = shapely.transform(ground, lambda xy: xy - np.array([east_m, north_m]))
                made.append(replace(search, ground=moved))
        return replace(self, searches=tuple(made), finds=self.finds - np.array([east_m, north_m]))

    def sought(self, shape: tuple[int, int], cell_m: float) -> Sought:
        """Return all of it on the cells of a window."""
        grid = Grid("", 0.0, 0.0, cell_m, shape[1], shape[0])
        effort = searched_ground(self.searches, grid)
        parts = round(cell_m / effort.grid.cell_m)
        blocks = effort.left.reshape(shape[0], parts, shape[1], parts)
        left = blocks.mean(axis=(1, 3), dtype=np.float64)
        column, row = np.floor(effort.places / cell_m).astype(np.int64).T
        cell = row.clip(0, shape[0] - 1) * shape[1] + column.clip(0, shape[1] - 1)
        unit, place, weight = self._chance(shape, cell_m)
        return Sought(
            left=left,
            found=np.append(effort.counts.astype(float), self.count),
            unit=np.append(effort.unit, unit + len(effort.counts)).astype(np.int64),
            cell=np.append(cell, place).astype(np.int64),
            weight=np.append(effort.weight / cell_m**2, weight * left.ravel()[place]),
            by_chance=np.append(np.zeros(len(effort.counts), bool), np.ones(len(self.count), bool)),
        )

    def _chance(
        self, shape: tuple[int, int], cell_m: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return the cells that each chance find may lie in, with the share of its error there."""
        units, cells, weights = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        for number, (place, sd) in enumerate(zip(self.finds, self.sd_m, strict=True)):
            reach = int(np.ceil(_SPREAD * sd / cell_m))
            middle = np.floor(place / cell_m).astype(np.int64)
            column, row = np.meshgrid(*(np.arange(-reach, reach + 1) + each for each in middle))
            inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
            off2 = ((column + 0.5) * cell_m - place[0]) ** 2 + ((row + 0.5) * cell_m - place[1]) ** 2
            share = np.exp(-0.5 * off2 / (sd**2 + cell_m**2 / 12))
            units.append(np.full(int(inside.sum()), number))
            cells.append((row * shape[1] + column)[inside])
            weights.append((share / share.sum())[inside])
        return np.concatenate(units), np.concatenate(cells), np.concatenate(weights)
