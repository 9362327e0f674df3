"""Steps that let a strike happen or not have happened, or take one strike for two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from tilth.hazard._moves import chosen
from tilth.hazard._scene import Scene
from tilth.hazard._seen import Explains
from tilth.hazard._state import Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["split", "switch"]

_EVEN = 0.3
_NEAR_M = 200.0


def switch(scene: Scene, rng: np.random.Generator, weight: float = 1.0) -> None:
    """Turn one strike of each chain on or off.

    One that comes in has a form drawn from what is assumed, lies near its report or, unrecorded, near
    something found more often than elsewhere, and has the size that an empty search leaves it.
    """
    chains, count = scene.strikes.on.shape
    strike = rng.integers(count, size=chains)
    before = scene.now(strike)
    drawn = _drawn(scene, strike, rng)
    fresh = scene.would_be(strike, drawn)
    rate = _rates(scene, strike, fresh.explains.found)
    shape, own = scene.priors.left_shape[strike], scene.priors.own_shape
    left = np.maximum(rng.gamma(shape) / rate, 1e-9)
    heard = np.maximum(rng.gamma(own, size=chains) / (own + scene.common.sign_rate), 1e-9)
    new = replace(fresh.one, left=left, heard=heard)
    was_on = before.one.on
    after = replace(fresh, one=_either(was_on, replace(before.one, on=~was_on), new))
    after = replace(after, explains=_explains(was_on, before.explains, fresh.explains))
    there = _either(was_on, before.one, new)
    found = np.where(was_on, before.explains.found, fresh.explains.found)
    gain = scene.priors.log_prior(strike, there, scene.common) - _log_drawn(scene, strike, there, found)
    scene.try_changes([(before, after)], np.where(was_on, -gain, gain), rng, weight)


def split(scene: Scene, rng: np.random.Generator, weight: float = 1.0) -> None:
    """Take one strike of each chain for two, or two for one.

    An ordered pair of strikes is picked: a second that did not happen takes a part of the first; one
    that did gives all back to it.
    """
    chains, count = scene.strikes.on.shape
    one, other = chosen(scene.strikes.on, rng), rng.integers(count, size=chains)
    first, second = scene.now(one), scene.now(other)
    joins = second.one.on
    new = _partner(scene, first.one, rng)
    new = _either(joins, second.one, new)
    whole = replace(
        first.one,
        left=first.one.left + np.where(joins, second.one.left, 0.0),
        heard=first.one.heard + np.where(joins, second.one.heard, 0.0),
    )
    rest = replace(first.one, left=whole.left - new.left, heard=whole.heard - new.heard)
    rest = _either(joins, first.one, rest)
    priors, common = scene.priors, scene.common
    far = ((new.place - first.one.place) ** 2).sum(axis=1) / np.exp(2 * first.one.log_sd)
    drawn = -0.5 * far - np.log(2 * np.pi) - 2 * first.one.log_sd + priors.log_form(new, common)
    gain = priors.log_prior(other, new, common) + priors.log_prior(one, rest, common)
    gain = gain - priors.log_prior(one, whole, common) - drawn + np.log(whole.left) + np.log(whole.heard)
    fresh = scene.would_be(other, new)
    fresh = replace(fresh, explains=_explains(joins, second.explains, fresh.explains))
    after_first = replace(first, one=_either(joins, whole, rest))
    after_second = replace(fresh, one=replace(new, on=~joins))
    # A pair is picked with the chance one over the strikes that happened, which a split raises by one.
    happened = scene.strikes.on.sum(axis=1)
    picks = np.where(joins, np.log(happened / np.maximum(happened - 1, 1)), np.log(happened / (happened + 1)))
    log_ratio = np.where(joins, -gain, gain) + picks
    log_ratio = np.where((one != other) & first.one.on, log_ratio, -np.inf)
    scene.try_changes([(first, after_first), (second, after_second)], log_ratio, rng, weight)


def _partner(scene: Scene, first: Strikes, rng: np.random.Generator) -> Strikes:
    """Return a strike near each one, with a form drawn from what is assumed and a part of its size."""
    chains = len(first.on)
    forms = scene.priors.drawn_form(scene.common.base_log_sd, scene.common.weights, 1, rng)
    log_sd, log_ratio, angle, shape = (form[:, 0] for form in forms)
    place = first.place + np.exp(first.log_sd)[:, None] * rng.normal(0, 1, (chains, 2))
    part, told = np.clip(rng.random((2, chains)), 1e-9, 1 - 1e-9)
    return Strikes(place, log_sd, log_ratio, angle, shape, part * first.left, told * first.heard, first.on)


def _either(mask: NDArray[np.bool_], one: Strikes, other: Strikes) -> Strikes:
    """Return `one` in the chains of a mask, `other` elsewhere."""
    names = ("log_sd", "log_ratio", "angle", "shape", "left", "heard", "on")
    rest = {name: np.where(mask, getattr(one, name), getattr(other, name)) for name in names}
    return Strikes(place=np.where(mask[:, None], one.place, other.place), **rest)


def _explains(mask: NDArray[np.bool_], one: Explains, other: Explains) -> Explains:
    wide = mask[:, None]
    return Explains(
        np.where(wide, one.items, other.items),
        np.where(wide, one.signs, other.signs),
        np.where(mask, one.found, other.found),
    )


def _rates(
    scene: Scene, strike: NDArray[np.int64], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the rate of the size that an empty search leaves a strike."""
    common = scene.common
    mean = scene.priors.mean_left(common.unknown_mean, common.known_factor, strike)
    return scene.priors.left_shape[strike] / np.maximum(mean, 1e-9) + found + common.find_share


