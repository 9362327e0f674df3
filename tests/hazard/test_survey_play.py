"""Policies of survey played on small made-up districts, and the rule of practice box by box."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tilth.hazard import HazardError, Truth, play
from tilth.hazard.survey_play import POLICIES, _fade_out, _Survey


@pytest.fixture(scope="module")
def truth() -> Truth:
    """Return a small district of two strikes where no box was searched yet."""
    return Truth.made(4, strikes=2, size_km=2.0, report={"missed": 0.0, "of_nothing": 0})


@pytest.fixture(autouse=True)
def quick(assume) -> None:
    assume(
        ("played", "chains", "value", 3), ("played", "settling", "value", 6), ("played", "kept", "value", 12),
        ("warm", "settling", "value", 2), ("warm", "kept", "value", 4),
        ("sampling", "margin_m", "value", 500.0),
    )  # fmt: skip


def told(policy: str, truth: Truth, **more):
    return play(truth, policy, 1, expected_left=lambda *_: None, rounds=2, boxes=10, **more)


def test_truth__items_by_cell__are_those_of_the_district(truth) -> None:
    there = (truth.district.truth[:, 3] == 1) & ~truth.district.removed
    assert 0.9 * there.sum() < truth.left.sum() <= there.sum()


def test_truth__nothing_but_clearance__was_searched(truth) -> None:
    assert all(box.searched is None for box in truth.district.boxes)
    assert len(truth.cleared) == 1


@pytest.mark.parametrize("policy", POLICIES)
def test_play__each_policy__searches_as_many_boxes_as_asked(truth, policy) -> None:
    one = told(policy, truth)
    assert one.area_m2 == (0.0, 25_000.0, 50_000.0)
    assert list(one.items) == sorted(one.items)
    assert one.items[-1] <= one.there


def test_play__same_seed__same_finds(truth) -> None:
    assert told("mix", truth) == told("mix", truth)


def test_play__progress__is_told_round_by_round(truth) -> None:
    rounds: list[tuple[int, int]] = []
    told("practice", truth, told=lambda *pair: rounds.append(pair))
    assert rounds == [(1, 2), (2, 2)]


def test_fade_out__one_find__boxes_come_nearest_first_and_no_farther_than_the_fade_out(truth) -> None:
    survey = _Survey(truth, 1)
    survey.hot = np.zeros(truth.grid.shape, bool)
    survey.hot[20, 20] = True
    cells = _fade_out(survey, 100)
    away = np.abs(cells - [20, 20]).max(axis=1)
    assert (len(cells), away.max(), away[0]) == (25, 2, 0)
    assert (np.diff(away) >= 0).all()


def test_play__practice__ends_where_the_fade_out_is_empty_on_all_sides(truth) -> None:
    empty = replace(truth, left=np.zeros_like(truth.left))
    one = play(empty, "practice", 1, expected_left=lambda *_: None, rounds=5, boxes=400)
    assert (one.stopped, one.items[-1]) == (True, 0)


def test_search__found_items__are_taken_away(truth) -> None:
    survey = _Survey(truth, 1)
    cells = np.argwhere(truth.left > 3)[:4]
    survey.search(cells)
    assert survey.found == truth.left.sum() - survey.left.sum() > 0
    assert sum(box.found for box in survey.boxes) == survey.found


@pytest.mark.parametrize("policy, rounds, words", [("luck", 1, "allowed are practice"), ("mix", 0, "give 1")])
def test_play__wrong_request__is_refused(truth, policy, rounds, words) -> None:
    with pytest.raises(HazardError, match=words):
        play(truth, policy, 1, expected_left=lambda *_: None, rounds=rounds)
