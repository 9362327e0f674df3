"""What is known of a piece of ground, as arrays in metres that the sampler reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._effort import Effort
from tilth.hazard._grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Known", "Points", "Reported"]


@dataclass(frozen=True)
class Reported:
    """Reported strikes: where, how sure, how many unexploded items they would have left.

    Attributes
    ----------
    place, sd_m : arrays ``(n, 2)`` and ``(n,)``
        Position and its error, one standard deviation along each axis.
    certainty
        Chance that it happened.
    expected
        Items it would have left; NaN where neither munition nor rounds are told.
    """

    place: NDArray[np.float64]
    sd_m: NDArray[np.float64]
    certainty: NDArray[np.float64]
    expected: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.sd_m)


@dataclass(frozen=True)
class Points:
    """Places with the error of each; one row an item or a sign."""

    place: NDArray[np.float64]
    sd_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.sd_m)


@dataclass(frozen=True)
class Known:
    """Everything the sampler is given.

    Attributes
    ----------
    finds
        Items that residents or others found by chance.
    signs
        Fragments, carriers, craters and what informants tell.
    inside
        Cells of the grid that lie inside the studied extent; None for all.
    """

    grid: Grid
    reported: Reported
    effort: Effort
    finds: Points
    signs: Points
    inside: NDArray[np.bool_] | None = None

    @property
    def area_m2(self) -> float:
        """Area of the studied extent in its own plane."""
        return self.grid.area_km2 * 1e6

    @cached_property
    def searched_m2(self) -> float:
        """Area of the extent weighed by the chance that an item in it has been found."""
        cell = self.effort.grid.cell_m
        return float((1.0 - self.effort.left.astype(np.float64)).sum() * cell**2)
