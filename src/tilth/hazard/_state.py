"""One guess, for each chain, at the strikes that were: what the sampler changes step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._kernels import log_density, nodes
from tilth.hazard._known import Known
from tilth.hazard._settings import assumed, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["State", "begin", "draw_form", "exposure", "log_kernel"]


@dataclass
class State:
    """Arrays ``(chains, strikes)`` of what each strike is, and ``(chains,)`` of what they share.

    Attributes
    ----------
    place, log_sd, log_ratio, angle
        Middle in metres, log standard deviation along the long axis, log of across over along, and the
        axis' angle from east.
    left, heard
        Expected items it left, and how much is told of it beside other strikes.
    on
        Whether it happened.
    """

    place: NDArray[np.float64]
    log_sd: NDArray[np.float64]
    log_ratio: NDArray[np.float64]
    angle: NDArray[np.float64]
    left: NDArray[np.float64]
    heard: NDArray[np.float64]
    on: NDArray[np.bool_]
    shape: NDArray[np.int64]
    base_log_sd: NDArray[np.float64]
    unknown_mean: NDArray[np.float64]
    known_factor: NDArray[np.float64]
    unrecorded: NDArray[np.float64]
    find_share: NDArray[np.float64]
    sign_rate: NDArray[np.float64]
    stray_items: NDArray[np.float64]
    stray_signs: NDArray[np.float64]

    def mean_left(self, expected: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the prior mean of `left` for strikes with these expected items, NaN where not known."""
        known = self.known_factor[:, None] * np.nan_to_num(expected)
        return np.where(np.isnan(expected), self.unknown_mean[:, None], known)


def begin(known: Known, chains: int, rng: np.random.Generator) -> State:
    """Return a first guess: every report true and in place, nothing unrecorded."""
    slots = int(assumed("unrecorded", "slots"))
    count = len(known.reported) + slots
    size = np.array([known.grid.columns, known.grid.rows]) * known.grid.cell_m
    place = rng.uniform(0, 1, (chains, count, 2)) * size
    if len(known.reported):
        noise = rng.normal(0, 0.5, (chains, len(known.reported), 2))
        place[:, : len(known.reported)] = known.reported.place + noise * known.reported.sd_m[:, None]
    base = np.log(assumed("footprint", "along_sd_m", "median")) + rng.normal(0, 0.3, chains)
    log_sd, log_ratio, angle = draw_form(base, count, rng)
    on = np.zeros((chains, count), bool)
    on[:, : len(known.reported)] = True
    state = State(
        place=place, log_sd=log_sd, log_ratio=log_ratio, angle=angle,
        left=np.ones((chains, count)), heard=np.ones((chains, count)), on=on,
        shape=np.arange(chains) % len(settings()["shapes"]),
        base_log_sd=base,
        unknown_mean=np.full(chains, assumed("left", "unknown", "median")),
        known_factor=np.ones(chains),
        unrecorded=np.full(chains, _unrecorded(known)),
        find_share=np.full(chains, assumed("finds", "share", "mean")),
        sign_rate=np.full(chains, assumed("signs", "each", "mean")),
        stray_items=np.full(chains, assumed("strays", "items_km2", "mean") / 1e6),
        stray_signs=np.full(chains, assumed("strays", "signs_km2", "mean") / 1e6),
    )  # fmt: skip
    state.left = np.maximum(state.mean_left(_expected(known, count)), 0.5)
    return state


def _unrecorded(known: Known) -> float:
    return (
        assumed("unrecorded", "besides")
        + assumed("unrecorded", "per_reported") * known.reported.certainty.sum()
    )


def _expected(known: Known, count: int) -> NDArray[np.float64]:
    expected = np.full(count, np.nan)
    expected[: len(known.reported)] = known.reported.expected
    return expected


def draw_form(
    base: NDArray[np.float64], count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return log size, log ratio and angle drawn from what is assumed, ``(chains, count)`` each."""
    chains = len(base)
    log_sd = base[:, None] + rng.normal(0, assumed("footprint", "between_log_sd"), (chains, count))
    low, high = np.log(assumed("footprint", "least_sd_m")), np.log(assumed("footprint", "most_sd_m"))
    middle, spread = np.log(assumed("footprint", "ratio", "median")), assumed("footprint", "ratio", "log_sd")
    log_ratio = np.minimum(rng.normal(middle, spread, (chains, count)), 0.0)
    return np.clip(log_sd, low, high), log_ratio, rng.uniform(0, np.pi, (chains, count))


def log_kernel(
    state: State, where: tuple[NDArray[np.int64], ...], place: NDArray[np.float64], blur_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the log density, per square metre, of an item of a strike at places seen with an error.

    `where` picks the strikes as ``(chain, strike)`` and broadcasts against the places.
    """
    chain, strike = where
    off = place - state.place[chain, strike]
    cos, sin = np.cos(state.angle[chain, strike]), np.sin(state.angle[chain, strike])
    along = off[..., 0] * cos + off[..., 1] * sin
    across = off[..., 1] * cos - off[..., 0] * sin
    sd = np.exp(state.log_sd[chain, strike])
    long2 = sd**2 + blur_m**2
    short2 = (sd * np.exp(state.log_ratio[chain, strike])) ** 2 + blur_m**2
    r2 = along**2 / long2 + across**2 / short2
    return log_density(state.shape[chain], r2) - 0.5 * np.log(long2 * short2)


def exposure(state: State, known: Known, shape: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
    """Return the chance that an item of each strike has been found by a search, ``(chains, strikes)``."""
    picked = nodes(int(assumed("sampling", "nodes")))[state.shape if shape is None else shape]
    sd = np.exp(state.log_sd)[..., None]
    along = picked[:, None, :, 0] * sd
    across = picked[:, None, :, 1] * sd * np.exp(state.log_ratio)[..., None]
    cos, sin = np.cos(state.angle)[..., None], np.sin(state.angle)[..., None]
    spots = np.stack([along * cos - across * sin, along * sin + across * cos], axis=-1)
    return np.asarray(known.effort.found_share(state.place[:, :, None, :] + spots).mean(axis=-1))
