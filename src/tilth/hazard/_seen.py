"""What was found and told, as units that strikes explain: finds of one search, one chance find, one sign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._footprint import kernel
from tilth.hazard._known import Known
from tilth.hazard._settings import assumed
from tilth.hazard._state import Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Explains", "Seen"]


@dataclass(frozen=True)
class Explains:
    """What one strike of each chain would explain, for one item left and one unit of telling.

    Attributes
    ----------
    items, signs
        Expected finds ``(chains, units)``, and density of signs ``(chains, signs)``.
    found
        Chance that an item of it has been found by a search.
    """

    items: NDArray[np.float64]
    signs: NDArray[np.float64]
    found: NDArray[np.float64]

    def part(self, rows: slice) -> Explains:
        """Return some rows."""
        return Explains(self.items[rows], self.signs[rows], self.found[rows])


@dataclass(frozen=True)
class Seen:
    """Finds as places with weights: those of searches first, then chance finds.

    Attributes
    ----------
    place, blur_m, weight
        One row a place; a find of a large search may have lain at any of its places. A chance find has
        one, of weight 1: the share of items found by chance stands outside.
    first
        Number of the first place of each unit.
    counts
        Items of each unit.
    searches
        How many units are searches.
    stray
        Square metres, weighed by the chance of being found, that each unit stands for.
    again
        Expected finds of each unit that residents had found and left there before.
    """

    known: Known
    place: NDArray[np.float64]
    blur_m: NDArray[np.float64]
    weight: NDArray[np.float64]
    first: NDArray[np.int64]
    counts: NDArray[np.int64]
    searches: int
    stray: NDArray[np.float64]
    again: NDArray[np.float64]

    @classmethod
    def of(cls, known: Known) -> Seen:
        """Return the finds of what is known."""
        effort, finds = known.effort, known.finds
        searches = len(effort.counts)
        starts = np.searchsorted(effort.unit, np.arange(searches))
        first = np.concatenate([starts, len(effort.unit) + np.arange(len(finds))]).astype(np.int64)
        weight = np.concatenate([effort.weight, np.ones(len(finds))])
        return cls(
            known=known,
            place=np.concatenate([effort.places, finds.place]),
            blur_m=np.concatenate([effort.blur_m, finds.sd_m]),
            weight=weight,
            first=first,
            counts=np.concatenate([effort.counts, np.ones(len(finds), np.int64)]),
            searches=searches,
            stray=np.add.reduceat(weight, first) if len(first) else np.zeros(0),
            again=_found_again(known, len(first)),
        )

    @property
    def anchors(self) -> NDArray[np.float64]:
        """Where something was found or seen."""
        return np.concatenate([self.place[self.first], self.known.signs.place])

    @cached_property
    def _spots(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float64]]:
        """Return all places, of finds, of signs, of searched ground; variances; square metres searched."""
        signs, looked = self.known.signs, self.known.effort.looked
        place = np.concatenate([self.place, signs.place, looked.place])
        blur = np.concatenate([self.blur_m, signs.sd_m, looked.blur_m])
        return np.ascontiguousarray(place.T, np.float32), (blur**2).astype(np.float32), looked.weight

    def explains(self, one: Strikes) -> Explains:
        """Return what one strike of each chain would explain.

        What a search has found is summed over all searched blocks, so that no place of a strike profits
        from where a rule of integration happens to look.
        """
        place, blur2, looked = self._spots
        finds, last = len(self.place), len(self.place) + len(self.known.signs)
        held = kernel(one, place, blur2)
        items = held[:, :finds] * self.weight
        if len(self.first) != finds:
            items = np.add.reduceat(items, self.first, axis=1) if len(self.first) else items[:, :0]
        found = np.minimum(held[:, last:] @ looked, 1.0)
        return Explains(items, held[:, finds:last].astype(np.float64), np.asarray(found))


def _found_again(known: Known, units: int) -> NDArray[np.float64]:
    """Return how many chance finds each search probably met again."""
    effort, finds = known.effort, known.finds
    again = np.zeros(units)
    for place, sd in zip(finds.place, finds.sd_m, strict=True):
        variance = effort.blur_m**2 + sd**2
        off2 = ((effort.places - place) ** 2).sum(axis=1)
        met = np.exp(-0.5 * off2 / variance) / (2 * np.pi * variance) * effort.weight
        again += np.bincount(effort.unit, met, units) * assumed("finds", "found_again")
    return again
