"""The sampler: sweeps over all steps, several chains side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._births import split, switch
from tilth.hazard._known import Known
from tilth.hazard._moves import exchange, nudge
from tilth.hazard._priors import Priors
from tilth.hazard._scene import Scene
from tilth.hazard._seen import Seen
from tilth.hazard._settings import assumed
from tilth.hazard._shared import Origins, draw_given_origins
from tilth.hazard._state import Common, Strikes, begin

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Draw", "draws"]

_STEPS = ("place", "form", "switch", "split", "exchange", "place", "shape", "switch", "form", "amount", "split")


@dataclass(frozen=True)
class Draw:
    """The strikes of every chain after one sweep.

    Attributes
    ----------
    is_seen
        Strikes from which something found or told came, ``(chains, strikes)``.
    """

    strikes: Strikes
    common: Common
    is_seen: NDArray[np.bool_]
    is_reported: NDArray[np.bool_]


def draws(
    known: Known, seed: int, *, chains: int | None = None, told: Callable[[int, int], None] | None = None
) -> Iterator[Draw]:
    """Yield draws from what is probable given what is known.

    Parameters
    ----------
    told : callable, optional
        Called with the sweeps done and the sweeps there are, for a progress bar.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    priors = Priors(known)
    scene = Scene(Seen.of(known), priors, *begin(known, priors, chains or int(assumed("sampling", "chains")), rng))
    settling, kept = int(assumed("sampling", "settling")), int(assumed("sampling", "kept"))
    every = int(assumed("sampling", "every"))
    for sweep in range(settling + kept):
        origins = _sweep(scene, _weight(sweep, settling), rng)
        if told is not None:
            told(sweep + 1, settling + kept)
        if sweep >= settling and (sweep - settling) % every == every - 1:
            yield _draw(scene, origins)


def _weight(sweep: int, settling: int) -> float:
    """Return how much the evidence counts: little at first, so that no chain clings to its first guess."""
    return float(min(1.0, assumed("sampling", "coolest") ** (1 - 2 * sweep / settling)))


def _draw(scene: Scene, origins: Origins) -> Draw:
    seen = origins.items + origins.signs > 0
    strikes = replace(scene.strikes)
    for name in ("place", "log_sd", "log_ratio", "angle", "shape", "left", "heard", "on"):
        setattr(strikes, name, getattr(strikes, name).copy())
    return Draw(strikes, scene.common.copy(), seen, scene.priors.is_reported)


def _sweep(scene: Scene, weight: float, rng: np.random.Generator) -> Origins:
    """Try many strikes of each chain, then draw what they share."""
    for number in range(int(assumed("sampling", "steps"))):
        kind = _STEPS[number % len(_STEPS)]
        if kind == "switch":
            switch(scene, rng, weight)
        elif kind == "split":
            split(scene, rng, weight)
        elif kind == "exchange":
            exchange(scene, rng)
        else:
            nudge(scene, kind, rng, weight)
    return draw_given_origins(scene, rng)
