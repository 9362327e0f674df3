"""From records to what the model is given: nothing lost in silence, nothing believed that cannot be."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tilth.hazard import Box, Cleared, EvidencePoint, HazardError, Records, Strike, grid_over, known_ground
from tilth.hazard._maps import cell_left

EXTENT = (-12.21, -20.41, -12.19, -20.39)


def told(**records):
    made = Records(**{name: tuple(rows) for name, rows in records.items()})
    known, notes = known_ground(made, grid_over(EXTENT, 100.0), EXTENT, lambda munition, rounds: None)
    return known, "\n".join(notes)


def box(name="b", lon=-12.2, *, size=100.0, searched=1.0, detection=0.8, found=0, date="2024") -> Box:
    return Box(name, lon, -20.4, size, searched, detection, found, date)


def test_known_ground__plain_boxes__nothing_is_noted() -> None:
    # 100 m are 0.00096 degrees here: side by side
    assert told(boxes=[box("a"), box("b", -12.199)])[1] == ""


def test_known_ground__overlapping_boxes__are_named_and_both_count() -> None:
    known, notes = told(boxes=[box("a"), box("b", -12.1997)])
    assert "2 boxes overlap others: each search counts for what earlier ones left: a, b" in notes
    assert known.effort.left.min() == pytest.approx(0.2 * 0.2)


def test_known_ground__box_searched_twice__both_searches_count() -> None:
    known, notes = told(boxes=[box("a", date="2024-01"), box("b", date="2024-02")])
    assert (known.effort.left.min(), "overlap" in notes) == (pytest.approx(0.04), True)


def test_known_ground__row_given_twice__counts_once() -> None:
    known, notes = told(boxes=[box(), box()])
    assert (known.effort.left.min(), notes) == (pytest.approx(0.2), "1 boxes given twice, counted once")


@pytest.mark.parametrize("searched, detection", [(0.0, 0.8), (None, None), (1.0, 0.0)])
def test_known_ground__finds_without_effort__are_chance_finds(searched, detection) -> None:
    known, notes = told(boxes=[box(found=3, searched=searched, detection=detection)])
    assert (len(known.finds), known.effort.left.min()) == (3, 1)
    assert "1 boxes with finds but no search: their finds are taken as chance finds: b" in notes


def test_known_ground__detection_0__is_not_searched() -> None:
    known, notes = told(boxes=[box(detection=0.0)])
    assert (known.searched_m2, "1 boxes searched with detection 0" in notes) == (0, True)


def test_known_ground__detection_1_wholly_searched__leaves_a_little_and_says_so() -> None:
    known, notes = told(boxes=[box(detection=1.0)])
    assert (known.effort.left.min(), "no search promises that: b" in notes) == (pytest.approx(0.005), True)


def test_known_ground__finds_not_told__box_counts_as_not_searched() -> None:
    known, notes = told(boxes=[box(found=None)])
    assert (known.searched_m2, "what they found is not known" in notes) == (0, True)


def test_known_ground__records_outside_the_extent__are_named() -> None:
    known, notes = told(
        evidence=[EvidencePoint("e", -12.3, -20.4, kind="submunition")], boxes=[box("b", -12.3)]
    )
    assert (len(known.finds), notes) == (0, "2 evidence points and boxes outside the extent, left out: e, b")


def test_known_ground__cleared_land_outside__is_named() -> None:
    land = Cleared("c", shapely.box(-12.4, -20.5, -12.39, -20.49), 0.9, 0)
    assert told(cleared=[land])[1] == "1 cleared lands outside the extent, left out: c"


def test_known_ground__cleared_land__is_searched_to_its_detection() -> None:
    land = Cleared("c", shapely.box(-12.202, -20.402, -12.198, -20.398), 0.9, 2)
    known, notes = told(cleared=[land])
    assert (cell_left(known).min(), known.effort.counts.tolist(), notes) == (pytest.approx(0.1), [2], "")


def test_known_ground__many_strikes_on_one_coordinate__are_taken_for_a_default() -> None:
    heap = [Strike(f"s{n:04}", -12.2, -20.4, 10.0, "2024", None, None, 1.0) for n in range(1000)]
    known, notes = told(strikes=[*heap, Strike("own", -12.201, -20.4, 10.0)])
    assert len(known.reported) == 1
    assert "1000 strikes on one coordinate with 24 others or more" in notes
    assert "s0000, s0001, s0002, s0003, s0004 and 995 more" in notes


def test_known_ground__strike_without_error_or_certainty__gets_the_usual_ones() -> None:
    known, notes = told(strikes=[Strike("s", -12.2, -20.4)])
    assert (known.reported.sd_m.tolist(), known.reported.certainty.tolist()) == ([250.0], [0.8])
    assert (bool(np.isnan(known.reported.expected[0])), "munition or rounds are not known" in notes) == (
        True,
        True,
    )


def test_known_ground__strike_that_never_was__is_left_out() -> None:
    known, notes = told(strikes=[Strike("s", -12.2, -20.4, certainty=0.0)])
    assert (len(known.reported), notes) == (0, "1 strikes of certainty 0, left out: s")


def test_known_ground__kinds__items_and_signs_are_told_apart() -> None:
    kinds = ("submunition", "accident", "fragment", "carrier", "crater", "informant", "rumour")
    rows = [EvidencePoint(kind, -12.2, -20.4, kind=kind, count=2) for kind in kinds]
    known, notes = told(evidence=rows)
    assert (len(known.finds), len(known.signs)) == (4, 4)
    assert "left out: rumour" in notes


@pytest.mark.parametrize("cell, crs, words", [
    (0.5, None, "give a side from 1 to 10,000 metres"), (50.0, "EPSG:4326", "not in metres"),
    (50.0, "nonsense", "no system that is known"), (50.0, "EPSG:2263", "not in metres"),
])  # fmt: skip
def test_grid_over__what_is_no_grid__is_refused(cell, crs, words) -> None:
    with pytest.raises(HazardError, match=words):
        grid_over(EXTENT, cell, crs)


def test_grid_over__too_many_cells__tells_the_memory_before_anything_is_done() -> None:
    # 5 degrees are 525 km by 549 km: 1 m cells of 360 bytes
    with pytest.raises(HazardError, match=r"about 106,\d{3} GB; allowed are 20,000,000: give a larger cell"):
        grid_over((-15.0, -22.5, -10.0, -17.5), 1.0)


def test_grid_over__extent_across_zones__is_one_metric_grid() -> None:
    # zones 28 and 29 meet at 12 W
    grid = grid_over((-12.02, -20.41, -11.98, -20.39), 100.0)
    assert "laea" in grid.crs
    assert grid.place(np.array([-12.0]), np.array([-20.4])).min() > 0


def test_grid_over__edges__lie_on_multiples_of_the_cell() -> None:
    grid = grid_over(EXTENT, 50.0)
    assert (grid.crs, grid.west_m % 50, grid.south_m % 50) == ("EPSG:32728", 0, 0)


def test_lonlat__middle_of_a_cell__comes_back_in_metres() -> None:
    grid = grid_over(EXTENT, 100.0)
    lon, lat = grid.lonlat()
    assert grid.place(lon[3, 5:6], lat[3, 5:6])[0] == pytest.approx([550, 350], abs=1e-3)