def _drawn(scene: Scene, strike: NDArray[np.int64], rng: np.random.Generator) -> Strikes:
    """Return a strike of each chain that had not happened, its size still to be given."""
    chains, priors = len(strike), scene.priors
    forms = priors.drawn_form(scene.common.base_log_sd, scene.common.weights, 1, rng)
    log_sd, log_ratio, angle, shape = (form[:, 0] for form in forms)
    reported = priors.place[strike] + priors.sd_m[strike][:, None] * rng.normal(0, 1, (chains, 2))
    even = rng.random((chains, 2)) * priors.size
    spots = scene.seen.anchors
    if len(spots):
        near = spots[rng.integers(len(spots), size=chains)] + rng.normal(0, _NEAR_M, (chains, 2))
        even = np.where((rng.random(chains) < _EVEN)[:, None], even, near)
    place = np.where(priors.is_reported[strike][:, None], reported, even)
    ones = np.ones(chains)
    return Strikes(place, log_sd, log_ratio, angle, shape, ones, ones, ones > 0)


def _log_drawn(
    scene: Scene, strike: NDArray[np.int64], one: Strikes, found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the log density with which `switch` draws a strike."""
    shape, own = scene.priors.left_shape[strike], scene.priors.own_shape
    rate, told = _rates(scene, strike, found), own + scene.common.sign_rate
    size = shape * np.log(rate) - gammaln(shape) + (shape - 1) * np.log(one.left) - rate * one.left
    heard = own * np.log(told) - gammaln(own) + (own - 1) * np.log(one.heard) - told * one.heard
    place = np.where(
        scene.priors.is_reported[strike], scene.priors.log_place(strike, one.place), _log_even(scene, one.place)
    )
    return np.asarray(size + heard + place + scene.priors.log_form(one, scene.common))


def _log_even(scene: Scene, place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log density of the place of an unrecorded strike that comes in."""
    spots, size = scene.seen.anchors, scene.priors.size
    inside = ((place >= 0) & (place <= size)).all(axis=1)
    even = np.where(inside, 1.0 / np.prod(size), 0.0)
    if not len(spots):
        return np.log(np.maximum(even, 1e-300))
    off = ((place[:, None] - spots) ** 2).sum(axis=-1)
    near = np.exp(-0.5 * off / _NEAR_M**2).mean(axis=1) / (2 * np.pi * _NEAR_M**2)
    return np.log(np.maximum(_EVEN * even + (1 - _EVEN) * near, 1e-300))
