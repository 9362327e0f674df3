"""Statements from samples: published sample sizes and exact small cases by hand."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.release import ReleaseError, passes, sample_size, shown_by_sample


@pytest.mark.parametrize(
    "confidence, free, size",
    [(0.90, 0.90, 22), (0.95, 0.90, 29), (0.90, 0.95, 45), (0.95, 0.95, 59), (0.99, 0.95, 90),
     (0.95, 0.99, 299), (0.99, 0.99, 459)],
)  # fmt: skip
def test_sample_size__none_found__is_the_published_success_run_size(confidence, free, size) -> None:
    # n = ln(1 - C) / ln(R), rounded up: success run theorem, as tabled in reliability handbooks
    assert sample_size(confidence, free) == size


@pytest.mark.parametrize("found, at_95, at_90", [(0, 59, 29), (1, 93, 46), (2, 124, 61), (3, 153, 76)])
def test_sample_size__some_found__is_wilks_size(found, at_95, at_90) -> None:
    # one-sided 95 % tolerance, orders 1 to 4: S. S. Wilks (1941); 59, 93, 124, 153 are tabled widely
    assert (sample_size(0.95, 0.95, found=found), sample_size(0.95, 0.90, found=found)) == (at_95, at_90)


@pytest.mark.parametrize("units, bad, size", [(100, 5, 45), (100, 10, 25), (50, 5, 22), (200, 10, 51)])
def test_sample_size__stated_units__is_the_published_size_to_find_one_of_so_many(units, bad, size) -> None:
    # R. M. Cannon and R. T. Roe, Livestock Disease Surveys (1982), table of sample sizes at 95 % confidence
    assert sample_size(0.95, 1 - (bad - 1) / units, units=units) == size


def test_sample_size__ten_units_none_bad_allowed__by_hand() -> None:
    # one bad of ten escapes a sample of n with chance (10 - n) / 10: 0.05 or less only for all ten
    assert sample_size(0.95, 0.99, units=10) == 10


def test_sample_size__poor_detection__needs_as_much_more() -> None:
    assert sample_size(0.95, 0.99, detection=0.5) == 598


def test_sample_size__too_few_units_for_the_detection__is_refused() -> None:
    with pytest.raises(ReleaseError, match="no sample of 20 units"):
        sample_size(0.95, 0.99, units=20, detection=0.5)


@pytest.mark.parametrize("confidence, free", [(0.0, 0.9), (1.0, 0.9), (0.95, 1.0), (95, 0.9)])
def test_sample_size__no_share__is_refused(confidence, free) -> None:
    with pytest.raises(ReleaseError, match="allowed is a share between 0 and 1"):
        sample_size(confidence, free)


def test_shown__one_found_in_ten__is_the_clopper_pearson_bound() -> None:
    # by hand: (1 - p)^10 + 10 p (1 - p)^9 = 0.05 at p = 0.39416
    assert shown_by_sample(10, 1, 0.95).free == pytest.approx(1 - 0.39416, abs=1e-5)


def test_shown__stated_units__is_the_last_count_that_may_escape() -> None:
    # 5 of 20 sampled, none found: 9 bad escape with C(11,5)/C(20,5) = 0.030, 8 with 0.051
    assert comb(11, 5) / comb(20, 5) < 0.05 < comb(12, 5) / comb(20, 5)
    assert shown_by_sample(5, 0, 0.95, units=20).free == pytest.approx(1 - 8 / 20)


def test_shown__every_unit_searched_well__shows_what_was_found() -> None:
    assert shown_by_sample(50, 2, 0.95, units=50).free == pytest.approx(0.96)


def test_shown__all_found__shows_nothing() -> None:
    assert shown_by_sample(4, 4, 0.95).free == 0.0


@pytest.mark.parametrize("sampled, found, units", [(0, 0, None), (5, 6, None), (5, 0, 4)])
def test_shown__impossible_sample__is_refused(sampled, found, units) -> None:
    with pytest.raises(ReleaseError, match="found <= sampled <= units"):
        shown_by_sample(sampled, found, 0.95, units=units)


def test_shown__sentence__never_says_safe() -> None:
    told = shown_by_sample(299, 0, 0.95)
    assert told.sentence.startswith("With 95 % confidence at least 99 % of the units are free")
    assert "safe" not in told.sentence
    assert len(told.assumptions) > 3


@settings(max_examples=60, deadline=None)
@given(
    st.integers(20, 3000), st.sampled_from([0.9, 0.95, 0.98]), st.sampled_from([0.8, 0.95]), st.integers(0, 2)
)
def test_sample_size__any_units__is_just_enough(units, free, confidence, found) -> None:
    try:
        size = sample_size(confidence, free, units=units, found=found)
    except ReleaseError:
        return
    assert shown_by_sample(size, found, confidence, units=units).free >= free - 1e-9
    if size - 1 > found:
        assert shown_by_sample(size - 1, found, confidence, units=units).free < free


def test_passes__reference_example__is_0_62() -> None:
    # share 0.10, detection 0.9, five left: reference on land release, section 5
    assert passes(5, 0.10, 0.9) == pytest.approx(0.62, abs=0.005)


def test_passes__share_above_one__is_refused() -> None:
    with pytest.raises(ReleaseError, match="lie within 0 and 1"):
        passes(1, 1.1, 0.9)
