"""How much more search a target needs, against hand calculation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.hazard import HazardError, Residual, more_search
from tilth.hazard.residual import mixture


def told(*rates: float, area_m2: float = 1000.0) -> Residual:
    numbers = np.array(rates)
    chance, ones = float(-np.expm1(-numbers).mean()), np.ones(len(rates))
    return Residual(
        mixture(numbers), chance, area_m2, 0.0, 0.0, area_m2, len(rates), 1.0, (), (), numbers, ones
    )


def test_more_search__one_rate__effort_solves_the_equation() -> None:
    """1 - exp(-2 (1 - e)) < 0.05 asks for e > 1 + ln(0.95) / 2 = 0.97435."""
    effort = more_search(told(2.0), 0.05, 0.9).whatever_is_found
    assert effort.share_times_detection == pytest.approx(0.97435, abs=1e-4)


def test_more_search__one_rate__passes_are_whole_ones_and_a_part() -> None:
    """After one pass a tenth is left; 0.02565 of all asks for (1 - 0.2565) / 0.9 = 0.826 of the next."""
    effort = more_search(told(2.0), 0.05, 0.9).whatever_is_found
    assert (effort.passes, effort.search_m2) == (pytest.approx(1.826, abs=2e-3), pytest.approx(1826, abs=2))


def test_more_search__nothing_found__one_rate__needs_as_much() -> None:
    """Where the rate is known a search that finds nothing tells nothing of it."""
    answer = more_search(told(2.0), 0.05, 0.9)
    assert answer.if_nothing_is_found.passes == pytest.approx(answer.whatever_is_found.passes, abs=1e-3)


def test_more_search__nothing_found__strike_that_may_not_be__needs_less() -> None:
    """Half: 0 items. e = 0.8 leaves 1 - (1 + exp(-10)) / (1 + exp(-8)) = 0.03 % if nothing is found."""
    answer = more_search(told(0.0, 10.0), 0.01, 0.8)
    assert answer.if_nothing_is_found.passes < 1 < answer.whatever_is_found.passes


def test_more_search__below_already__says_so() -> None:
    answer = more_search(told(0.01), 0.05)
    assert (answer.whatever_is_found.passes, "already" in answer.sentence) == (0.0, True)


def test_more_search__out_of_reach__says_so() -> None:
    answer = more_search(told(1e6), 1e-6, 0.1)
    assert answer.whatever_is_found is None
    assert "No number of passes up to 20" in answer.sentence


def test_more_search__detector_worse_than_written__needs_more() -> None:
    one = told(2.0)
    other = replace(one, search_error=np.array([0.8]))
    assert more_search(other, 0.05).whatever_is_found.passes > more_search(one, 0.05).whatever_is_found.passes


@pytest.mark.parametrize("target, detection", [(0.0, 0.9), (1.0, 0.9), (0.05, 0.0), (0.05, 1.1)])
def test_more_search__no_chance__is_refused(target, detection) -> None:
    with pytest.raises(HazardError, match="give a chance between 0 and 1"):
        more_search(told(2.0), target, detection)


@given(
    st.lists(st.floats(0, 500), min_size=1, max_size=8),
    st.floats(0.01, 0.9),
    st.floats(0.3, 1.0),
)
def test_more_search__any_area__answer_keeps_its_word(rates, target, detection) -> None:
    one = told(*rates)
    answer = more_search(one, target, detection)
    if answer.whatever_is_found is None:
        return
    each, passes = min(detection, 0.995), answer.whatever_is_found.passes
    stays = (1 - each) ** int(passes) * (1 - (passes - int(passes)) * each)
    chance = -np.expm1(-one.rates * stays).mean()
    assert chance < target
    assert answer.if_nothing_is_found.passes <= passes + 1e-3


def test_more_search__json__is_plain() -> None:
    answer = more_search(told(2.0), 0.05, 0.9).to_json()
    assert set(answer["whatever_is_found"]) == {"share_times_detection", "passes", "search_m2"}
