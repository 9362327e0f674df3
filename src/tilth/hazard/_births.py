"""Steps that let a strike happen or not have happened, or take one strike for two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._moves import chosen, several
from tilth.hazard._scene import Change, Scene
from tilth.hazard._seen import Explains
from tilth.hazard._sizes import Sizes
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["halve", "split", "switch"]

_EVEN = 0.3
_NEAR_M = 200.0


def switch(scene: Scene, times: int, rng: np.random.Generator, weight: float = 1.0) -> None:
    """Turn several strikes of each chain on or off, one after the other.

    One that comes in has a form drawn from what is assumed, lies near its report or, unrecorded, near
    something found more often than elsewhere, and has about the size that it would be given by what is
    found and told and the other strikes explain badly.
    """
    strike = several(scene.strikes.on & False, times, rng)
    common = scene.common.repeated(len(strike) // len(scene.strikes.on))
    before, fresh = scene.now(strike), scene.would_be(strike, _drawn(scene, common, strike, rng))
    chains = len(scene.strikes.on)
    for start in range(0, len(strike), chains):
        rows = slice(start, start + chains)
        _switch_one(scene, before.part(rows), fresh.part(rows), rng, weight)


def _switch_one(scene: Scene, before: Change, fresh: Change, rng: np.random.Generator, weight: float) -> None:
    was_on, strike = before.one.on, before.strike
    explains = _explains(was_on, before.explains, fresh.explains)
    sizes = Sizes.of(scene, before, Change(strike, _either(was_on, before.one, fresh.one), explains), weight)
    new = replace(fresh.one, left=sizes.draw_left(rng), heard=sizes.draw_heard(rng))
    there = _either(was_on, before.one, new)
    after = Change(strike, _either(was_on, replace(before.one, on=~was_on), new), explains)
    drawn = sizes.log_density(there) + _log_drawn(scene, strike, there)
    gain = scene.priors.log_prior(strike, there, scene.common) - drawn
    scene.try_changes([(before, after)], np.where(was_on, -gain, gain), rng, weight)


def split(scene: Scene, rng: np.random.Generator, weight: float = 1.0) -> None:
    """Take one strike of each chain for two, or two for one.

    An ordered pair of strikes is picked. A second that did not happen takes a part of the first, which
    keeps its place and form; one that did gives all back to it.
    """
    one, other = _pair(scene, rng)
    first, second = scene.now(one), scene.now(other)
    joins = second.one.on
    new = _either(joins, second.one, _partner(scene, first.one, rng))
    whole, rest = _shared(first.one, new, joins)
    fresh = scene.would_be(other, new)
    fresh = replace(fresh, explains=_explains(joins, second.explains, fresh.explains))
    gain = _pair_gain(scene, (one, other), whole, rest, new)
    gain = gain - _log_far(new.place - first.one.place, first.one)
    gain = gain - scene.priors.log_form(new, scene.common)
    after = (replace(first, one=_either(joins, whole, rest)), replace(fresh, one=replace(new, on=~joins)))
    log_ratio = np.where(joins, -gain, gain) + _log_picks(scene, joins)
    log_ratio = np.where((one != other) & first.one.on, log_ratio, -np.inf)
    scene.try_changes([(first, after[0]), (second, after[1])], log_ratio, rng, weight)


def halve(scene: Scene, rng: np.random.Generator, weight: float = 1.0) -> None:
    """Take one strike of each chain for two about the same middle, or two for one; all forms drawn anew.

    The middle of what was left stays where it was (as in Richardson and Green, JRSS B 59 (1997) 731-792).
    """
    one, other = _pair(scene, rng)
    first, second = scene.now(one), scene.now(other)
    joins = second.one.on
    half = _either(joins, first.one, _reformed(scene, first.one, rng))
    new = _either(joins, second.one, _partner(scene, first.one, rng))
    whole, half = _shared(half, new, joins)
    whole = _either(
        joins, _reformed(scene, whole, rng), replace(first.one, left=whole.left, heard=whole.heard)
    )
    part = (new.left / whole.left)[:, None]
    apart = new.place - first.one.place
    whole = replace(whole, place=whole.place + np.where(joins[:, None], part * apart, 0.0))
    half = replace(half, place=half.place - np.where(joins[:, None], 0.0, part * apart))
    new = replace(new, place=new.place - np.where(joins[:, None], 0.0, part * apart))
    gain = _pair_gain(scene, (one, other), whole, half, new) - _log_far(apart, whole)
    for sign, drawn in ((1.0, whole), (-1.0, half), (-1.0, new)):
        gain = gain + sign * scene.priors.log_form(drawn, scene.common)
    after = (_either(joins, whole, half), _either(joins, replace(new, on=~joins), new))
    changes = [
        (first, scene.would_be(one, after[0])),
        (second, scene.would_be(other, after[1])),
    ]
    log_ratio = np.where(joins, -gain, gain) + _log_picks(scene, joins)
    log_ratio = np.where((one != other) & first.one.on, log_ratio, -np.inf)
    scene.try_changes(changes, log_ratio, rng, weight)


def _pair(scene: Scene, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a strike of each chain that happened, and any strike."""
    chains, count = scene.strikes.on.shape
    return chosen(scene.strikes.on, rng), np.asarray(rng.integers(count, size=chains))


