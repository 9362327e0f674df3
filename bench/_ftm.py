"""Run with the peer's own Python: write statements into its SQL store, read one entity back.

Usage: _ftm.py FILE COUNT. Prints one line of JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any


def main(path: Path, count: int) -> None:
    """Write `count` statements on count / 4 entities, then read 50 entities."""
    from followthemoney import Statement
    from nomenklatura.resolver import Linker
    from nomenklatura.store.sql import SQLStore
    from sqlalchemy import create_engine

    dataset = _dataset()
    store = SQLStore(dataset, Linker({}), create_engine(f"sqlite:///{path}"))
    seconds = 0.0
    props = ("name", "date", "keywords", "summary")
    for first in range(0, count, 20_000):
        rows = [
            Statement(
                entity_id=f"strike-bench-{number // 4:07d}",
                prop=props[number % 4],
                schema="Event",
                value=f"20{15 + number % 9:02d}-{1 + number % 12:02d}"
                if number % 4 == 1
                else f"r{number:08d}",
                dataset=dataset.name,
                first_seen="2026-01-01T00:00:00",
            )
            for number in range(first, first + 20_000)
        ]
        start = time.perf_counter()
        with store.writer() as writer:
            for row in rows:
                writer.add_statement(row)
            writer.flush()
        seconds += time.perf_counter() - start
    reads = []
    view = store.default_view()
    for number in range(50):
        start = time.perf_counter()
        entity = view.get_entity(f"strike-bench-{number * 7919 % (count // 4):07d}")
        reads.append(time.perf_counter() - start)
        if entity is None:
            raise SystemExit("the peer did not find what it wrote")
    found = {
        "rate": count / seconds,
        "read_ms": 1000 * statistics.median(reads),
        "bytes": path.stat().st_size,
        "version": f"{version('followthemoney')} / {version('nomenklatura')}",
    }
    print(json.dumps(found))


def _dataset() -> Any:
    from followthemoney import Dataset

    return Dataset.make({"name": "bench", "title": "bench"})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
