"""The sampler: sweeps over all steps, several chains side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._births import halve, split, switch
from tilth.hazard._known import Known
from tilth.hazard._moves import exchange, nudge
from tilth.hazard._priors import Priors
from tilth.hazard._scene import Scene
from tilth.hazard._seen import Seen
from tilth.hazard._settings import assumed
from tilth.hazard._shared import Origins, draw_given_origins
from tilth.hazard._state import Common, Strikes, begin
from tilth.hazard._warm import goes_on_from, resume

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard.draws import Draws

__all__ = ["Draw", "draws"]

_STEPS = ("place", "form", "split", "switch", "exchange", "shape", "split", "amount", "halve")
_TOGETHER = 4
"""Strikes of each chain that are tried at one time where each is tried alone."""


@dataclass(frozen=True)
class Draw:
    """The strikes of every chain after one sweep.

    Attributes
    ----------
    search_error
        Chance of a search to find an item, over what was written of it: ``(chains,)``; finds tell nothing
        of it.
    is_seen
        Strikes from which something found or told came, ``(chains, strikes)``.
    is_reported, is_companion
        Strikes that a report tells of, and further ovals of theirs.
    """

    strikes: Strikes
    common: Common
    search_error: NDArray[np.float64]
    is_seen: NDArray[np.bool_]
    is_reported: NDArray[np.bool_]
    is_companion: NDArray[np.bool_]


def draws(
    known: Known,
    seed: int | tuple[int, int],
    *,
    chains: int | None = None,
    sweeps: tuple[int, int] | None = None,
    told: Callable[[int, int], None] | None = None,
    start: Draws | None = None,
) -> Iterator[Draw]:
    """Yield draws from what is probable given what is known.

    Parameters
    ----------
    seed
        A pair is the seed and the number of a group of chains.
    chains, sweeps : optional
        How many side by side; sweeps to settle, at least 2, and to keep. As assumed where not given.
    told : callable, optional
        Called with the sweeps done and the sweeps there are, for a progress bar.
    start : optional
        Draws of an earlier run on the same ground: fewer sweeps are made, from where it ended.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    priors = Priors(known)
    strikes, common = begin(known, priors, chains or int(assumed("sampling", "chains")), rng)
    how = "sampling"
    if start is not None and goes_on_from(known, start):
        how = "warm"
        resume(known, start, priors, strikes, common, seed[1] if isinstance(seed, tuple) else 0)
    scene = Scene(Seen.of(known), priors, strikes, common)
    settling, kept = sweeps or (int(assumed(how, "settling")), int(assumed(how, "kept")))
    every, weight = int(assumed(how, "every")), assumed(how, "coolest")
    step = weight ** (-1 / (settling - 1))
    for sweep in range(settling + kept):
        if sweep < settling:
            weight = _settle(scene, weight, step, rng)
        origins = _sweep(scene, weight, rng)
        if told is not None:
            told(sweep + 1, settling + kept)
        if sweep >= settling and (sweep - settling) % every == every - 1:
            yield _draw(scene, origins, rng)


def _settle(scene: Scene, weight: float, step: float, rng: np.random.Generator) -> float:
    """Let the evidence count a little more, and chains go on from where it is met best; return its weight.

    Chains are drawn again in proportion to what the change of weight makes of them (sequential Monte Carlo,
    Del Moral, Doucet and Jasra, JRSS B 68 (2006) 411-436), so that none stays where a first guess led it.
    """
    more = float(min(1.0, weight * step))
    odds = (more - weight) * scene.log_evidence()
    share = np.cumsum(np.exp(odds - odds.max()))
    count = len(share)
    rows = np.searchsorted(share / share[-1], (rng.random() + np.arange(count)) / count)
    scene.resample(np.minimum(rows, count - 1))
    return more


def _draw(scene: Scene, origins: Origins, rng: np.random.Generator) -> Draw:
    seen = origins.items + origins.signs > 0
    drawn = rng.normal(0, 1, len(seen))
    error = np.exp(np.log(assumed("search", "median")) + assumed("search", "log_sd") * drawn)
    priors = scene.priors
    strikes, common = deepcopy(scene.strikes), deepcopy(scene.common)
    return Draw(strikes, common, error, seen, priors.is_reported, priors.is_companion)


def _sweep(scene: Scene, weight: float, rng: np.random.Generator) -> Origins:
    """Try many strikes of each chain, then draw what they share."""
    for number in range(int(assumed("sampling", "steps"))):
        kind = _STEPS[number % len(_STEPS)]
        if kind == "switch":
            switch(scene, _TOGETHER, rng, weight)
        elif kind == "split":
            split(scene, rng, weight)
        elif kind == "halve":
            halve(scene, rng, weight)
        elif kind == "exchange":
            exchange(scene, rng)
        else:
            nudge(scene, kind, _TOGETHER, rng, weight)
    return draw_given_origins(scene, rng)
