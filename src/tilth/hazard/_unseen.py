"""Strikes that nobody reported and nothing speaks for: their even, thin share of the map.

Recorded or not, a strike stays unseen with the chance that no search, resident or informant met with it; what
remains is a Poisson field of whole strikes, worked out rather than sampled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter

from tilth.hazard._known import Known
from tilth.hazard._sampler import Draw
from tilth.hazard._settings import assumed

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Unseen"]


@dataclass
class Unseen:
    """Means over draws of what unseen strikes would be like."""

    rows: list[tuple[float, ...]] = field(default_factory=list)

    def add(self, draw: Draw) -> None:
        """Take the shared numbers of every chain."""
        state = draw.common
        for chain in range(len(state.unrecorded)):
            self.rows.append(
                (
                    float(state.unrecorded[chain]),
                    float(state.unknown_mean[chain]),
                    float(state.base_log_sd[chain]),
                    _met_share(state.find_share[chain], state.met_shape[chain], state.unknown_mean[chain]),
                    float(state.sign_rate[chain]),
                )
            )

    def fields(self, known: Known, left: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Return maps of expected items, chance of any and variance that unseen strikes add."""
        count, items, log_sd, share, signs = np.median(np.array(self.rows), axis=0)
        shape, own = assumed("left", "unknown", "shape"), assumed("signs", "own_shape")
        sd = float(np.exp(log_sd)) * np.sqrt(assumed("footprint", "ratio", "median"))
        cells = sd / known.grid.cell_m
        found = gaussian_filter(1 - left, cells, mode="constant")
        rate = shape / items
        stays = (rate / (rate + found + share)) ** shape * (own / (own + signs)) ** own
        density = count / known.area_m2 * stays
        mass = shape / (rate + found + share)
        area = known.grid.cell_m**2
        mean = left * (1 - share) * gaussian_filter(density * mass, cells, mode="nearest") * area
        if known.inside is not None:
            mean = mean * known.inside
        near = gaussian_filter(density, cells, mode="nearest")
        return {
            "mean": mean,
            "any": 1 - np.exp(-near * _covered(rate + share, shape, sd, area, left)),
            "variance": near * left**2 * mass**2 * (1 + 1 / shape) * area**2 / (4 * np.pi * sd**2) + mean,
        }

    def totals(self, fields: dict[str, NDArray[np.float64]], rng: np.random.Generator) -> NDArray[np.float64]:
        """Return, for each draw, expected items left by unseen strikes: a random number of random strikes."""
        shape = assumed("left", "unknown", "shape")
        expected = float(fields["mean"].sum())
        made = []
        for count, items, _, share, signs in self.rows:
            own = assumed("signs", "own_shape")
            stays = (own / (own + signs)) ** own / (1 + items * share / shape) ** shape
            number = rng.poisson(max(count * stays, 1e-9))
            mean = items / (1 + items * share / shape)
            made.append(rng.gamma(shape * number) * mean / shape if number else 0.0)
        drawn = np.array(made)
        return np.asarray(drawn * (expected / max(drawn.mean(), 1e-9)) if expected > 0 else drawn * 0)


def _met_share(share: float, shape: float, items: float) -> float:
    """Return the share of items found by chance that leaves a strike as often unmet as an uneven one does."""
    return float(shape * np.log1p(share * items / shape) / items)


def _covered(
    rate: float, shape: float, sd: float, area: float, left: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the square metres about a cell in which an unseen strike would leave an item in it."""
    reach = np.linspace(0, 5 * sd, 60)
    density = np.exp(-0.5 * (reach / sd) ** 2) / (2 * np.pi * sd**2) * area
    shares = np.linspace(0, 1, 11)
    chance = 1 - (rate / (rate + np.outer(shares, density))) ** shape
    covered = np.trapezoid(chance * 2 * np.pi * reach, reach, axis=1)
    return np.asarray(np.interp(left, shares, covered))