def _shared(first: Strikes, new: Strikes, joins: NDArray[np.bool_]) -> tuple[Strikes, Strikes]:
    """Return the first strike with all that both left, and with what the second leaves to it."""
    left = first.left + np.where(joins, new.left, 0.0)
    heard = first.heard + np.where(joins, new.heard, 0.0)
    rest = replace(
        first,
        left=np.where(joins, first.left, left - new.left),
        heard=np.where(joins, first.heard, heard - new.heard),
    )
    return replace(first, left=left, heard=heard), rest


def _pair_gain(
    scene: Scene,
    pair: tuple[NDArray[np.int64], NDArray[np.int64]],
    whole: Strikes,
    rest: Strikes,
    new: Strikes,
) -> NDArray[np.float64]:
    """Return the log prior of two strikes against one, with the Jacobian of sharing what was left."""
    priors, common = scene.priors, scene.common
    two = priors.log_prior(pair[1], replace(new, on=new.on | True), common) + priors.log_prior(
        pair[0], rest, common
    )
    return np.asarray(
        two - priors.log_prior(pair[0], whole, common) + np.log(whole.left) + np.log(whole.heard)
    )


def _log_far(apart: NDArray[np.float64], first: Strikes) -> NDArray[np.float64]:
    """Return the log density of how far the second strike is placed from the first: along its own oval."""
    cos, sin = np.cos(first.angle), np.sin(first.angle)
    along, across = apart[:, 0] * cos + apart[:, 1] * sin, apart[:, 1] * cos - apart[:, 0] * sin
    far = (along**2 + across**2 * np.exp(-2 * first.log_ratio)) * np.exp(-2 * first.log_sd)
    return np.asarray(-0.5 * far - np.log(2 * np.pi) - 2 * first.log_sd - first.log_ratio)


