"""The factor that all strikes of a country share, learned from what searches found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from tilth.hazard._country_settings import country_number
from tilth.hazard._tile_field import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Blocks", "blocks_of", "common_factor"]

_GRID, _REACH = 201, 6.0


@dataclass(frozen=True)
class Blocks:
    """Blocks of searched ground: items found, items expected to be found, variance of the expected number."""

    found: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]


def blocks_of(field: Field, overlap: int, cell_m: float) -> Blocks:
    """Return the blocks of one tile; what lies beyond the tile is its neighbour's."""
    if field.sought is None or field.before is None:
        return Blocks(*(np.empty(0) for _ in range(3)))
    rows, columns = field.mean.shape
    core = slice(overlap, overlap + rows), slice(overlap, overlap + columns)
    met = (1 - field.left) * field.before[core]
    found = field.sought.found_in()[core]
    side = max(1, round(country_number("block_m") / cell_m))
    row, column = np.nonzero((field.left < 1) | (found > 0))
    _, block = np.unique(row // side * (columns + 1) + column // side, return_inverse=True)
    sums = [np.bincount(block, values[row, column]).astype(np.float64) for values in (found, met)]
    # Cells of one block rise and fall together: their common coefficient of variation is that of the field.
    spread = np.divide(field.variance, field.mean**2, out=np.zeros_like(field.mean), where=field.mean > 0)
    each = np.bincount(block, (spread * met)[row, column]).astype(np.float64)
    each = np.divide(each, sums[1], out=np.zeros_like(each), where=sums[1] > 0)
    return Blocks(sums[0], sums[1], each * sums[1] ** 2)


def common_factor(parts: Sequence[Blocks], log_sd: float) -> tuple[float, float]:
    """Return mean and log standard deviation of the factor, log-normal with mean 1 before any search.

    Finds of each block are negative binomial given the factor; the posterior is summed up on a grid.

    Examples
    --------
    >>> none = Blocks(np.empty(0), np.empty(0), np.empty(0))
    >>> [round(each, 3) for each in common_factor([none], 1.0)]
    [1.0, 1.0]
    >>> many = Blocks(np.full(50, 4.0), np.full(50, 2.0), np.full(50, 0.4))
    >>> factor, left = common_factor([many], 1.0)
    >>> bool(1.8 < factor < 2.2), left < 0.2
    (True, True)
    """
    found, mean, variance = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("found", "mean", "variance")
    )
    used = mean > 0
    if not used.any() or not log_sd:
        return 1.0, log_sd
    found, mean, variance = found[used], mean[used], variance[used]
    log_factor = -(log_sd**2) / 2 + log_sd * np.linspace(-_REACH, _REACH, _GRID)
    shape = mean**2 / np.maximum(variance, 1e-9 * mean**2)
    expected = np.exp(log_factor)[:, None] * mean
    log_chance = (
        gammaln(found + shape)
        - gammaln(shape)
        - shape * np.log1p(expected / shape)
        + found * (np.log(expected) - np.log(shape + expected))
    ).sum(axis=1)
    log_weight = log_chance - 0.5 * ((log_factor + log_sd**2 / 2) / log_sd) ** 2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    middle = float(weight @ log_factor)
    spread = float(np.sqrt(max(weight @ (log_factor - middle) ** 2, 1e-12)))
    return float(np.exp(middle + spread**2 / 2)), spread
