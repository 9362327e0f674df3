"""The strikes of every chain with what they explain, and how well together: where steps are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._priors import Priors
from tilth.hazard._seen import Explains, Seen
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Change", "Scene"]


@dataclass(frozen=True)
class Change:
    """One strike of each chain as it would be, or several one after the other."""

    strike: NDArray[np.int64]
    one: Strikes
    explains: Explains

    def part(self, rows: slice) -> Change:
        """Return some rows."""
        return Change(self.strike[rows], self.one.part(rows), self.explains.part(rows))


class Scene:
    """State of the sampler; which strike a find came from is summed over, not sampled."""

    def __init__(self, seen: Seen, priors: Priors, strikes: Strikes, common: Common) -> None:
        self.seen, self.priors, self.strikes, self.common = seen, priors, strikes, common
        chains, count = strikes.on.shape
        self.items = np.zeros((chains, count, len(seen.counts)))
        self.signs = np.zeros((chains, count, len(seen.known.signs)))
        self.found = np.zeros((chains, count))
        everywhere = np.ones(chains, bool)
        for number in range(count):
            strike = np.full(chains, number)
            self._keep(strike, self.would_be(strike, strikes.pick(strike)).explains, everywhere)
        self.refresh()

    def refresh(self) -> None:
        """Sum what the strikes explain together, anew."""
        left = np.where(self.strikes.on, self.strikes.left, 0.0)
        heard = np.where(self.strikes.on, self.strikes.heard, 0.0)
        rate = self.common.sign_rate[:, None]
        self.item_total = np.matmul(left[:, None], self.items)[:, 0]
        self.item_total += self.common.stray_items[:, None] * self.seen.stray + self.seen.again
        self.sign_total = rate * np.matmul(heard[:, None], self.signs)[:, 0]
        self.sign_total += self.common.stray_signs[:, None]

    def log_evidence(self) -> NDArray[np.float64]:
        """Return the log likelihood of what was found and told, by chain, up to a constant."""
        strikes, common = self.strikes, self.common
        left, heard = np.where(strikes.on, strikes.left, 0.0), np.where(strikes.on, strikes.heard, 0.0)
        known, share = self.seen.known, common.find_share
        looked = known.searched_m2 + share * known.area_m2
        told = np.log(self.item_total) @ self.seen.counts + np.log(self.sign_total).sum(axis=1)
        told = told + len(known.finds) * np.log(share) - common.stray_items * looked
        told = told - common.stray_signs * known.area_m2 - common.sign_rate * heard.sum(axis=1)
        return np.asarray(told - (left * (self.found + share[:, None] * strikes.met)).sum(axis=1))

    def resample(self, rows: NDArray[np.int64]) -> None:
        """Let chains go on from where the chains of `rows` are."""
        for part in (self.strikes, self.common):
            for field in fields(part):
                setattr(part, field.name, getattr(part, field.name)[rows])
        self.items, self.signs, self.found = self.items[rows], self.signs[rows], self.found[rows]
        self.refresh()

    def now(self, strike: NDArray[np.int64]) -> Change:
        """Return one strike of each chain, or several one after the other, as they are."""
        chain = np.arange(len(strike)) % len(self.found)
        explains = Explains(self.items[chain, strike], self.signs[chain, strike], self.found[chain, strike])
        return Change(strike, self.strikes.pick(strike), explains)

    def would_be(self, strike: NDArray[np.int64], one: Strikes) -> Change:
        """Return one strike of each chain as something else."""
        explains = self.seen.explains(one)
        explains.items[:, self.seen.searches :] *= one.met[:, None]
        return Change(strike, one, explains)

    def meet(self, met: NDArray[np.float64]) -> None:
        """Let strikes be found by chance so much more or less often than others, ``(chains, strikes)``."""
        self.items[:, :, self.seen.searches :] *= (met / self.strikes.met)[..., None]
        self.strikes.met = met

    def try_changes(
        self,
        changes: Sequence[tuple[Change, Change]],
        log_ratio: NDArray[np.float64],
        rng: np.random.Generator,
        weight: float = 1.0,
    ) -> NDArray[np.bool_]:
        """Take changes, given as before and after, by Metropolis and Hastings' rule; return where.

        Parameters
        ----------
        log_ratio
            Log of prior and proposal, after over before.
        weight
            Of the evidence; below 1 while settling.
        """
        items, signs, gain = self.item_total.copy(), self.sign_total.copy(), np.zeros(len(log_ratio))
        for before, after in changes:
            for sign, side in ((-1.0, before), (1.0, after)):
                left = np.where(side.one.on, sign * side.one.left, 0.0)
                heard = np.where(side.one.on, sign * side.one.heard, 0.0) * self.common.sign_rate
                items += left[:, None] * side.explains.items
                signs += heard[:, None] * side.explains.signs
                gain -= left * (side.explains.found + self.common.find_share * side.one.met) + heard
        np.maximum(items, 1e-300, out=items)
        np.maximum(signs, 1e-300, out=signs)
        gain += np.log(items / self.item_total) @ self.seen.counts
        gain += np.log(signs / self.sign_total).sum(axis=1)
        taken = np.log(rng.random(len(gain))) < weight * gain + log_ratio
        self.item_total[taken], self.sign_total[taken] = items[taken], signs[taken]
        for _, after in changes:
            self.strikes.put(after.strike, after.one, taken)
            self._keep(after.strike, after.explains, taken)
        return taken

    def try_each(
        self,
        before: Change,
        after: Change,
        log_ratio: NDArray[np.float64],
        rng: np.random.Generator,
        weight: float = 1.0,
    ) -> None:
        """Try changes of several strikes of each chain one after the other.

        Each proposal was made from its own strike and what all share, so that it stays the same whatever
        became of those before it.
        """
        chains = len(self.found)
        for start in range(0, len(log_ratio), chains):
            rows = slice(start, start + chains)
            self.try_changes([(before.part(rows), after.part(rows))], log_ratio[rows], rng, weight)

    def swap(self, one: NDArray[np.int64], other: NDArray[np.int64], where: NDArray[np.bool_]) -> None:
        """Exchange what two strikes are, in the chains of `where`; together they explain the same."""
        here, there = self.now(one), self.now(other)
        for strike, source in ((one, there), (other, here)):
            self.strikes.put(strike, source.one, where)
            self._keep(strike, source.explains, where)

    def _keep(self, strike: NDArray[np.int64], explains: Explains, where: NDArray[np.bool_]) -> None:
        chain = np.flatnonzero(where)
        at = (chain, strike[chain])
        self.items[at], self.signs[at] = explains.items[chain], explains.signs[chain]
        self.found[at] = explains.found[chain]