def _log_picks(scene: Scene, joins: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the log of the chance to pick the pair back: a split adds one to what is picked from."""
    happened = np.maximum(scene.strikes.on.sum(axis=1), 1)  # where there is none, none is picked
    fewer = np.log(happened / np.maximum(happened - 1, 1))
    return np.asarray(np.where(joins, fewer, np.log(happened / (happened + 1))))


def _form(
    scene: Scene, common: Common, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return log size, log ratio, angle and shape of one strike a row, drawn from what is assumed."""
    log_sd, log_ratio, angle, shape = scene.priors.drawn_form(common.base_log_sd, common.weights, 1, rng)
    return log_sd[:, 0], log_ratio[:, 0], angle[:, 0], shape[:, 0]


def _reformed(scene: Scene, one: Strikes, rng: np.random.Generator) -> Strikes:
    """Return strikes with a form drawn from what is assumed."""
    log_sd, log_ratio, angle, shape = _form(scene, scene.common, rng)
    return replace(one, log_sd=log_sd, log_ratio=log_ratio, angle=angle, shape=shape)


def _partner(scene: Scene, first: Strikes, rng: np.random.Generator) -> Strikes:
    """Return a strike near each one, with a form drawn from what is assumed and a part of its size."""
    chains = len(first.on)
    log_sd, log_ratio, angle, shape = _form(scene, scene.common, rng)
    along, across = np.exp(first.log_sd) * rng.normal(0, 1, (2, chains))
    across = across * np.exp(first.log_ratio)
    cos, sin = np.cos(first.angle), np.sin(first.angle)
    place = first.place + np.column_stack([along * cos - across * sin, along * sin + across * cos])
    part, told = np.clip(rng.random((2, chains)), 1e-9, 1 - 1e-9)
    met, left, heard = _met(scene.common, rng), part * first.left, told * first.heard
    return Strikes(place, log_sd, log_ratio, angle, shape, left, heard, met, first.on)


def _met(common: Common, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how often strikes are met by chance, drawn from what is assumed: it cancels in every ratio."""
    return np.asarray(np.maximum(rng.gamma(common.met_shape) / common.met_shape, 1e-6))


def _either(mask: NDArray[np.bool_], one: Strikes, other: Strikes) -> Strikes:
    """Return `one` in the chains of a mask, `other` elsewhere."""
    names = ("log_sd", "log_ratio", "angle", "shape", "left", "heard", "met", "on")
    rest: dict[str, Any] = {name: np.where(mask, getattr(one, name), getattr(other, name)) for name in names}
    return Strikes(place=np.where(mask[:, None], one.place, other.place), **rest)


def _explains(mask: NDArray[np.bool_], one: Explains, other: Explains) -> Explains:
    wide = mask[:, None]
    return Explains(
        np.where(wide, one.items, other.items),
        np.where(wide, one.signs, other.signs),
        np.where(mask, one.found, other.found),
    )


def _drawn(scene: Scene, common: Common, strike: NDArray[np.int64], rng: np.random.Generator) -> Strikes:
    """Return strikes that had not happened, their size still to be given."""
    rows, priors = len(strike), scene.priors
    log_sd, log_ratio, angle, shape = _form(scene, common, rng)
    reported = priors.drawn_place(strike, rng)
    even = rng.random((rows, 2)) * priors.size
    spots = scene.seen.anchors
    if len(spots):
        near = spots[rng.integers(len(spots), size=rows)] + rng.normal(0, _NEAR_M, (rows, 2))
        even = np.where((rng.random(rows) < _EVEN)[:, None], even, near)
    place = np.where(priors.is_reported[strike][:, None], reported, even)
    ones = np.ones(rows)
    return Strikes(place, log_sd, log_ratio, angle, shape, ones, ones, _met(common, rng), ones > 0)


def _log_drawn(scene: Scene, strike: NDArray[np.int64], one: Strikes) -> NDArray[np.float64]:
    """Return the log density with which `switch` draws the place and form of a strike."""
    place = np.where(
        scene.priors.is_reported[strike],
        scene.priors.log_place(strike, one.place),
        _log_even(scene, one.place),
    )
    return np.asarray(place + scene.priors.log_form(one, scene.common))


def _log_even(scene: Scene, place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log density of the place of an unrecorded strike that comes in."""
    spots, size = scene.seen.anchors, scene.priors.size
    inside = ((place >= 0) & (place <= size)).all(axis=1)
    even = np.where(inside, 1.0 / np.prod(size), 0.0)
    if not len(spots):
        return np.asarray(np.log(np.maximum(even, 1e-300)))
    off = ((place[:, None] - spots) ** 2).sum(axis=-1)
    near = np.exp(-0.5 * off / _NEAR_M**2).mean(axis=1) / (2 * np.pi * _NEAR_M**2)
    return np.asarray(np.log(np.maximum(_EVEN * even + (1 - _EVEN) * near, 1e-300)))
