"""Draw what ``make bench BENCH=hazard`` measured.

Run ``python docs/pictures/draw_hazard_scores.py build/bench/hazard hazard_scores.png``. The folder holds
``districts-*.jsonl`` and ``prior-*.jsonl``; the newest of each is drawn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

from matplotlib import pyplot as plt

OURS, OTHER, GREY = "#0072b2", "#d55e00", "#777777"
BINS = 10


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of the newest file of that name."""
    paths = sorted(folder.glob(f"{name}-*.jsonl"), key=lambda path: path.stat().st_mtime)
    return [json.loads(line) for line in paths[-1].read_text("utf-8").splitlines()] if paths else []


def pooled(rows: list[dict[str, Any]], whose: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return chance given, share observed and its 90 % bounds over districts drawn again, by class."""
    edges = np.array([0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01])
    sums = np.zeros((len(rows), len(edges) - 1, 3))
    for at, row in enumerate(rows):
        for given, observed, cells in row["reliability"][whose]:
            part = sums[at, np.searchsorted(edges, given, side="right") - 1]
            part += (given * cells, observed * cells, cells)
    rng = np.random.default_rng(1)
    again = sums[rng.integers(len(rows), size=(500, len(rows)))].sum(axis=1)
    total = sums.sum(axis=0)
    held = total[:, 2] > 0
    with np.errstate(invalid="ignore"):
        low, high = np.nanquantile(again[:, held, 1] / again[:, held, 2], (0.05, 0.95), axis=0)
    return total[held, 0] / total[held, 2], total[held, 1] / total[held, 2], low, high


def reliability(pane: Any, rows: list[dict[str, Any]]) -> None:
    """Draw how often an item was there, by the chance given."""
    for whose, colour, mark, words in (
        ("ours", OURS, "o", "tilth"),
        ("density", OTHER, "s", "kernel density tuned on the truth"),
    ):
        given, observed, low, high = pooled(rows, whose)
        error = np.clip([observed - low, high - observed], 0, None)
        pane.errorbar(given, observed, error, color=colour, marker=mark, ms=4, lw=1, label=words)
    pane.plot([1e-4, 1], [1e-4, 1], color=GREY, lw=1, ls="--", label="as it should be")
    pane.set(xscale="log", yscale="log", xlim=(2e-4, 1.2), ylim=(2e-5, 1.5))
    pane.set(xlabel="chance given to a cell", ylabel="share of such cells with an item")
    pane.set_title("Reliability")
    pane.legend(fontsize=8)


def ranks(pane: Any, rows: list[dict[str, Any]], title: str) -> None:
    """Draw how the true totals rank among the draws."""
    counts, edges = np.histogram([row["rank"] for row in rows], BINS, (0, 1))
    pane.bar(edges[:-1], counts, 1 / BINS, align="edge", color=OURS, edgecolor="white")
    pane.axhline(len(rows) / BINS, color=GREY, ls="--", lw=1)
    pane.set(title=f"{title} ({len(rows)})", xlabel="rank of the true total among the draws", ylabel="number")


def gains(pane: Any, rows: list[dict[str, Any]]) -> None:
    """Draw how far our log loss lies below the density's, by scenario."""
    names = sorted({row["scenario"] for row in rows}, key=lambda one: (one != "usual", one))
    for at, name in enumerate(names):
        values = [
            100 * (1 - row["log"]["ours"] / row["log"]["density"]) for row in rows if row["scenario"] == name
        ]
        pane.plot(values, [at] * len(values), "o", color=OURS, ms=4)
    pane.axvline(0, color=GREY, lw=1)
    pane.axvline(12, color=OTHER, lw=1, ls="--", label="aim: 12 %")
    pane.set_yticks(range(len(names)), [name.replace("_", " ") for name in names], fontsize=8)
    pane.invert_yaxis()
    pane.set(title="Log loss below the density's", xlabel="per cent; a dot is a district")
    pane.legend(fontsize=8)


def main(folder: str, picture: str) -> None:
    """Draw the four panes."""
    rows, prior = rows_of(Path(folder), "districts"), rows_of(Path(folder), "prior")
    figure, panes = plt.subplots(2, 2, figsize=(11, 9), layout="constrained")
    reliability(panes[0, 0], rows)
    gains(panes[0, 1], rows)
    ranks(panes[1, 0], rows, "Districts of all scenarios")
    if prior:
        ranks(panes[1, 1], prior, "Ground drawn from the model's own prior")
    figure.suptitle("SYNTHETIC districts: no such places exist")
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:3])
