"""Steps of the sampler that let a strike happen, or not have happened.

A strike that comes in is drawn from what is assumed of it before finds are looked at; an unrecorded one is
placed near finds and signs more often than elsewhere, and the difference is paid for in the acceptance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._moves import Priors
from tilth.hazard._seen import Seen, Shares
from tilth.hazard._settings import assumed
from tilth.hazard._state import State, draw_form, exposure, log_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["switch"]

_EVEN = 0.3
_NEAR_M = 200.0


@dataclass(frozen=True)
class _Trial:
    """One strike a chain: what it would be, what it would explain."""

    strike: NDArray[np.int64]
    state: State
    items: NDArray[np.float64]
    signs: NDArray[np.float64]
    seen: NDArray[np.float64]


def switch(
    state: State, priors: Priors, seen: Seen, shares: Shares, found: NDArray[np.float64], times: int,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Turn one strike of each chain on or off, `times` times; `found` is the exposure of each strike."""
    chains, strikes = state.on.shape
    chain = np.arange(chains)
    items, signs = shares.item_total(state), shares.sign_total(state)
    for _ in range(times):
        strike = rng.integers(strikes, size=chains)
        was_on = state.on[chain, strike]
        trial = _trial(state, priors, seen, shares, found, strike, was_on, rng)
        own_items = trial.state.left[:, 0, None] * trial.items
        own_signs = trial.state.heard[:, 0, None] * trial.signs
        sign = np.where(was_on, -1.0, 1.0)
        bare_items = np.maximum(items - np.where(was_on[:, None], own_items, 0.0), 1e-300)
        bare_signs = np.maximum(signs - np.where(was_on[:, None], own_signs, 0.0), 1e-300)
        gain = _gain(state, priors, seen, trial, bare_items, bare_signs, own_items, own_signs)
        taken = np.log(rng.random(chains)) < sign * gain
        comes, goes = taken & ~was_on, taken & was_on
        items = np.where(comes[:, None], bare_items + own_items, np.where(goes[:, None], bare_items, items))
        signs = np.where(comes[:, None], bare_signs + own_signs, np.where(goes[:, None], bare_signs, signs))
        _settle(state, shares, found, trial, comes, goes)


def _trial(
    state: State, priors: Priors, seen: Seen, shares: Shares, found: NDArray[np.float64],
    strike: NDArray[np.int64], was_on: NDArray[np.bool_], rng: np.random.Generator,
) -> _Trial:  # fmt: skip
    """Return the strikes as they are where on, freshly drawn where off."""
    chain = np.arange(len(strike))
    fresh = _drawn(state, priors, seen, strike, rng)
    for name in ("place", "log_sd", "log_ratio", "angle"):
        kept, new = getattr(state, name)[chain, strike], getattr(fresh, name)[:, 0]
        mask = was_on[:, None] if name == "place" else was_on
        setattr(fresh, name, np.where(mask, kept, new)[:, None])
    pick = (chain[:, None], np.zeros((len(chain), 1), np.int64))
    new_items = seen.gathered(np.exp(log_kernel(fresh, pick, seen.place, seen.blur_m)) * seen.weights(state))
    signs = seen.known.signs
    new_signs = np.exp(log_kernel(fresh, pick, signs.place, signs.sd_m)) * state.sign_rate[:, None]
    new_found = exposure(fresh, seen.known)[:, 0]
    items = np.where(was_on[:, None], shares.items[chain, strike], new_items)
    heard = np.where(was_on[:, None], shares.signs[chain, strike], new_signs)
    covered = np.where(was_on, found[chain, strike], new_found)
    shape = priors.left_shape[strike]
    rate = shape / _mean(state, priors, strike) + covered + state.find_share
    own = assumed("signs", "own_shape")
    fresh.left = np.where(was_on, state.left[chain, strike], rng.gamma(shape) / rate)[:, None]
    drawn = rng.gamma(own, size=len(chain)) / (own + state.sign_rate)
    fresh.heard = np.where(was_on, state.heard[chain, strike], drawn)[:, None]
    return _Trial(strike, fresh, items, heard, covered)


