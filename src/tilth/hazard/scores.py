"""How good a surface was, once the truth is known: of made-up districts, or of land that was cleared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Reliability", "brier_score", "cells_to_reach", "items_in_first", "log_score", "reliability"]

_LEAST = 1e-6
"""A chance nearer to 0 or 1 than this is scored as this: one cell never decides a score alone."""


def log_score(probability: NDArray[np.float64], any_there: NDArray[np.bool_]) -> float:
    """Return the mean of minus the log of the chance given to what was the case; less is better.

    Cells whose chance is NaN are left out. Good, JRSS B 14 (1952) 107-114.

    Examples
    --------
    >>> round(log_score(np.array([0.5, 0.5]), np.array([True, False])), 4)
    0.6931
    """
    given, was = _inside(probability, any_there)
    chance = np.clip(given, _LEAST, 1 - _LEAST)
    return float(-np.mean(np.where(was, np.log(chance), np.log1p(-chance))))


def brier_score(probability: NDArray[np.float64], any_there: NDArray[np.bool_]) -> float:
    """Return the mean squared difference of chance and what was the case; less is better.

    Cells whose chance is NaN are left out. Brier, Monthly Weather Review 78 (1950) 1-3.

    Examples
    --------
    >>> brier_score(np.array([0.5, 1.0]), np.array([True, True]))
    0.125
    """
    given, was = _inside(probability, any_there)
    return float(np.mean((given - was) ** 2))


@dataclass(frozen=True)
class Reliability:
    """Chances in classes: mean chance given, share of cells with an item, and number of cells of each."""

    given: NDArray[np.float64]
    observed: NDArray[np.float64]
    cells: NDArray[np.int64]


def reliability(
    probability: NDArray[np.float64], any_there: NDArray[np.bool_], edges: Sequence[float]
) -> Reliability:
    """Return how often an item was there, by class of the chance given; classes without a cell are left out.

    Murphy and Winkler, Applied Statistics 26 (1977) 41-47.

    Parameters
    ----------
    edges
        Bounds between the classes, rising; a chance on a bound belongs to the class above.

    Examples
    --------
    >>> table = reliability(np.array([0.1, 0.3, 0.9]), np.array([False, True, True]), [0.5])
    >>> table.given.round(3).tolist(), table.observed.tolist(), table.cells.tolist()
    ([0.2, 0.9], [0.5, 1.0], [2, 1])
    """
    given, was = _inside(probability, any_there)
    number = np.digitize(given, edges)
    cells = np.bincount(number, minlength=len(edges) + 1)
    held = cells > 0
    total = np.bincount(number, given, len(edges) + 1)[held]
    there = np.bincount(number, was, len(edges) + 1)[held]
    return Reliability(total / cells[held], there / cells[held], cells[held])


def cells_to_reach(
    surface: NDArray[np.float64], items: NDArray[np.int64], shares: Sequence[float]
) -> NDArray[np.float64]:
    """Return how many cells, from the highest down, hold these shares of all items.

    Cells of one height are taken as searched in random order: each holds their mean. NaN comes last. The
    share of area found so is that of a prediction-rate curve, Chung and Fabbri, Natural Hazards 30 (2003)
    451-472. NaN where there is no item at all.

    Examples
    --------
    >>> cells_to_reach(np.array([3.0, 1.0, 2.0]), np.array([6, 0, 4]), [0.5, 0.6, 1.0]).tolist()
    [0.8333333333333334, 1.0, 2.0]
    """
    cells, found = _curve(surface, items)
    if found[-1] == 0:
        return np.full(len(shares), np.nan)
    return np.array([_first(cells, found, share * found[-1]) for share in shares])


def items_in_first(surface: NDArray[np.float64], items: NDArray[np.int64], count: float) -> float:
    """Return how many items the first `count` cells hold, from the highest down.

    Cells of one height are taken as in `cells_to_reach`; more cells than there are hold all.

    Examples
    --------
    >>> items_in_first(np.array([3.0, 1.0, 2.0]), np.array([6, 0, 4]), 1.5)
    8.0
    """
    cells, found = _curve(surface, items)
    return float(np.interp(count, cells, found))


def _inside(
    probability: NDArray[np.float64], any_there: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    known = ~np.isnan(probability)
    return probability[known], any_there[known]


def _curve(
    surface: NDArray[np.float64], items: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return numbers of cells from the highest down and items in them, a point after each height."""
    height = np.where(np.isnan(surface), -np.inf, surface).ravel()
    _, level, cells = np.unique(-height, return_inverse=True, return_counts=True)
    found = np.bincount(level.ravel(), items.ravel(), len(cells))
    return np.append(0.0, np.cumsum(cells)), np.append(0.0, np.cumsum(found))


def _first(cells: NDArray[np.float64], found: NDArray[np.float64], wanted: float) -> float:
    """Return the least number of cells that hold the items wanted."""
    after = int(np.searchsorted(found, wanted * (1 - 1e-12)))
    if after == 0:
        return 0.0
    share = (wanted - found[after - 1]) / (found[after] - found[after - 1])
    return float(cells[after - 1] + min(share, 1.0) * (cells[after] - cells[after - 1]))
