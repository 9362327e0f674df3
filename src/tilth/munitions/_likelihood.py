"""The likelihood of the published figures, written once for NumPy and for JAX.

The model, on the logit scale, for a row about family f in group s (``docs/failure_rates.md`` has the whole
of it):

    m = alpha_f + delta_s,  alpha_f = alpha_0 + tau z_f,
    delta_test = 0,  delta_combat,f = delta_combat + omega w_f,
    delta_expert,f = delta_combat,f + shift_expert,  delta_claim

and the lot and place of a row move it by Normal(0, sigma^2). What each form of row says of m is below.
Functions take ``xp`` (numpy or jax.numpy) and ``sp`` (their special functions), arrays in and out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._evidence import Piece
from tilth.munitions._model import constant
from tilth.munitions._scale import GLOBALS, logit

__all__ = ["Design", "centre", "design", "found_shares", "log_likelihood", "row_terms"]

Floats = NDArray[np.float64]
_FORMS = ("bell", "bound", "sized", "recovered", "count")
_GROUPS = ("test", "combat", "expert", "claim")


@dataclass(frozen=True, slots=True)
class Design:
    """The rows as arrays, sorted by form.

    Attributes
    ----------
    unit, group : arrays of int
        Index of the family and of the group of each row.
    value, sd : arrays
        Logit of the rate, of the middle of a range, or of a bound, and its own error.
    sign : array
        1 for an upper, -1 for a lower bound.
    tested, failed, load : arrays
        Items, failures or finds, and submunitions in a carrier.
    sizes : tuple of int
        How many rows each form has, in the order of the likelihood.
    """

    unit: Any
    group: Any
    value: Any
    sd: Any
    sign: Any
    tested: Any
    failed: Any
    load: Any
    sizes: tuple[int, ...]

    def part(self, form: str) -> tuple[slice, ...]:
        """Return the slice of the rows of a form, in a tuple that indexes the last axis."""
        at = _FORMS.index(form)
        first = sum(self.sizes[:at])
        return (slice(first, first + self.sizes[at]),)

    def arrays(self) -> dict[str, Any]:
        """Return the arrays by name, for a sampler that takes them as data."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "sizes"}


def design(pieces: Sequence[Piece], units: Sequence[str]) -> tuple[Design, tuple[int, ...]]:
    """Return the pieces as arrays, and which piece each row is; `units` orders the families."""
    order = sorted(range(len(pieces)), key=lambda at: _FORMS.index(_kind(pieces[at])))
    ordered = [pieces[at] for at in order]
    spot = {name: at for at, name in enumerate(units)}
    rows = [_row(piece) for piece in ordered]
    columns = [np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)] or [np.zeros(0)] * 6
    value, sd, sign, tested, failed, load = columns
    made = Design(
        unit=np.array([spot[piece.unit] for piece in ordered], dtype=np.int64),
        group=np.array([_GROUPS.index(piece.group) for piece in ordered], dtype=np.int64),
        value=value,
        sd=sd,
        sign=sign,
        tested=tested,
        failed=failed,
        load=load,
        sizes=tuple(sum(_kind(piece) == form for piece in ordered) for form in _FORMS),
    )
    return made, tuple(order)


def _kind(piece: Piece) -> str:
    return {"point": "bell", "range": "bell", "upper": "bound", "lower": "bound"}.get(piece.form, piece.form)


def _row(piece: Piece) -> tuple[float, ...]:
    """Return value, sd, sign, tested, failed, load of a piece."""
    error = constant("likelihood", "point_sd")
    if piece.form == "range":
        low, high = logit(piece.low), logit(piece.high)
        # The half width of a central interval of 80 per cent is 1.2816 standard deviations.
        from scipy.special import ndtri

        value = (low + high) / 2
        error = (high - low) / (2 * ndtri((1 + constant("likelihood", "range_inside")) / 2))
    elif piece.form in ("upper", "lower"):
        value = logit(piece.high if piece.form == "upper" else piece.low)
    else:
        value = logit(
            min(
                max(piece.low, constant("likelihood", "least_rate")), 1 - constant("likelihood", "least_rate")
            )
        )
    if piece.group == "expert":
        error *= constant("likelihood", "opinion") ** 0.5
    tested, failed = piece.tested or 2.0, piece.failed or 0.0
    load = min(piece.load or tested, tested)
    return value, error, -1.0 if piece.form == "lower" else 1.0, tested, failed, load


def centre(theta: Any, unit: Any, group: Any, n_units: int, xp: Any) -> Any:
    """Return m, the logit of the mean rate of families in groups, before lot and place.

    `theta` has the unknowns in its last axis, in the order of ``_scale.names``.
    """
    alpha_0, log_tau, log_omega, _, combat, expert, claim = (
        theta[..., at : at + 1] for at in range(len(GLOBALS))
    )
    first = len(GLOBALS)
    z, w = theta[..., first : first + n_units], theta[..., first + n_units : first + 2 * n_units]
    alpha = alpha_0 + xp.exp(log_tau) * z[..., unit]
    in_combat = combat + xp.exp(log_omega) * w[..., unit]
    shift = xp.where(group == 3, claim, in_combat + xp.where(group == 2, expert, 0.0))
    return alpha + xp.where(group == 0, 0.0, shift)


