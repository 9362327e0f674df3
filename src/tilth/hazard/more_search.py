"""How much more search an area needs until items are left in it with less than a given chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import logsumexp

from tilth.hazard._errors import HazardError
from tilth.hazard._settings import assumed
from tilth.hazard.residual import Residual

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Effort", "MoreSearch", "more_search"]


@dataclass(frozen=True, slots=True)
class Effort:
    """An amount of search.

    Attributes
    ----------
    share_times_detection
        Chance that an item there before is found by all of it together.
    passes
        Times that the whole area is searched, the last perhaps in part: 1.4 is once, then 40 % of it.
    search_m2
        Square metres to search, ground passed twice counted twice.
    """

    share_times_detection: float
    passes: float
    search_m2: float


@dataclass(frozen=True, slots=True)
class MoreSearch:
    """What it takes until the chance of at least one item left is below a target.

    Attributes
    ----------
    detection
        Chance of one pass to find an item in the ground it covers.
    now
        Chance of at least one item left today.
    whatever_is_found
        Search after which the chance is below the target, whatever is found and taken away on the way: the
        one to plan with. None where no reasonable number of passes reaches it.
    if_nothing_is_found
        Search after which it is below the target provided that nothing is found in it.
    """

    target: float
    detection: float
    now: float
    whatever_is_found: Effort | None
    if_nothing_is_found: Effort | None

    @property
    def sentence(self) -> str:
        """The answer in words."""
        if self.now < self.target:
            return f"The probability of at least one item is below {self.target:.0%} already."
        if self.whatever_is_found is None:
            return (
                f"No number of passes up to {assumed('statement', 'most_passes'):.0f} with detection "
                f"{self.detection:g} brings the probability below {self.target:.0%}."
            )
        told = _words(self.whatever_is_found, self.target, self.detection)
        if self.if_nothing_is_found is not None:
            told += f" If nothing is found, {_amount(self.if_nothing_is_found)} are enough."
        return told

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        told = {name: getattr(self, name) for name in ("target", "detection", "now", "sentence")}
        for name in ("whatever_is_found", "if_nothing_is_found"):
            effort: Effort | None = getattr(self, name)
            told[name] = None if effort is None else {part: getattr(effort, part) for part in _PARTS}
        return told


_PARTS = ("share_times_detection", "passes", "search_m2")


def more_search(told: Residual, target: float, detection: float | None = None) -> MoreSearch:
    """Return how much more search brings the chance of at least one item left below a target.

    All of the area is searched alike. With items expected ``r`` in a draw and the chance ``e`` that search
    finds an item, the chance after it is the mean of ``1 - exp(-r (1 - e))`` whatever is found, and
    ``1 - mean(exp(-r)) / mean(exp(-r e))`` provided that nothing is (Bayes' rule over the draws).

    Parameters
    ----------
    target
        Chance, above 0 and below 1.
    detection
        Chance of one pass to find an item in the ground it covers; as assumed where not given.

    Raises
    ------
    HazardError
        A target or a detection that is no such chance.

    Examples
    --------
    >>> one = Residual({}, 0.86, 100.0, 0.0, 0.0, 100.0, 1, 1.0, (), (), np.array([2.0]), np.ones(1))
    >>> round(more_search(one, 0.05, 0.9).whatever_is_found.share_times_detection, 3)
    0.974
    """
    detection = assumed("statement", "detection") if detection is None else detection
    if not 0 < target < 1 or not 0 < detection <= 1:
        raise HazardError(
            f"target {target:g} with detection {detection:g}: give a chance between 0 and 1, and a "
            "detection above 0 up to 1"
        )
    return MoreSearch(
        target=target,
        detection=detection,
        now=told.probability_any,
        whatever_is_found=_least(told, target, detection, _whatever),
        if_nothing_is_found=_least(told, target, detection, _nothing),
    )


def _whatever(rates: NDArray[np.float64], stays: NDArray[np.float64]) -> float:
    return float(-np.expm1(-rates * stays).mean())


def _nothing(rates: NDArray[np.float64], stays: NDArray[np.float64]) -> float:
    """Return the chance of any left given that the search found nothing; by logs, as rates may be large."""
    return float(-np.expm1(logsumexp(-rates) - logsumexp(-rates * (1 - stays))))


def _least(told: Residual, target: float, detection: float, chance: Any) -> Effort | None:
    """Return the least search after which a chance is below the target: whole passes, then a part."""
    most = assumed("search", "most")
    each = np.minimum(detection * told.search_error, most)

    def after(passes: float) -> float:
        whole = int(passes)
        return float(chance(told.rates, (1 - each) ** whole * (1 - (passes - whole) * each)))

    last = int(assumed("statement", "most_passes"))
    whole = next((number for number in range(last + 1) if after(number) < target), None)
    if whole is None:
        return None
    low, high = max(whole - 1, 0.0), float(whole)
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if after(middle) < target else (middle, high)
    part = high - int(high)
    stays = (1 - each) ** int(high) * (1 - part * each)
    return Effort(float(1 - stays.mean()), high, high * told.area_m2)


def _words(effort: Effort, target: float, detection: float) -> str:
    return (
        f"To bring the probability of at least one item below {target:.0%}, search {_amount(effort)} more "
        f"with detection {detection:g}: together they must find an item with the chance "
        f"{effort.share_times_detection:.3f}."
    )


def _amount(effort: Effort) -> str:
    return f"{effort.search_m2:,.0f} m² ({effort.passes:.1f} passes over the area)"
