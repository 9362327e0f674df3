"""Work in several processes, this one among them: the answers do not depend on how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Protocol, TypeVar

__all__ = ["Job", "Told", "crew"]

Told = Callable[[int, int], None]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Job(Protocol[T_co]):
    """Work that tells how far it is."""

    def __call__(self, *, told: Told | None = None) -> T_co:
        """Return what came of it."""
        ...


class Run(Protocol):
    """Runs jobs."""

    def __call__(self, jobs: Sequence[Job[T]]) -> list[T]:
        """Return what came of the jobs, in their order."""
        ...


@contextmanager
def crew(workers: int, told: Told | None, plan: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """Yield what runs jobs, round after round.

    Parameters
    ----------
    told
        Called with steps done and all there are, as far as this process does them.
    plan
        For each round its number of jobs and the steps of each.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    hands = max(1, min(workers, max(jobs for jobs, _ in plan)))
    whole = sum(ceil(jobs / hands) * steps for jobs, steps in plan)
    done = 0

    def further(now: int, _: int) -> None:
        if told is not None:
            told(done + now, whole)

    pool = ProcessPoolExecutor(hands - 1, mp_context=get_context("spawn")) if hands > 1 else None

    def run(jobs: Sequence[Job[T]]) -> list[T]:
        nonlocal done
        steps = next(ahead)
        away = {number: pool.submit(job) for number, job in enumerate(jobs) if pool and number % hands}
        made: dict[int, T] = {}
        for number, job in enumerate(jobs):
            if number not in away:
                made[number] = job(told=further)
                done += steps
        return [made[number] if number in made else away[number].result() for number in range(len(jobs))]

    ahead = iter([steps for _, steps in plan])
    try:
        yield run
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)
