"""What is assumed of each strike before finds are looked at."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from tilth.hazard._known import Known
from tilth.hazard._settings import assumed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard._state import Common, Strikes

__all__ = ["Priors"]


class Priors:
    """Reported strikes first, then further ovals of theirs, then as many unrecorded ones as are told apart.

    A strike of several rounds may need several ovals. Were these counted as unrecorded strikes, more of those
    would be expected elsewhere too.
    """

    def __init__(self, known: Known) -> None:
        told = len(known.reported)
        self.slots, self.own_slots = _slots("unrecorded", told), _slots("companions", told) if told else 0
        count = told + self.own_slots + self.slots
        self.is_reported = np.arange(count) < told
        self.is_companion = ~self.is_reported & (np.arange(count) < told + self.own_slots)
        self.place = np.zeros((count, 2))
        self.place[:told] = known.reported.place
        self.sd_m = np.ones(count)
        self.sd_m[:told] = known.reported.sd_m
        self.certainty = np.zeros(count)
        self.certainty[:told] = known.reported.certainty
        self.expected = np.full(count, np.nan)
        self.expected[:told] = known.reported.expected
        self.is_unknown = np.isnan(self.expected)
        self.told = np.maximum(np.nan_to_num(self.expected), 1e-9)
        unknown, sure = assumed("left", "unknown", "shape"), assumed("left", "known", "shape")
        self.left_shape = np.where(self.is_unknown, unknown, sure)
        self.size = np.array([known.grid.columns, known.grid.rows]) * known.grid.cell_m
        self.unrecorded = (
            assumed("unrecorded", "besides")
            + assumed("unrecorded", "per_reported") * known.reported.certainty.sum()
        )
        self.companions = assumed("companions", "per_reported") * known.reported.certainty.sum()
        self._far = assumed("report", "far_share"), assumed("report", "far_factor")
        self._reports = known.reported
        self._low = np.log(assumed("footprint", "least_sd_m"))
        self._high = np.log(assumed("footprint", "most_sd_m"))
        self._ratio = np.log(assumed("footprint", "ratio", "median")), assumed("footprint", "ratio", "log_sd")
        self._between = assumed("footprint", "between_log_sd")
        self.own_shape = assumed("signs", "own_shape")

    def drawn_form(
        self, base: NDArray[np.float64], weights: NDArray[np.float64], count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
        """Return log size, log ratio, angle and shape, ``(chains, count)`` each."""
        size = (len(base), count)
        log_sd = _mirrored(base[:, None] + rng.normal(0, self._between, size), self._low, self._high)
        log_ratio = -np.abs(rng.normal(self._ratio[0], self._ratio[1], size))
        steps = np.cumsum(weights, axis=1)[:, None, :-1]
        shape = (rng.random(size)[..., None] >= steps).sum(axis=-1)
        return log_sd, log_ratio, rng.uniform(0, np.pi, size), shape

    def mean_left(
        self, unknown: NDArray[np.float64], factor: NDArray[np.float64], strike: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return the prior mean of what strikes ``(chains, ...)`` left."""
        wide = (slice(None), *[None] * (strike.ndim - 1))
        return np.where(self.is_unknown[strike], unknown[wide], factor[wide] * self.told[strike])

    def log_prior(self, strike: NDArray[np.int64], one: Strikes, common: Common) -> NDArray[np.float64]:
        """Return the log prior of one strike a chain, counted from its not having happened."""
        told = self.log_place(strike, one.place) + self.log_form(one, common)
        told = told + self._log_left(strike, one.left, common) + self._log_heard(one.heard)
        certainty = np.clip(self.certainty[strike], 1e-6, 1 - 1e-6)
        count = np.where(self.is_companion[strike], common.companions, common.unrecorded)
        slots = np.where(self.is_companion[strike], self.own_slots, self.slots)
        share = np.clip(count / slots, 1e-9, 0.95)
        odds = np.where(self.is_reported[strike], certainty / (1 - certainty), share / (1 - share))
        return np.where(one.on, told + np.log(odds), 0.0)

    def log_place(self, strike: NDArray[np.int64], place: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log prior density of a place, a square metre."""
        variance = self.sd_m[strike] ** 2
        off = ((place - self.place[strike]) ** 2).sum(axis=-1)
        share, factor = self._far
        wide = variance * factor**2
        held = (1 - share) * np.exp(-0.5 * off / variance) / variance
        held = held + share * np.exp(-0.5 * off / wide) / wide
        near = np.log(np.maximum(held, 1e-300)) - np.log(2 * np.pi)
        inside = ((place >= 0) & (place <= self.size)).all(axis=-1)
        even = np.where(inside, -np.log(np.prod(self.size)), -np.inf)
        told = np.where(self.is_reported[strike], near, even)
        companion = self.is_companion[strike]
        if companion.any():
            told[companion] = self._log_beside(place[companion])
        return told

    def drawn_place(self, strike: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
        """Return places of reported strikes, drawn from what is assumed."""
        share, factor = self._far
        sd = self.sd_m[strike] * np.where(rng.random(len(strike)) < share, factor, 1.0)
        return np.asarray(self.place[strike] + sd[:, None] * rng.normal(0, 1, (len(strike), 2)))

    def _log_beside(self, place: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log density of a further oval: about any report, by its certainty."""
        told, apart = self._reports, assumed("companions", "apart_m")
        variance = told.sd_m**2 + apart**2
        off = ((place[:, None] - told.place) ** 2).sum(axis=-1)
        near = np.exp(-0.5 * off / variance) / (2 * np.pi * variance) @ told.certainty
        return np.asarray(np.log(np.maximum(near / told.certainty.sum(), 1e-300)))

    def log_form(self, one: Strikes, common: Common) -> NDArray[np.float64]:
        """Return the log density that `drawn_form` gives to a form, up to a constant."""
        size = (one.log_sd - common.base_log_sd) / self._between
        ratio = np.logaddexp(
            -0.5 * ((one.log_ratio - self._ratio[0]) / self._ratio[1]) ** 2,
            -0.5 * ((one.log_ratio + self._ratio[0]) / self._ratio[1]) ** 2,
        )
        shape = np.log(common.weights[np.arange(len(size)), one.shape] + 1e-300)
        fits = (one.log_sd >= self._low) & (one.log_sd <= self._high) & (one.log_ratio <= 0)
        return np.where(fits, -0.5 * size**2 + ratio + shape, -np.inf)

    def _log_left(
        self, strike: NDArray[np.int64], left: NDArray[np.float64], common: Common
    ) -> NDArray[np.float64]:
        shape = self.left_shape[strike]
        rate = shape / np.maximum(self.mean_left(common.unknown_mean, common.known_factor, strike), 1e-9)
        return np.asarray(shape * np.log(rate) - gammaln(shape) + (shape - 1) * np.log(left) - rate * left)

    def _log_heard(self, heard: NDArray[np.float64]) -> NDArray[np.float64]:
        own = self.own_shape
        return np.asarray(own * np.log(own) - gammaln(own) + (own - 1) * np.log(heard) - own * heard)


def _slots(group: str, told: int) -> int:
    return int(assumed(group, "slots")) + ceil(assumed(group, "slots_per_reported") * told)


def _mirrored(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Return values folded back between two bounds."""
    return np.clip(
        np.where(values < low, 2 * low - values, np.where(values > high, 2 * high - values, values)),
        low,
        high,
    )
