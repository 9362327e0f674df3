"""Mass that is spread over kilometres: a coarse field for the whole grid, the same for every tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import fft

from tilth.hazard._blur import steps_of
from tilth.hazard._country_settings import country_number
from tilth.hazard._grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Wide", "wide_of"]


@dataclass(frozen=True)
class Wide:
    """Items and squared items for each fine cell, at the middles of coarse cells.

    Attributes
    ----------
    parts
        Fine cells on the side of a coarse one.
    row, column
        Number of the coarse cell at ``[0, 0]``, counted from the grid's corner.
    """

    items: NDArray[np.float64]
    square: NDArray[np.float64]
    parts: int
    row: int
    column: int

    def window(self, row: int, column: int, rows: int, columns: int) -> Wide:
        """Return the coarse cells about a window of fine ones."""
        top, left = row // self.parts - 1, column // self.parts - 1
        high, wide = rows // self.parts + 4, columns // self.parts + 4
        at = (
            slice(top - self.row, top - self.row + high),
            slice(left - self.column, left - self.column + wide),
        )
        return Wide(self.items[at], self.square[at], self.parts, top, left)

    def fine(self, row: int, column: int, rows: int, columns: int) -> tuple[Any, Any]:
        """Return both fields on the fine cells of a window, on straight lines between coarse middles."""
        down = _between(row, rows, self.parts, self.row, self.items.shape[0])
        along = _between(column, columns, self.parts, self.column, self.items.shape[1])
        return tuple(_drawn(field, down, along) for field in (self.items, self.square))  # type: ignore[return-value]


def _between(
    first: int, count: int, parts: int, origin: int, size: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    at = (first + np.arange(count) + 0.5) / parts - 0.5 - origin
    low = np.clip(np.floor(at).astype(np.int64), 0, size - 2)
    return low, at - low


def _drawn(field: NDArray[np.float64], down: Any, along: Any) -> NDArray[np.float64]:
    (row, low), (column, left) = down, along
    lines = field[row] * (1 - low)[:, None] + field[row + 1] * low[:, None]
    return np.asarray(lines[:, column] * (1 - left) + lines[:, column + 1] * left)


def wide_of(spread: Sequence[tuple[float, Any]], grid: Grid) -> Wide:
    """Return the field of deposits, each with its standard deviation in metres."""
    parts = max(1, round(country_number("wide_cell_m") / grid.cell_m))
    cell = grid.cell_m * parts
    most = max(sd for sd, _ in spread)
    pad = ceil(3 * most / cell) + parts + 4
    shape = ceil(grid.rows / parts) + 2 * pad, ceil(grid.columns / parts) + 2 * pad
    whole = tuple(fft.next_fast_len(side + pad, real=True) for side in shape)
    sums: list[Any] = [0.0, 0.0]
    for sd, made in spread:
        column, row = np.floor(made.place / cell).astype(np.int64).T + pad
        on = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
        key = row[on] * shape[1] + column[on]
        kernel = np.outer(*(steps_of(sd, cell, side) for side in whole))[:, : whole[1] // 2 + 1]
        for number, values in enumerate((made.items, made.square)):
            laid = np.bincount(key, values[on], shape[0] * shape[1]).reshape(shape)
            sums[number] = sums[number] + fft.rfft2(laid, whole) * kernel
    fields = [fft.irfft2(total, whole)[: shape[0], : shape[1]].clip(0) / parts**2 for total in sums]
    return Wide(fields[0], fields[1], parts, -pad, -pad)
