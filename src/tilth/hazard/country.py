"""A surface of a whole country, tile by tile: from strike records alone, or with searches and finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._common_factor import Blocks, blocks_of, common_factor
from tilth.hazard._country_settings import country_number
from tilth.hazard._country_strikes import deposit_of, log_sd_of, sign_deposit
from tilth.hazard._footprint_kernel import footprint
from tilth.hazard._grid import Extent, Grid
from tilth.hazard._items_left import LOW_HIGH, chance_of_any, quantile_of
from tilth.hazard._strike_mass import Mass, mass_of
from tilth.hazard._tile_field import TileWork, field_of
from tilth.hazard._tiles import Tile, overlap_cells, tiles_over
from tilth.hazard._whole_search import WholeSearch, whole_search
from tilth.hazard.ground import Records
from tilth.hazard.strike_records import CheckedStrikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Country", "TileBands", "country_total", "map_tile", "whole_country"]

Map = Callable[[Callable[[TileWork], Any], Sequence[TileWork]], Iterator[Any]]


@dataclass(frozen=True)
class TileBands:
    """What remains in the studied cells of one tile.

    Attributes
    ----------
    cells
        ``(6, n)``, the bands of `BANDS` in the studied cells, row by row from the south.
    items, variance
        Sum of items, and variance of that sum where the shared factor is known.
    """

    number: int
    cells: NDArray[np.float32]
    items: float
    variance: float


@dataclass(frozen=True)
class Country:
    """All that the tiles of a country are worked out from.

    Attributes
    ----------
    log_sd
        Standard deviation of the logarithm of the factor that all strikes share.
    scale
        Mean of that factor, 1 before searches taught otherwise.
    """

    grid: Grid
    tiles: tuple[Tile, ...]
    mass: Mass
    search: WholeSearch
    log_sd: float
    scale: float = 1.0

    def work(self, tile: Tile, inside: NDArray[np.bool_] | None = None) -> TileWork:
        """Return what one tile needs; `inside` tells which of its cells are studied."""
        row, column = tile.row - tile.overlap, tile.column - tile.overlap
        window = (row, column, *tile.wide_shape)
        return TileWork(
            tile=tile,
            cell_m=self.grid.cell_m,
            rungs=tuple(one for one in (rung.window(*window) for rung in self.mass.rungs) if len(one.row)),
            wide=self.mass.wide.window(*window),
            scale=self.scale,
            log_sd=self.log_sd,
            search=self.search.window(*window, self.grid.cell_m),
            find_share=self.search.find_share,
            inside=None if inside is None else np.packbits(inside),
        )

    def learned(self, run: Map) -> Country:
        """Return the country with its shared factor learned from searches; `run` works tiles off."""
        works = [work for work in (self.work(tile) for tile in self.tiles) if self._searched(work)]
        if not works:
            return self
        scale, log_sd = common_factor(list(run(tile_blocks, works)), self.log_sd)
        return replace(self, scale=scale, log_sd=log_sd)

    def _searched(self, work: TileWork) -> bool:
        return work.search is not None and bool(work.search.searches)


def whole_country(
    checked: CheckedStrikes,
    grid: Grid,
    records: Records | None = None,
    extent: Extent | None = None,
    tile_cells: int | None = None,
) -> tuple[Country, list[str]]:
    """Return a country ready to be worked out, and notes on what was set right or left out.

    Parameters
    ----------
    checked
        Strike records after their check; only usable ones count.
    records
        Evidence, boxes and cleared land; its strikes are not looked at.
    """
    records = records or Records()
    margin_m = (overlap_cells(grid.cell_m) + 1) * grid.cell_m
    search, signs, notes = whole_search(records, grid, extent)
    deposit = deposit_of(checked, grid, sign_deposit(signs, checked.rules))
    side = tile_cells or int(country_number("tile_cells"))
    country = Country(
        grid=grid,
        tiles=tiles_over(grid, side),
        mass=mass_of(deposit, grid, margin_m),
        search=search,
        log_sd=log_sd_of(checked),
    )
    return country, notes


def tile_blocks(work: TileWork) -> Blocks:
    """Return what searches of a tile say of the shared factor."""
    return blocks_of(field_of(work), work.tile.overlap, work.cell_m)


def map_tile(work: TileWork) -> TileBands:
    """Return the bands of one tile."""
    inside = work.mask()
    field = field_of(work)
    mean, variance, left = field.mean[inside], field.variance[inside], field.left[inside]
    factor = np.expm1(work.log_sd**2)
    sd = np.sqrt(mean + variance * (1 + factor) + factor * mean**2)
    chance = chance_of_any(mean, variance, work.log_sd)
    low, high = (quantile_of(share, chance, mean, variance, work.log_sd) for share in LOW_HIGH)
    cells = np.stack([mean, chance, sd, low, high, 1 - left]).astype(np.float32)
    whole = float(footprint(work.cell_m).square.sum())
    return TileBands(work.tile.number, cells, float(mean.sum()), float(variance.sum()) / whole)


def country_total(parts: Sequence[TileBands], log_sd: float) -> dict[str, float]:
    """Return items left in all tiles: mean, median and 90 % interval.

    Log-normal with the mean and variance of the sum; nearly all of it is the factor that all strikes share.

    Examples
    --------
    >>> part = TileBands(0, np.empty((6, 0), np.float32), 100.0, 0.0)
    >>> {name: round(value) for name, value in country_total([part], 0.5).items()}
    {'mean': 100, 'median': 88, 'p05': 38, 'p95': 203}
    """
    from math import exp, fsum, log, log1p, sqrt

    mean = fsum(part.items for part in sorted(parts, key=lambda one: one.number))
    if mean <= 0:
        return {"mean": 0.0, "median": 0.0, "p05": 0.0, "p95": 0.0}
    own = fsum(part.variance for part in sorted(parts, key=lambda one: one.number))
    spread = sqrt(log_sd**2 + log1p((own + mean) / mean**2))
    middle = log(mean) - spread**2 / 2
    far = 1.6448536269514722 * spread
    return {"mean": mean, "median": exp(middle), "p05": exp(middle - far), "p95": exp(middle + far)}
