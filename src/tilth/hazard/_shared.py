"""Steps that change what all strikes share, and sizes, given which strike each find and sign came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from tilth.hazard._scene import Scene
from tilth.hazard._settings import assumed, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Origins", "draw_given_origins"]

_KM2 = 1e-6


@dataclass(frozen=True)
class Origins:
    """How many finds and signs are thought to come from each strike ``(chains, strikes)``, and from none.

    `items` are all finds, `chance` those by chance among them.
    """

    items: NDArray[np.int64]
    chance: NDArray[np.int64]
    signs: NDArray[np.int64]
    stray_items: NDArray[np.int64]
    stray_signs: NDArray[np.int64]

    @classmethod
    def drawn(cls, scene: Scene, rng: np.random.Generator) -> Origins:
        """Return one draw, given the strikes."""
        strikes, common, seen = scene.strikes, scene.common, scene.seen
        left = np.where(strikes.on, strikes.left, 0.0)[..., None] * scene.items
        rest = common.stray_items[:, None] * seen.stray
        known = np.broadcast_to(seen.again, rest.shape)
        mass, past = np.concatenate([left, known[:, None]], axis=1), seen.searches
        searched = _shared_out(mass[..., :past], rest[:, :past], seen.counts[:past], rng)
        chance = _shared_out(mass[..., past:], rest[:, past:], seen.counts[past:], rng)
        items = searched + chance
        heard = np.where(strikes.on, strikes.heard, 0.0) * common.sign_rate[:, None]
        told = np.repeat(common.stray_signs[:, None], len(seen.known.signs), axis=1)
        ones = np.ones(len(seen.known.signs), np.int64)
        signs = _shared_out(heard[..., None] * scene.signs, told, ones, rng)
        return cls(items[:, :-2], chance[:, :-2], signs[:, :-1], items[:, -1], signs[:, -1])


def _shared_out(
    mass: NDArray[np.float64], stray: NDArray[np.float64], counts: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return how many of the counts fall to each strike, and last to none, by chain."""
    if not len(counts):
        return np.zeros((mass.shape[0], mass.shape[1] + 1), np.int64)
    parts = np.moveaxis(np.concatenate([mass, stray[:, None]], axis=1), 1, 2) + 1e-300
    parts = parts / parts.sum(axis=2, keepdims=True)
    return np.asarray(rng.multinomial(counts[None, :], parts).sum(axis=1))


def draw_given_origins(scene: Scene, rng: np.random.Generator, weight: float = 1.0) -> Origins:
    """Draw where finds came from, then sizes and shared numbers by their conditionals.

    Parameters
    ----------
    weight
        Of the evidence; below 1 while settling.
    """
    origins = Origins.drawn(scene, rng)
    _draw_sizes(scene, origins, rng, weight)
    _draw_rates(scene, origins, rng, weight)
    _draw_means(scene, rng)
    _draw_forms(scene, rng)
    scene.refresh()
    return origins


def _draw_sizes(scene: Scene, origins: Origins, rng: np.random.Generator, weight: float) -> None:
    """Draw items left and telling of each strike (Gamma, conjugate)."""
    strikes, common, priors = scene.strikes, scene.common, scene.priors
    everyone = np.broadcast_to(np.arange(strikes.on.shape[1]), strikes.on.shape)
    mean = np.maximum(priors.mean_left(common.unknown_mean, common.known_factor, everyone), 1e-9)
    rate = priors.left_shape / mean + weight * (scene.found + common.find_share[:, None] * strikes.met)
    strikes.left = np.maximum(rng.gamma(priors.left_shape + weight * origins.items) / rate, 1e-9)
    told = priors.own_shape + weight * common.sign_rate[:, None]
    strikes.heard = np.maximum(rng.gamma(priors.own_shape + weight * origins.signs) / told, 1e-9)
    shape, share = common.met_shape[:, None], weight * common.find_share[:, None]
    met = rng.gamma(shape + weight * origins.chance) / (shape + share * strikes.left)
    scene.meet(np.maximum(met, 1e-6))


