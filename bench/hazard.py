"""Our surface beside its rivals over made-up districts whose truth is known.

``TILTH_BENCH_DISTRICTS`` says how many (6, at most 50), ``TILTH_BENCH_CHANGES`` which assumptions of the
simulator differ, as JSON: ``{"report": {"missed": 0.4}}``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_district import SHARES
from bench._hazard_peer import beside_scikit_learn
from bench._hazard_runs import districts
from bench._measure import Measure, report

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST = 50
_PEER = "kernel density tuned on the truth"
Row = dict[str, Any]


def main() -> None:
    """Measure and report."""
    count = min(int(os.environ.get("TILTH_BENCH_DISTRICTS", "6")), _MOST)
    changes = json.loads(os.environ.get("TILTH_BENCH_CHANGES", "{}"))
    rows = []
    for row in districts("districts", range(1, count + 1), changes):
        rows.append(row)
        print(_line(row), flush=True)
    report("hazard", [*measures(rows), *beside_scikit_learn()])


def measures(rows: Sequence[Row]) -> list[Measure]:
    """Return what the rows of all districts say together."""
    return [
        _less("log loss a cell", rows, lambda row: row["log"]["ours"], lambda row: row["log"]["density"]),
        _unsearched(rows),
        _less("Brier score", rows, lambda row: row["brier"]["ours"], lambda row: row["brier"]["density"]),
        *_coverage(rows),
        *(_area(rows, at) for at in range(len(SHARES))),
        *_found(rows),
        _agreement(rows),
        *_cost(rows),
    ]


def _line(row: Row) -> str:
    total = row["total"]
    return (
        f"district {row['seed']}: {row['remain']} items remain, ours {total['mean']:.0f} "
        f"({total['p05']:.0f} to {total['p95']:.0f}); log loss {row['log']['ours']:.4f}, density "
        f"{row['log']['density']:.4f}; R-hat {row['rhat']}; {row['seconds']:.0f} s"
    )


def _spread(values: Sequence[float]) -> str:
    """Return median, minimum and maximum, and a bootstrap interval of the mean, as words."""
    rng = np.random.default_rng(1)
    means = rng.choice(np.asarray(values), (2000, len(values))).mean(axis=1)
    low, high = np.quantile(means, (0.05, 0.95))
    return (
        f"{len(values)} districts: median {np.median(values):.3g}, min {min(values):.3g}, "
        f"max {max(values):.3g}; 90 % interval of the mean {low:.3g} to {high:.3g}"
    )


def _less(
    name: str, rows: Sequence[Row], ours: Callable[[Row], float], peer: Callable[[Row], float]
) -> Measure:
    """Return a measure of which less is better: means over districts, and the spread of the gain."""
    mine, other = np.array([ours(row) for row in rows]), np.array([peer(row) for row in rows])
    gain = 100 * (1 - mine / other)
    return Measure(
        name, float(mine.mean()), "", float(other.mean()), _PEER, "",
        float(other.mean() / mine.mean()), f"per cent below the peer, {_spread(gain.tolist())}",
    )  # fmt: skip


def _unsearched(rows: Sequence[Row]) -> Measure:
    made = _less(
        "log loss, effort known to both",
        rows,
        lambda row: row["log"]["ours"],
        lambda row: row["log_unsearched"],
    )
    return Measure(
        made.name,
        made.ours,
        made.unit,
        made.peer,
        f"{_PEER}, times unsearched share",
        "",
        made.ratio,
        made.note,
    )


def _coverage(rows: Sequence[Row]) -> list[Measure]:
    within = [row["total"]["p05"] <= row["remain"] <= row["total"]["p95"] for row in rows]
    width = [(row["total"]["p95"] - row["total"]["p05"]) / row["remain"] for row in rows]
    every = [row["cells"] for row in rows]
    expected = [row["cells_expected"] for row in rows]
    return [
        _held("totals", [float(one) for one in within], f"target 85-95; width over truth, {_spread(width)}"),
        _held("all cells", every, f"most are empty and hold by 0 to 0; {_spread(every)}"),
        _held("cells where over half an item is expected", expected, _spread(expected)),
    ]


def _held(name: str, shares: Sequence[float], note: str) -> Measure:
    return Measure(f"90 % intervals that hold, {name}", 100 * float(np.nanmean(shares)), "%", note=note)


def _area(rows: Sequence[Row], at: int) -> Measure:
    name = f"cells searched for {SHARES[at]:.0%} of what remains"
    return _less(name, rows, lambda row: row["area"]["ours"][at], lambda row: row["area"]["density"][at])


def _found(rows: Sequence[Row]) -> list[Measure]:
    """Return items found at the practice rule's area, beside the rule and the other rivals."""
    names = {
        "practice": "expanding boxes",
        "density": _PEER,
        "density_unsearched": f"{_PEER}, times unsearched share",
        "distance": "distance to the nearest find",
    }
    ours = np.array([row["found"]["ours"] for row in rows])
    return [
        _more(words, ours, np.array([row["found"][name] for row in rows])) for name, words in names.items()
    ]


def _more(peer: str, ours: NDArray[np.float64], other: NDArray[np.float64]) -> Measure:
    gain = _spread((100 * (ours / np.maximum(other, 1) - 1)).tolist())
    return Measure(
        "items found at the practice rule's area", float(ours.mean()), "items", float(other.mean()), peer, "",
        float(ours.mean() / other.mean()), f"per cent more, {gain}",
    )  # fmt: skip


def _agreement(rows: Sequence[Row]) -> Measure:
    values = [row["rhat"] for row in rows]
    over = sum(value > 1.1 for value in values)
    return Measure(
        "R-hat of the total",
        float(np.median(values)),
        "",
        note=f"{over} of {len(values)} over 1.1; {_spread(values)}",
    )


def _cost(rows: Sequence[Row]) -> list[Measure]:
    seconds, memory = [row["seconds"] for row in rows], [row["memory_mb"] for row in rows]
    busy = [row["cpu_seconds"] for row in rows]
    return [
        Measure("seconds a district, two at a time", float(np.median(seconds)), "s", note=_spread(seconds)),
        Measure("seconds of one processor a district", float(np.median(busy)), "s", note=_spread(busy)),
        Measure("memory a district", float(np.median(memory)), "MB", note=_spread(memory)),
    ]


if __name__ == "__main__":
    main()
