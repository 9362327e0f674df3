"""The picture: what is told of a subject, for any date it was true and any date it was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from tilth.claims import Claim, Ledger, picture, pictures, recorded_in, recorded_of_kind, review_claim
from tilth.errors import TilthError

Strike = Callable[..., Claim]
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


def tell(ledger: Ledger, *claims: Claim, state: str = "accepted", day: int = 0) -> tuple[str, ...]:
    return ledger.append(claims, state=state, now=NOON + timedelta(days=day)).added


def area(**values: Any) -> Claim:
    said = values.pop("said_on", None)
    valid = values.pop("valid", None)
    point = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}
    return Claim(
        kind="hazardous_area",
        subject="hazardous_area:1",
        values=values,
        place=point,
        said_on=said,
        valid=valid,
    )


def test_picture__nothing_known__is_empty(ledger: Ledger) -> None:
    found = picture(ledger.store, "strike:1")
    assert (found.kind, found.told, found.claims) == (None, {}, ())


def test_picture__one_value__is_agreed(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(1))
    assert picture(ledger.store, "strike:1").told["rounds"].how == "agreed"


def test_picture__place__is_told_as_any_property(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(1))
    assert picture(ledger.store, "strike:1").value("place") == strike(1).place


def test_picture__three_and_three_point_zero__agree(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(1, speaker="entity:a"), strike(1, values={"rounds": 3.0}, speaker="entity:b"))
    (side,) = picture(ledger.store, "strike:1").told["rounds"].sides
    assert side.speakers == ("entity:a", "entity:b")


def test_picture__values_differ__are_contested_and_none_is_given(ledger: Ledger, strike: Strike) -> None:
    keys = tell(ledger, strike(1), strike(1, values={"rounds": 4}))
    told = picture(ledger.store, "strike:1").told["rounds"]
    assert (told.how, told.value, told.claims) == ("contested", None, keys)


def test_picture__conflicts__lists_only_what_differs(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(1), strike(1, values={"rounds": 4}))
    assert list(picture(ledger.store, "strike:1").conflicts) == ["rounds"]


def test_picture__reviewer_settles__his_side_is_in_force_and_the_other_stays(
    ledger: Ledger, strike: Strike
) -> None:
    three, four = tell(ledger, strike(1), strike(1, values={"rounds": 4}))
    tell(ledger, review_claim(four, "settle", "entity:ann", settles="rounds"))
    told = picture(ledger.store, "strike:1").told["rounds"]
    assert (told.how, told.value, told.claims) == ("settled", 4, (four,))
    assert [side.claims for side in told.sides] == [(four,), (three,)]


def test_picture__reviewers_settle_both_ways__stays_contested(ledger: Ledger, strike: Strike) -> None:
    three, four = tell(ledger, strike(1), strike(1, values={"rounds": 4}))
    tell(
        ledger,
        review_claim(four, "settle", "entity:ann", settles="rounds"),
        review_claim(three, "settle", "entity:ben", settles="rounds"),
    )
    assert picture(ledger.store, "strike:1").told["rounds"].how == "contested"


def test_picture__list_property__is_the_union(ledger: Ledger) -> None:
    tell(ledger, area(munition=["m26", "m864"]), area(munition=["m864", "m77"]))
    told = picture(ledger.store, "hazardous_area:1").told["munition"]
    assert (told.how, told.value) == ("union", ["m26", "m864", "m77"])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_picture__latest_property__newest_information_wins_in_any_order(
    ledger: Ledger, order: tuple[int, ...]
) -> None:
    claims = [
        area(classification="indication", said_on="2021"),
        area(classification="SHA", said_on="2022-05"),
        area(classification="CHA", valid="2023-01-02", said_on="2020"),
    ]
    for day, number in enumerate(order):
        tell(ledger, claims[number], day=day)
    told = picture(ledger.store, "hazardous_area:1").told["classification"]
    assert (told.how, told.value) == ("latest", "CHA")


def test_picture__latest_property_same_day__later_recorded_wins(ledger: Ledger) -> None:
    tell(ledger, area(classification="CHA", said_on="2022"))
    tell(ledger, area(classification="SHA", said_on="2022"), day=1)
    assert picture(ledger.store, "hazardous_area:1").value("classification") == "SHA"


def test_picture__latest_property_without_date__gives_way_to_a_dated_one(ledger: Ledger) -> None:
    tell(ledger, area(classification="CHA", said_on="2022"))
    tell(ledger, area(classification="SHA"), day=1)
    assert picture(ledger.store, "hazardous_area:1").value("classification") == "CHA"


# --- which claims are used ------------------------------------------------------------------------


def test_picture__proposed_claim__is_left_out_with_the_reason(ledger: Ledger, strike: Strike) -> None:
    (key,) = tell(ledger, strike(1), state="proposed")
    found = picture(ledger.store, "strike:1")
    assert (found.told, found.left_out) == ({}, {key: "proposed"})


def test_picture__proposed_asked_for__is_used(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(1), state="proposed")
    assert picture(ledger.store, "strike:1", statuses=("accepted", "proposed")).value("rounds") == 3


def test_picture__corrected_claim__gives_way_to_its_replacement(ledger: Ledger, strike: Strike) -> None:
    old, new = tell(ledger, strike(1), strike(1, values={"rounds": 4}))
    tell(ledger, review_claim(old, "correct", "entity:ann", replacement=new))
    found = picture(ledger.store, "strike:1")
    assert (found.value("rounds"), found.left_out) == (4, {old: "corrected"})


def test_picture__corrected_claim__is_kept_with_its_replacement(ledger: Ledger, strike: Strike) -> None:
    old, new = tell(ledger, strike(1), strike(1, values={"rounds": 4}))
    tell(ledger, review_claim(old, "correct", "entity:ann", replacement=new))
    assert picture(ledger.store, "strike:1").statuses[old].replacement == new


@pytest.mark.parametrize(
    "valid, true_on, used",
    [
        ("2023-07", "2023-07-15", True),
        ("2023-07", "2023-08-01", False),
        ("2023-07-07", "2023", True),
        ("2022/2023", "2023-06-01", True),
        ("2022/2023", "2024", False),
        (None, "1990", True),
    ],
)
def test_picture__true_on__leaves_out_what_certainly_did_not_hold(
    ledger: Ledger, strike: Strike, valid: str | None, true_on: str, used: bool
) -> None:
    tell(ledger, strike(1, valid=valid))
    assert bool(picture(ledger.store, "strike:1", true_on=true_on).claims) is used


def test_picture__true_on_missed__says_so(ledger: Ledger, strike: Strike) -> None:
    (key,) = tell(ledger, strike(1, valid="2023"))
    assert picture(ledger.store, "strike:1", true_on="2025").left_out == {key: "not true on 2025"}


@pytest.mark.parametrize("dates", [{"true_on": "soon"}, {"known_on": "soon"}])
def test_picture__date_that_is_none__is_refused(
    ledger: Ledger, strike: Strike, dates: dict[str, str]
) -> None:
    tell(ledger, strike(1, valid="2023"))
    with pytest.raises(TilthError, match="soon"):
        picture(ledger.store, "strike:1", **dates)


@pytest.mark.parametrize("known_on, rounds", [("2024-03-05", 3), ("2024-03-06", None), ("2024-03-07", 4)])
def test_picture__known_on__is_what_stood_on_record_then(
    ledger: Ledger, strike: Strike, known_on: str, rounds: int | None
) -> None:
    tell(ledger, strike(1))
    (four,) = tell(ledger, strike(1, values={"rounds": 4}), day=1)
    tell(ledger, review_claim(four, "settle", "entity:ann", settles="rounds"), day=2)
    assert picture(ledger.store, "strike:1", known_on=known_on).value("rounds") == rounds


def test_pictures__several_subjects__are_those_of_each_alone(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(1), strike(2, values={"rounds": 7}))
    both = pictures(ledger.store, ["strike:1", "strike:2", "strike:none"])
    assert both == {subject: picture(ledger.store, subject) for subject in both}


# --- claims as recorded ---------------------------------------------------------------------------


def test_recorded__of_kind_and_in_source__are_found_in_order(ledger: Ledger, strike: Strike) -> None:
    tell(ledger, strike(2, source="source:s"), area())
    tell(ledger, strike(1, source="source:s"), day=1)
    of_kind = recorded_of_kind(ledger.store, ["strike"])
    assert of_kind == recorded_in(ledger.store, ["source:s"])
    assert [item.claim.subject for item in of_kind] == ["strike:2", "strike:1"]


def test_recorded__no_keys__is_empty(ledger: Ledger) -> None:
    assert recorded_of_kind(ledger.store, []) == []


def test_picture__kind_that_only_a_newer_tilth_knows__is_shown(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilth.claims.sealed.problems_of", lambda claim, number: [])
    strange = Claim(kind="drone_photo", subject="drone_photo:1", values={"height_m": 40})
    ledger.append([strange], state="accepted")
    assert picture(ledger.store, "drone_photo:1").value("height_m") == 40
