"""Figures of many districts as tables, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["by_scenario", "scenario_rows", "spread_of"]

_DRAWN_AGAIN = 2000


def spread_of(values: Sequence[float]) -> str:
    """Return median, minimum and maximum, and a bootstrap interval of the mean, as words.

    Whole districts are drawn again (Efron, Annals of Statistics 7 (1979) 1-26): cells of one are alike.
    """
    rng = np.random.default_rng(1)
    given = np.asarray(values, float)
    given = given[~np.isnan(given)]
    means = rng.choice(given, (_DRAWN_AGAIN, len(given))).mean(axis=1)
    low, high = np.quantile(means, (0.05, 0.95))
    return (
        f"{len(given)} districts: mean {given.mean():.3g} (90 % {low:.3g} to {high:.3g}), median "
        f"{np.median(given):.3g}, min {given.min():.3g}, max {given.max():.3g}"
    )


def scenario_rows(rows: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return by scenario: districts, gains in log loss, totals held, mean total over truth, more found."""
    made: list[tuple[str, ...]] = []
    for name in sorted({row["scenario"] for row in rows}, key=lambda one: (one != "usual", one)):
        some = [row for row in rows if row["scenario"] == name]
        log = [(row["log"]["ours"], row["log"]["density"], row["log"]["density_unsearched"]) for row in some]
        held = sum(row["total"]["p05"] <= row["remain"] <= row["total"]["p95"] for row in some)
        ratio = np.mean([row["total"]["mean"] / row["remain"] for row in some])
        more = np.mean([row["found"]["ours"] / max(row["found"]["practice"], 1) - 1 for row in some])
        gains = [100 * (1 - np.mean([one[0] / one[at] for one in log])) for at in (1, 2)]
        made.append((
            name, f"{len(some)}", f"{gains[0]:.0f}", f"{gains[1]:.0f}", f"{held} of {len(some)}",
            f"{ratio:.2f}", f"{100 * more:.0f}",
        ))  # fmt: skip
    return made


def by_scenario(rows: Sequence[dict[str, Any]]) -> None:
    """Print what happens when each assumption breaks."""
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "scenario", "districts", "log loss below density, %", "below density x unsearched, %",
        "totals held", "total / truth", "items over expanding boxes, %", title="by scenario",
    )  # fmt: skip
    for row in scenario_rows(rows):
        table.add_row(*row)
    Console(width=150).print(table)
