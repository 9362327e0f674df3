"""Where strikes probably were: the draws behind a surface as maps of the strikes' middles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard.draws import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["STRIKE_BANDS", "strike_map"]

STRIKE_BANDS = ("strikes", "probability_strike", "unreported")


def strike_map(draws: Draws) -> dict[str, NDArray[np.float32]]:
    """Return by cell where the middles of strikes probably lie, row 0 the southernmost, NaN outside.

    ``strikes`` is the expected number of strikes whose middle lies in the cell, ``probability_strike``
    the chance of at least one, ``unreported`` the expected number of those that no report tells of. A
    strike leaves items up to several hundred metres off its middle. Shares of draws: a cell of expected
    number p has the error sqrt(p / draws).
    """
    grid, told = draws.grid, len(draws.reported)
    column, row = np.floor(draws.strikes.place / grid.cell_m).astype(int).T
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows) & draws.counts
    cell, draw = row[inside] * grid.columns + column[inside], draws.draw[inside]
    unreported = (draws.slot[inside] < 0) | (draws.slot[inside] >= told)
    size = grid.rows * grid.columns
    once = np.unique(draw * size + cell) % size
    counts = {
        "strikes": np.bincount(cell, minlength=size),
        "probability_strike": np.bincount(once, minlength=size),
        "unreported": np.bincount(cell[unreported], minlength=size),
    }
    outside = np.isnan(draws.searched)
    return {
        name: np.where(outside, np.nan, count.reshape(grid.shape) / len(draws)).astype(np.float32)
        for name, count in counts.items()
    }
