"""Scores against hand calculation."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.hazard.scores import brier_score, cells_to_reach, items_in_first, log_score, reliability


def test_log_score__three_cells__mean_of_minus_logs() -> None:
    chances, was = np.array([0.9, 0.2, 0.5]), np.array([True, False, True])
    assert log_score(chances, was) == pytest.approx(-(log(0.9) + log(0.8) + log(0.5)) / 3)


def test_log_score__sure_and_wrong__stays_finite() -> None:
    assert log_score(np.array([0.0]), np.array([True])) == pytest.approx(-log(1e-6))


def test_log_score__cells_outside_the_extent__left_out() -> None:
    assert log_score(np.array([0.5, np.nan]), np.array([True, True])) == pytest.approx(log(2))


def test_brier_score__three_cells__mean_square() -> None:
    chances, was = np.array([0.9, 0.2, np.nan]), np.array([True, False, True])
    assert brier_score(chances, was) == pytest.approx((0.01 + 0.04) / 2)


def test_reliability__chance_on_a_bound__belongs_to_the_class_above() -> None:
    table = reliability(np.array([0.5, 0.4, 0.6, 0.0]), np.array([True, False, False, False]), [0.5])
    assert table.cells.tolist() == [2, 2]
    assert table.given == pytest.approx([0.2, 0.55])
    assert table.observed == pytest.approx([0.0, 0.5])


def test_reliability__class_without_cells__left_out() -> None:
    table = reliability(np.array([0.9, 0.95]), np.array([True, True]), [0.3, 0.6])
    assert table.cells.tolist() == [2]
    assert table.observed.tolist() == [1.0]


def test_cells_to_reach__items_in_the_second_highest__both_are_needed() -> None:
    surface, items = np.array([[4.0, 3.0], [2.0, 1.0]]), np.array([[0, 8], [2, 0]])
    # the first cell holds none, the second eight of ten, the third the last two
    assert cells_to_reach(surface, items, [0.8, 0.9, 1.0]) == pytest.approx([2.0, 2.5, 3.0])


def test_cells_to_reach__cells_of_one_height__searched_in_random_order() -> None:
    flat, items = np.zeros(10), np.array([10, *[0] * 9])
    assert cells_to_reach(flat, items, [0.8]) == pytest.approx([8.0])


def test_cells_to_reach__no_item_at_all__not_a_number() -> None:
    assert np.isnan(cells_to_reach(np.array([1.0, 2.0]), np.array([0, 0]), [0.9])).all()


def test_cells_to_reach__outside_the_extent__searched_last() -> None:
    surface, items = np.array([np.nan, 1.0, 2.0]), np.array([1, 1, 0])
    assert cells_to_reach(surface, items, [1.0]) == pytest.approx([3.0])


def test_items_in_first__more_cells_than_there_are__all() -> None:
    assert items_in_first(np.array([1.0, 2.0]), np.array([3, 4]), 9) == 7.0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=30), st.floats(0.05, 1))
def test_cells_to_reach__any_surface__holds_the_share(cells: list[tuple[int, int]], share: float) -> None:
    surface, items = np.array(cells, float)[:, 0], np.array(cells)[:, 1]
    if items.sum():
        (count,) = cells_to_reach(surface, items, [share])
        assert items_in_first(surface, items, count) == pytest.approx(share * items.sum())
