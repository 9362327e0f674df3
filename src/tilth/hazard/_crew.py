"""Work in several processes, this one among them: the answers do not depend on how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from math import ceil
from multiprocessing import current_process, get_context
from types import TracebackType
from typing import Protocol, TypeVar

__all__ = ["Crew", "Job", "Told"]

Told = Callable[[int, int], None]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Job(Protocol[T_co]):
    """Work that tells how far it is."""

    def __call__(self, *, told: Told | None = None) -> T_co:
        """Return what came of it."""
        ...


class Crew:
    """Runs jobs, round after round; where no further process can be had, this one does them all.

    Parameters
    ----------
    workers
        Processes, this one among them.
    told
        Called with steps done and all there are, as far as this process does them.
    plan
        For each round its number of jobs and the steps of each.
    """

    def __init__(self, workers: int, told: Told | None, plan: Sequence[tuple[int, int]]) -> None:
        most = max(jobs for jobs, _ in plan)
        self.hands = 1 if current_process().daemon else max(1, min(workers, most))
        self.told, self.done, self._ahead = told, 0, iter([steps for _, steps in plan])
        self.whole = sum(ceil(jobs / self.hands) * steps for jobs, steps in plan)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        if self.hands > 1:
            try:
                self._pool = ProcessPoolExecutor(self.hands - 1, mp_context=get_context("spawn"))
            except (OSError, NotImplementedError):  # no semaphores here, as in some containers
                self.hands = 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, jobs: Sequence[Job[T]]) -> list[T]:
        """Return what came of the jobs, in their order."""
        steps = next(self._ahead)
        away = {number: self._sent(job) for number, job in enumerate(jobs) if number % self.hands}
        made: dict[int, T] = {}
        for number, job in enumerate(jobs):
            if away.get(number) is None:
                made[number] = job(told=self._further)
                self.done += steps
        return [
            made[number] if number in made else _fetched(away[number], job) for number, job in enumerate(jobs)
        ]

    def _sent(self, job: Job[T]) -> Future[T] | None:
        try:
            return None if self._pool is None else self._pool.submit(job)
        except BrokenProcessPool:
            return None

    def _further(self, now: int, _: int) -> None:
        if self.told is not None:
            self.told(min(self.done + now, self.whole), self.whole)


def _fetched(away: Future[T] | None, job: Job[T]) -> T:
    """Return what came of a job elsewhere; done here where its process died, to the same result."""
    try:
        return job() if away is None else away.result()
    except BrokenProcessPool:
        return job()