def _drawn(
    state: State, priors: Priors, seen: Seen, strike: NDArray[np.int64], rng: np.random.Generator
) -> State:
    """Return one new strike a chain, in arrays ``(chains, 1)``."""
    chains = len(strike)
    log_sd, log_ratio, angle = draw_form(state.base_log_sd, 1, rng)
    sd = np.where(priors.is_reported[strike], priors.sd_m[strike], 0.0)
    reported = priors.place[strike] + sd[:, None] * rng.normal(0, 1, (chains, 2))
    spots = _anchors(seen)
    even = rng.random((chains, 2)) * priors.size
    if len(spots):
        picked = spots[rng.integers(len(spots), size=chains)] + rng.normal(0, _NEAR_M, (chains, 2))
        even = np.where((rng.random(chains) < _EVEN)[:, None], even, picked)
    place = np.where(priors.is_reported[strike][:, None], reported, even)[:, None]
    ones = np.ones((chains, 1))
    return State(
        place=place, log_sd=log_sd, log_ratio=log_ratio, angle=angle, left=ones, heard=ones, on=ones > 0,
        shape=state.shape, base_log_sd=state.base_log_sd, unknown_mean=state.unknown_mean,
        known_factor=state.known_factor, unrecorded=state.unrecorded, find_share=state.find_share,
        sign_rate=state.sign_rate, stray_items=state.stray_items, stray_signs=state.stray_signs,
    )  # fmt: skip


def _anchors(seen: Seen) -> NDArray[np.float64]:
    """Return where something was found or seen."""
    return np.concatenate([seen.place[seen.first], seen.known.signs.place])


def _mean(state: State, priors: Priors, strike: NDArray[np.int64]) -> NDArray[np.float64]:
    chain = np.arange(len(strike))
    return np.asarray(state.mean_left(priors.expected)[chain, strike])


def _gain(
    state: State, priors: Priors, seen: Seen, trial: _Trial,
    bare_items: NDArray[np.float64], bare_signs: NDArray[np.float64],
    own_items: NDArray[np.float64], own_signs: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return the log odds of the strike against none, the draw of its size and telling integrated out."""
    strike = trial.strike
    shape = priors.left_shape[strike]
    rate = shape / _mean(state, priors, strike)
    own = assumed("signs", "own_shape")
    counts = np.bincount(seen.item_unit, minlength=len(seen.first))
    gain = shape * np.log(rate / (rate + trial.seen + state.find_share))
    gain = gain + own * np.log(own / (own + state.sign_rate))
    gain = gain + (counts * np.log1p(own_items / bare_items)).sum(axis=1)
    gain = gain + np.log1p(own_signs / bare_signs).sum(axis=1)
    return gain + _log_odds(state, priors, seen, trial)


def _log_odds(state: State, priors: Priors, seen: Seen, trial: _Trial) -> NDArray[np.float64]:
    """Return the prior log odds, and for an unrecorded strike what its placing costs."""
    strike = trial.strike
    certainty = np.clip(priors.certainty[strike], 1e-6, 1 - 1e-6)
    slots = int((~priors.is_reported).sum())
    share = np.clip(state.unrecorded / slots, 1e-9, 0.95)
    place = trial.state.place[:, 0]
    spots = _anchors(seen)
    area = float(np.prod(priors.size))
    inside = ((place >= 0) & (place <= priors.size)).all(axis=1)
    drawn = np.where(inside, (_EVEN if len(spots) else 1.0) / area, 0.0)
    if len(spots):
        off = ((place[:, None] - spots) ** 2).sum(axis=-1)
        near = np.exp(-0.5 * off / _NEAR_M**2).mean(axis=1) / (2 * np.pi * _NEAR_M**2)
        drawn = drawn + (1 - _EVEN) * near
    prior = np.where(inside, 1.0 / area, 1e-300)
    unrecorded = np.log(share / (1 - share)) + np.log(prior) - np.log(np.maximum(drawn, 1e-300))
    reported = np.log(certainty / (1 - certainty))
    return np.asarray(np.where(priors.is_reported[strike], reported, unrecorded))


def _settle(
    state: State, shares: Shares, found: NDArray[np.float64], trial: _Trial,
    comes: NDArray[np.bool_], goes: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Write the accepted changes into the state, and what belongs to it."""
    gone = np.flatnonzero(goes)
    state.on[gone, trial.strike[gone]] = False
    came = np.flatnonzero(comes)
    where = (came, trial.strike[came])
    state.on[where] = True
    for name in ("place", "log_sd", "log_ratio", "angle", "left", "heard"):
        getattr(state, name)[where] = getattr(trial.state, name)[came, 0]
    shares.items[where], shares.signs[where] = trial.items[came], trial.signs[came]
    found[where] = trial.seen[came]
