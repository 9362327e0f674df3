"""Rivals of the model against hand calculation."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest

from tilth.hazard import Box, EvidencePoint, Grid, Records, grid_over, known_ground
from tilth.hazard.rivals import distance_to_find_m, find_density, finds_of, practice_order

SQUARE = Grid("EPSG:32633", 0, 0, 50.0, 5, 5)
NOTHING_DONE = np.zeros((5, 5), bool)


def test_find_density__one_find_in_the_middle__share_of_a_normal_in_the_cell() -> None:
    density = find_density(np.array([[125.0, 125.0]]), np.array([1.0]), SQUARE, 50.0)
    # 25 m either side at a standard deviation of 50 m, along both axes
    assert density[2, 2] == pytest.approx(erf(0.5 / sqrt(2)) ** 2)
    assert density == pytest.approx(density.T)


def test_find_density__find_off_the_middle__rows_run_north() -> None:
    density = find_density(np.array([[25.0, 225.0]]), np.array([3.0]), SQUARE, 20.0)
    assert np.unravel_index(density.argmax(), density.shape) == (4, 0)


def test_find_density__no_finds__nothing_anywhere() -> None:
    assert not find_density(np.empty((0, 2)), np.empty(0), SQUARE, 50.0).any()


def test_distance_to_find__two_finds__the_nearer_counts() -> None:
    away = distance_to_find_m(np.array([[25.0, 25.0], [225.0, 25.0]]), SQUARE)
    assert away[0].tolist() == [0, 50, 100, 50, 0]
    assert away[3, 0] == 150


def test_distance_to_find__no_finds__infinite() -> None:
    assert np.isinf(distance_to_find_m(np.empty((0, 2)), SQUARE)).all()


def test_practice_order__find_without_more_about_it__one_ring_and_no_further() -> None:
    start = NOTHING_DONE.copy()
    start[2, 2] = True
    order = practice_order(start, np.zeros((5, 5), np.int64), NOTHING_DONE, 1)
    assert (order > 0).sum() == 9


def test_practice_order__find_at_the_edge_of_the_ring__search_goes_on_from_there() -> None:
    start, items = NOTHING_DONE.copy(), np.zeros((5, 5), np.int64)
    start[2, 1], items[2, 2] = True, 1
    order = practice_order(start, items, NOTHING_DONE, 1)
    assert order[2].tolist() == [1, 1, 1, 2, 0]


def test_practice_order__items_beyond_an_empty_fade_out__missed() -> None:
    start, items = NOTHING_DONE.copy(), np.zeros((5, 5), np.int64)
    start[2, 0], items[2, 4] = True, 7
    assert practice_order(start, items, NOTHING_DONE, 1)[2, 4] == 0


def test_practice_order__cell_searched_enough__not_searched_again() -> None:
    start, done = NOTHING_DONE.copy(), NOTHING_DONE.copy()
    start[2, 2] = done[2, 2] = True
    order = practice_order(start, np.zeros((5, 5), np.int64), done, 1)
    assert order[2, 2] == 0
    assert (order > 0).sum() == 8


def test_practice_order__no_finds__no_search() -> None:
    assert not practice_order(NOTHING_DONE, np.ones((5, 5), np.int64), NOTHING_DONE, 1).any()


def test_finds_of__box_and_chance_find__each_item_counts_once() -> None:
    extent = (14.99, -0.01, 15.01, 0.01)
    records = Records(
        evidence=(EvidencePoint("e1", 15.0, 0.002, 5.0, None, "submunition", 2),),
        boxes=(Box("b1", 15.0, 0.0, 50.0, 0.8, 0.9, 3), Box("b2", 15.001, 0.0, 50.0, 0.8, 0.9, 0)),
    )
    known, _ = known_ground(records, grid_over(extent, 50.0), extent, lambda munition, rounds: None)
    place, weight = finds_of(known)
    assert weight.sum() == pytest.approx(5.0)
    assert len(place) == len(weight)
