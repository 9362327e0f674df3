"""What a surface is compared with: density of finds, distance to the nearest, the rule of practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._grid import Grid
from tilth.hazard._known import Known

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["distance_to_find_m", "find_density", "finds_of", "practice_order"]


def finds_of(known: Known) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places ``(n, 2)`` in metres and weights of all items found, by search and by chance.

    Items of a search are spread evenly over the places that the search stands for.
    """
    effort = known.effort
    places = np.bincount(effort.unit, minlength=len(effort.counts))
    each = effort.counts[effort.unit] / places[effort.unit]
    place = np.concatenate([effort.places, known.finds.place])
    weight = np.concatenate([each, np.ones(len(known.finds))])
    return place[weight > 0], weight[weight > 0]


def find_density(
    place: NDArray[np.float64], weight: NDArray[np.float64], grid: Grid, bandwidth_m: float
) -> NDArray[np.float64]:
    """Return finds a cell by a normal kernel, ``grid.shape``; effort plays no part.

    Silverman, Density Estimation (1986), section 4.2. Summed over an extent that holds all kernels it gives
    the weights' sum.

    Parameters
    ----------
    bandwidth_m
        Standard deviation of the kernel along each axis.

    Examples
    --------
    >>> grid = Grid("EPSG:32633", 0, 0, 50.0, 40, 40)
    >>> density = find_density(np.array([[1000.0, 1000.0]]), np.array([2.0]), grid, 100.0)
    >>> round(float(density.sum()), 6)
    2.0
    """
    if not len(place):
        return np.zeros(grid.shape)
    east = _shares(place[:, 0], grid.columns, grid.cell_m, bandwidth_m)
    north = _shares(place[:, 1], grid.rows, grid.cell_m, bandwidth_m)
    return np.asarray(np.matmul(north.T, weight[:, None] * east))


def _shares(middle: NDArray[np.float64], count: int, cell_m: float, sd_m: float) -> NDArray[np.float64]:
    """Return the share of each kernel that falls into each row or column."""
    from scipy.special import ndtr

    edges = np.arange(count + 1) * cell_m
    return np.asarray(np.diff(ndtr((edges - middle[:, None]) / sd_m), axis=1))


def distance_to_find_m(place: NDArray[np.float64], grid: Grid) -> NDArray[np.float64]:
    """Return metres from the middle of each cell to the nearest find; infinite where there is none.

    Examples
    --------
    >>> distance_to_find_m(np.array([[25.0, 25.0]]), Grid("EPSG:32633", 0, 0, 50.0, 3, 1)).tolist()
    [[0.0, 50.0, 100.0]]
    """
    from scipy.spatial import KDTree

    if not len(place):
        return np.full(grid.shape, np.inf)
    east, north = np.meshgrid(
        (np.arange(grid.columns) + 0.5) * grid.cell_m, (np.arange(grid.rows) + 0.5) * grid.cell_m
    )
    away, _ = KDTree(place).query(np.column_stack([east.ravel(), north.ravel()]))
    return np.asarray(away).reshape(grid.shape)


def practice_order(
    start: NDArray[np.bool_], would_find: NDArray[np.int64], done: NDArray[np.bool_], fade_out: int
) -> NDArray[np.int64]:
    """Return in which round survey by expanding boxes comes to each cell, from 1; 0 where it never does.

    A box a cell. Around each find all boxes up to the fade-out are searched; a find there moves the edge
    out again, until the outermost `fade_out` boxes are empty on all sides. So cluster munition remnants
    survey goes on; how far the fade-out reaches is the programme's and not verified.

    Parameters
    ----------
    start
        Cells where something was found already.
    would_find
        Items a search would find in each cell: the truth, which survey meets only where it searches.
    done
        Cells searched enough, not searched again.
    fade_out
        Boxes beyond a find.

    Examples
    --------
    >>> start = np.array([[True, False, False, False, False]])
    >>> practice_order(start, np.array([[0, 1, 0, 0, 3]]), np.zeros((1, 5), bool), 1).tolist()
    [[1, 1, 2, 0, 0]]
    """
    from scipy.ndimage import binary_dilation

    order = np.zeros(start.shape, np.int64)
    around, hot, turn = np.ones((2 * fade_out + 1, 2 * fade_out + 1), bool), start, 0
    while True:
        reached = np.asarray(binary_dilation(hot, around)) if hot.any() else hot
        new = reached & ~done & (order == 0)
        if not new.any():
            return order
        turn += 1
        order[new] = turn
        hot = new & (would_find > 0)
