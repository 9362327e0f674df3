"""Chains in groups that know nothing of each other, so that each may run in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._crew import Crew, Job, Told
from tilth.hazard._islands import dealt
from tilth.hazard._known import Known
from tilth.hazard._maps import Maps, cell_left
from tilth.hazard._sampler import Draw, Settled, draws, settled
from tilth.hazard._settings import assumed
from tilth.hazard._unseen import Unseen
from tilth.hazard._warm import goes_on_from
from tilth.hazard.draws import Draws, Keeper

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Gathered", "gathered"]


@dataclass
class Gathered:
    """Sums over all draws.

    Attributes
    ----------
    totals
        Items left, unseen strikes apart, ``(chains, draws)``.
    shared
        Numbers that strikes share, by the function given, ``(draws, numbers, chains)``.
    """

    maps: Maps
    unseen: Unseen
    keeper: Keeper
    totals: NDArray[np.float64]
    shared: NDArray[np.float64]

    def with_other(self, other: Gathered) -> Gathered:
        """Return the sums of two groups of chains."""
        return Gathered(
            self.maps.with_other(other.maps),
            Unseen([*self.unseen.rows, *other.unseen.rows]),
            self.keeper.with_other(other.keeper),
            np.concatenate([self.totals, other.totals]),
            np.concatenate([self.shared, other.shared], axis=2),
        )


def gathered(
    known: Known,
    seed: int,
    shared: Callable[[Draw], NDArray[np.float64]],
    *,
    chains: int | None = None,
    sweeps: tuple[int, int] | None = None,
    told: Told | None = None,
    workers: int = 1,
    start: Draws | None = None,
) -> Gathered:
    """Return the sums of all groups, added in a fixed order: they are the same with any number of workers.

    More groups settle than go on, each by itself; what goes on holds chains of all of them (`dealt`).

    Parameters
    ----------
    workers
        Processes, this one among them.
    start
        Draws of an earlier run, to go on from.
    """
    count, most = chains or int(assumed("sampling", "chains")), int(assumed("sampling", "group"))
    sizes = [len(part) for part in np.array_split(np.arange(count), max(1, count // most))]
    warm = start is not None and goes_on_from(known, start)
    how = "warm" if warm else "sampling"
    settling, kept = sweeps or (int(assumed(how, "settling")), int(assumed(how, "kept")))
    islands = len(sizes) if warm or len(sizes) == 1 else int(assumed("sampling", "islands"))
    several = sizes if islands == len(sizes) else [int(assumed("sampling", "island_chains"))] * islands
    begin: list[Job[Settled]] = [
        partial(settled, known, (seed, number), chains=size, settling=settling, start=start, group=number)
        for number, size in enumerate(several)
    ]
    with Crew(workers, told, [(len(begin), settling), (len(sizes), kept)]) as crew:
        begun = crew.run(begin)
        if not warm:
            begun = dealt(begun, sizes)
        every = int(assumed(how, "every"))
        go_on: list[Job[Gathered]] = [
            partial(_group, known, (seed, number, 1), shared, one, kept, every)
            for number, one in enumerate(begun)
        ]
        return reduce(Gathered.with_other, crew.run(go_on))


def _group(
    known: Known,
    seed: tuple[int, ...],
    shared: Callable[[Draw], NDArray[np.float64]],
    begun: Settled,
    kept: int,
    every: int,
    told: Told | None = None,
) -> Gathered:
    left = cell_left(known)
    maps, unseen, keeper = Maps.empty(known), Unseen(), Keeper()
    rows = []
    for draw in draws(known, seed, begun, kept=kept, every=every, told=told):
        maps.add(draw, left)
        unseen.add(draw)
        keeper.add(draw)
        rows.append(shared(draw))
    return Gathered(maps, unseen, keeper, np.array(maps.totals).reshape(len(rows), -1).T, np.array(rows))
