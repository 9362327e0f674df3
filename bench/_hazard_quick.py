"""The closed-form surface of a country, tried on made-up districts whose truth is known."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_district import known_and_truth, records_of, tuned
from bench._measure import Measure
from tilth.exchange._left import expected_left
from tilth.hazard import (
    District,
    StrikeTable,
    check_strikes,
    country_total,
    map_tile,
    simulate,
    whole_country,
)
from tilth.hazard.scores import log_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["closed_form"]

_SEEDS = range(1, 13)


def closed_form() -> list[Measure]:
    """Return log loss beside the density tuned on the truth, totals that hold, and processor seconds."""
    rows = [_scored(seed) for seed in _SEEDS]
    loss, rival, held, ratio, busy = (np.array(each) for each in zip(*rows, strict=True))
    about = f"{len(rows)} districts; aim of the sampled surface: 12 per cent less than the peer"
    return [
        Measure("log loss a cell, closed form of a country", float(loss.mean()), "", float(rival.mean()),
                "kernel density tuned on the truth", "", float(rival.mean() / loss.mean()), about),
        Measure("90 % intervals that hold, totals, closed form", 100 * float(held.mean()), "%",
                note=f"target 85-95; mean total over truth {ratio.mean():.2f}"),
        Measure("processor seconds a district, closed form", float(np.median(busy)), "s"),
    ]  # fmt: skip


def _scored(seed: int) -> tuple[float, float, float, float, float]:
    district = simulate(seed)
    known, items = known_and_truth(district)
    start = time.process_time()
    country, _ = whole_country(check_strikes(_table(district)), known.grid, records_of(district))
    country = country.learned(map)
    chance, parts = np.zeros(known.grid.shape), []
    for tile in country.tiles:
        made = map_tile(country.work(tile))
        window = slice(tile.row, tile.row + tile.rows), slice(tile.column, tile.column + tile.columns)
        chance[window] = made.cells[1].reshape(tile.rows, tile.columns)
        parts.append(made)
    busy = time.process_time() - start
    total = country_total(parts, country.log_sd)
    held = total["p05"] <= items.sum() <= total["p95"]
    loss = log_score(chance, items > 0)
    return loss, tuned(known, items)[2], float(held), total["mean"] / float(items.sum()), busy


def _table(district: District) -> StrikeTable:
    """Return the reported strikes as columns, with what each would leave where it is known."""
    left = expected_left()

    def column(name: str) -> NDArray[np.float64]:
        told: list[Any] = [getattr(one, name) for one in district.strikes]
        return np.array([np.nan if each is None else float(each) for each in told])

    amounts = [
        left(one.munition, one.rounds) if one.munition and one.rounds else None for one in district.strikes
    ]
    expected = np.array([np.nan if each is None else each for each in amounts])
    month = np.full(len(district.strikes), -1, np.int64)
    return StrikeTable(
        column("lon"), column("lat"), month, column("accuracy_m"), column("certainty"), expected
    )
