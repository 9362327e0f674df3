"""Our surface beside its rivals over made-up districts whose truth is known.

``TILTH_BENCH_DISTRICTS`` says how many (50, the most), ``TILTH_BENCH_PRIOR`` how many grounds are drawn from
the model's own prior (40), ``TILTH_BENCH_WORKERS`` how many at a time (2). A run that was cut goes on where
it ended: delete ``build/bench/hazard`` to measure all anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bench._hazard_calibration import calibrated, calibration_measures
from bench._hazard_district import SHARES, scored
from bench._hazard_gam import beside_density, beside_gam
from bench._hazard_peer import beside_scikit_learn
from bench._hazard_quick import closed_form
from bench._hazard_real import real_analogues
from bench._hazard_runs import cases, runs
from bench._hazard_scale import large_inputs
from bench._hazard_tables import by_scenario, spread_of
from bench._measure import Measure, report

Row = dict[str, Any]
Part = Callable[[Row], float]

RIVALS = {
    "density": "kernel density tuned on the truth",
    "density_unsearched": "the same times the share not searched",
    "log_gaussian": "log-Gaussian Cox process",
    "distance": "distance to the nearest find, tuned on the truth",
}


def main() -> None:
    """Measure and report."""
    rows = []
    wanted = cases(int(os.environ.get("TILTH_BENCH_DISTRICTS", "50")))
    for row in runs("districts", scored, wanted):
        rows.append(row)
        print(f"{len(rows)} of {len(wanted)}: {_line(row)}", flush=True)
    prior = [("prior", seed) for seed in range(1, int(os.environ.get("TILTH_BENCH_PRIOR", "40")) + 1)]
    ranks = []
    for row in runs("prior", calibrated, prior):
        ranks.append(row)
        print(f"{len(ranks)} of {len(prior)}: rank {row['rank']:.2f}", flush=True)
    peers = [*beside_scikit_learn(), *beside_density(), *beside_gam()]
    parts = [*peers, *closed_form(), *large_inputs(), *real_analogues()]
    report("hazard", [*measures(rows), *calibration_measures(ranks), *parts])
    by_scenario(rows)


def measures(rows: Sequence[Row]) -> list[Measure]:
    """Return what the rows of all districts say together."""
    scores = [
        _less(words, rows, _score(name, "ours"), _score(name, rival), RIVALS[rival])
        for name, words in (("log", "log loss a cell"), ("brier", "Brier score"))
        for rival in RIVALS
    ]
    areas = [
        _less(f"cells searched for {share:.0%} of what remains", rows, _cells("ours", at), _cells(rival, at),
              RIVALS[rival])
        for at, share in enumerate(SHARES)
        for rival in ("density", "log_gaussian", "distance")
    ]  # fmt: skip
    return [*scores, *_coverage(rows), *areas, *_found(rows), _agreement(rows), *_cost(rows)]


def _score(name: str, whose: str) -> Part:
    return lambda row: float(row[name][whose])


def _cells(whose: str, at: int) -> Part:
    return lambda row: float(row["area"][whose][at])


def _line(row: Row) -> str:
    total, log = row["total"], row["log"]
    return (
        f"{row['scenario']} {row['seed']}: {row['remain']} items remain, ours {total['mean']:.0f} "
        f"({total['p05']:.0f} to {total['p95']:.0f}); log loss {log['ours']:.4f}, density "
        f"{log['density']:.4f}, log-Gaussian {log['log_gaussian']:.4f}; R-hat {row['rhat']}; "
        f"{row['cpu_seconds']:.0f} s"
    )


def _less(name: str, rows: Sequence[Row], ours: Part, other: Part, peer: str) -> Measure:
    """Return a measure of which less is better: means over districts, and the spread of the gain."""
    mine, theirs = np.array([ours(row) for row in rows]), np.array([other(row) for row in rows])
    gain = 100 * (1 - mine / theirs)
    return Measure(
        name, float(mine.mean()), "", float(theirs.mean()), peer, "",
        float(theirs.mean() / mine.mean()), f"per cent below the peer, {spread_of(gain.tolist())}",
    )  # fmt: skip


def _coverage(rows: Sequence[Row]) -> list[Measure]:
    within = [float(row["total"]["p05"] <= row["remain"] <= row["total"]["p95"]) for row in rows]
    field = [float(row["field_total"][0] <= row["remain"] <= row["field_total"][2]) for row in rows]
    width = [(row["total"]["p95"] - row["total"]["p05"]) / row["remain"] for row in rows]
    ratio = [row["total"]["mean"] / row["remain"] for row in rows]
    every, expected = ([row[name] for row in rows] for name in ("cells", "cells_expected"))
    return [
        _held("totals", within, f"{spread_of(within)}; width over truth, {spread_of(width)}"),
        _held("totals of the log-Gaussian Cox process", field, spread_of(field)),
        Measure("mean total over truth", float(np.mean(ratio)), "", note=spread_of(ratio)),
        _held("all cells", every, f"most are empty and hold by 0 to 0; {spread_of(every)}"),
        _held("cells where over half an item is expected", expected, spread_of(expected)),
    ]


def _held(name: str, shares: Sequence[float], note: str) -> Measure:
    return Measure(f"90 % intervals that hold, {name}", 100 * float(np.nanmean(shares)), "%", note=note)


def _found(rows: Sequence[Row]) -> list[Measure]:
    """Return items found at the practice rule's area, beside the rule and the other rivals."""
    ours = np.array([row["found"]["ours"] for row in rows])
    made = []
    for name, peer in (("practice", "expanding boxes"), *RIVALS.items()):
        other = np.array([row["found"][name] for row in rows])
        gain = spread_of((100 * (ours / np.maximum(other, 1) - 1)).tolist())
        made.append(Measure(
            "items found at the practice rule's area", float(ours.mean()), "items", float(other.mean()),
            peer, "", float(ours.mean() / other.mean()), f"per cent more, {gain}",
        ))  # fmt: skip
    return made


def _agreement(rows: Sequence[Row]) -> Measure:
    values = [row["rhat"] for row in rows]
    over = sum(value > 1.1 for value in values)
    note = f"{over} of {len(values)} over 1.1; {spread_of(values)}"
    return Measure("R-hat of the total", float(np.median(values)), "", note=note)


def _cost(rows: Sequence[Row]) -> list[Measure]:
    seconds, memory = [row["seconds"] for row in rows], [row["memory_mb"] for row in rows]
    busy = [row["cpu_seconds"] for row in rows]
    return [
        Measure("seconds a district, one process", float(np.median(seconds)), "s", note=spread_of(seconds)),
        Measure("seconds of one processor a district", float(np.median(busy)), "s", note=spread_of(busy)),
        Measure("memory a district", float(np.median(memory)), "MB", note=spread_of(memory)),
    ]


if __name__ == "__main__":
    main()
