"""Steps of the sampler that change what all strikes share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._kernels import SHAPES
from tilth.hazard._moves import Priors
from tilth.hazard._seen import Origins
from tilth.hazard._settings import assumed, settings
from tilth.hazard._state import State, exposure, log_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["draw_shape", "draw_shared"]


def draw_shared(
    state: State, priors: Priors, origins: Origins, chance: NDArray[np.int64], rng: np.random.Generator
) -> None:
    """Draw sizes, rates and shares that all strikes of a chain have in common.

    `chance` holds the chance finds of each chain that came from a strike.
    """
    known, on = priors.known, state.on
    _draw_means(state, priors, rng)
    spread = assumed("footprint", "between_log_sd")
    middle, wide = np.log(assumed("footprint", "along_sd_m", "median")), assumed("footprint", "along_sd_m", "log_sd")
    told = (on & (origins.items + origins.signs > 0)) | (on & priors.is_reported)
    precise = told.sum(axis=1) / spread**2 + 1 / wide**2
    total = np.where(told, state.log_sd, 0.0).sum(axis=1) / spread**2 + middle / wide**2
    state.base_log_sd = total / precise + rng.normal(0, 1, len(total)) / np.sqrt(precise)
    items = np.where(on, state.left, 0.0).sum(axis=1)
    heard = np.where(on, state.heard, 0.0).sum(axis=1)
    state.find_share = np.minimum(_rate("finds", "share", chance, items, rng), 0.9)
    state.sign_rate = _rate("signs", "each", origins.signs.sum(axis=1), heard, rng)
    unit = 1e-6
    state.stray_items = unit * _rate("strays", "items_km2", origins.stray_items, known.searched_m2 * unit, rng)
    state.stray_signs = unit * _rate("strays", "signs_km2", origins.stray_signs, known.area_m2 * unit, rng)
    count = (on & ~priors.is_reported).sum(axis=1)
    mean = assumed("unrecorded", "besides") + assumed("unrecorded", "per_reported") * priors.certainty.sum()
    shape = assumed("unrecorded", "shape")
    state.unrecorded = rng.gamma(shape + count) / (shape / mean + 1)


def _rate(
    group: str, name: str, count: NDArray[np.int64], amount: NDArray[np.float64] | float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw a rate given what was counted over an amount (Gamma, conjugate)."""
    shape, mean = assumed(group, name, "shape"), assumed(group, name, "mean")
    return np.asarray(np.maximum(rng.gamma(shape + count) / (shape / mean + amount), 1e-12))


def _draw_means(state: State, priors: Priors, rng: np.random.Generator) -> None:
    """Try new means of the items left by strikes, of known and of unknown load (Metropolis)."""
    unknown = np.isnan(priors.expected)
    told = settings()["left"]
    for name, which, middle, spread in (
        ("unknown_mean", unknown, told["unknown"]["median"], told["unknown"]["log_sd"]),
        ("known_factor", ~unknown, 1.0, told["known"]["log_sd"]),
    ):
        now = getattr(state, name)
        new = now * np.exp(0.4 * rng.normal(0, 1, now.shape))
        scale = np.where(which, 1.0, np.nan_to_num(priors.expected)) if name == "unknown_mean" else np.nan_to_num(
            priors.expected, nan=1.0
        )
        use = state.on & which
        gain = _log_means(state, priors, use, new, scale) - _log_means(state, priors, use, now, scale)
        gain += -0.5 * ((np.log(new / middle) / spread) ** 2 - (np.log(now / middle) / spread) ** 2)
        setattr(state, name, np.where(np.log(rng.random(now.shape)) < gain, new, now))


def _log_means(
    state: State, priors: Priors, use: NDArray[np.bool_], mean: NDArray[np.float64], scale: NDArray[np.float64]
) -> NDArray[np.float64]:
    means = mean[:, None] * np.maximum(scale, 1e-9)
    logs = priors.left_shape * (-np.log(means) - state.left / means)
    return np.where(use, logs, 0.0).sum(axis=1)


def draw_shape(state: State, priors: Priors, origins: Origins, rng: np.random.Generator) -> None:
    """Draw the shape in which the strikes of a chain scatter (Gibbs over the four shapes)."""
    chains = len(state.shape)
    logs = np.empty((chains, len(SHAPES)))
    kept = state.shape
    mass = np.where(state.on, state.left, 0.0)
    for number, name in enumerate(SHAPES):
        state.shape = np.full(chains, number)
        near = log_kernel(state, (origins.chain, origins.strike), origins.place, origins.blur_m)
        total = np.bincount(origins.chain, weights=near, minlength=chains)
        found = (mass * exposure(state, priors.known)).sum(axis=1)
        logs[:, number] = np.log(settings()["shapes"][name]["prior"]) + total - found
    state.shape = kept
    state.shape = np.argmax(logs + rng.gumbel(size=logs.shape), axis=1)
