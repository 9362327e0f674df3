"""How a strike scatters its items: four shapes of the same spread, as densities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SHAPES", "log_density"]

SHAPES = ("normal", "flat", "ring", "heavy")
"""Names of the shapes, in the order of their numbers."""

_FLAT = 2 * np.sqrt(np.pi)
_TAIL = 4.0
_TAIL_SCALE = (_TAIL - 2) / _TAIL


def log_density(shape: NDArray[np.int64], r2: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log density at squared distances, in standard deviations of each axis.

    Every shape has variance 1 along each axis: ``normal`` is the normal density, ``flat`` falls with
    the fourth power of the distance, ``ring`` is densest away from the middle (squared distance
    distributed as Gamma(2)), ``heavy`` is Student's with 4 degrees of freedom.

    Parameters
    ----------
    shape : array of int, ``(n,)``
        Number of each row's shape in `SHAPES`.
    r2 : array of float, ``(n, m)``
        Squared distances.

    Examples
    --------
    >>> round(float(np.exp(log_density(np.array([0]), np.array([[0.0]])))[0, 0]), 4)
    0.1592
    """
    values = np.empty(r2.shape)
    for number, formula in enumerate((_normal, _flat, _ring, _heavy)):
        rows = np.flatnonzero(shape == number)
        if len(rows):
            values[rows] = formula(r2[rows])
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
