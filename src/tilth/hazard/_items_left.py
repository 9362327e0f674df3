"""Numbers of items in cells of which mean and variance are known: chance of any, and quantiles.

Given the factor that all strikes share, the number is negative binomial with the cell's mean and variance;
the factor is log-normal with mean 1 and is summed over by a Gauss-Hermite rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc

from tilth.hazard._country_settings import country_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LOW_HIGH", "chance_of_any", "quantile_of", "shared_factor"]

LOW_HIGH = (0.05, 0.95)
_MOST_MEAN, _MEANS, _SHAPES, _HALVINGS = 1e7, 160, 36, 34
_LEAST_SHAPE, _MOST_SHAPE = 1e-3, 1e4


def shared_factor(log_sd: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return values of the shared factor and their weights; their mean is 1.

    Examples
    --------
    >>> value, weight = shared_factor(0.8)
    >>> round(float(value @ weight), 6)
    1.0
    """
    if not log_sd:
        return np.ones(1), np.ones(1)
    spot, weight = np.polynomial.hermite_e.hermegauss(int(country_number("nodes")))
    value, weight = np.exp(log_sd * spot), weight / weight.sum()
    return value / (value * weight).sum(), weight


def chance_of_any(
    mean: NDArray[np.float64], variance: NDArray[np.float64], log_sd: float
) -> NDArray[np.float64]:
    """Return the chance of at least one item where the expected number has a mean and a variance.

    The negative binomial of Johnson, Kemp and Kotz, Univariate Discrete Distributions (2005), section 5.1;
    its chance of none is ``(1 + variance / mean) ** (-mean ** 2 / variance)``.

    Examples
    --------
    >>> float(chance_of_any(np.array([0.5]), np.array([0.25]), 0.0)[0].round(4))  # 1 - 1 / 1.5
    0.3333
    """
    positive = mean > 0
    scale = np.divide(variance, mean, out=np.zeros_like(mean), where=positive)
    shape = np.divide(mean, scale, out=np.zeros_like(mean), where=scale > 0)
    sure = positive & (scale <= 0)
    none = np.zeros_like(mean)
    for value, weight in zip(*shared_factor(log_sd), strict=True):
        none += weight * np.exp(-shape * np.log1p(value * scale))
    if sure.any():
        values, weights = shared_factor(log_sd)
        none[sure] = (np.exp(-np.outer(mean[sure], values)) * weights).sum(axis=1)
    return np.where(positive, np.minimum(1 - none, mean), 0.0)


def quantile_of(
    share: float,
    any_left: NDArray[np.float64],
    mean: NDArray[np.float64],
    variance: NDArray[np.float64],
    log_sd: float,
) -> NDArray[np.float64]:
    """Return the smallest number that is exceeded with at most the chance 1 - `share`.

    From a table over mean and shape, on straight lines between its points: right to an item or two per cent.

    Parameters
    ----------
    any_left
        Chance of any, which tells where the number is 0.
    """
    value = np.zeros_like(mean)
    some = np.flatnonzero(any_left > 1 - share)
    if not len(some):
        return value
    table = _table(share, log_sd)
    shape = mean[some] ** 2 / np.maximum(variance[some], mean[some] ** 2 / _MOST_SHAPE)
    value[some] = np.ceil(np.maximum(table.at(mean[some], shape), 1e-9))
    return value


@dataclass(frozen=True)
class _Table:
    """Quantiles as real numbers, by log mean and log shape."""

    low_mean: float
    values: NDArray[np.float64]

    def at(self, mean: NDArray[np.float64], shape: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.ndimage import map_coordinates

        rows, columns = self.values.shape
        down = np.log(mean / self.low_mean) / np.log(_MOST_MEAN / self.low_mean) * (rows - 1)
        along = np.log(shape / _LEAST_SHAPE) / np.log(_MOST_SHAPE / _LEAST_SHAPE) * (columns - 1)
        spots = np.stack([down, along.clip(0, columns - 1)])
        return np.asarray(np.expm1(map_coordinates(self.values, spots, order=1, mode="nearest")))


@lru_cache(maxsize=8)
def _table(share: float, log_sd: float) -> _Table:
    """Return log(1 + n) with n the real number up to which lies `share` of the probability."""
    low_mean = (1 - share) / 4
    mean = np.geomspace(low_mean, _MOST_MEAN, _MEANS)[:, None, None]
    shape = np.geomspace(_LEAST_SHAPE, _MOST_SHAPE, _SHAPES)[None, :, None]
    factor, weight = shared_factor(log_sd)
    none_of = shape / (shape + factor * mean)
    low, high = np.zeros((_MEANS, _SHAPES)), np.full((_MEANS, _SHAPES), np.log(1e10))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        held = betainc(shape, np.expm1(middle)[..., None] + 1, none_of)
        more = (held * weight).sum(axis=2) < share
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return _Table(low_mean, high)
