"""Chains in groups that know nothing of each other, so that each may run in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._known import Known
from tilth.hazard._maps import Maps, cell_left
from tilth.hazard._sampler import Draw, draws
from tilth.hazard._settings import assumed
from tilth.hazard._unseen import Unseen
from tilth.hazard.draws import Draws, Keeper

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Gathered", "gathered"]

Told = Callable[[int, int], None]
Job = Callable[..., "Gathered"]


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

    Parameters
    ----------
    workers
        Processes, this one among them.
    start
        Draws of an earlier run, to go on from.
    """
    count, most = chains or int(assumed("sampling", "chains")), int(assumed("sampling", "group"))
    sizes = [len(part) for part in np.array_split(np.arange(count), max(1, count // most))]
    jobs: list[Job] = [
        partial(_group, known, (seed, number), shared, size, sweeps, start)
        for number, size in enumerate(sizes)
    ]
    total = None
    with _runner(min(workers, len(jobs)), told) as run:
        for part in run(jobs):
            total = part if total is None else total.with_other(part)
    if total is None:
        raise ValueError("no chains")
    return total


@contextmanager
def _runner(workers: int, told: Told | None) -> Iterator[Callable[[list[Job]], Iterator[Gathered]]]:
    """Yield what runs jobs: the first here, the others after it or meanwhile in processes of their own."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if workers < 2:

        def in_turn(jobs: list[Job]) -> Iterator[Gathered]:
            for number, job in enumerate(jobs):
                yield job(told=_further(told, number, len(jobs)))

        yield in_turn
        return
    with ProcessPoolExecutor(workers - 1, mp_context=get_context("spawn")) as pool:

        def beside(jobs: list[Job]) -> Iterator[Gathered]:
            waiting = [pool.submit(job) for job in jobs[1:]]
            yield jobs[0](told=told)
            for one in waiting:
                yield one.result()

        yield beside


def _further(told: Told | None, number: int, groups: int) -> Told | None:
    """Return a teller of how far one group of several is, counted over all."""
    if told is None:
        return None

    def say(done: int, of: int) -> None:
        told(number * of + done, groups * of)

    return say


def _group(
    known: Known,
    seed: tuple[int, int],
    shared: Callable[[Draw], NDArray[np.float64]],
    chains: int,
    sweeps: tuple[int, int] | None,
    start: Draws | None,
    told: Told | None = None,
) -> Gathered:
    left = cell_left(known)
    maps, unseen, keeper = Maps.empty(known), Unseen(), Keeper()
    rows = []
    for draw in draws(known, seed, told=told, chains=chains, sweeps=sweeps, start=start):
        maps.add(draw, left)
        unseen.add(draw)
        keeper.add(draw)
        rows.append(shared(draw))
    return Gathered(maps, unseen, keeper, np.array(maps.totals).reshape(len(rows), -1).T, np.array(rows))
