"""Tiles of a grid, each with the ground about it that it needs to see."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from scipy import fft

from tilth.hazard._country_settings import country_number
from tilth.hazard._footprint_kernel import footprint
from tilth.hazard._grid import Grid

__all__ = ["Tile", "overlap_cells", "tiles_over"]


@dataclass(frozen=True, slots=True)
class Tile:
    """A window of a grid, and the wider window that it is worked out on.

    Attributes
    ----------
    row, column, rows, columns
        The window; row 0 of the grid is the southernmost.
    overlap
        Cells that the wider window reaches beyond it on every side.
    """

    number: int
    row: int
    column: int
    rows: int
    columns: int
    overlap: int

    @property
    def wide_shape(self) -> tuple[int, int]:
        """Rows and columns of the wider window."""
        return self.rows + 2 * self.overlap, self.columns + 2 * self.overlap

    @property
    def transform_shape(self) -> tuple[int, int]:
        """Rows and columns of the arrays that are transformed: lengths that are quick to transform."""
        high, wide = (int(fft.next_fast_len(side, real=True)) for side in self.wide_shape)
        return high, wide


def overlap_cells(cell_m: float) -> int:
    """Return how far beyond a cell something may lie that speaks for items in it."""
    far = country_number("tail") * country_number("wide_sd_m")
    return ceil(far / cell_m) + footprint(cell_m).reach + 1


def tiles_over(grid: Grid, side: int) -> tuple[Tile, ...]:
    """Return the tiles of a grid, row by row; those at the far edges are smaller.

    Examples
    --------
    >>> [(one.row, one.column, one.rows) for one in tiles_over(Grid("EPSG:32648", 0, 0, 500.0, 30, 50), 40)]
    [(0, 0, 40), (40, 0, 10)]
    """
    overlap = overlap_cells(grid.cell_m)
    corners = [(row, column) for row in range(0, grid.rows, side) for column in range(0, grid.columns, side)]
    return tuple(
        Tile(number, row, column, min(side, grid.rows - row), min(side, grid.columns - column), overlap)
        for number, (row, column) in enumerate(corners)
    )
