"""What the issue calls bad input, each handled or refused with advice; and what must always hold."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box as square

from tilth.exchange import ExchangeError
from tilth.exchange.hazard_map import refuse_too_large
from tilth.hazard import (
    Box,
    EvidencePoint,
    Grid,
    HazardError,
    Records,
    Strike,
    grid_over,
    known_ground,
    map_remaining,
    residual,
)
from tilth.hazard._maps import cell_left

EXTENT = (-12.21, -20.41, -12.19, -20.39)
GRID = grid_over(EXTENT, 100.0)
BOX = Box("b", -12.2, -20.4, 200.0, 0.5, 0.8, 0, "2024-02")
STRIKE = Strike("s", -12.2, -20.4, 20.0, "2024-01", "m26", 1.0, 1.0)
QUICK = {"chains": 3, "sweeps": (4, 12)}


def ground(**rows):
    return known_ground(Records(**{name: tuple(part) for name, part in rows.items()}), GRID, EXTENT, _left)


def _left(munition: str, rounds: float) -> float:
    return 100.0 * rounds


def test_boxes__lying_over_each_other__second_counts_for_what_the_first_left() -> None:
    one, _ = ground(boxes=[BOX])
    both, notes = ground(boxes=[BOX, replace(BOX, id="c", date="2024-03")])
    inside = cell_left(one) < 1
    assert cell_left(both)[inside] == pytest.approx(cell_left(one)[inside] ** 2, abs=0.05)
    assert any("overlap" in words and "b, c" in words for words in notes)


@pytest.mark.parametrize("searched, detection", [(0.0, 0.8), (None, 0.8), (1.0, 0.0), (1.0, None)])
def test_box__found_without_effort__finds_stay_and_no_ground_counts_as_searched(searched, detection) -> None:
    known, notes = ground(boxes=[replace(BOX, searched=searched, detection=detection, found=3)])
    assert (len(known.finds), cell_left(known).min()) == (3, 1.0)
    assert any("no search" in words and "b" in words for words in notes)
    map_remaining(known, 1, **QUICK)


@pytest.mark.parametrize("detection, least", [(0.0, 1.0), (1.0, 0.5)])
def test_box__detection_0_or_1__never_empties_a_cell_wholly(detection, least) -> None:
    known, _ = ground(boxes=[replace(BOX, detection=detection)])
    assert cell_left(known).min() == pytest.approx(least, abs=0.01)
    sure, notes = ground(boxes=[replace(BOX, searched=1.0, detection=1.0)])
    assert 0 < cell_left(sure).min() < 0.01
    assert any("no search promises that" in words for words in notes)


def test_finds__outside_the_extent__are_named_and_the_rest_kept() -> None:
    far = EvidencePoint("far", 10.0, 50.0, 10.0, "2024", "submunition", 1)
    near = EvidencePoint("near", -12.2, -20.4, 10.0, "2024", "submunition", 1)
    known, notes = ground(evidence=[far, near])
    assert len(known.finds) == 1
    assert any("outside the extent" in words and "far" in words for words in notes)


def test_evidence__error_of_position_not_known__gets_the_usual_one() -> None:
    known, _ = ground(evidence=[EvidencePoint("e", -12.2, -20.4, None, "2024", "submunition", 1)])
    assert known.finds.sd_m.tolist() == [50.0]


def test_extent__across_two_zones__is_one_grid_in_metres_with_true_areas() -> None:
    grid = grid_over((5.9, 48.0, 6.1, 48.1), 100.0)  # zones 31 and 32 meet at 6 east
    assert grid.area_km2 == pytest.approx(14.9 * 11.1, rel=0.05)
    spots = grid.place(np.array([5.95, 6.05]), np.array([48.05, 48.05]))
    # 0.1 degrees of longitude at 48.05 north are 7,461 m on WGS84
    assert np.hypot(*(spots[1] - spots[0])) == pytest.approx(7461, rel=2e-3)


def test_strikes__a_million_on_one_coordinate__are_left_out_at_once() -> None:
    heap = [Strike(f"s{n}", -12.2, -20.4, None, None, None, None, None) for n in range(50_000)]
    known, notes = ground(strikes=[*heap, Strike("own", -12.195, -20.395, 20.0, None, "m26", 1.0, 1.0)])
    assert len(known.reported) == 1
    assert any(words.startswith("50000 strikes on one coordinate") for words in notes)


@pytest.mark.parametrize("here, refused", [(1e9, True), (64e9, False), (None, False)])
def test_memory__more_cells_than_the_machine_holds__estimate_is_told_before_the_work(here, refused) -> None:
    grid = Grid("EPSG:32631", 0.0, 0.0, 50.0, 4000, 1000)
    if not refused:
        refuse_too_large(grid, here)
        return
    with pytest.raises(
        ExchangeError, match=r"4,000 by 1,000 cells .* need about 1\.4 GB, this machine has 1\.0"
    ):
        refuse_too_large(grid, here)


def test_memory__cells_beyond_any_machine__are_refused_with_the_estimate() -> None:
    with pytest.raises(HazardError, match=r"need about .* GB"):
        grid_over((0.0, 0.0, 40.0, 40.0), 50.0)


def test_memory__estimate__is_what_a_map_takes() -> None:
    """Between 60 and 140 per cent of it, measured on 90,000 cells; several groups of chains are added up."""
    side = 0.135
    extent = (0.0, 0.0, side, side)
    grid = grid_over(extent, 50.0)
    rows = Records(tuple(replace(STRIKE, id=f"s{n}", lon=0.03 + n * 0.02, lat=side / 2) for n in range(5)))
    tracemalloc.start()
    try:
        map_remaining(known_ground(rows, grid, extent, _left)[0], 1, chains=24, sweeps=(3, 6))
        taken = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 0.6 < taken / grid.memory_needed < 1.4, f"{taken / grid.rows / grid.columns:.0f} bytes a cell"


# What must hold whatever is given.


@given(st.floats(0.05, 1.0), st.floats(0.05, 0.99), st.floats(0.05, 0.99))
@settings(max_examples=25, deadline=None)
def test_property__more_effort_with_nothing_found__never_leaves_more(searched, first, second) -> None:
    """What is certain by itself: of the same items a further search leaves no more, in any cell."""
    low, high = sorted((first, second))
    one, _ = ground(boxes=[replace(BOX, searched=searched, detection=low)])
    more, _ = ground(boxes=[replace(BOX, searched=searched, detection=high)])
    again, _ = ground(
        boxes=[replace(BOX, searched=searched, detection=low), replace(BOX, id="c", date="2025")]
    )
    assert (cell_left(more) <= cell_left(one) + 1e-6).all()
    assert (cell_left(again) <= cell_left(one) + 1e-6).all()


def test_property__one_known_strike__empty_search_lowers_every_cell() -> None:
    """With nothing else known no item that was found has to come from elsewhere: nothing may rise."""
    runs = [map_remaining(ground(strikes=[STRIKE], boxes=boxes)[0], 3, chains=8, sweeps=(10, 24))
            for boxes in ([], [replace(BOX, searched=1.0)])]  # fmt: skip
    before, after = (run.bands["expected_remaining"] for run in runs)
    assert np.nanmax(after - before) <= 0.05 * np.nanmax(before)
    assert np.nansum(after) < 0.9 * np.nansum(before)


def test_property__certain_strike_far_away__changes_nothing_in_an_area_here() -> None:
    far = Strike("far", -12.2, -20.46, 20.0, "2024", "m26", 4.0, 1.0)  # 5.5 km south of the extent
    finds = [EvidencePoint("e", -12.2, -20.4, 10.0, "2024", "submunition", 1)]
    told = [
        residual(map_remaining(ground(strikes=rows, evidence=finds)[0], 5, **QUICK).draws, square(*EXTENT))
        for rows in ([STRIKE], [STRIKE, far])
    ]
    assert told[0].left == told[1].left


def test_property__rows_in_another_order__same_statement() -> None:
    strikes = [STRIKE, Strike("t", -12.195, -20.395, None, None, None, None, None)]
    finds = [
        EvidencePoint(f"e{n}", -12.2 + n * 1e-3, -20.4, 10.0, "2024", "submunition", 1) for n in range(3)
    ]
    told = [
        residual(map_remaining(ground(strikes=s, evidence=e)[0], 5, **QUICK).draws, square(*EXTENT)).to_json()
        for s, e in ((strikes, finds), (strikes[::-1], finds[::-1]))
    ]
    assert told[0] == told[1]
