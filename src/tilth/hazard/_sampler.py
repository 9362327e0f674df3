"""The sampler: sweeps over all steps, several chains side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._known import Known
from tilth.hazard._moves import Priors, draw_heard, draw_left, move
from tilth.hazard._seen import Origins, Seen, Shares
from tilth.hazard._settings import assumed
from tilth.hazard._shared import draw_shape, draw_shared
from tilth.hazard._state import State, begin, exposure
from tilth.hazard._switch import switch

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Draw", "draws"]


@dataclass(frozen=True)
class Draw:
    """The strikes of every chain after one sweep.

    Attributes
    ----------
    is_seen
        Strikes from which something found or told came, ``(chains, strikes)``.
    found
        Chance that an item of each strike has been found by a search.
    """

    state: State
    is_seen: NDArray[np.bool_]
    is_reported: NDArray[np.bool_]
    found: NDArray[np.float64]


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
    seen = Seen.of(known)
    state = begin(known, chains or int(assumed("sampling", "chains")), rng)
    priors = Priors(known, state.on.shape[1])
    settling, kept = int(assumed("sampling", "settling")), int(assumed("sampling", "kept"))
    every = int(assumed("sampling", "every"))
    for sweep in range(settling + kept):
        origins, found = _sweep(state, priors, seen, sweep, rng)
        if told is not None:
            told(sweep + 1, settling + kept)
        if sweep >= settling and (sweep - settling) % every == every - 1:
            yield Draw(
                replace(state, on=state.on.copy()),
                origins.items + origins.signs > 0,
                priors.is_reported,
                found,
            )


def _sweep(
    state: State, priors: Priors, seen: Seen, number: int, rng: np.random.Generator
) -> tuple[Origins, NDArray[np.float64]]:
    """Change every part of the state once."""
    found = exposure(state, priors.known)
    shares = Shares.of(seen, state)
    switch(state, priors, seen, shares, found, max(8, state.on.shape[1] // 3), rng)
    origins = Origins.drawn(seen, state, shares, rng)
    for _ in range(3):
        found = move(state, priors, origins, found, rng)
        draw_left(state, priors, origins, found + state.find_share[:, None], rng)
    draw_heard(state, origins, rng)
    draw_shared(state, priors, origins, origins.chance, rng)
    if number % 3 == 0:
        draw_shape(state, priors, origins, rng)
        found = exposure(state, priors.known)
    return origins, found
