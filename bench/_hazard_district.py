"""One made-up district: our surface and its rivals, scored against its truth."""

from __future__ import annotations

import resource
import time
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard import (
    Cleared,
    District,
    Grid,
    Known,
    Records,
    Surface,
    default_profile,
    grid_over,
    known_ground,
    map_remaining,
    scenarios,
    simulate,
)
from tilth.hazard._maps import cell_left
from tilth.hazard.log_gaussian import log_gaussian_cox
from tilth.hazard.rivals import distance_to_find_m, find_density, finds_of, practice_order
from tilth.hazard.scores import brier_score, cells_to_reach, items_in_first, log_score, reliability

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BANDWIDTHS_M", "CLASSES", "SHARES", "known_and_truth", "records_of", "scored", "tuned"]

CELL_M = 50.0
BANDWIDTHS_M = (40.0, 60.0, 80.0, 100.0, 130.0, 160.0, 200.0, 250.0, 320.0, 400.0, 500.0, 650.0)
SHARES = (0.8, 0.9, 0.95)
CLASSES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_ROUNDS_TRIED = 1000


def scored(case: tuple[str, int]) -> dict[str, Any]:
    """Return the figures of one district of a scenario, given with its seed: ours and the rivals'."""
    scenario, seed = case
    known, items = known_and_truth(simulate(seed, **scenarios()[scenario]["changes"]))
    start, busy = time.perf_counter(), time.process_time()
    surface = map_remaining(known, seed)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - busy
    chances, heights, field = _rivals(known, items, seed)
    chances["ours"] = surface.bands["probability_any"].astype(float)
    heights["ours"] = surface.bands["expected_remaining"].astype(float)
    there, remain = items > 0, int(items.sum())
    totals = np.zeros(0) if surface.totals is None else surface.totals
    return {
        "scenario": scenario,
        "seed": seed,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rhat": surface.diagnostics["rhat_total"],
        "total": surface.total,
        "rank": float((totals < remain).mean() + 0.5 * (totals == remain).mean()),
        "remain": remain,
        "field_total": np.quantile(field, (0.05, 0.5, 0.95)).tolist(),
        "log": {name: log_score(chance, there) for name, chance in chances.items()},
        "brier": {name: brier_score(chance, there) for name, chance in chances.items()},
        "reliability": {name: _classes(chances[name], there) for name in ("ours", "density")},
        **_coverage(surface, items),
        "area": {name: cells_to_reach(height, items, SHARES).tolist() for name, height in heights.items()},
        **_beside_practice(known, items, surface, heights),
        "parameters": {name: row["median"] for name, row in surface.parameters.items()},
    }


