"""What ``make bench BENCH=hazard`` measured, as tables: ``python -m bench._hazard_markdown``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench._hazard_district import SHARES
from bench._hazard_tables import scenario_rows

__all__ = ["main"]

Row = dict[str, Any]
NAMES = {
    "ours": "tilth",
    "density": "kernel density tuned on the truth",
    "density_unsearched": "the same times the share not searched",
    "log_gaussian": "log-Gaussian Cox process",
    "distance": "distance to the nearest find, tuned on the truth",
    "practice": "expanding boxes",
}


def main(folder: str = "build/bench/hazard") -> None:
    """Print the tables from the newest files of a folder."""
    rows, prior = _rows(Path(folder), "districts"), _rows(Path(folder), "prior")
    print(f"{len(rows)} districts, {len({row['scenario'] for row in rows})} scenarios\n")
    print("| | log loss | Brier | 80 % of items | 90 % | 95 % | found at the area of expanding boxes |")
    print("|---|---|---|---|---|---|---|")
    for name, words in NAMES.items():
        print(_scores(rows, name, words))
    for name in ("density", "density_unsearched", "log_gaussian", "distance"):
        print(f"\ngain in log loss over {name}: {_gain(rows, name)}", end="")
    print("\n\n| scenario | districts | log loss below the density's | below density x unsearched |", end="")
    print(" totals held | mean total over truth | items over expanding boxes |")
    print("|---|---|---|---|---|---|---|")
    for one in scenario_rows(rows):
        print(f"| {one[0]} | {one[1]} | {one[2]} % | {one[3]} % | {' | '.join(one[4:6])} | {one[6]} % |")
    print()
    for words, part in _further(rows, prior).items():
        print(f"{words}: {part}")


def _rows(folder: Path, name: str) -> list[Row]:
    paths = sorted(folder.glob(f"{name}-*.jsonl"), key=lambda path: path.stat().st_mtime)
    return [json.loads(line) for line in paths[-1].read_text("utf-8").splitlines()] if paths else []


def _interval(values: Sequence[float], form: str) -> str:
    """Return a mean with its 90 % interval, whole districts drawn again."""
    given = np.asarray(values, float)
    given = given[~np.isnan(given)]
    means = np.random.default_rng(1).choice(given, (2000, len(given))).mean(axis=1)
    low, high = np.quantile(means, (0.05, 0.95))
    return f"{given.mean():{form}} ({low:{form}} to {high:{form}})"


def _scores(rows: Sequence[Row], name: str, words: str) -> str:
    parts = [words]
    for score in ("log", "brier"):
        parts.append(_interval([row[score][name] for row in rows], ".4f") if name in rows[0][score] else "")
    for at in range(len(SHARES)):
        parts.append(
            _interval([row["area"][name][at] for row in rows], ",.0f") if name in rows[0]["area"] else ""
        )
    parts.append(_interval([row["found"][name] for row in rows], ",.0f"))
    return f"| {' | '.join(parts)} |"


def _gain(rows: Sequence[Row], name: str) -> str:
    return _interval([100 * (1 - row["log"]["ours"] / row["log"][name]) for row in rows], ".1f") + " %"


def _held(rows: Sequence[Row]) -> list[float]:
    return [float(row["total"]["p05"] <= row["remain"] <= row["total"]["p95"]) for row in rows]


def _further(rows: Sequence[Row], prior: Sequence[Row]) -> dict[str, str]:
    more = [100 * (row["found"]["ours"] / max(row["found"]["practice"], 1) - 1) for row in rows]
    field: Callable[[Row], float] = lambda row: float(  # noqa: E731
        row["field_total"][0] <= row["remain"] <= row["field_total"][2]
    )
    told = {
        "totals held": f"{sum(_held(rows)):.0f} of {len(rows)}, {_interval(_held(rows), '.2f')}",
        "totals held, log-Gaussian": _interval([field(row) for row in rows], ".2f"),
        "cells held": _interval([row["cells"] for row in rows], ".3f"),
        "cells held where over half an item is expected": _interval(
            [row["cells_expected"] for row in rows], ".3f"
        ),
        "mean total over truth": _interval([row["total"]["mean"] / row["remain"] for row in rows], ".2f"),
        "width over truth": _interval(
            [(row["total"]["p95"] - row["total"]["p05"]) / row["remain"] for row in rows], ".2f"
        ),
        "items over expanding boxes, %": _interval(more, ".0f"),
        "R-hat": f"median {np.median([row['rhat'] for row in rows]):.2f}, "
        f"over 1.1 {sum(row['rhat'] > 1.1 for row in rows)}, most {max(row['rhat'] for row in rows):.2f}",
        "seconds of one processor": _interval([row["cpu_seconds"] for row in rows], ".0f"),
        "memory, MB": _interval([row["memory_mb"] for row in rows], ".0f"),
    }
    if prior:
        counts = np.histogram([row["rank"] for row in prior], 5, (0, 1))[0]
        told["prior: ranks in fifths"] = f"{counts.tolist()} of {len(prior)}"
        told["prior: totals held"] = f"{sum(_held(prior)):.0f} of {len(prior)}"
        told["prior: cells held where over half an item is expected"] = _interval(
            [row["cells_expected"] for row in prior], ".3f"
        )
    return told


if __name__ == "__main__":
    main(*sys.argv[1:])
