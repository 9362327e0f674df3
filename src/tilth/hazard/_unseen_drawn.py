"""Strikes that nobody reported and nothing speaks for, drawn one by one: the field of `_unseen` in draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._footprint import kernel
from tilth.hazard._known import Known
from tilth.hazard._priors import Priors
from tilth.hazard._settings import assumed
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["drawn_unseen"]

_PORTION = 256


def drawn_unseen(
    known: Known, common: Common, search_error: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], Strikes]:
    """Return, for some draws, such strikes: numbers of draws, and the strikes.

    Unrecorded strikes as the model assumes them, each kept with the chance that no search, resident or
    informant met with it (a thinned Poisson process). What they left is given over the error of the
    searches, as that of sampled strikes.
    """
    draw = np.repeat(np.arange(len(search_error)), rng.poisson(np.maximum(common.unrecorded, 0.0)))
    strikes = _as_assumed(Priors(known), common, draw, rng)
    share = np.minimum(search_error[draw] * _exposed(strikes, known), 1.0)
    uneven = common.met_shape[draw]
    unmet = (uneven / (uneven + common.find_share[draw] * strikes.left)) ** uneven
    own = assumed("signs", "own_shape")
    silent = (own / (own + common.sign_rate[draw])) ** own
    kept = np.flatnonzero(rng.random(len(draw)) < np.exp(-share * strikes.left) * unmet * silent)
    strikes.left = strikes.left * search_error[draw]
    return draw[kept], strikes.part(kept)


def _exposed(strikes: Strikes, known: Known) -> NDArray[np.float64]:
    """Return the chance that an item of each strike has been found by a search, as it is written."""
    looked = known.effort.looked
    place, blur2 = np.ascontiguousarray(looked.place.T, np.float32), (looked.blur_m**2).astype(np.float32)
    found = [
        kernel(strikes.part(slice(first, first + _PORTION)), place, blur2) @ looked.weight
        for first in range(0, len(strikes.left), _PORTION)
    ]
    return np.asarray(np.minimum(np.concatenate([np.zeros(0), *found]), 1.0))


def _as_assumed(priors: Priors, common: Common, draw: NDArray[np.int64], rng: np.random.Generator) -> Strikes:
    """Return a strike for each number of a draw, as unrecorded ones are before anything is looked at."""
    base, weights = common.base_log_sd[draw], common.weights[draw]
    log_sd, log_ratio, angle, kind = priors.drawn_form(base, weights, 1, rng)
    shape, ones = assumed("left", "unknown", "shape"), np.ones(len(draw))
    return Strikes(
        place=rng.random((len(draw), 2)) * priors.size,
        log_sd=log_sd[:, 0],
        log_ratio=log_ratio[:, 0],
        angle=angle[:, 0],
        shape=kind[:, 0],
        left=rng.gamma(shape, size=len(draw)) * common.unknown_mean[draw] / shape,
        heard=ones,
        met=ones,
        on=ones > 0,
    )
