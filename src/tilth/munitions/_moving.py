"""Moving draws from one set of rows to another, without a sampler.

Sequential Monte Carlo (Del Moral, Doucet and Jasra 2006, Journal of the Royal Statistical Society B 68,
411-436): the draws are weighted by a part of what changed, drawn again, and moved by elliptical slice
sampling (Murray, Adams and MacKay 2010, AISTATS 9, 541-548), which leaves the posterior as it is and needs
no tuning since every unknown is normal before any row is seen. As many parts as are needed to keep half of
the draws telling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._evidence import Piece
from tilth.munitions._likelihood import Design, design, row_terms
from tilth.munitions._posterior import Posterior
from tilth.munitions._scale import GLOBALS, prior

__all__ = ["moved"]

Floats = NDArray[np.float64]
_SWEEPS = 1
_LAST_SWEEPS = 5
_SEED = 7
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class _Target:
    """The log-likelihood on the way from some rows to others, for unknowns on their standard scale."""

    rows: Design
    share: Floats
    units: tuple[str, ...]
    mean: Floats
    sd: Floats

    def terms(self, unknown: Floats) -> Floats:
        """Return the log-likelihood of each row."""
        from scipy import special

        found = row_terms(self.mean + self.sd * unknown, self.rows, len(self.units), np, special)
        return np.asarray(found, dtype=np.float64)

    def by_unit(self, unknown: Floats) -> Floats:
        """Return the log-likelihood of the rows of each family."""
        sort = np.eye(len(self.units))[self.rows.unit] * self.share[:, None]
        return np.asarray(self.terms(unknown) @ sort, dtype=np.float64)


def moved(base: Posterior, pieces: Sequence[Piece]) -> Posterior:
    """Return draws given `pieces` from draws given ``base.pieces``; the same input gives the same draws."""
    rng = np.random.default_rng(_SEED)
    pieces = [piece for piece in pieces if piece.form != "unopened"]
    own = {piece.unit for piece in pieces}
    units = (*base.units, *sorted(own - set(base.units)))
    mean, sd = prior(units)
    unknown = (_widened(base, units, rng) - mean) / sd
    gone = [piece for piece in base.pieces if piece not in pieces]
    rows, order = design([*pieces, *gone], units)
    known = set(base.pieces)
    new = np.array([-1.0 if at >= len(pieces) else float(pieces[at] not in known) for at in order])
    done = 0.0
    while done < 1:
        target = _Target(rows, np.ones(len(new)), units, mean, sd)
        change = target.terms(unknown) @ new
        step = _step(change, 1 - done)
        done = min(done + step, 1.0)
        unknown = unknown[_drawn(step * change, rng)]
        share = np.where(new > 0, done, np.where(new < 0, 1 - done, 1.0))
        target = _Target(rows, share, units, mean, sd)
        for _ in range(_SWEEPS if done < 1 else _LAST_SWEEPS):
            unknown = _sweep(unknown, target, rng)
    return Posterior(mean + sd * unknown, units, tuple(pieces))


def _widened(base: Posterior, units: tuple[str, ...], rng: np.random.Generator) -> Floats:
    """Return the draws with those of new families, of which nothing is known but the prior."""
    mean, sd = prior(units)
    some = base.theta[:: max(len(base.theta) // _DRAWS, 1)]
    theta = mean + sd * rng.standard_normal((len(some), len(mean)))
    theta[:, : len(GLOBALS)] = some[:, : len(GLOBALS)]
    for block in range(3):
        to, at = len(GLOBALS) + block * len(units), len(GLOBALS) + block * len(base.units)
        theta[:, to : to + len(base.units)] = some[:, at : at + len(base.units)]
    return theta


def _step(change: Floats, rest: float) -> float:
    """Return the largest part of the change, up to the rest, that keeps half of the draws telling."""
    if _telling(rest * change) >= 0.5:
        return rest
    low, high = 0.0, rest
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _telling(middle * change) >= 0.5 else (low, middle)
    return max(low, 1e-6)


def _telling(log_weight: Floats) -> float:
    """Return the effective share of the draws under these weights."""
    weight = np.exp(log_weight - log_weight.max())
    return float(weight.sum() ** 2 / (weight**2).sum() / weight.size)


def _drawn(log_weight: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return systematically drawn indices in proportion to the weights."""
    weight = np.exp(log_weight - log_weight.max())
    steps = np.cumsum(weight) / weight.sum()
    at = (np.arange(weight.size) + rng.random()) / weight.size
    return np.asarray(np.minimum(np.searchsorted(steps, at), weight.size - 1), dtype=np.intp)


def _sweep(unknown: Floats, target: _Target, rng: np.random.Generator) -> Floats:
    """Return every draw with each unknown moved once: those of all families together, then the shared ones.

    Given the shared unknowns the families are independent, so each has an ellipse of its own.
    """
    n_units, first = len(target.units), len(GLOBALS)
    own = np.arange(first, unknown.shape[1]).reshape(3, n_units)
    for block in (own[:2], own[2:]):
        unknown = _slice(unknown, block, target.by_unit, rng)
    for at in range(first):
        block = np.array([[at]])
        unknown = _slice(unknown, block, lambda tried: target.by_unit(tried).sum(1, keepdims=True), rng)
    return unknown


def _slice(
    unknown: Floats, block: NDArray[np.intp], density: Callable[[Floats], Floats], rng: np.random.Generator
) -> Floats:
    """Return each draw moved along ellipses, one for each column of `block` of unknowns."""
    size, count = len(unknown), block.shape[1]
    start, other = unknown[:, block], rng.standard_normal((size, *block.shape))
    level = density(unknown) + np.log(rng.random((size, count)))
    angle = rng.random((size, count)) * 2 * np.pi
    low, high = angle - 2 * np.pi, angle.copy()
    found = unknown.copy()
    open_ = np.ones((size, count), dtype=bool)
    while open_.any():
        rows = open_.any(axis=1)
        turn = angle[rows, None, :]
        tried = found[rows]
        tried[:, block] = start[rows] * np.cos(turn) + other[rows] * np.sin(turn)
        fits = density(tried) >= level[rows]
        still = open_[rows] & ~fits
        below = angle[rows] < 0
        low[rows] = np.where(still & below, angle[rows], low[rows])
        high[rows] = np.where(still & ~below, angle[rows], high[rows])
        width = (high - low)[rows]
        angle[rows] = np.where(still, low[rows] + rng.random(width.shape) * width, angle[rows])
        open_[rows] = still
    turn = angle[:, None, :]
    found[:, block] = start * np.cos(turn) + other * np.sin(turn)
    return found
