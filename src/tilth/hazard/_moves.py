"""Steps that change strikes that happened: where they lie, their form, which record tells of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._kernels import SHAPES
from tilth.hazard._scene import Change, Scene
from tilth.hazard._state import Common

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["chosen", "exchange", "nudge", "several"]

_LEAST_STEP, _MOST_STEP = 0.02, 1.5
_SURELY = 0.02
"""Added to the chance of being found, so that a strike that was hardly searched keeps its size."""


def chosen(where: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return one strike of each chain among those of `where`, each as likely; any where there is none."""
    return np.asarray(np.argmax(where + rng.random(where.shape), axis=1))


def several(where: NDArray[np.bool_], times: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return several strikes of each chain, none twice, those of `where` first; in order of chains."""
    order = np.argsort(-(where + rng.random(where.shape)), axis=1, kind="stable")
    return np.asarray(order[:, :times].T.ravel())


def nudge(scene: Scene, kind: str, times: int, rng: np.random.Generator, weight: float = 1.0) -> None:
    """Try another ``place``, ``form``, ``shape`` or ``amount`` for several strikes of each chain."""
    strike = several(scene.strikes.on, times, rng)
    common = scene.common.repeated(len(strike) // len(scene.strikes.on))
    before = scene.now(strike)
    one, chains = before.one, len(strike)
    step = np.exp(rng.uniform(np.log(_LEAST_STEP), np.log(_MOST_STEP), chains))
    wide = rng.normal(0, 1, (4, chains)) * step
    if kind == "place":
        far = np.exp(one.log_sd) * wide[:2]
        new = replace(one, place=one.place + far.T)
    elif kind == "form":
        angle = (one.angle + 2 * wide[2]) % np.pi
        new = replace(
            one, log_sd=one.log_sd + wide[0], log_ratio=-np.abs(one.log_ratio + wide[1]), angle=angle
        )
    elif kind == "shape":
        shape = (one.shape + rng.integers(1, len(SHAPES), chains)) % len(SHAPES)
        new = replace(one, shape=shape, log_sd=one.log_sd + 0.1 * wide[0])
    else:
        new = replace(one, left=one.left * np.exp(wide[0]), heard=one.heard * np.exp(wide[1]))
    if kind == "amount":
        after, log_ratio = Change(strike, new, before.explains), wide[0] + wide[1]
    else:
        after, log_ratio = _as_much_found(common, scene.would_be(strike, new), before)
    log_ratio = log_ratio + scene.priors.log_prior(strike, after.one, common)
    log_ratio = log_ratio - scene.priors.log_prior(strike, one, common)
    scene.try_each(before, after, np.where(one.on, log_ratio, -np.inf), rng, weight)


def _as_much_found(common: Common, after: Change, before: Change) -> tuple[Change, NDArray[np.float64]]:
    """Return a change with the items left scaled so that as many would have been found; and its Jacobian."""
    share = common.find_share * before.one.met + _SURELY
    factor = (before.explains.found + share) / (after.explains.found + share)
    return replace(after, one=replace(after.one, left=before.one.left * factor)), np.log(factor)


def exchange(scene: Scene, rng: np.random.Generator) -> None:
    """Try to let one record tell of another strike: two strikes of each chain trade what they are.

    What is found is explained as before, so only the priors count. One of the two may not have happened.
    """
    on, priors = scene.strikes.on, scene.priors
    one = chosen(on, rng)
    other = rng.integers(on.shape[1], size=len(on))
    here, there = scene.strikes.pick(one), scene.strikes.pick(other)
    gain = np.zeros(len(one))
    for strike, new, old in ((one, there, here), (other, here, there)):
        gain += priors.log_prior(strike, new, scene.common) - priors.log_prior(strike, old, scene.common)
    taken = (np.log(rng.random(len(gain))) < gain) & (one != other)
    scene.swap(one, other, taken)