def _rivals(
    known: Known, items: NDArray[np.int64], seed: int
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Return chances of any item, heights to rank cells by, and draws of the log-Gaussian total."""
    place, weight = finds_of(known)
    best = find_density(place, weight, known.grid, _best_rank(known, items))
    away = distance_to_find_m(place, known.grid)
    field = log_gaussian_cox(known, np.random.Generator(np.random.PCG64(seed)))
    nearness = np.exp(-away / _best_reach(away, items))
    inside = np.ones(items.shape, bool) if known.inside is None else known.inside
    chances = {
        "density": tuned(known, items)[1],
        "density_unsearched": tuned(known, items, unsearched=True)[1],
        "distance": _fitted(nearness, items > 0),
        "log_gaussian": np.where(inside, field.probability_any, np.nan),
    }
    heights = {
        "density": best,
        "density_unsearched": best * cell_left(known),
        "distance": -away,
        "log_gaussian": field.expected,
    }
    return chances, heights, field.total


def _best_reach(away: NDArray[np.float64], items: NDArray[np.int64]) -> float:
    """Return the distance by whose exponential the chance of any item is told best."""
    losses = [log_score(_fitted(np.exp(-away / reach), items > 0), items > 0) for reach in BANDWIDTHS_M]
    return BANDWIDTHS_M[int(np.argmin(losses))]


def _classes(chance: NDArray[np.float64], there: NDArray[np.bool_]) -> list[list[float]]:
    """Return mean chance given, share that held an item, and cells, of each class that has any."""
    table = reliability(chance, there, CLASSES)
    return [
        list(row)
        for row in zip(*(part.tolist() for part in (table.given, table.observed, table.cells)), strict=True)
    ]


def known_and_truth(district: District) -> tuple[Known, NDArray[np.int64]]:
    """Return what is known of a district, and how many items really remain in each cell."""
    corners = np.array([spot for region in district.regions for spot in region.ring])
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    grid = grid_over((west, south, east, north), CELL_M)
    known, _ = known_ground(records_of(district), grid, (west, south, east, north), _expected_left)
    rows = district.truth[(district.truth[:, 3] == 1) & ~district.removed]
    lon, lat = np.array([district.lonlat(spot[1], spot[2]) for spot in rows.tolist()]).reshape(-1, 2).T
    column, row = np.floor(grid.place(lon, lat) / CELL_M).astype(int).T
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    items = np.zeros(grid.shape, np.int64)
    np.add.at(items, (row[inside], column[inside]), 1)
    return known, items


def records_of(district: District) -> Records:
    """Return what survey would know of a district."""
    return Records(district.strikes, district.evidence, district.boxes, _cleared(district))


def _cleared(district: District) -> tuple[Cleared, ...]:
    from math import cos, radians

    import shapely

    made = []
    for one in district.clearance:
        high = one.half_side_m / 111_195.0
        wide = high / cos(radians(district.corner[1]))
        land = shapely.box(one.lon - wide, one.lat - high, one.lon + wide, one.lat + high)
        made.append(Cleared(one.id, land, one.detection, one.found, one.date, one.depth_m))
    return tuple(made)


@cache
def _a_round(munition: str) -> float:
    from tilth.munitions import expect

    return expect(munition, _ROUNDS_TRIED).unexploded.mean / _ROUNDS_TRIED


def _expected_left(munition: str, rounds: float) -> float | None:
    return _a_round(munition) * rounds


def tuned(
    known: Known, items: NDArray[np.int64], *, unsearched: bool = False
) -> tuple[float, NDArray[np.float64], float]:
    """Return bandwidth, chances and log score of the kernel density tuned on the truth itself.

    The chance of any is 1 - exp(-(a density + b)); bandwidth, a and b are those that score best on the
    very cells they are scored on, which no survey could know.

    Parameters
    ----------
    unsearched
        Whether the density is multiplied by the share of each cell not searched yet.
    """
    place, weight = finds_of(known)
    best: tuple[float, NDArray[np.float64], float] = (np.nan, np.zeros(items.shape), np.inf)
    for bandwidth in BANDWIDTHS_M:
        density = find_density(place, weight, known.grid, bandwidth)
        chance = _fitted(density * cell_left(known) if unsearched else density, items > 0)
        loss = log_score(chance, items > 0)
        if loss < best[2]:
            best = (bandwidth, chance, loss)
    return best


def _fitted(density: NDArray[np.float64], any_there: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the chances that score best among those a density can give."""
    from scipy.optimize import minimize

    def chance(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        factor, ground = np.exp(np.clip(logs, -20, 20))
        return np.asarray(-np.expm1(-(factor * density + ground)))

    def loss(logs: NDArray[np.float64]) -> float:
        return log_score(chance(logs), any_there)

    return chance(minimize(loss, np.array([0.0, -6.0]), method="Nelder-Mead").x)


def _best_rank(known: Known, items: NDArray[np.int64]) -> float:
    """Return the bandwidth whose density needs least area for nine tenths of the items."""
    place, weight = finds_of(known)
    area = [
        cells_to_reach(find_density(place, weight, known.grid, width), items, [0.9])[0]
        for width in BANDWIDTHS_M
    ]
    return BANDWIDTHS_M[int(np.argmin(area))]


def _coverage(surface: Surface, items: NDArray[np.int64]) -> dict[str, float]:
    """Return shares of cells inside their 90 % interval: all, those expected to hold some, those that do."""
    low, high = surface.bands["p05"], surface.bands["p95"]
    within = (items >= low) & (items <= high)
    expected = surface.bands["expected_remaining"] > 0.5
    return {
        "cells": float(within.mean()),
        "cells_expected": float(within[expected].mean()) if expected.any() else float("nan"),
        "cells_below": float((items < low).mean()),
        "cells_above": float((items > high).mean()),
    }


def _beside_practice(
    known: Known, items: NDArray[np.int64], surface: Surface, heights: dict[str, NDArray[np.float64]]
) -> dict[str, Any]:
    """Return what the practice rule finds, with its area, and what each surface's first cells hold."""
    rules = default_profile()
    place, _ = finds_of(known)
    start = _cells(place, known.grid)
    done = surface.bands["searched"] >= rules.searched_enough
    order = practice_order(start, items, done, max(1, round(rules.fade_out_m / CELL_M)))
    cells = int((order > 0).sum())
    found = {name: items_in_first(height, items, cells) for name, height in heights.items()}
    return {"practice_cells": cells, "found": {"practice": int(items[order > 0].sum()), **found}}


def _cells(place: NDArray[np.float64], grid: Grid) -> NDArray[np.bool_]:
    column, row = np.floor(place / grid.cell_m).astype(int).T
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    cells = np.zeros(grid.shape, bool)
    cells[row[inside], column[inside]] = True
    return cells
