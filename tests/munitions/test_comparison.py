"""Claims beside the evidence, and the rows of the plot."""

from __future__ import annotations

import pytest

from tilth import data
from tilth.munitions import MunitionError, claims_on, expect, find, published, resolve, share_given


def test_claims__on_m864__are_those_of_the_pentagon() -> None:
    found = claims_on(expect("m864", 1000), find("m864"))
    assert [claim.row for claim in found] == ["fr001", "fr003", "fr004"]


def test_claims__2_35_per_cent_of_1000_m864__leave_1_690() -> None:
    """Issue and NYT: 1,000 x 72 x 0.0235 = 1,692, told at three digits."""
    found = claims_on(expect("m864", 1000), find("m864"), claimed=0.0235)
    assert found[0].words == "2.35 % -> 1,690"


def test_claims__bounds__stay_bounds() -> None:
    words = [claim.words for claim in claims_on(expect("m864", 1000), find("m864"))]
    assert words == ["at most 2.35 % -> at most 1,690", "6 % -> 4,320", "at least 14 % -> at least 10,100"]


def test_claims__of_a_range_of_rounds__span_it() -> None:
    found = claims_on(expect("m864", (1000, 2000)), find("m864"), claimed=0.05)[0]
    assert (found.left_low, found.left_high) == pytest.approx((3600, 7200))


def test_claims__nobody_claims_anything__are_none() -> None:
    assert claims_on(expect("orkan-m87", 10), find("orkan-m87")) == ()


def test_claims__hazardous_and_unread__are_no_claims_on_the_rate() -> None:
    rows = {claim.row for claim in claims_on(expect("l20a1", 1), find("l20a1"))}
    assert rows & {"fr033", "fr086"} == set()


def test_claims__of_a_class__are_those_of_its_family() -> None:
    asked = resolve("155 mm DPICM shells")
    assert {claim.row for claim in claims_on(expect(asked, 10), asked)} == {"fr001", "fr003", "fr004"}


@pytest.mark.parametrize(
    "given, share", [("0.0235", 0.0235), ("2.35%", 0.0235), ("2.35 %", 0.0235), (0.06, 0.06)]
)
def test_share__in_either_form__is_read(given: str | float, share: float) -> None:
    assert share_given(given) == pytest.approx(share)


@pytest.mark.parametrize(
    "given, advice",
    [
        ("2.35", "2.35 per cent is 0.0235, or write 2.35%"),
        ("14", "14 per cent is 0.14"),
        ("-0.1", "a share from 0 to 1"),
        ("235", "a share from 0 to 1"),
        ("nan", "a share from 0 to 1"),
        ("high", "give a share such as 0.0235"),
        ("140%", "a share from 0 to 1"),
    ],
)
def test_share__that_is_none__is_refused_with_advice(given: str, advice: str) -> None:
    with pytest.raises(MunitionError, match=advice):
        share_given(given)


def test_published__every_row_with_a_rate__is_there_once() -> None:
    found = [row.row for row in published(expect("m864", 1), find("m864"))]
    with_rate = [
        row["row_id"]
        for row in data.table("failure_rates")
        if any(row[name] for name in ("rate_low", "rate_high", "rate_point", "n_failed"))
    ]
    assert sorted(found) == sorted(with_rate)


def test_published__located_rows__are_marked_as_not_used() -> None:
    located = {row["row_id"] for row in data.table("failure_rates") if row["verification"] == "located"}
    marked = {
        row.row for row in published(expect("m864", 1), find("m864")) if row.why_not.startswith("located")
    }
    assert marked == located & {row.row for row in published(expect("m864", 1), find("m864"))}


def test_published__within_a_setting__near_rows_come_first() -> None:
    claims = [row.level for row in published(expect("m864", 1), find("m864")) if row.group == "claim"]
    assert claims == sorted(claims, key=["munition", "family", "all"].index)
