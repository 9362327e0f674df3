"""Boxes to search next: ranked as calculated by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tilth.hazard import HazardError, next_boxes


def bands(mean, sd) -> dict[str, np.ndarray]:
    mean = np.array([mean], float)
    return {
        "expected_remaining": mean,
        "sd": np.array([sd], float),
        "probability_any": 1 - np.exp(-mean),
        "searched": np.array([[0.0, 0.5, 0.0]]),
    }


# Means 1, 4, 0.5; variances over the Poisson's: 9 - 1 = 8, 0, 0.5
MADE = bands([1.0, 4.0, 0.5], [3.0, 2.0, 1.0])


def columns(**more) -> list[int]:
    return [box.column for box in next_boxes(MADE, 3, effort=0.5, **more)]


def test_next_boxes__by_items__the_most_expected_come_first() -> None:
    assert columns(by="items") == [1, 0, 2]


def test_next_boxes__by_information__what_is_lowered_most_comes_first() -> None:
    # e v²/(m + e v): 0.5 x 64/5 = 6.4; 0; 0.5 x 0.25/0.75 = 0.1667. Nothing to learn of the second.
    chosen = next_boxes(MADE, 3, by="information", effort=0.5)
    assert [(box.column, round(box.gain, 4)) for box in chosen] == [(0, 6.4), (2, 0.1667)]


def test_next_boxes__mix__is_the_mean_of_shares_of_the_greatest() -> None:
    # items 0.5, 2, 0.25 of at most 2; information 6.4, 0, 0.1667 of at most 6.4
    chosen = next_boxes(MADE, 3, effort=0.5)
    assert [(box.column, round(box.gain, 3)) for box in chosen] == [(0, 0.625), (1, 0.5), (2, 0.076)]


def test_next_boxes__taken__are_left_out() -> None:
    assert columns(by="items", taken=np.array([[False, True, False]])) == [0, 2]


def test_next_boxes__outside_the_extent__are_left_out() -> None:
    assert [box.column for box in next_boxes(bands([1, np.nan, 2], [2, np.nan, 2]), 5, by="items")] == [2, 0]


def test_next_boxes__nothing_left__is_no_box() -> None:
    assert next_boxes(bands([0, 0, 0], [0, 0, 0]), 5) == []


def test_next_boxes__equal_cells__come_in_the_order_of_rows() -> None:
    assert [box.column for box in next_boxes(bands([1, 1, 1], [1, 1, 1]), 3, by="items")] == [0, 1, 2]


def test_next_boxes__reason__tells_not_searched_from_searched() -> None:
    reasons = {box.column: box.reason for box in next_boxes(MADE, 3, effort=0.5)}
    assert ("not searched yet" in reasons[0], "searched so far to 50%" in reasons[1]) == (True, True)


@pytest.mark.parametrize("more, words", [
    ({"by": "luck"}, "allowed are items, information, mix"), ({"effort": 0.0}, "chance above 0 up to 1"),
    ({"count": 0}, "give 1 or more"),
])  # fmt: skip
def test_next_boxes__what_cannot_be__is_refused(more, words) -> None:
    with pytest.raises(HazardError, match=words):
        next_boxes(MADE, **{"count": 3, **more})
