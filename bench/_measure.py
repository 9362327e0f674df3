"""Measuring in turns, and writing down what was measured."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["Measure", "machine", "report", "turns"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of ours beside the peer's; `ratio` above 1 means that ours is better."""

    name: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    peer_version: str = ""
    ratio: float | None = None
    note: str = ""


def turns(work: Callable[[], object], count: int = 5) -> list[float]:
    """Return the seconds of each of `count` runs."""
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def spread(seconds: Sequence[float], amount: float = 1.0) -> str:
    """Return median, minimum and maximum of rates or times as words."""
    values = sorted(amount / second for second in seconds) if amount != 1.0 else sorted(seconds)
    return f"median {statistics.median(values):,.4g}, min {values[0]:,.4g}, max {values[-1]:,.4g}"


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "processor": platform.processor() or platform.machine(),
    }


def report(name: str, measures: Sequence[Measure], folder: Path = Path("build/bench")) -> Path:
    """Print the measures as a table and write them to ``build/bench/NAME.json``."""
    from rich.console import Console
    from rich.table import Table

    table = Table("measure", "ours", "unit", "peer", "ratio", "note", title=f"bench {name}")
    for item in measures:
        peer = "" if item.peer is None else f"{item.peer:,.4g} ({item.peer_name} {item.peer_version})"
        ratio = "" if item.ratio is None else f"{item.ratio:.2f}"
        table.add_row(item.name, f"{item.ours:,.4g}", item.unit, peer, ratio, item.note)
    Console(width=150).print(table)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    content = {"machine": machine(), "measures": [asdict(item) for item in measures]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path
