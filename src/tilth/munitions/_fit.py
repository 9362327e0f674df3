"""The hierarchical beta-binomial: what rates a new strike may have, given pieces of evidence.

Each piece i has its own rate p_i ~ Beta(mu kappa, (1 - mu) kappa), so that failures among n items are
beta-binomial (Skellam 1948, Journal of the Royal Statistical Society B 10, 257-261). mu and kappa are
integrated over on a grid, not fixed at their best values; the spread between pieces stays in the prediction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._evidence import Piece
from tilth.munitions._model import constant, model

__all__ = ["Prior", "beta_binomial_log", "first_prior", "rate_draws"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of the logit of the mean rate before a level's own rows: normal with mean and sd."""

    mean: float
    sd: float


def first_prior() -> Prior:
    """Return the prior before any row, from ``model.yaml``."""
    return Prior(constant("prior", "logit_mean"), constant("prior", "logit_sd"))


def beta_binomial_log(failed: float, tested: float, a: Floats, b: Floats) -> Floats:
    """Return the log-likelihood of failures among items tested, without the binomial coefficient.

    The coefficient does not depend on a and b; ``failed`` may be no whole number for a rate worth n items.
    """
    from scipy.special import betaln

    return np.asarray(betaln(failed + a, tested - failed + b) - betaln(a, b), dtype=np.float64)


def rate_draws(levels: Mapping[str, Sequence[Piece]], draws: int, rng: np.random.Generator) -> Floats:
    """Return draws of the rate of a new strike, learnt level by level from far to near.

    Far rows (level ``all``) tell how families differ; what they predict is the prior of the mean rate of the
    family, and what that predicts the prior of the munition's own. A level without rows changes nothing. With
    far rows only, the spread between strikes of one family is added to the spread between families.
    """
    rates = _predict(levels.get("all", ()), first_prior(), "families", draws, rng)
    near = [levels[name] for name in ("family", "munition") if levels.get(name)]
    for pieces in near:
        logit = np.log(rates) - np.log1p(-rates)
        prior = Prior(float(logit.mean()), float(logit.std()))
        rates = _predict(pieces, prior, "strikes", draws, rng)
    return rates if near else _one_strike(rates, rng)


def _predict(
    pieces: Sequence[Piece], prior: Prior, spread: str, draws: int, rng: np.random.Generator
) -> Floats:
    mu, kappa, log_weight = _grid(prior, spread)
    for piece in pieces:
        log_weight = log_weight + piece.weight * _log_likelihood(piece, mu * kappa, (1 - mu) * kappa)
    weight = np.exp(log_weight - log_weight.max())
    steps = np.cumsum(weight) / weight.sum()
    cells = np.searchsorted(steps, (np.arange(draws) + rng.random()) / draws)
    cells = rng.permutation(np.minimum(cells, steps.size - 1))
    return _beta(mu[cells], kappa[cells], rng)


def _one_strike(rates: Floats, rng: np.random.Generator) -> Floats:
    strikes = model()["spread"]["strikes"]
    kappa = strikes["kappa_median"] * np.exp(strikes["log_sd"] * rng.standard_normal(rates.size))
    return _beta(rates, _humped(rates, kappa), rng)


def _humped(mean: Floats, kappa: Floats) -> Floats:
    """Return kappa raised where the beta density would pile up at 0 or 1."""
    return np.maximum(kappa, constant("spread", "least_shape") / np.minimum(mean, 1 - mean))


def _beta(mean: Floats, kappa: Floats, rng: np.random.Generator) -> Floats:
    """Return beta draws kept off 0 and 1, where the logit has no value."""
    limits = np.finfo(np.float64)
    return np.clip(rng.beta(mean * kappa, (1 - mean) * kappa), limits.tiny, 1 - limits.eps)


def _grid(prior: Prior, spread: str) -> tuple[Floats, Floats, Floats]:
    """Return mean rate, kappa and log-prior at each cell of the grid."""
    shape, kappa = model()["grid"], model()["spread"][spread]
    logit = np.linspace(shape["logit"]["low"], shape["logit"]["high"], shape["logit"]["points"])
    reach = np.linspace(-1, 1, shape["log_kappa"]["points"]) * shape["log_kappa"]["reach_sd"]
    logits, deviates = (axis.ravel() for axis in np.meshgrid(logit, reach, indexing="ij"))
    log_prior = -0.5 * ((logits - prior.mean) / prior.sd) ** 2 - 0.5 * deviates**2
    mu, spread_at = 1 / (1 + np.exp(-logits)), kappa["kappa_median"] * np.exp(kappa["log_sd"] * deviates)
    return mu, _humped(mu, spread_at), log_prior


def _log_likelihood(piece: Piece, a: Floats, b: Floats) -> Floats:
    if piece.form == "interval":
        return _interval_log(piece.low, piece.high, a, b)
    tested = constant("likelihood", "effective_n") if piece.tested is None else piece.tested
    return beta_binomial_log(piece.low * tested, tested, a, b)


def _interval_log(low: float, high: float, a: Floats, b: Floats) -> Floats:
    """Log of the chance that a rate lies in a published range, the range itself trusted only so far."""
    from scipy.special import betainc

    trust = constant("likelihood", "range_trust")
    inside = betainc(a, b, high) - betainc(a, b, low)
    return np.asarray(np.log(trust * inside + (1 - trust)), dtype=np.float64)
