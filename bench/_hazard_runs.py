"""Many cases, each in a process of its own; what a run that was cut had done is taken up again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tilth.hazard import scenarios

__all__ = ["Case", "cases", "runs"]

Case = tuple[str, int]
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_FOLDER = Path("build/bench/hazard")
_USUAL, _EACH = 20, 2
_MORE = ("all_wrong", 2)


def cases(count: int) -> list[Case]:
    """Return scenario and seed of each district: 20 usual ones, two of each other scenario and two more.

    Usual and other ones take turns, so that a shorter run holds both.
    """
    others = [name for _ in range(_EACH) for name in scenarios() if name != "usual"]
    others += [_MORE[0]] * _MORE[1]
    usual = [("usual", seed) for seed in range(1, _USUAL + 1)]
    broken = [(name, _USUAL + number) for number, name in enumerate(others, 1)]
    mixed = [case for pair in zip(usual, broken, strict=False) for case in pair]
    return [*mixed, *broken[len(usual) :]][:count]


def runs(
    name: str,
    scored: Callable[[Case], dict[str, Any]],
    wanted: Sequence[Case],
    folder: Path = _FOLDER,
) -> Iterator[dict[str, Any]]:
    """Yield the figures of each case in the order asked for.

    They are also written to a file named by the assumptions they rest on, one a line; what stands there is
    not computed again.
    """
    for variable in _THREADS:
        os.environ[variable] = "1"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{_assumptions()}.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    done = {(row["scenario"], row["seed"]): row for row in map(json.loads, lines)}
    open_cases = [case for case in wanted if case not in done]
    workers = int(os.environ.get("TILTH_BENCH_WORKERS", "2"))
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with pool, path.open("a", encoding="utf-8") as written:
        fresh = pool.map(scored, open_cases)
        for case in wanted:
            if case not in done:
                done[case] = next(fresh)
                written.write(json.dumps(done[case]) + "\n")
                written.flush()
            yield done[case]


def _assumptions() -> str:
    """Return a short hash of what the model and the simulator assume."""
    folder = files("tilth.data")
    texts = [folder / "hazard" / "model.yaml", folder / "simulate" / "default.yaml"]
    texts.append(folder / "simulate" / "scenarios.yaml")
    return sha256(b"".join(one.read_bytes() for one in texts)).hexdigest()[:12]
