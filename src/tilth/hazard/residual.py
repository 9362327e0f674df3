"""What probably remains in one area after what was searched in it: the statement and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import pdtr

from tilth.hazard._agreement import agreement
from tilth.hazard._area_rates import expected_in, patch_of
from tilth.hazard._errors import HazardError
from tilth.hazard._settings import assumed, settings
from tilth.hazard.draws import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Residual", "residual"]


@dataclass(frozen=True)
class Residual:
    """What probably remains in an area.

    Attributes
    ----------
    left
        Items left: ``mean``, ``median``, ``p05``, ``p95``.
    probability_any
        Chance that at least one is left.
    area_m2, outside_m2
        Area on the ellipsoid, and how much of it lies outside the studied extent: nothing is said of that.
    searched
        Share searched times detection, the mean over the area.
    not_searched_m2
        Land in it that no search reached.
    draws, rhat
        Draws it rests on, and how well the chains agree on this area: below `agreement` is good.
    problems
        What makes it unfit to rely on, in words; empty where nothing does.
    rates, search_error
        Items expected in each draw, and the error of searches in it, for questions that follow.
    """

    left: dict[str, float]
    probability_any: float
    area_m2: float
    outside_m2: float
    searched: float
    not_searched_m2: float
    draws: int
    rhat: float
    assumptions: tuple[str, ...]
    problems: tuple[str, ...] = ()
    rates: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0), repr=False, compare=False)
    search_error: NDArray[np.float64] = field(default_factory=lambda: np.ones(0), repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """The statement in one sentence, with its interval and the land that was not searched."""
        left = self.left
        told = (
            f"After what was searched, the expected number of items left is {_figure(left['mean'])} "
            f"(90 % interval {left['p05']:.0f} to {left['p95']:.0f}); "
            f"the probability of at least one is {_percent(self.probability_any)}."
        )
        if self.not_searched_m2 >= 1:
            told += f" {self.not_searched_m2:,.0f} of {self.area_m2:,.0f} m² were not searched."
        return told

    def to_json(self) -> dict[str, Any]:
        """Return the statement as plain JSON values."""
        names = ("left", "probability_any", "area_m2", "outside_m2", "searched", "not_searched_m2")
        told = {name: getattr(self, name) for name in (*names, "draws", "rhat", "sentence")}
        return told | {"assumptions": list(self.assumptions), "problems": list(self.problems)}


def residual(draws: Draws, land: BaseGeometry) -> Residual:
    """Return what probably remains in an area, from the draws behind a surface.

    The number is summed within each draw before anything is said of it: cells of one strike are full or
    empty together, so that quantiles of cells cannot be added up. Given a draw the number is Poisson;
    mean, quantiles and chance are those of the mixture over draws, worked out and not sampled.

    Parameters
    ----------
    land
        Polygon in degrees, WGS84.

    Raises
    ------
    HazardError
        No polygon, or one outside the studied extent.
    """
    from tilth.places import area_m2, settle

    if land.is_empty or land.geom_type not in ("Polygon", "MultiPolygon"):
        raise HazardError(f"the area is a {land.geom_type}: give a polygon in degrees")
    settled, _ = settle(land)
    flat = draws.grid.land(settled)
    patch = patch_of(flat, draws.grid, np.asarray(draws.searched, float))
    rates, size = expected_in(draws, patch), area_m2(settled)
    inside = min(patch.area_m2 / flat.area, 1.0)
    rhat = agreement(rates, draws.chains)
    return Residual(
        left=mixture(rates),
        probability_any=float(-np.expm1(-rates).mean()),
        area_m2=size,
        outside_m2=size * (1 - inside) if inside < 1 - 1e-6 else 0.0,
        searched=float(np.average(patch.looked, weights=patch.weight_m2)),
        not_searched_m2=float(patch.weight_m2[patch.looked <= 0].sum() / flat.area * size),
        draws=len(draws),
        rhat=rhat,
        assumptions=tuple(settings()["assumptions"]),
        problems=tuple(_problems(rhat, inside)),
        rates=rates,
        search_error=draws.search_error,
    )


def mixture(rates: NDArray[np.float64]) -> dict[str, float]:
    """Return mean, median and 90 % interval of a number that is Poisson with one of some rates.

    Examples
    --------
    >>> mixture(np.array([3.0, 3.0]))
    {'mean': 3.0, 'median': 3.0, 'p05': 1.0, 'p95': 6.0}
    """
    shares = (("median", 0.5), ("p05", 0.05), ("p95", 0.95))
    return {"mean": float(rates.mean())} | {name: _quantile(rates, share) for name, share in shares}


def _quantile(rates: NDArray[np.float64], share: float) -> float:
    """Return the smallest number that is not exceeded with at least a given chance."""
    most = float(rates.max(initial=0.0))
    low, high = -1, int(most + 10 * np.sqrt(most) + 20)
    while high - low > 1:
        middle = (low + high) // 2
        if pdtr(middle, rates).mean() >= share:
            high = middle
        else:
            low = middle
    return float(high)


def _problems(rhat: float, inside: float) -> list[str]:
    good = assumed("statement", "agreement")
    told = []
    if rhat > good:
        told.append(
            f"the chains do not agree on this area (R-hat {rhat}, good is below {good}): map again with "
            "another seed and compare before this is relied on"
        )
    if 1 - inside > assumed("statement", "outside"):
        told.append(
            f"{1 - inside:.0%} of the area lies outside the studied extent: nothing is said of that part; "
            "map an extent that holds it"
        )
    return told


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"


def _percent(share: float) -> str:
    """Return a chance in per cent; never 0 or 100, for no number of draws says so."""
    if share > 0.99:
        return "over 99 %"
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{max(100 * share, 0.01):.2f} %"
