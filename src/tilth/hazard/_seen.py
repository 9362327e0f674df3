"""Which strike each find and each sign came from: sampled, given the strikes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._known import Known
from tilth.hazard._state import State, log_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Origins", "Seen", "Shares"]


@dataclass(frozen=True)
class Seen:
    """Finds as places with weights: those of searches first, then chance finds.

    Attributes
    ----------
    place, blur_m, weight
        One row a place; a find of a large search may have lain at any of its places. The weight of a chance
        find's place is 1, to be multiplied by the share of items found so.
    first
        Number of the first place of each unit.
    item_unit
        Unit of each item, one row an item.
    searches
        How many units are searches.
    """

    known: Known
    place: NDArray[np.float64]
    blur_m: NDArray[np.float64]
    weight: NDArray[np.float64]
    first: NDArray[np.int64]
    item_unit: NDArray[np.int64]
    searches: int

    @classmethod
    def of(cls, known: Known) -> Seen:
        """Return the finds of what is known."""
        effort, finds = known.effort, known.finds
        searches = len(effort.counts)
        starts = np.searchsorted(effort.unit, np.arange(searches))
        first = np.concatenate([starts, len(effort.unit) + np.arange(len(finds))]).astype(np.int64)
        items = np.concatenate([effort.counts, np.ones(len(finds), np.int64)])
        return cls(
            known=known,
            place=np.concatenate([effort.places, finds.place]),
            blur_m=np.concatenate([effort.blur_m, finds.sd_m]),
            weight=np.concatenate([effort.weight, np.ones(len(finds))]),
            first=first,
            item_unit=np.repeat(np.arange(len(first)), items),
            searches=searches,
        )

    @cached_property
    def unit_of(self) -> NDArray[np.int64]:
        """Unit of each place."""
        sizes = np.diff(np.append(self.first, len(self.place)))
        return np.repeat(np.arange(len(self.first)), sizes)

    def weights(self, state: State) -> NDArray[np.float64]:
        """Return the weight of each place in each chain, ``(chains, places)``."""
        chance = self.unit_of >= self.searches
        return np.where(chance, state.find_share[:, None], self.weight)

    def gathered(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return sums over the places of each unit, along the last axis."""
        if not len(self.first):
            return np.zeros((*values.shape[:-1], 0))
        return np.asarray(np.add.reduceat(values, self.first, axis=-1))


@dataclass
class Shares:
    """Expected finds and signs by strike: ``(chains, strikes, units)`` for one item or one sign."""

    items: NDArray[np.float64]
    signs: NDArray[np.float64]
    stray_items: NDArray[np.float64]
    stray_signs: NDArray[np.float64]

    @classmethod
    def of(cls, seen: Seen, state: State) -> Shares:
        """Return what every strike would contribute, were it there."""
        chains, strikes = state.on.shape
        pick = (np.arange(chains)[:, None, None], np.arange(strikes)[None, :, None])
        weights = seen.weights(state)
        items = np.exp(log_kernel(state, pick, seen.place, seen.blur_m)) * weights[:, None]
        signs = np.exp(log_kernel(state, pick, seen.known.signs.place, seen.known.signs.sd_m))
        stray = state.stray_items[:, None] * seen.gathered(weights)
        bare = np.repeat(state.stray_signs[:, None], len(seen.known.signs), axis=1)
        return cls(seen.gathered(items), signs * state.sign_rate[:, None, None], stray, bare)

    def item_total(self, state: State) -> NDArray[np.float64]:
        """Return the expected finds of each unit, ``(chains, units)``."""
        mass = np.where(state.on, state.left, 0.0)
        return np.einsum("cs,csu->cu", mass, self.items) + self.stray_items

    def sign_total(self, state: State) -> NDArray[np.float64]:
        """Return the expected density of signs at each sign, ``(chains, signs)``."""
        mass = np.where(state.on, state.heard, 0.0)
        return np.einsum("cs,csj->cj", mass, self.signs) + self.stray_signs


@dataclass(frozen=True)
class Origins:
    """Finds and signs with the strike each is thought to come from.

    Attributes
    ----------
    items, signs
        Numbers by chain and strike.
    stray_items, stray_signs
        Numbers by chain that no strike explains.
    chain, strike, place, blur_m
        One row for each that has a strike.
    chance
        Chance finds by chain that came from a strike.
    """

    items: NDArray[np.int64]
    signs: NDArray[np.int64]
    stray_items: NDArray[np.int64]
    stray_signs: NDArray[np.int64]
    chance: NDArray[np.int64]
    chain: NDArray[np.int64]
    strike: NDArray[np.int64]
    place: NDArray[np.float64]
    blur_m: NDArray[np.float64]

    @classmethod
    def drawn(cls, seen: Seen, state: State, shares: Shares, rng: np.random.Generator) -> Origins:
        """Return one draw, given the strikes."""
        mass = np.where(state.on, state.left, 0.0)[..., None] * shares.items
        item = _choose(mass, shares.stray_items, seen.item_unit, rng)
        heard = np.where(state.on, state.heard, 0.0)[..., None] * shares.signs
        sign = _choose(heard, shares.stray_signs, np.arange(len(seen.known.signs)), rng)
        spot = _spots(seen, state, item, rng)
        signs = seen.known.signs
        chain_i, number_i = np.nonzero(item >= 0)
        chain_s, number_s = np.nonzero(sign >= 0)
        spots = spot[chain_i, number_i]
        return cls(
            items=_count(item, state.on.shape),
            signs=_count(sign, state.on.shape),
            stray_items=(item < 0).sum(axis=1),
            stray_signs=(sign < 0).sum(axis=1),
            chance=((item >= 0) & (seen.item_unit >= seen.searches)).sum(axis=1),
            chain=np.concatenate([chain_i, chain_s]),
            strike=np.concatenate([item[chain_i, number_i], sign[chain_s, number_s]]),
            place=np.concatenate([seen.place[spots], signs.place[number_s]]),
            blur_m=np.concatenate([seen.blur_m[spots], signs.sd_m[number_s]]),
        )


def _choose(
    mass: NDArray[np.float64], stray: NDArray[np.float64], unit: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the strike of each item in each chain, -1 for none."""
    total = np.cumsum(np.concatenate([stray[:, None], mass], axis=1), axis=1)
    spin = rng.random((len(total), len(unit))) * total[:, -1, unit]
    return np.asarray((spin[:, None, :] >= total[:, :, unit]).sum(axis=1) - 1)


def _spots(
    seen: Seen, state: State, item: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the place at which each item is thought to have lain; a choice only in large searches."""
    spot = np.broadcast_to(seen.first[seen.item_unit], item.shape).copy() if len(seen.first) else item * 0
    sizes = np.diff(np.append(seen.first, len(seen.place)))
    for number in np.flatnonzero(sizes[seen.item_unit] > 1):
        unit = seen.item_unit[number]
        rows = np.arange(seen.first[unit], seen.first[unit] + sizes[unit])
        chain = np.arange(len(item))[:, None]
        strike = np.maximum(item[:, number], 0)[:, None]
        chance = log_kernel(state, (chain, strike), seen.place[rows], seen.blur_m[rows])
        chance = chance + np.log(seen.weight[rows] + 1e-300) + rng.gumbel(size=chance.shape)
        spot[:, number] = rows[np.argmax(chance, axis=1)]
    return spot


def _count(choice: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int64]:
    chains, strikes = shape
    keys = (np.arange(chains)[:, None] * strikes + choice)[choice >= 0]
    return np.bincount(keys, minlength=chains * strikes).reshape(shape)
