"""Work shared out: in this process, in processes of this machine, or by dask.distributed on several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tilth.exchange._errors import ExchangeError

__all__ = ["Run", "workers_of"]

Given, Made = TypeVar("Given"), TypeVar("Made")
Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
_AHEAD = 2
"""Pieces given out for each worker at one time: enough to keep it busy, few enough to hold in memory."""


@contextmanager
def workers_of(asked: str = "1", scheduler: str | None = None) -> Iterator[Run]:
    """Give a function that maps work over workers; results come in the order of the work, whoever did it.

    Parameters
    ----------
    asked
        ``N`` for processes of this machine, ``dask:N`` for workers of dask.distributed started here.
    scheduler
        Address of a dask scheduler that is running, as ``tcp://host:8786``; its workers need tilth too.
    """
    count = _count(asked)
    if scheduler is not None or asked.startswith("dask:"):
        with _dask(count, scheduler) as run:
            yield run
    elif count == 1:
        yield lambda work, pieces: map(work, pieces)
    else:
        with _processes(count) as run:
            yield run


def _count(asked: str) -> int:
    words = asked.removeprefix("dask:")
    if not words.isdigit() or int(words) < 1:
        raise ExchangeError(f"workers {asked!r}: give a number from 1, or dask:N")
    return int(words)


@contextmanager
def _processes(count: int) -> Iterator[Run]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:

        def run(work: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
            return _in_order(lambda piece: pool.submit(work, piece), pieces, _AHEAD * count)

        yield run


@contextmanager
def _dask(count: int, scheduler: str | None) -> Iterator[Run]:
    try:
        import distributed
    except ImportError as error:
        raise ExchangeError(
            "dask.distributed is not installed: pip install 'tilth[cluster]', or leave --scheduler out"
        ) from error
    client: Any = distributed.Client
    if scheduler is None:
        cluster: Any = distributed.LocalCluster
        with (
            cluster(n_workers=count, threads_per_worker=1, dashboard_address=None) as own,
            client(own) as opened,
        ):
            yield _on(opened)
        return
    try:
        opened = client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise ExchangeError(
            f"no dask scheduler answers at {scheduler!r}: start one with 'dask scheduler', then workers"
        ) from error
    with opened:
        yield _on(opened)


def _on(client: Any) -> Run:
    def run(work: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        at_once = _AHEAD * max(1, len(client.scheduler_info()["workers"]))

        def submit(piece: Any) -> Any:
            return client.submit(work, client.scatter(piece, hash=False), pure=False)

        return _in_order(submit, pieces, at_once)

    return run


def _in_order(submit: Callable[[Any], Any], pieces: Iterable[Any], at_once: int) -> Iterator[Any]:
    waiting: deque[Any] = deque()
    for piece in pieces:
        waiting.append(submit(piece))
        if len(waiting) >= at_once:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
