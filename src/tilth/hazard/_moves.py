"""Steps of the sampler that change strikes, given which finds and signs came from each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._known import Known
from tilth.hazard._seen import Origins
from tilth.hazard._settings import assumed
from tilth.hazard._state import State, exposure, log_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Priors", "draw_heard", "draw_left", "move"]

Arrays = tuple["NDArray[np.float64]", ...]


class Priors:
    """What is assumed of each strike before finds are looked at, as arrays over strikes."""

    def __init__(self, known: Known, strikes: int) -> None:
        told = len(known.reported)
        self.known = known
        self.is_reported = np.arange(strikes) < told
        self.place = np.zeros((strikes, 2))
        self.place[:told] = known.reported.place
        self.sd_m = np.full(strikes, np.inf)
        self.sd_m[:told] = known.reported.sd_m
        self.certainty = np.zeros(strikes)
        self.certainty[:told] = known.reported.certainty
        self.expected = np.full(strikes, np.nan)
        self.expected[:told] = known.reported.expected
        unknown, sure = assumed("left", "unknown", "shape"), assumed("left", "known", "shape")
        self.left_shape = np.where(np.isnan(self.expected), unknown, sure)
        self.size = np.array([known.grid.columns, known.grid.rows]) * known.grid.cell_m

    def log_place(self, place: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log prior of places ``(chains, strikes, 2)``, up to a constant of each strike."""
        off = ((place - self.place) ** 2).sum(axis=-1)
        near = -0.5 * off / np.where(self.is_reported, self.sd_m, 1.0) ** 2
        inside = ((place >= 0) & (place <= self.size)).all(axis=-1)
        return np.where(self.is_reported, near, np.where(inside, 0.0, -np.inf))

    def log_form(self, state: State) -> NDArray[np.float64]:
        """Return the log prior of size and ratio; every angle is as likely."""
        size = (state.log_sd - state.base_log_sd[:, None]) / assumed("footprint", "between_log_sd")
        middle = np.log(assumed("footprint", "ratio", "median"))
        ratio = (state.log_ratio - middle) / assumed("footprint", "ratio", "log_sd")
        low, high = np.log(assumed("footprint", "least_sd_m")), np.log(assumed("footprint", "most_sd_m"))
        fits = (state.log_sd >= low) & (state.log_sd <= high) & (state.log_ratio <= 0)
        return np.where(fits, -0.5 * (size**2 + ratio**2), -np.inf)


def draw_left(
    state: State, priors: Priors, origins: Origins, seen: NDArray[np.float64], rng: np.random.Generator
) -> None:
    """Draw the items each strike left, given how many of them have been found (Gamma, conjugate)."""
    shape = priors.left_shape
    rate = shape / state.mean_left(priors.expected) + seen
    state.left = rng.gamma(shape + origins.items) / rate


def draw_heard(state: State, origins: Origins, rng: np.random.Generator) -> None:
    """Draw how much is told of each strike (Gamma, conjugate)."""
    own = assumed("signs", "own_shape")
    state.heard = rng.gamma(own + origins.signs) / (own + state.sign_rate[:, None])


def move(
    state: State, priors: Priors, origins: Origins, seen: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Try new places, then new forms, for all strikes at once (Metropolis); return the exposure."""
    share = _log_share(state, origins)
    numbers = origins.items + origins.signs
    for kind in ("place", "form"):
        other = _proposed(state, numbers, kind, rng)
        found = exposure(other, priors.known)
        theirs = _log_share(other, origins)
        gain = theirs - share - state.left * (found - seen)
        gain = gain + priors.log_place(other.place) - priors.log_place(state.place)
        gain = gain + priors.log_form(other) - priors.log_form(state)
        taken = np.log(rng.random(gain.shape)) < gain
        _take(state, other, taken)
        share, seen = np.where(taken, theirs, share), np.where(taken, found, seen)
    return seen


def _log_share(state: State, origins: Origins) -> NDArray[np.float64]:
    """Return the summed log density of what came from each strike."""
    logs = log_kernel(state, (origins.chain, origins.strike), origins.place, origins.blur_m)
    chains, strikes = state.on.shape
    keys = origins.chain * strikes + origins.strike
    return np.bincount(keys, weights=logs, minlength=chains * strikes).reshape(chains, strikes)


def _proposed(
    state: State, numbers: NDArray[np.int64], kind: str, rng: np.random.Generator
) -> State:
    """Return a neighbour of each strike; steps are mixed in size and shorter where much was found."""
    shape = state.on.shape
    step = np.exp(rng.normal(0, 1, shape)) / np.sqrt(1 + numbers)
    if kind == "place":
        far = (step * np.exp(state.log_sd))[..., None]
        return replace(state, place=state.place + far * rng.normal(0, 1, (*shape, 2)))
    return replace(
        state,
        log_sd=state.log_sd + 0.6 * step * rng.normal(0, 1, shape),
        log_ratio=state.log_ratio + 0.6 * step * rng.normal(0, 1, shape),
        angle=(state.angle + step * rng.normal(0, 1, shape)) % np.pi,
    )


def _take(state: State, other: State, taken: NDArray[np.bool_]) -> None:
    state.place = np.where(taken[..., None], other.place, state.place)
    for name in ("log_sd", "log_ratio", "angle"):
        setattr(state, name, np.where(taken, getattr(other, name), getattr(state, name)))
