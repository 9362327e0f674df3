"""What a search of a cell would teach about the total, from the draws of a surface."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._area_rates import Patch, expected_at
from tilth.hazard._settings import assumed
from tilth.hazard.draws import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Learning", "learning", "most_cells"]


@dataclass
class Learning:
    """What is believed of some cells and of the total, as it would stand after some searches.

    Attributes
    ----------
    cells
        Numbers of the cells, rows counted from the south, ``(n,)``.
    mean
        Items expected in each.
    together
        Covariances of the items expected in the cells, and last of the total, ``(n + 1, n + 1)``.
    """

    cells: NDArray[np.int64]
    mean: NDArray[np.float64]
    together: NDArray[np.float64]

    @property
    def total_sd(self) -> float:
        """Standard deviation of the items expected in all."""
        return float(np.sqrt(max(self.together[-1, -1], 0.0)))

    def gains(self, effort: float) -> NDArray[np.float64]:
        """Return by how much a search of each cell lowers the variance of the total.

        The search finds a Poisson number with the mean ``effort`` times the items there; what it says of the
        total is taken as linear (Bayes linear rule; Goldstein and Wooff, Bayes Linear Statistics, 2007, 1.2).
        """
        own = effort**2 * np.diag(self.together)[:-1] + effort * self.mean
        shared = effort * self.together[-1, :-1]
        return np.asarray(shared**2 / np.maximum(own, 1e-12))

    def after(self, number: int, effort: float) -> Learning:
        """Return what would be believed after a search of one of the cells, whatever it finds."""
        own = effort**2 * self.together[number, number] + effort * self.mean[number]
        row = effort * self.together[number]
        return Learning(self.cells, self.mean, self.together - np.outer(row, row) / max(own, 1e-12))


def learning(draws: Draws, cells: NDArray[np.int64]) -> Learning:
    """Return what the draws say of some cells and the total together.

    The error that all searches share is held at its middle: the model learns nothing of it from finds, so
    that no search can be proposed for what it would teach of it.

    Parameters
    ----------
    cells
        Numbers of cells, rows counted from the south: row times columns plus column.
    """
    grid = draws.grid
    row, column = cells // grid.columns, cells % grid.columns
    place = np.asarray((np.column_stack([column, row]) + 0.5) * grid.cell_m, np.float64)
    looked = draws.searched.reshape(-1)[cells].astype(np.float64)
    patch = Patch(place, np.full(len(cells), grid.cell_m**2), looked, grid.cell_m)
    middle = float(np.exp(np.log(draws.search_error).mean()))
    rates = expected_at(replace(draws, search_error=np.full(len(draws), middle)), patch)
    joint = np.column_stack([rates, draws.totals * draws.search_error / middle])
    return Learning(cells, rates.mean(axis=0), np.atleast_2d(np.cov(joint, rowvar=False)))


def most_cells() -> int:
    """Return how many cells are weighed together."""
    return int(assumed("next", "weighed"))
