"""The footprint of a strike of which nothing is known but its place, as shares of cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._country_settings import country_number
from tilth.hazard._footprint import kernel
from tilth.hazard._kernels import SHAPES
from tilth.hazard._settings import assumed, settings
from tilth.hazard._state import Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Footprint", "footprint"]

_ANGLES, _SIZES, _RATIOS = 12, 9, 3


@dataclass(frozen=True)
class Footprint:
    """Shares of a strike's items in the cells about it, over all sizes, directions and shapes assumed.

    Attributes
    ----------
    mean, square
        Mean share and mean squared share, ``(2 * reach + 1,) * 2``; `mean` sums to 1.
    reach
        Cells from the middle to the edge.
    """

    mean: NDArray[np.float64]
    square: NDArray[np.float64]
    reach: int


@lru_cache(maxsize=8)
def footprint(cell_m: float) -> Footprint:
    """Return the mean footprint on cells of a side, from the priors of ``data/hazard/model.yaml``.

    Examples
    --------
    >>> made = footprint(500.0)
    >>> round(float(made.mean.sum()), 12), made.reach
    (1.0, 6)
    """
    reach = max(2, int(np.ceil(country_number("footprint_reach_m") / cell_m)))
    steps = np.arange(-reach, reach + 1) * cell_m
    spots = np.stack(np.meshgrid(steps, steps)).reshape(2, -1).astype(np.float32)
    # The strike may lie anywhere in its cell and the item anywhere in its own: two uniform errors.
    blur2 = np.full(spots.shape[1], cell_m**2 / 6, dtype=np.float32)
    mean, square = np.zeros(spots.shape[1]), np.zeros(spots.shape[1])
    priors = [float(settings()["shapes"][name]["prior"]) for name in SHAPES]
    for number, share in enumerate(priors):
        strikes, weight = _forms(number)
        density = kernel(strikes, spots, blur2).astype(np.float64)
        shares = density / density.sum(axis=1, keepdims=True)
        prior = share / sum(priors)
        # Not by matrix products: their last bits depend on how many threads a worker has.
        mean += prior * (weight[:, None] * shares).sum(axis=0)
        square += prior * (weight[:, None] * shares**2).sum(axis=0)
    side = 2 * reach + 1
    return Footprint(_even(mean.reshape(side, side)), _even(square.reshape(side, side)), reach)


def _forms(shape: int) -> tuple[Strikes, NDArray[np.float64]]:
    """Return strikes of one shape in many sizes and directions, and the weight of each."""
    size, size_weight = np.polynomial.hermite_e.hermegauss(_SIZES)
    ratio, ratio_weight = np.polynomial.hermite_e.hermegauss(_RATIOS)
    spread = np.hypot(assumed("footprint", "along_sd_m", "log_sd"), assumed("footprint", "between_log_sd"))
    low, high = assumed("footprint", "least_sd_m"), assumed("footprint", "most_sd_m")
    sizes = np.clip(
        np.log(assumed("footprint", "along_sd_m", "median")) + spread * size, np.log(low), np.log(high)
    )
    ratios = np.log(assumed("footprint", "ratio", "median")) + assumed("footprint", "ratio", "log_sd") * ratio
    angles = (np.arange(_ANGLES) + 0.5) * np.pi / _ANGLES
    along, across, turned = (part.ravel() for part in np.meshgrid(sizes, ratios, angles, indexing="ij"))
    weight = np.repeat(np.outer(size_weight, ratio_weight).ravel(), _ANGLES)
    count, ones = len(along), np.ones(len(along))
    strikes = Strikes(
        np.zeros((count, 2)), along, across, turned, np.full(count, shape), ones, ones, ones, ones > 0
    )
    return strikes, weight / weight.sum()


def _even(kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a kernel that is the same seen from all four sides, so that it is its own mirror image."""
    turned = [np.rot90(kernel, n) for n in range(4)]
    return np.asarray(sum(turned + [one.T for one in turned]) / 8)
