"""Simulation-based calibration: truth drawn from the model's own prior must rank evenly among its draws.

Talts and others, Validating Bayesian inference algorithms with simulation-based calibration (2018),
arXiv:1804.06788.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench._hazard_prior import ground_of_prior
from bench._hazard_tables import spread_of
from bench._measure import Measure
from tilth.hazard import map_remaining

__all__ = ["calibrated", "calibration_measures"]

_BINS = 5


def calibrated(case: tuple[str, int]) -> dict[str, Any]:
    """Return the rank of the true total among the draws, and how often cells held, for one seed."""
    scenario, seed = case
    ground = ground_of_prior(seed)
    surface = map_remaining(ground.known, seed)
    totals, remain = surface.totals, int(ground.remain.sum())
    if totals is None:
        raise ValueError("a surface without draws")
    low, high = surface.bands["p05"], surface.bands["p95"]
    within = (ground.remain >= low) & (ground.remain <= high)
    expected = surface.bands["expected_remaining"] > 0.5
    below = (totals < remain).mean()
    tied = (totals == remain).mean()
    return {
        "scenario": scenario,
        "seed": seed,
        "remain": remain,
        "total": surface.total,
        "rank": float(below + np.random.default_rng(seed).random() * tied),
        "cells": float(within.mean()),
        "cells_expected": float(within[expected].mean()) if expected.any() else float("nan"),
        "chance": float(surface.bands["probability_any"].mean()),
        "there": float((ground.remain > 0).mean()),
        "rhat": surface.diagnostics["rhat_total"],
    }


def calibration_measures(rows: Sequence[dict[str, Any]]) -> list[Measure]:
    """Return how even the ranks are and how often intervals hold."""
    from scipy.stats import chisquare

    ranks = np.array([row["rank"] for row in rows])
    counts = np.histogram(ranks, _BINS, (0, 1))[0]
    held = [float(row["total"]["p05"] <= row["remain"] <= row["total"]["p95"]) for row in rows]
    even = float(chisquare(counts).pvalue)
    name = "truth from the model's own prior"
    return [
        Measure(f"{name}: 90 % intervals of totals that hold", 100 * float(np.mean(held)), "%",
                note=spread_of(held)),
        Measure(f"{name}: chance of ranks as uneven", even, "",
                note=f"ranks of the true total in fifths: {counts.tolist()} of {len(rows)}"),
        Measure(f"{name}: cells where over half an item is expected, intervals that hold",
                100 * float(np.nanmean([row["cells_expected"] for row in rows])), "%",
                note=spread_of([row["cells_expected"] for row in rows])),
        Measure(f"{name}: mean chance of any item, and share of cells with one",
                float(np.mean([row["chance"] for row in rows])), "",
                float(np.mean([row["there"] for row in rows])), "truth"),
    ]  # fmt: skip
