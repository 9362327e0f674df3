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

__all__ = ["Draw", "Settled", "draws", "settled"]

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


@dataclass(frozen=True)
class Settled:
    """Chains that have settled.

    Attributes
    ----------
    log_evidence
        Log of how probable all that was found and told is, as far as these chains met with an explanation of
        it; to be compared with other chains on the same ground.
    """

    strikes: Strikes
    common: Common
    log_evidence: float


def settled(
    known: Known,
    seed: int | tuple[int, ...],
    *,
    chains: int,
    settling: int | None = None,
    told: Callable[[int, int], None] | None = None,
    start: Draws | None = None,
    group: int = 0,
) -> Settled:
    """Return chains that have settled: the evidence counts more and more, up to all it is worth.

    Parameters
    ----------
    settling
        Sweeps, at least 2; as assumed where not given.
    told : callable, optional
        Called with the sweeps done and the sweeps there are, for a progress bar.
    start, group : optional
        Draws of an earlier run on the same ground, and which of them: fewer sweeps are made, from where it
        ended.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    priors = Priors(known)
    strikes, common = begin(known, priors, chains, rng)
    how = "sampling"
    if start is not None and goes_on_from(known, start):
        how = "warm"
        resume(known, start, priors, strikes, common, group)
    scene = Scene(Seen.of(known), priors, strikes, common)
    settling = settling or int(assumed(how, "settling"))
    weight, log_evidence = assumed(how, "coolest"), 0.0
    step = weight ** (-1 / (settling - 1))
    for sweep in range(settling):
        more = float(min(1.0, weight * step))
        log_evidence += _settle(scene, more - weight, rng)
        weight = more
        _sweep(scene, weight, rng)
        if told is not None:
            told(sweep + 1, settling)
    return Settled(scene.strikes, scene.common, log_evidence)


def draws(
    known: Known,
    seed: int | tuple[int, ...],
    begun: Settled,
    *,
    kept: int,
    every: int,
    told: Callable[[int, int], None] | None = None,
) -> Iterator[Draw]:
    """Yield draws from what is probable given what is known, by chains that have settled.

    Parameters
    ----------
    kept, every
        Sweeps, and how many of them make a draw.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    scene = Scene(Seen.of(known), Priors(known), deepcopy(begun.strikes), deepcopy(begun.common))
    for sweep in range(kept):
        origins = _sweep(scene, 1.0, rng)
        if told is not None:
            told(sweep + 1, kept)
        if sweep % every == every - 1:
            yield _draw(scene, origins, rng)


def _settle(scene: Scene, more: float, rng: np.random.Generator) -> float:
    """Let the evidence weigh so much more, and chains go on from where it is met best; return its log.

    Chains are drawn again in proportion to what the change of weight makes of them (sequential Monte Carlo,
    Del Moral, Doucet and Jasra, JRSS B 68 (2006) 411-436), so that none stays where a first guess led it.
    """
    odds = more * scene.log_evidence()
    share = np.cumsum(np.exp(odds - odds.max()))
    count = len(share)
    rows = np.searchsorted(share / share[-1], (rng.random() + np.arange(count)) / count)
    scene.resample(np.minimum(rows, count - 1))
    return float(odds.max() + np.log(share[-1] / count))


def _draw(scene: Scene, origins: Origins, rng: np.random.Generator) -> Draw:
    seen = origins.items + origins.signs > 0
    drawn = rng.normal(0, 1, len(seen))
    error = np.exp(np.log(assumed("search", "median")) + assumed("search", "log_sd") * drawn)
    priors = scene.priors
    strikes, common = deepcopy(scene.strikes), deepcopy(scene.common)
    return Draw(strikes, common, error, seen, priors.is_reported, priors.is_companion)


def _sweep(scene: Scene, weight: float, rng: np.random.Generator) -> Origins:
    """Try many strikes of each chain, then draw what they share."""
    for number in range(len(_STEPS) * int(assumed("sampling", "rounds"))):
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
    return draw_given_origins(scene, rng, weight)
