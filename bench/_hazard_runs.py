"""Many districts, two at a time, each in a process of its own so that its memory can be told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench._hazard_district import scored

__all__ = ["districts"]

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def districts(
    name: str, seeds: Sequence[int], changes: Mapping[str, Any], folder: Path = Path("build/bench/hazard")
) -> Iterator[dict[str, Any]]:
    """Yield the figures of each district in the order of the seeds; also written to a file, one a line."""
    for variable in _THREADS:
        os.environ[variable] = "1"
    folder.mkdir(parents=True, exist_ok=True)
    pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with pool, (folder / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
        for row in pool.map(scored, seeds, [dict(changes)] * len(seeds)):
            lines.write(json.dumps(row) + "\n")
            lines.flush()
            yield row
