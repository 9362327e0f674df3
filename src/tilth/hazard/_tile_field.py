"""One tile: mass of strikes, brought into line with what was found and what was not, as items by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import fft

from tilth.hazard._blur import steps_of
from tilth.hazard._country_settings import country_number
from tilth.hazard._footprint_kernel import footprint
from tilth.hazard._strike_mass import Rung
from tilth.hazard._tile_search import Sought, TileSearch
from tilth.hazard._tiles import Tile
from tilth.hazard._wide import Wide

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Field", "TileWork", "field_of"]

Array = Any


@dataclass(frozen=True)
class TileWork:
    """All that one tile needs; small enough to be sent to another machine.

    Attributes
    ----------
    rungs, wide
        Mass of strikes in the wider window, counted from its corner.
    scale, log_sd
        Mean of the factor that all strikes share, as learned from searches (1 where nothing was), and the
        standard deviation of its logarithm.
    search
        Searches and finds in the wider window, in metres from its corner; None where there are none.
    find_share
        Share of items that residents have found by chance; 0 where no finds are told.
    inside
        Cells of the tile that are studied, packed by `numpy.packbits`; None for all.
    """

    tile: Tile
    cell_m: float
    rungs: tuple[Rung, ...]
    wide: Wide
    scale: float
    log_sd: float
    search: TileSearch | None
    find_share: float
    inside: NDArray[np.uint8] | None

    def mask(self) -> NDArray[np.bool_]:
        """Return which cells of the tile are studied."""
        shape = (self.tile.rows, self.tile.columns)
        if self.inside is None:
            return np.ones(shape, bool)
        return np.unpackbits(self.inside, count=shape[0] * shape[1]).reshape(shape).astype(bool)


@dataclass(frozen=True)
class Field:
    """Items that remain in the cells of a tile, the shared factor aside, and what searches left.

    Attributes
    ----------
    mean, variance
        Of the expected number of items in each cell.
    left
        Chance that an item in a cell has not been found by a search.
    before
        Mean items before any search, where something was sought; else None.
    """

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    left: NDArray[np.float64]
    sought: Sought | None = None
    before: NDArray[np.float64] | None = None


def field_of(work: TileWork) -> Field:
    """Return the field of a tile.

    Mass is a gamma field: in each cell items left by strikes there are Gamma with the mean and variance of a
    compound Poisson sum (Wolpert and Ickstadt, Biometrika 85 (1998) 251-267, section 2). Without finds or
    searches its mean is exact. With them, finds are shared out among cells by how much each explains, and
    every cell is updated as by conjugacy, in a fixed number of turns.
    """
    tile = work.tile
    core = slice(tile.overlap, tile.overlap + tile.rows), slice(tile.overlap, tile.overlap + tile.columns)
    seen = work.search.sought(tile.wide_shape, work.cell_m) if work.search else None
    kernels = _kernels(work.cell_m, tile.transform_shape)
    if seen is None and not work.find_share:
        mean, variance = _before(work, kernels)
        left = np.ones((tile.rows, tile.columns))
        return Field(mean[core], variance[core], left)
    mean, variance, before, left = _after(work, seen, kernels)
    return Field(mean[core], variance[core], left[core], seen, before)


@lru_cache(maxsize=4)
def _kernels(cell_m: float, shape: tuple[int, int]) -> tuple[Array, Array, float]:
    """Return the transforms of the mean and the squared footprint, and the sum of the latter."""
    made = footprint(cell_m)
    transforms = []
    for kernel in (made.mean, made.square):
        laid = np.zeros(shape)
        side = 2 * made.reach + 1
        laid[:side, :side] = kernel
        laid = np.roll(laid, (-made.reach, -made.reach), (0, 1))
        transforms.append(fft.rfft2(laid).real)
    return transforms[0], transforms[1], float(made.square.sum())


def _laid(rung: Rung, values: Array, shape: tuple[int, int]) -> Array:
    laid = np.zeros(shape)
    laid[rung.row, rung.column] = values
    return fft.rfft2(laid)


def _sums(work: TileWork) -> tuple[Array, Array]:
    """Return the transforms of items and of squared items that strikes left, by where the strikes are."""
    shape = work.tile.transform_shape
    half = shape[0], shape[1] // 2 + 1
    items, square = np.zeros(half, complex), np.zeros(half, complex)
    for rung in work.rungs:
        blur = np.outer(*(steps_of(rung.sd_m, work.cell_m, side) for side in shape))[:, : half[1]]
        laid = _laid(rung, rung.items, shape) * blur
        items += laid
        ratio = rung.square[0] / rung.items[0] if len(rung.items) else 0.0
        alike = bool((rung.square == ratio * rung.items).all())
        square += ratio * laid if alike else _laid(rung, rung.square, shape) * blur
    return items, square


def _back(transform: Array, shape: tuple[int, int], window: tuple[int, int]) -> Array:
    return fft.irfft2(transform, shape)[: window[0], : window[1]].clip(0)


def _before(work: TileWork, kernels: tuple[Array, Array, float]) -> tuple[Array, Array]:
    """Return mean and variance of the items by cell, before any search."""
    tile = work.tile
    items, square = _sums(work)
    window = tile.wide_shape
    wide_items, wide_square = work.wide.fine(tile.row - tile.overlap, tile.column - tile.overlap, *window)
    mean = _back(items * kernels[0], tile.transform_shape, window) + wide_items
    variance = _back(square * kernels[1], tile.transform_shape, window) + wide_square * kernels[2]
    return mean * work.scale, variance * work.scale**2


def _after(
    work: TileWork, seen: Sought | None, kernels: tuple[Array, Array, float]
) -> tuple[Array, Array, Array, Array]:
    """Return mean and variance of what remains, the mean before any search, and what searches left."""
    tile = work.tile
    shape, window = tile.transform_shape, tile.wide_shape
    items, square = _sums(work)
    wide = work.wide.fine(tile.row - tile.overlap, tile.column - tile.overlap, *window)
    mean = (_back(items, shape, window) + wide[0]) * work.scale
    variance = (_back(square, shape, window) + wide[1]) * work.scale**2
    known = (mean > 0) & (variance > 0)
    weight = np.divide(mean**2, variance, out=np.zeros(window), where=known)
    rate = np.divide(mean, variance, out=np.ones(window), where=known)

    def spread(values: Array, kernel: Array) -> Array:
        return _back(fft.rfft2(values, shape) * kernel, shape, window)

    left = np.ones(window) if seen is None else seen.left
    met = (1 - left) + work.find_share * left
    rate = rate + spread(met, kernels[0])
    explained = np.zeros(window)
    for _ in range(int(country_number("turns"))):
        if seen is None or not len(seen.found):
            break
        guess = (weight + explained) / rate
        explained = guess * spread(seen.asks(spread(guess, kernels[0]), work.find_share), kernels[0])
    remain = left * (1 - work.find_share)
    after = spread((weight + explained) / rate, kernels[0])
    varied = spread((weight + explained) / rate**2, kernels[1])
    return after * remain, varied * remain**2, spread(mean, kernels[0]), left
