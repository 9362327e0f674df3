"""From draws of the unknowns to rates and numbers of new strikes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._likelihood import centre
from tilth.munitions._model import constant, model
from tilth.munitions._posterior import Posterior
from tilth.munitions._scale import GLOBALS, prior

__all__ = ["Rates", "left_of", "rates_of"]

Floats = NDArray[np.float64]
_GROUPS = {"test": 0, "combat": 1, "expert": 2, "claim": 3}
_MANY = 1e4


@dataclass(frozen=True, slots=True)
class Rates:
    """Draws for one new strike: what family, group, lot and place give, before its carriers vary.

    Attributes
    ----------
    mean : array
        Logit of the mean rate of the family in the group.
    sigma : array
        Standard deviation of lots and places around it.
    lot : array
        Where the lot and place of this strike lie, in those standard deviations.
    kappa : array
        Overdispersion of carriers.
    """

    mean: Floats
    sigma: Floats
    lot: Floats
    kappa: Floats

    @property
    def share(self) -> Floats:
        """The rate of the strike's lot at its place."""
        return np.asarray(1 / (1 + np.exp(-(self.mean + self.sigma * self.lot))), dtype=np.float64)


def rates_of(
    posterior: Posterior, family: str, setting: str, rng: np.random.Generator, copies: int | None = None
) -> Rates:
    """Return draws for a strike with submunitions of a family; a family without rows is a new one.

    Each draw of the unknowns gives `copies` strikes, whose lots and places differ.
    """
    groups = [_GROUPS[name] for name, times in model()["settings"][setting].items() for _ in range(times)]
    copies = int(constant("limits", "copies")) if copies is None else copies
    theta, units = _with_family(posterior, family, rng)
    unit = np.array([units.index(family)])
    times = -(-copies // len(groups))
    means = [
        centre(theta, unit, np.array([group]), len(units), np)[:, 0] for group in groups for _ in range(times)
    ]
    kappa = np.exp(theta[:, len(GLOBALS) + 2 * len(units) + unit[0]])
    size = len(theta) * len(means)
    return Rates(
        np.concatenate(means),
        np.tile(np.exp(theta[:, GLOBALS.index("log_sigma")]), len(means)),
        _even_normals(size, rng),
        np.tile(kappa, len(means)),
    )


def _with_family(
    posterior: Posterior, family: str, rng: np.random.Generator
) -> tuple[Floats, tuple[str, ...]]:
    """Return the unknowns with those of the family, drawn from the prior when no row is about it."""
    if family in posterior.units:
        return posterior.theta, posterior.units
    units, first = posterior.units, len(GLOBALS)
    mean, sd = prior([family])
    fresh = mean[first:] + sd[first:] * rng.standard_normal((len(posterior.theta), 3))
    blocks = np.split(posterior.theta[:, first:], 3, axis=1)
    joined = [np.column_stack([block, fresh[:, at]]) for at, block in enumerate(blocks)]
    return np.column_stack([posterior.theta[:, :first], *joined]), (*units, family)


def _even_normals(size: int, rng: np.random.Generator) -> Floats:
    """Return normal deviates spread evenly, in random order: less noise than as many independent ones."""
    from scipy.special import ndtri

    return np.asarray(rng.permutation(ndtri((np.arange(size) + 0.5) / size)), dtype=np.float64)


def left_of(rates: Rates, rounds: Floats, load: Floats, rng: np.random.Generator) -> Floats:
    """Return draws of the number left unexploded by `rounds` carriers of `load` submunitions each.

    Each carrier has its own rate, Beta(mu kappa, (1 - mu) kappa), so that one carrier leaves a
    beta-binomial number; the mean rate of R carriers has 1/R of that variance, and is beta with (kappa + 1)
    R - 1. Made by inverse distribution from numbers that do not depend on the rounds, so that more rounds
    never leave fewer.
    """
    first, second = rng.random(rates.mean.size), rng.random(rates.mean.size)
    fired = rounds * load
    some = fired > 0
    left = np.zeros_like(fired)
    share = _mean_share(rates.share[some], rates.kappa[some], rounds[some], first[some])
    left[some] = _binomial(share, fired[some], second[some])
    return left


def _mean_share(mu: Floats, kappa: Floats, rounds: Floats, at: Floats) -> Floats:
    from scipy.special import betaincinv, ndtri

    whole = (kappa + 1) * rounds - 1
    share = mu + ndtri(at) * np.sqrt(mu * (1 - mu) / (whole + 1))
    few = whole * np.minimum(mu, 1 - mu) < _MANY / 100
    share[few] = betaincinv(mu[few] * whole[few], (1 - mu[few]) * whole[few], at[few])
    return np.clip(share, 0.0, 1.0)


def _binomial(share: Floats, fired: Floats, at: Floats) -> Floats:
    from scipy.special import bdtrik, ndtri

    spread = fired * share * (1 - share)
    left = np.rint(fired * share + ndtri(at) * np.sqrt(spread))
    few = (spread < _MANY / 100) & (share > 0) & (share < 1)
    left[few] = np.ceil(np.nan_to_num(bdtrik(at[few], fired[few], share[few]), nan=0.0))
    return np.clip(left, 0.0, fired)
