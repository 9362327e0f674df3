"""How a strike scatters its items: four shapes of the same spread, as densities and as places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erfinv, gammaincinv

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SHAPES", "log_density", "nodes"]

SHAPES = ("normal", "flat", "ring", "heavy")
"""Names of the shapes, in the order of their numbers."""

_FLAT = 2 * np.sqrt(np.pi)
_TAIL = 4.0
_TAIL_SCALE = (_TAIL - 2) / _TAIL


def log_density(shape: NDArray[np.int64], r2: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log density at a squared distance, in standard deviations of each axis.

    Every shape has variance 1 along each axis: ``normal`` is the normal density, ``flat`` falls with
    the fourth power of the distance, ``ring`` is densest away from the middle (squared distance
    distributed as Gamma(2)), ``heavy`` is Student's with 4 degrees of freedom.

    Parameters
    ----------
    shape : array of int, broadcast against `r2`
        Number of the shape in `SHAPES`.
    r2 : array of float
        Squared distances.

    Examples
    --------
    >>> round(float(np.exp(log_density(np.array(0), np.array(0.0)))), 4)
    0.1592
    """
    values = np.empty(np.broadcast_shapes(np.shape(shape), np.shape(r2)))
    which = np.broadcast_to(shape, values.shape)
    wide = np.broadcast_to(r2, values.shape)
    for number, formula in enumerate((_normal, _flat, _ring, _heavy)):
        mask = which == number
        if mask.all():
            return formula(wide)
        if mask.any():
            values[mask] = formula(wide[mask])
    return values


def _normal(r2: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-0.5 * r2 - np.log(2 * np.pi))


def _flat(r2: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-((r2 / _FLAT) ** 2) - np.log(np.pi**1.5 * _FLAT / 2))


def _ring(r2: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(np.maximum(r2, 1e-9)) - r2 - np.log(np.pi))


def _heavy(r2: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = _TAIL * _TAIL_SCALE
    return np.asarray(-(_TAIL + 2) / 2 * np.log1p(r2 / spread) - np.log(2 * np.pi * _TAIL_SCALE))


@cache
def nodes(count: int) -> NDArray[np.float64]:
    """Return places that stand for a shape, ``(shapes, count, 2)`` in standard deviations.

    Radii are the shape's quantiles, angles a golden spiral, so that the mean over the places
    approximates the integral against the density.

    Examples
    --------
    >>> spots = nodes(200)
    >>> bool(abs(spots[0].var(axis=0) - 1).max() < 0.05)
    True
    """
    share = (np.arange(count) + 0.5) / count
    angle = np.arange(count) * np.pi * (3 - np.sqrt(5))
    r2 = np.stack(
        [
            -2 * np.log1p(-share),
            _FLAT * erfinv(share),
            gammaincinv(2, share),
            _TAIL * _TAIL_SCALE * ((1 - share) ** (-2 / _TAIL) - 1),
        ]
    )
    radius = np.sqrt(r2)[..., None]
    return np.asarray(radius * np.stack([np.cos(angle), np.sin(angle)], axis=-1))
