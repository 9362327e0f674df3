"""How a strike scatters its items: shapes of the same spread, as densities."""

from __future__ import annotations

from math import gamma
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SHAPES", "density"]

SHAPES = ("normal", "flat", "ring", "heavy", "edge")
"""Names of the shapes, in the order of their numbers."""

_FLAT = 2 * np.sqrt(np.pi)
_EDGE = 4
"""Squared distances of ``edge`` are distributed as Gamma with this shape."""


def density(shape: NDArray[np.int64], r2: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the density at squared distances, in standard deviations of each axis.

    Every shape has variance 1 along each axis: ``normal`` is the normal density, ``flat`` falls with
    the fourth power of the distance, ``ring`` is densest away from the middle (squared distance
    distributed as Gamma(2)), ``edge`` lies nearly all on an oval (Gamma(4)), ``heavy`` is Student's with 4
    degrees of freedom.

    Parameters
    ----------
    shape : array of int, ``(n,)``
        Number of each row's shape in `SHAPES`.
    r2 : array of float, ``(n, m)``
        Squared distances; the answer has their precision.

    Examples
    --------
    >>> round(float(density(np.array([0]), np.array([[0.0]]))[0, 0]), 4)
    0.1592
    """
    values = np.empty_like(r2)
    for number, formula in enumerate((_normal, _flat, _ring, _heavy, _edge)):
        rows = np.flatnonzero(shape == number)
        if len(rows):
            values[rows] = formula(r2[rows])
    return values


def _normal(r2: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(np.exp(-0.5 * r2) * float(1 / (2 * np.pi)))


def _flat(r2: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(np.exp(-np.square(r2 * float(1 / _FLAT))) * float(2 / (np.pi**1.5 * _FLAT)))


def _ring(r2: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(r2 * np.exp(-r2) * float(1 / np.pi))


def _heavy(r2: NDArray[np.floating]) -> NDArray[np.floating]:
    near = 1 / (1 + 0.5 * r2)
    return np.asarray(near * near * near * float(1 / np.pi))


def _edge(r2: NDArray[np.floating]) -> NDArray[np.floating]:
    power = r2 * np.exp(-r2 * (_EDGE / 2 / (_EDGE - 1)))
    cube = np.square(power) * power
    return np.asarray(cube * float((_EDGE / 2) ** _EDGE / (np.pi * gamma(_EDGE))))