def _draw_rates(scene: Scene, origins: Origins, rng: np.random.Generator, weight: float) -> None:
    """Draw the share of chance finds, signs a strike, strays and unrecorded strikes (Gamma, conjugate)."""
    strikes, common, known = scene.strikes, scene.common, scene.seen.known
    left = np.where(strikes.on, strikes.left * strikes.met, 0.0).sum(axis=1)
    left = left + common.stray_items * known.area_m2
    heard = np.where(strikes.on, strikes.heard, 0.0).sum(axis=1)
    chance = np.full(len(left), len(known.finds))
    common.find_share = np.minimum(_rate("finds", "share", weight * chance, weight * left, rng), 0.9)
    signs = weight * origins.signs.sum(axis=1)
    common.sign_rate = _rate("signs", "each", signs, weight * heard, rng)
    looked = weight * _KM2 * (known.searched_m2 + common.find_share * known.area_m2)
    common.stray_items = _KM2 * _rate("strays", "items_km2", weight * origins.stray_items, looked, rng)
    area = np.full(len(left), weight * known.area_m2 * _KM2)
    common.stray_signs = _KM2 * _rate("strays", "signs_km2", weight * origins.stray_signs, area, rng)
    priors = scene.priors
    is_own = priors.is_companion
    for name, which, mean in (
        ("unrecorded", ~priors.is_reported & ~is_own, priors.unrecorded),
        ("companions", is_own, max(priors.companions, 1e-9)),
    ):
        count, shape = (strikes.on & which).sum(axis=1), assumed(name, "shape")
        setattr(common, name, rng.gamma(shape + count) / (shape / mean + 1))
    _draw_met_shape(scene, rng)


def _draw_met_shape(scene: Scene, rng: np.random.Generator) -> None:
    """Try another shape of how alike strikes are in being found by chance (Metropolis)."""
    strikes, told = scene.strikes, settings()["finds"]["met_shape"]
    now = scene.common.met_shape
    new = now * np.exp(0.5 * rng.normal(0, 1, now.shape))
    gain = np.zeros(len(now))
    for sign, shape in ((1.0, new), (-1.0, now)):
        wide = shape[:, None]
        logs = wide * np.log(wide) - gammaln(wide) + (wide - 1) * np.log(strikes.met) - wide * strikes.met
        gain += sign * np.where(strikes.on, logs, 0.0).sum(axis=1)
        gain -= sign * 0.5 * (np.log(shape / told["median"]) / told["log_sd"]) ** 2
    scene.common.met_shape = np.where(np.log(rng.random(len(now))) < gain, new, now)


def _rate(
    group: str, name: str, count: NDArray[np.floating], amount: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw a rate given what was counted over an amount."""
    shape, mean = assumed(group, name, "shape"), assumed(group, name, "mean")
    return np.asarray(np.maximum(rng.gamma(shape + count) / (shape / mean + amount), 1e-12))


def _draw_means(scene: Scene, rng: np.random.Generator) -> None:
    """Try new means of the items left by strikes, of known and of unknown load (Metropolis)."""
    common, told = scene.common, settings()["left"]
    unknown = np.isnan(scene.priors.expected)
    for name, which, middle, spread in (
        ("unknown_mean", unknown, told["unknown"]["median"], told["unknown"]["log_sd"]),
        ("known_factor", ~unknown, told["known"]["median"], told["known"]["log_sd"]),
    ):
        for size in (0.8, 0.3):
            now = getattr(common, name)
            new = now * np.exp(size * rng.normal(0, 1, now.shape))
            gain = _log_sizes(scene, which, new) - _log_sizes(scene, which, now)
            gain -= 0.5 * (np.log(new / middle) / spread) ** 2
            gain += 0.5 * (np.log(now / middle) / spread) ** 2
            setattr(common, name, np.where(np.log(rng.random(now.shape)) < gain, new, now))


def _log_sizes(scene: Scene, which: NDArray[np.bool_], factor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log density of the sizes of some strikes for a mean, or a factor on the told means."""
    scale = np.maximum(np.nan_to_num(scene.priors.expected, nan=1.0), 1e-9)
    means = factor[:, None] * scale
    logs = scene.priors.left_shape * (-np.log(means) - scene.strikes.left / means)
    return np.asarray(np.where(scene.strikes.on & which, logs, 0.0).sum(axis=1))


def _draw_forms(scene: Scene, rng: np.random.Generator) -> None:
    """Draw the middle of the strikes' sizes on the ground and the share of each shape (conjugate)."""
    strikes, common = scene.strikes, scene.common
    between = assumed("footprint", "between_log_sd")
    middle = np.log(assumed("footprint", "along_sd_m", "median"))
    spread = assumed("footprint", "along_sd_m", "log_sd")
    precise = strikes.on.sum(axis=1) / between**2 + 1 / spread**2
    total = np.where(strikes.on, strikes.log_sd, 0.0).sum(axis=1) / between**2 + middle / spread**2
    common.base_log_sd = total / precise + rng.normal(0, 1, len(total)) / np.sqrt(precise)
    prior = np.array([shape["prior"] for shape in settings()["shapes"].values()])
    strength = assumed("shape_weights", "strength")
    seen = (strikes.on[..., None] & (strikes.shape[..., None] == np.arange(len(prior)))).sum(axis=1)
    drawn = np.maximum(rng.gamma(strength * prior / prior.sum() + seen), 1e-12)
    common.weights = drawn / drawn.sum(axis=1, keepdims=True)
