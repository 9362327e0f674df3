"""How much a strike that comes in would have left, given what the other strikes do not explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from tilth.hazard._scene import Change, Scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard._state import Strikes

__all__ = ["Sizes"]

_ROUNDS = 2


@dataclass(frozen=True)
class Sizes:
    """Gamma distributions of items left, and of how much is told, of one strike a chain: shapes and rates."""

    left_shape: NDArray[np.float64]
    left_rate: NDArray[np.float64]
    heard_shape: NDArray[np.float64]
    heard_rate: NDArray[np.float64]

    @classmethod
    def of(cls, scene: Scene, before: Change, there: Change, weight: float) -> Sizes:
        """Return what is proposed for `there`, the strike as it would be were it to come in.

        Depends on its place and form and on all others, never on its own size: so that the way out knows it
        too. Finds are shared out by expectation, a few times over.
        """
        common, priors, strike = scene.common, scene.priors, there.strike
        on = before.one.on
        rest = scene.item_total - np.where(on, before.one.left, 0.0)[:, None] * before.explains.items
        heard = np.where(on, before.one.heard, 0.0) * common.sign_rate
        silent = scene.sign_total - heard[:, None] * before.explains.signs
        mean = np.maximum(priors.mean_left(common.unknown_mean, common.known_factor, strike), 1e-9)
        shape = priors.left_shape[strike]
        rate = shape / mean + weight * (there.explains.found + common.find_share * there.one.met)
        own, told = np.full(len(mean), priors.own_shape), priors.own_shape + weight * common.sign_rate
        signs = common.sign_rate[:, None] * there.explains.signs
        return cls(
            _expected(shape, rate, there.explains.items, rest, weight * scene.seen.counts),
            rate,
            _expected(own, told, signs, silent, np.full(signs.shape[1], weight)),
            told,
        )

    def draw_left(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return items left."""
        return np.asarray(np.maximum(rng.gamma(self.left_shape) / self.left_rate, 1e-9))

    def draw_heard(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return how much is told."""
        return np.asarray(np.maximum(rng.gamma(self.heard_shape) / self.heard_rate, 1e-9))

    def log_density(self, one: Strikes) -> NDArray[np.float64]:
        """Return the log density of what strikes left and of how much is told of them."""
        return _log_gamma(one.left, self.left_shape, self.left_rate) + _log_gamma(
            one.heard, self.heard_shape, self.heard_rate
        )


def _expected(
    shape: NDArray[np.float64],
    rate: NDArray[np.float64],
    each: NDArray[np.float64],
    rest: NDArray[np.float64],
    counts: NDArray[np.floating],
) -> NDArray[np.float64]:
    """Return the shape with the finds that would be its own, ``(chains,)``."""
    rest = np.maximum(rest, 1e-300)
    grown = shape
    for _ in range(_ROUNDS):
        mine = (grown / rate)[:, None] * each
        grown = shape + (mine / (mine + rest)) @ counts
    return grown


def _log_gamma(
    value: NDArray[np.float64], shape: NDArray[np.float64], rate: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(shape * np.log(rate) - gammaln(shape) + (shape - 1) * np.log(value) - rate * value)