def row_terms(theta: Any, rows: Design, n_units: int, xp: Any, sp: Any) -> Any:
    """Return the log-likelihood of each row in the last axis, for each set of unknowns in that of `theta`."""
    mean = centre(theta, rows.unit, rows.group, n_units, xp)
    spread = xp.exp(2 * theta[..., 3:4])
    kappa = xp.exp(theta[..., len(GLOBALS) + 2 * n_units :][..., rows.unit])
    terms = []
    for form, term in _TERMS.items():
        (at,) = rows.part(form)
        if at.stop > at.start:
            part = Design(**{name: column[at] for name, column in rows.arrays().items()}, sizes=())
            terms.append(term(mean[..., at], spread, kappa[..., at], part, xp, sp))
    return xp.concatenate(terms, axis=-1) if terms else xp.zeros((*theta.shape[:-1], 0))


def log_likelihood(theta: Any, rows: Design, n_units: int, xp: Any, sp: Any) -> Any:
    """Return the log-likelihood of all rows for each set of unknowns in the last axis of `theta`."""
    return row_terms(theta, rows, n_units, xp, sp).sum(-1)


def _normal(deviation: Any, variance: Any, xp: Any) -> Any:
    return -0.5 * (deviation**2 / variance + xp.log(2 * np.pi * variance))


def _bell(mean: Any, spread: Any, _kappa: Any, rows: Design, xp: Any, _sp: Any) -> Any:
    """Point or range: logit(rate) ~ Normal(m, sd^2 + sigma^2)."""
    return _normal(rows.value - mean, rows.sd**2 + spread, xp)


def _bound(mean: Any, spread: Any, _kappa: Any, rows: Design, xp: Any, sp: Any) -> Any:
    """Upper or lower bound: the chance that such a figure lies on its side, Phi(+-(bound - m) / sd)."""
    return sp.log_ndtr(rows.sign * (rows.value - mean) / xp.sqrt(rows.sd**2 + spread))


def _sized(mean: Any, spread: Any, kappa: Any, rows: Design, xp: Any, _sp: Any) -> Any:
    """Rate with the number fired: error of n / (1 + (load - 1) / (kappa + 1)) items, not of n."""
    effective = rows.tested / (1 + (rows.load - 1) / (kappa + 1))
    share = 1 / (1 + xp.exp(-mean))
    return _normal(rows.value - mean, 1 / (effective * share * (1 - share)) + spread, xp)


def _recovered(mean: Any, spread: Any, _kappa: Any, rows: Design, xp: Any, sp: Any) -> Any:
    """Found of fired: found = p c with c ~ Beta(4, 3), summed over the points of c at which p is below 1."""
    share = found_shares()
    seen = (rows.failed / rows.tested)[..., None]
    p = seen / share
    possible = p < 1
    p = xp.where(possible, p, 0.5)
    at = xp.log(p) - xp.log1p(-p)
    variance = (rows.sd**2 + spread)[..., None]
    each = _normal(at - mean[..., None], variance, xp) - xp.log(p * (1 - p)) - xp.log(share)
    return sp.logsumexp(xp.where(possible, each, -1e30), axis=-1) - np.log(share.size)


def found_shares() -> Floats:
    """Return evenly likely shares of unexploded items that were found and logged."""
    from scipy.special import betaincinv

    nodes = int(constant("likelihood", "found_nodes"))
    a, b = constant("likelihood", "found_a"), constant("likelihood", "found_b")
    return np.asarray(betaincinv(a, b, (np.arange(nodes) + 0.5) / nodes), dtype=np.float64)


def _count(mean: Any, spread: Any, kappa: Any, rows: Design, xp: Any, sp: Any) -> Any:
    """Failures of items: beta-binomial around a rate that lot and place move, summed over where it may be.

    The sum is Gauss and Hermite's, about the place where the count and the family meet.
    """
    n, y = rows.tested, rows.failed
    k = _whole_kappa(kappa, n, rows.load, xp)
    p = (y + 0.5) / (n + 1)
    near = xp.log(p) - xp.log1p(-p)
    error = (1 + (n - 1) / (k + 1)) / (n * p * (1 - p))
    middle = (mean * error + near * spread) / (error + spread)
    width = xp.sqrt(2 * error * spread / (error + spread))
    steps, weight = np.polynomial.hermite.hermgauss(int(constant("likelihood", "lot_nodes")))
    at = middle[..., None] + width[..., None] * steps
    share = 1 / (1 + xp.exp(-at))
    k, n, y = k[..., None], n[..., None], y[..., None]
    a, b = share * k, (1 - share) * k
    chance = sp.betaln(y + a, n - y + b) - sp.betaln(a, b)
    each = chance + _normal(at - mean[..., None], spread[..., None], xp) + np.log(weight) + steps**2
    ways = -sp.betaln(y[..., 0] + 1, n[..., 0] - y[..., 0] + 1) - xp.log(n[..., 0] + 1)
    return sp.logsumexp(each, axis=-1) + xp.log(width) + ways


def _whole_kappa(kappa: Any, n: Any, load: Any, xp: Any) -> Any:
    """Return kappa for n items of several carriers, so that their number varies as the carriers' sum does."""
    return xp.where(load > 1, (kappa + 1) * (n - 1) / xp.maximum(load - 1, 1e-9) - 1, 1e6 + 0 * kappa)


_TERMS = {"bell": _bell, "bound": _bound, "sized": _sized, "recovered": _recovered, "count": _count}
