"""Footprints on the ground: the density of a strike's items at places, and how much of it was searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._effort import Looked
from tilth.hazard._kernels import log_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard._state import Strikes

__all__ = ["exposure", "log_kernel"]


def log_kernel(one: Strikes, place: NDArray[np.float64], blur_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log density, a square metre, of an item of each strike at places seen with an error.

    Parameters
    ----------
    one : Strikes
        Arrays ``(n,)``.
    place, blur_m : arrays ``(m, 2)`` and ``(m,)``
        Places, and the standard deviation of each along both axes. A shape that is not normal is
        widened by the blur as if it were.

    Returns
    -------
    Array ``(n, m)``.
    """
    east = place[:, 0] - one.place[:, 0, None]
    north = place[:, 1] - one.place[:, 1, None]
    cos, sin = np.cos(one.angle)[:, None], np.sin(one.angle)[:, None]
    along2 = (east * cos + north * sin) ** 2
    across2 = (north * cos - east * sin) ** 2
    blur2 = blur_m**2
    long2 = np.exp(2 * one.log_sd)[:, None] + blur2
    short2 = np.exp(2 * (one.log_sd + one.log_ratio))[:, None] + blur2
    return log_density(one.shape, along2 / long2 + across2 / short2) - 0.5 * np.log(long2 * short2)


def exposure(one: Strikes, looked: Looked) -> NDArray[np.float64]:
    """Return the chance that an item of each strike has been found by a search, ``(n,)``.

    The sum over all searched blocks, so that no place of a strike profits from where a rule of integration
    happens to look.
    """
    found = np.exp(log_kernel(one, looked.place, looked.blur_m)) @ looked.weight
    return np.asarray(np.minimum(found, 1.0))
