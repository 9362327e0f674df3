"""Draws as maps: items left in each cell, summed up to means, spreads and quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import pdtrc

from tilth.hazard._footprint import kernel
from tilth.hazard._grid import Grid
from tilth.hazard._known import Known
from tilth.hazard._sampler import Draw
from tilth.hazard._state import Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Maps", "cell_left", "items_map"]

_REACH = np.array([4.2, 3.6, 4.6, 11.0, 3.2])
_STEPS = np.array(
    [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 29, 38, 50, 70, 100, 150, 250, 400, 700, 1000, 2000]
)
_LOW, _HIGH = 0.05, 0.95
_QUIET = 1e-3
"""Fewer items expected than this count for the mean and the chance of any, not for quantiles."""


def cell_left(known: Known) -> NDArray[np.float64]:
    """Return, by cell of the grid, the chance that an item in it has not been found by a search."""
    fine, grid = known.effort.grid, known.grid
    parts = round(grid.cell_m / fine.cell_m)
    blocks = known.effort.left.reshape(grid.rows, parts, grid.columns, parts)
    return np.asarray(blocks.mean(axis=(1, 3), dtype=np.float64))


def remaining(left: NDArray[np.float64], share: float, error: float) -> NDArray[np.float64]:
    """Return by cell the items that remain for one that the finds speak for.

    Searches found `error` times what was written of them: so many fewer items lay there in all.
    """
    return np.asarray((1 - np.minimum(error * (1 - left), 1.0)) / error * (1 - share))


def items_map(one: Strikes, grid: Grid, out: NDArray[np.float64]) -> None:
    """Add the expected items of one strike, given as arrays of one, to a map, before any search.

    Cells coarser than the strike is wide do not change how many items there are: the shares of all cells
    within reach, on the map or beyond its edge, make up the whole.
    """
    cell = grid.cell_m
    far = _REACH[one.shape[0]] * np.hypot(np.exp(one.log_sd[0]), cell / 3)
    first, last = (np.floor((one.place[0] + side * far) / cell).astype(int) + (side > 0) for side in (-1, 1))
    low, high = first.clip(0), last.clip(None, [grid.columns, grid.rows])
    if (high <= low).any():
        return
    columns, rows = np.arange(first[0], last[0]), np.arange(first[1], last[1])
    spots = np.stack(np.meshgrid((columns + 0.5) * cell, (rows + 0.5) * cell)).reshape(2, -1)
    density = kernel(one, spots.astype(np.float32), np.full(spots.shape[1], cell**2 / 12, np.float32))
    shares = (density / density.sum()).reshape(len(rows), len(columns))
    inside = shares[low[1] - first[1] : high[1] - first[1], low[0] - first[0] : high[0] - first[0]]
    out[low[1] : high[1], low[0] : high[0]] += one.left[0] * inside


@dataclass
class Maps:
    """Sums over draws, from which the bands come.

    Attributes
    ----------
    over
        For each of `_STEPS`, the summed chance of more items than that in a cell.
    """

    known: Known
    count: int
    mean: NDArray[np.float64]
    square: NDArray[np.float64]
    none: NDArray[np.float64]
    over: NDArray[np.float32]
    totals: list[float]

    @classmethod
    def empty(cls, known: Known) -> Maps:
        """Return sums of nothing."""
        shape = known.grid.shape
        mean, square, none = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        return cls(known, 0, mean, square, none, np.zeros((len(_STEPS), *shape), np.float32), [])

    def add(self, draw: Draw, left: NDArray[np.float64]) -> None:
        """Add every chain of a draw; unrecorded strikes that nothing speaks for are left to `unseen`."""
        strikes, common = draw.strikes, draw.common
        drawn = strikes.on & (draw.is_seen | draw.is_reported | draw.is_companion)
        for chain in range(len(strikes.on)):
            cells = np.full(left.shape, common.stray_items[chain] * self.known.grid.cell_m**2)
            for strike in np.flatnonzero(drawn[chain]):
                items_map(strikes.single(chain, int(strike)), self.known.grid, cells)
            cells *= remaining(left, common.find_share[chain], draw.search_error[chain])
            self._take(cells if self.known.inside is None else cells * self.known.inside)

    def _take(self, cells: NDArray[np.float64]) -> None:
        self.count += 1
        self.mean += cells
        self.square += cells**2
        self.none += np.exp(-cells)
        self.totals.append(float(cells.sum()))
        busy = np.flatnonzero(cells > _QUIET)
        amounts = cells.ravel()[busy]
        most = amounts.max(initial=0.0)
        for number, step in enumerate(_STEPS):
            if step > most + 8 * np.sqrt(most) + 8:
                break
            self.over[number].reshape(-1)[busy] += pdtrc(step, amounts).astype(np.float32)

    def with_other(self, other: Maps) -> Maps:
        """Return the sums over the draws of both."""
        return Maps(
            self.known,
            self.count + other.count,
            self.mean + other.mean,
            self.square + other.square,
            self.none + other.none,
            self.over + other.over,
            [*self.totals, *other.totals],
        )

    def bands(self) -> dict[str, NDArray[np.float64]]:
        """Return mean, chance of any, standard deviation and quantiles of the number of items by cell."""
        mean = self.mean / self.count
        return {
            "expected_remaining": mean,
            "probability_any": 1 - self.none / self.count,
            "sd": np.sqrt(np.maximum(self.square / self.count - mean**2, 0) + mean),
            "p05": self._quantile(_LOW),
            "p95": self._quantile(_HIGH),
        }

    def _quantile(self, share: float) -> NDArray[np.float64]:
        """Return the smallest number of items that is exceeded with at most the chance 1 - `share`.

        Between two of `_STEPS` that are farther apart than 1 the number is found on a straight line.
        """
        most = (1 - share) * self.count
        value = np.where(self.over[0] <= most, 0.0, np.nan)
        for low, high, more, less in zip(_STEPS, _STEPS[1:], self.over, self.over[1:], strict=False):
            inside = (more > most) & (less <= most)
            rise = (more[inside] - most) / np.maximum(more[inside] - less[inside], 1e-9)
            value[inside] = np.ceil(low + rise * (high - low))
        crowded = np.isnan(value)
        value[crowded] = (self.mean / self.count)[crowded]
        return value
