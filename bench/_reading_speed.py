"""Run as a program of its own: how many articles of 2 KB are read in a second of one core, and
in how much memory.

Usage: python -m bench._reading_speed COUNT. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from importlib.resources import files
from pathlib import Path

from tilth.reading import open_article, read

__all__ = ["articles"]

SIZE = 2048
TURN = 200


def articles(count: int, first: int = 0, langs: tuple[str, ...] = ("nl", "en")) -> list[bytes]:
    """Return made-up articles of 2 KB, each different: the bundled examples, repeated and numbered."""
    made = []
    for number in range(first, first + count):
        name = f"article_{langs[number % len(langs)]}.txt"
        text = (files("tilth.data") / "examples" / name).read_text("utf-8").split("\n", 1)[1]
        words = f"Nr {number}. {text}\n" * 4
        made.append(words.encode()[:SIZE].decode("utf-8", "ignore").encode())
    return made


def resident_mb() -> float:
    """Return the memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(count: int) -> None:
    """Read `count` articles one by one in turns of 200."""
    for raw in articles(4):
        read(open_article(raw))
    rates, claims, memory = [], 0, {}
    for first in range(0, count, TURN):
        given = articles(TURN, first)
        start = time.process_time()
        for raw in given:
            claims += len(read(open_article(raw)))
        rates.append(TURN / (time.process_time() - start))
        if first + TURN in {1000, count}:
            memory[first + TURN] = resident_mb()
    told = {"rate": statistics.median(rates), "low": min(rates), "high": max(rates), "claims": claims}
    print(json.dumps(told | {"memory": memory}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
