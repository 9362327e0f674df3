"""One guess, for each chain, at the strikes that were: what the sampler changes step by step."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._known import Known
from tilth.hazard._priors import Priors
from tilth.hazard._settings import assumed, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Common", "Strikes", "begin"]


@dataclass
class Strikes:
    """What each strike is: arrays ``(chains, strikes)``, or ``(chains,)`` for one strike a chain.

    Attributes
    ----------
    place, log_sd, log_ratio, angle
        Middle in metres, log standard deviation along the long axis, log of across over along, and the
        axis' angle from east.
    shape
        Number of the shape in which it scattered.
    left, heard, met
        Expected items it left; how much is told of it, and how many of its items are found by chance, beside
        other strikes.
    on
        Whether it happened; the rest means nothing where it did not.
    """

    place: NDArray[np.float64]
    log_sd: NDArray[np.float64]
    log_ratio: NDArray[np.float64]
    angle: NDArray[np.float64]
    shape: NDArray[np.int64]
    left: NDArray[np.float64]
    heard: NDArray[np.float64]
    met: NDArray[np.float64]
    on: NDArray[np.bool_]

    def pick(self, strike: NDArray[np.int64]) -> Strikes:
        """Return one strike of each chain, or several one after the other, as copies."""
        chain = np.arange(len(strike)) % len(self.on)
        return Strikes(*(getattr(self, field.name)[chain, strike] for field in fields(self)))

    def single(self, chain: int, strike: int) -> Strikes:
        """Return one strike of one chain, as arrays of one."""
        return Strikes(*(getattr(self, field.name)[chain, strike][None] for field in fields(self)))

    def part(self, rows: slice | NDArray[np.int64]) -> Strikes:
        """Return some rows."""
        return Strikes(*(getattr(self, field.name)[rows] for field in fields(self)))

    def put(self, strike: NDArray[np.int64], one: Strikes, where: NDArray[np.bool_]) -> None:
        """Write one strike of each chain back, in the chains of `where`."""
        chain = np.flatnonzero(where)
        for field in fields(self):
            getattr(self, field.name)[chain, strike[chain]] = getattr(one, field.name)[chain]


@dataclass
class Common:
    """What the strikes of a chain share: arrays ``(chains,)``.

    Attributes
    ----------
    base_log_sd
        Middle of the strikes' log standard deviations.
    unknown_mean, known_factor
        Mean of the items left where no load is told; factor on what is told.
    unrecorded, companions
        Expected number of unrecorded strikes, and of further ovals of reported ones.
    find_share, met_shape, sign_rate
        Share of items found by chance, and how alike strikes are in it (shape of a Gamma distribution);
        signs told of a strike.
    stray_items, stray_signs
        Items, and signs, of no strike, a square metre.
    weights
        Share of each shape, ``(chains, shapes)``.
    """

    base_log_sd: NDArray[np.float64]
    unknown_mean: NDArray[np.float64]
    known_factor: NDArray[np.float64]
    unrecorded: NDArray[np.float64]
    companions: NDArray[np.float64]
    find_share: NDArray[np.float64]
    met_shape: NDArray[np.float64]
    sign_rate: NDArray[np.float64]
    stray_items: NDArray[np.float64]
    stray_signs: NDArray[np.float64]
    weights: NDArray[np.float64]

    def repeated(self, times: int) -> Common:
        """Return the numbers of all chains, several times one after the other."""
        rows = np.tile(np.arange(len(self.unrecorded)), times)
        return Common(*(getattr(self, field.name)[rows] for field in fields(self)))


def begin(known: Known, priors: Priors, chains: int, rng: np.random.Generator) -> tuple[Strikes, Common]:
    """Return a first guess: reports true by their certainty and near their place, nothing unrecorded."""
    count, told = len(priors.is_reported), len(known.reported)
    shares = np.array([shape["prior"] for shape in settings()["shapes"].values()])
    common = Common(
        base_log_sd=np.log(assumed("footprint", "along_sd_m", "median")) + rng.normal(0, 0.3, chains),
        unknown_mean=np.full(chains, assumed("left", "unknown", "median")),
        known_factor=np.ones(chains),
        unrecorded=np.full(chains, priors.unrecorded),
        companions=np.full(chains, priors.companions),
        find_share=np.full(chains, assumed("finds", "share", "mean")),
        met_shape=np.full(chains, assumed("finds", "met_shape", "median")),
        sign_rate=np.full(chains, assumed("signs", "each", "mean")),
        stray_items=np.full(chains, assumed("strays", "items_km2", "mean") / 1e6),
        stray_signs=np.full(chains, assumed("strays", "signs_km2", "mean") / 1e6),
        weights=np.tile(shares / shares.sum(), (chains, 1)),
    )
    place = np.zeros((chains, count, 2))
    on = np.zeros((chains, count), bool)
    place[:, :told] = (
        known.reported.place + rng.normal(0, 0.5, (chains, told, 2)) * known.reported.sd_m[:, None]
    )
    on[:, :told] = rng.random((chains, told)) < known.reported.certainty
    log_sd, log_ratio, angle, shape = priors.drawn_form(common.base_log_sd, common.weights, count, rng)
    everyone = np.broadcast_to(np.arange(count), (chains, count))
    left = np.maximum(priors.mean_left(common.unknown_mean, common.known_factor, everyone), 0.5)
    ones = np.ones((chains, count))
    return Strikes(place, log_sd, log_ratio, angle, shape, left, ones, ones.copy(), on), common
