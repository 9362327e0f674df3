"""Where strikes probably were: the draws behind a surface as maps of the strikes' middles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter

from tilth.hazard._settings import assumed
from tilth.hazard.draws import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["STRIKE_BANDS", "strike_map"]

STRIKE_BANDS = ("strikes", "probability_strike", "unreported")


def strike_map(draws: Draws) -> dict[str, NDArray[np.float32]]:
    """Return by cell where the middles of strikes probably lie, row 0 the southernmost, NaN outside.

    ``strikes`` is the expected number of strikes whose middle lies in the cell, ``probability_strike``
    the chance of at least one, ``unreported`` the expected number of those that no report tells of. A
    strike leaves items up to several hundred metres off its middle. Counted over draws and smoothed by a
    normal kernel of one cell; strikes that nothing speaks for lie almost evenly and are smoothed by more.
    """
    unseen = _counted(draws, draws.slot < 0)
    reported = _counted(draws, (draws.slot >= 0) & (draws.slot < len(draws.reported)))
    others = _counted(draws, draws.slot >= len(draws.reported))
    wide = assumed("footprint", "most_sd_m") / draws.grid.cell_m
    even = gaussian_filter(unseen[0], wide)
    near = [gaussian_filter(part, 1.0) for part in (reported[0], others[0])]
    any_near = gaussian_filter(_counted(draws, draws.slot >= 0)[1], 1.0)
    bands = {
        "strikes": near[0] + near[1] + even,
        "probability_strike": 1 - (1 - np.minimum(any_near, 1.0)) * np.exp(-even),
        "unreported": near[1] + even,
    }
    outside = np.isnan(draws.searched)
    return {name: np.where(outside, np.nan, bands[name]).astype(np.float32) for name in STRIKE_BANDS}


def _counted(draws: Draws, which: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by cell the mean number of some strikes in a draw, and the share of draws with any."""
    grid = draws.grid
    column, row = np.floor(draws.strikes.place / grid.cell_m).astype(int).T
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    some = inside & which & draws.counts
    size = grid.rows * grid.columns
    cell = row[some] * grid.columns + column[some]
    once = np.unique(draws.draw[some] * size + cell) % size
    counts = (np.bincount(part, minlength=size).reshape(grid.shape) / len(draws) for part in (cell, once))
    number, share = counts
    return number, share
