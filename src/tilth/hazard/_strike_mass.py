"""Where strikes probably fell and what they left, laid on cells: the prior mass of a country's surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._country_settings import country_number
from tilth.hazard._grid import Grid
from tilth.hazard._settings import assumed
from tilth.hazard._wide import Wide, wide_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Deposit", "Mass", "Rung", "mass_of"]


@dataclass(frozen=True)
class Deposit:
    """Strikes as points in metres from the grid's corner.

    Attributes
    ----------
    items, square
        Mean number of items each left, and mean of its square, with the chance that it was one.
    """

    place: NDArray[np.float64]
    sd_m: NDArray[np.float64]
    items: NDArray[np.float64]
    square: NDArray[np.float64]


@dataclass(frozen=True)
class Rung:
    """Cells with strikes of one position error, sorted by row and column; rows beyond the grid are kept."""

    sd_m: float
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    items: NDArray[np.float64]
    square: NDArray[np.float64]

    def window(self, row: int, column: int, rows: int, columns: int) -> Rung:
        """Return what lies in a window, counted from the window's corner."""
        first, last = np.searchsorted(self.row, (row, row + rows))
        part = slice(int(first), int(last))
        inside = (self.column[part] >= column) & (self.column[part] < column + columns)
        return Rung(
            self.sd_m,
            self.row[part][inside] - row,
            self.column[part][inside] - column,
            self.items[part][inside],
            self.square[part][inside],
        )


@dataclass(frozen=True)
class Mass:
    """Prior mass: exact cells by rung of position error, and a coarse field for what is spread widely."""

    rungs: tuple[Rung, ...]
    wide: Wide


def mass_of(deposit: Deposit, grid: Grid, margin_m: float) -> Mass:
    """Return the mass of strikes on a grid and within a margin about it; the order of strikes never matters.

    Position errors are shared out between two rungs so that their variance is kept.
    """
    order = np.lexsort(
        (deposit.square, deposit.items, deposit.sd_m, deposit.place[:, 0], deposit.place[:, 1])
    )
    place, sd = deposit.place[order], deposit.sd_m[order]
    items, square = deposit.items[order], deposit.square[order]
    size = np.array([grid.columns, grid.rows]) * grid.cell_m
    sds, lower, share = _ladder(sd)
    fine = [n for n, each in enumerate(sds) if each <= country_number("wide_sd_m")]
    rungs, spread = [], []
    near = ((place > -margin_m) & (place < size + margin_m)).all(axis=1)
    for number, each in enumerate(sds):
        part = np.where(lower == number, share, 0.0) + np.where(lower + 1 == number, 1 - share, 0.0)
        on = (part > 0) & (near if number in fine else True)
        if not on.any():
            continue
        made = Deposit(place[on], sd[on], items[on] * part[on], square[on] * part[on])
        if number in fine:
            rungs.append(_rung(each, made, grid))
        else:
            spread.append((each, made))
    whole = Deposit(place, sd, items, square)
    unrecorded = assumed("unrecorded", "per_reported")
    spread.append(
        (
            country_number("unrecorded_spread_m"),
            Deposit(whole.place, whole.sd_m, items * unrecorded, square * unrecorded),
        )
    )
    return Mass(tuple(rungs), wide_of(spread, grid))


def _ladder(
    sd: NDArray[np.float64],
) -> tuple[Sequence[float], NDArray[np.int64], NDArray[np.float64]]:
    """Return rungs, the lower rung of each error, and the share that goes there."""
    first = country_number("finest_sd_m")
    top = max(float(sd.max(initial=first)), first)
    count = ceil(2 * np.log2(top / first) - 1e-9) + 2
    rungs = first * 2.0 ** (np.arange(count) / 2)
    place = np.maximum(2 * np.log2(np.maximum(sd, first) / first), 0.0)
    lower = np.minimum(np.floor(place + 1e-9).astype(np.int64), count - 2)
    low2, high2 = rungs[lower] ** 2, rungs[lower + 1] ** 2
    share = np.clip((high2 - np.maximum(sd, first) ** 2) / (high2 - low2), 0.0, 1.0)
    return rungs.tolist(), lower, np.where(share > 1 - 1e-9, 1.0, share)


def _rung(sd_m: float, made: Deposit, grid: Grid) -> Rung:
    column, row = np.floor(made.place / grid.cell_m).astype(np.int64).T
    low = floor(column.min())
    width = int(column.max()) - low + 1
    key = row * width + (column - low)
    order = np.lexsort((made.square, made.items, key))
    key = key[order]
    first = np.flatnonzero(np.append(True, np.diff(key) != 0))
    sums = (np.add.reduceat(values[order], first) for values in (made.items, made.square))
    return Rung(sd_m, key[first] // width, key[first] % width + low, *sums)
