"""Starting from where an earlier run ended, when more is known of the same ground."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._known import Known, Reported
from tilth.hazard._priors import Priors
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard.draws import Draws

__all__ = ["goes_on_from", "resume"]

_GIVEN_M = 0.05
"""Reports whose places differ by less than this are the same one."""


def goes_on_from(known: Known, start: Draws) -> bool:
    """Return whether draws can be gone on from: they are of the same system in metres.

    Another cell, extent or more records are no hindrance.
    """
    return start.grid.crs == known.grid.crs and len(start) > 0


def resume(
    known: Known, start: Draws, priors: Priors, strikes: Strikes, common: Common, group: int = 0
) -> None:
    """Write the last draw of each earlier chain over a first guess, in place.

    Reports are found again by what they say. One that is gone leaves its strike to those that nobody
    reported, as far as there is room; new reports keep the first guess.

    Parameters
    ----------
    group
        Number of this group of chains: each takes chains of its own.
    """
    chains, count = strikes.on.shape
    shift = np.array(
        [start.grid.west_m - known.grid.west_m, start.grid.south_m - known.grid.south_m], np.float64
    )
    slots = _slots(start, known.reported, priors, shift)
    size = np.array([known.grid.columns, known.grid.rows]) * known.grid.cell_m
    told = len(known.reported)
    again = slots[slots < told]
    strikes.on[:, again] = False
    strikes.on[:, told:] = False
    for chain in range(chains):
        number = len(start) - start.chains + (group * chains + chain) % start.chains
        for field in fields(Common):
            getattr(common, field.name)[chain] = getattr(start.common, field.name)[number]
        rows = np.flatnonzero((start.draw == number) & (start.slot >= 0))
        to, place = slots[start.slot[rows]], start.strikes.place[rows] + shift
        inside = ((place >= 0) & (place <= size)).all(axis=1)
        fits = (to < told + priors.own_slots) | ((to < count) & inside)
        for field in fields(Strikes):
            new = place if field.name == "place" else getattr(start.strikes, field.name)[rows]
            getattr(strikes, field.name)[chain, to[fits]] = new[fits]


def _slots(start: Draws, now: Reported, priors: Priors, shift: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each place in the earlier list of strikes its place in the new one, or its length."""
    before = start.reported.copy()
    before[:, :2] += shift
    free: dict[tuple[float, ...], list[int]] = {}
    for number, key in enumerate(_keys(np.column_stack([now.place, now.sd_m, now.certainty, now.expected]))):
        free.setdefault(key, []).append(number)
    told, own = len(before), len(before) + start.companions
    count = len(priors.is_reported)
    slots = np.full(max(int(start.slot.max(initial=-1)) + 1, own), count)
    gone = []
    for number, key in enumerate(_keys(before)):
        if free.get(key):
            slots[number] = free[key].pop(0)
        else:
            gone.append(number)
    beside = len(now) + priors.own_slots
    for others, room in (
        (list(range(told, own)), range(len(now), beside)),
        ([*range(own, len(slots)), *gone], range(beside, count)),
    ):
        slots[others[: len(room)]] = list(room)[: len(others)]
    return slots


def _keys(rows: NDArray[np.float64]) -> list[tuple[float, ...]]:
    steps = np.array([_GIVEN_M, _GIVEN_M, 1e-6, 1e-9, 1e-9])
    return [tuple(row) for row in np.round(np.nan_to_num(rows, nan=-1.0) / steps).tolist()]
