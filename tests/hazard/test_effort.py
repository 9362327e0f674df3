"""Search on the ground, against calculation by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tilth.hazard import Box, Grid
from tilth.hazard._effort import Search, searched_ground
from tilth.hazard._maps import cell_left

GRID = Grid("EPSG:32728", 790_000.0, 7_740_000.0, 50.0, 4, 4)


def square(east: float, north: float, share: float, found: int = 0, date: str = "") -> Search:
    return Search(share, found, date, (east, north, 50.0))


def left_of(*searches: Search) -> np.ndarray:
    effort = searched_ground(searches, GRID)
    parts = round(GRID.cell_m / effort.grid.cell_m)
    return effort.left.reshape(4, parts, 4, parts).mean(axis=(1, 3))


def test_searched_ground__box_half_on_each_of_two_cells__counts_half_in_both() -> None:
    left = left_of(square(50.0, 25.0, 0.8))
    # 1 - 0.8 / 2
    assert left[0] == pytest.approx([0.6, 0.6, 1.0, 1.0])


def test_searched_ground__box_half_beyond_the_edge__counts_where_it_lies_inside() -> None:
    assert left_of(square(0.0, 25.0, 0.8))[0, 0] == pytest.approx(0.6)


def test_searched_ground__two_searches__each_takes_its_share_of_what_is_left() -> None:
    # 0.5 x (1 - 0.6)
    assert left_of(square(25, 25, 0.5), square(25, 25, 0.6))[0, 0] == pytest.approx(0.2)


@pytest.mark.parametrize("dates, weight", [
    (("2024-01", "2024-05"), 625.0),  # the second meets half: 2500 m2 x 0.5 x 0.5
    (("2024-05", "2024-01"), 1250.0),  # it came first: 2500 m2 x 0.5
    (("2024-05", ""), 625.0),  # without a date: after those that have one
])  # fmt: skip
def test_searched_ground__finds_of_the_second_row__weigh_by_the_order_of_dates(dates, weight) -> None:
    effort = searched_ground([square(25, 25, 0.5, 0, dates[0]), square(25, 25, 0.5, 2, dates[1])], GRID)
    assert (effort.weight.sum(), effort.counts.tolist()) == (pytest.approx(weight), [2])


def test_searched_ground__polygon__counts_what_it_covers() -> None:
    land = shapely.box(0, 0, 100, 25)
    effort = searched_ground([Search(0.9, 3, "", land)], GRID)
    assert (effort.weight.sum(), effort.unit.max()) == (pytest.approx(100 * 25 * 0.9), 0)


def test_searched_ground__polygon_smaller_than_a_cell__counts_its_own_area() -> None:
    effort = searched_ground([Search(1.0, 0, "", shapely.box(12, 12, 14, 14))], GRID)
    assert (1 - effort.left).sum() * effort.grid.cell_m**2 == pytest.approx(4.0, rel=1e-5)


def test_searched_ground__nothing__leaves_everything() -> None:
    assert (left_of() == 1).all()


def test_looked__blocks__hold_all_searched_ground() -> None:
    effort = searched_ground([square(25, 25, 0.5), square(140, 60, 0.8)], GRID)
    assert effort.looked.weight.sum() == pytest.approx(2500 * 0.5 + 2500 * 0.8, rel=1e-5)


def test_known_ground__box__is_searched_to_share_times_detection(ground, grid) -> None:
    known = ground(boxes=[Box("b", -12.2, -20.4, 200.0, 0.5, 0.8, 0, "2024")])
    assert 1 - cell_left(known).min() == pytest.approx(0.4, abs=1e-6)
    assert known.searched_m2 == pytest.approx(200**2 * 0.4, rel=1e-5)
