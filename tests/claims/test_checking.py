"""Wrong input is refused at the border, with what was given, what is allowed and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.claims import Claim, ClaimError, Ledger, check_claims, problems_of

POINT = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}
BOX = {"kind": "survey_box", "subject": "survey_box:1", "place": POINT}
MEGABYTES = "x" * 10_000_000


def box(**values: Any) -> Claim:
    return Claim(**BOX, values=values)


def victim(**values: Any) -> Claim:
    return Claim(kind="victim", subject="victim:1", values=values)


def faults(claim: Claim) -> dict[str, str]:
    return {problem.field: str(problem) for problem in problems_of(claim)}


@pytest.mark.parametrize(
    "claim",
    [
        box(searched=0.5, found=0, date="2024-05", minutes=12.5),
        Claim(
            kind="evidence_point",
            subject="evidence_point:é 1",
            values={"evidence_kind": "submunition", "count": 2.0},
            place=POINT,
        ),
        Claim(
            kind="hazardous_area",
            subject="hazardous_area:1",
            values={"classification": "SHA"},
            place={
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
                "accuracy_m": 0,
            },
        ),
        Claim(kind="treaty_action", subject="treaty_action:1", values={"state": "LTU", "treaty": "CCM"}),
        Claim(kind="statement", subject="statement:1", values={"content": "y" * 1_000_000}),
        Claim(
            kind="victim",
            subject="victim:1",
            values={"age": 12},
            access="personal",
            said_on="2023-07/2023-09",
        ),
        Claim(kind="strike", subject="strike:1", values={"killed": {"low": 2, "high": 5}}, place=POINT),
        Claim(kind="strike", subject="strike:1", values={"killed": {"value": 5, "about": True}}, place=POINT),
    ],
)
def test_problems_of__sound_claim__is_empty(claim: Claim) -> None:
    assert problems_of(claim) == []


@pytest.mark.parametrize(
    "claim, field, words",
    [
        (Claim(kind="strikes", subject="strike:1"), "kind", "near: strike"),
        (Claim(kind=["strike"], subject="strike:1"), "kind", "a kind of the vocabulary"),  # type: ignore[arg-type]
        (Claim(kind=None, subject="strike:1"), "kind", "given None"),  # type: ignore[arg-type]
        (box(serched=1), "values.serched", "searched"),
        (box(minutes=float("nan")), "values.minutes", "given nan, allowed 0 minutes or more"),
        (box(minutes=float("inf")), "values.minutes", "given inf"),
        (box(minutes=10**400), "values.minutes", "given 1000"),
        (box(minutes=10**5000), "values.minutes", "too long to show"),
        (box(minutes=2**53), "values.minutes", "given 9007199254740992"),
        (box(found=True), "values.found", "given True"),
        (box(found=1.5), "values.found", "given 1.5"),
        (box(found=-1), "values.found", "given -1, allowed 0 items or more"),
        (
            box(size_m="12 km"),
            "values.size_m",
            "given '12 km', allowed 0 m or more; give the number alone, in m",
        ),
        (box(searched=45), "values.searched", "45 per cent is 0.45"),
        (box(searched="45 %"), "values.searched", "give the number alone, in share"),
        (box(access="closed"), "values.access", "one of searched, not_accessible, not_yet"),
        (box(date="2023-02-30"), "values.date", "given '2023-02-30', allowed a date that exists"),
        (box(date="yesterday"), "values.date", "a date that exists"),
        (box(date=20230707), "values.date", "given 20230707"),
        (box(note=MEGABYTES), "values.note", "(10,000,000 characters), allowed text of at most 20,000"),
        (box(colour="c" * 301), "values.colour", "at most 300 characters"),
        (box(note=""), "values.note", "given '', allowed text"),
        (box(note="a\x00b"), "values.note", "without NUL"),
        (box(note="a\ud800b"), "values.note", "broken surrogates"),
        (box(team="strike:1"), "values.team", "begins with team:"),
        (box(team="team:\ud800"), "values.team", "an identifier"),
        (Claim(**(BOX | {"place": None}), values={}), "place", "given no place"),
        (Claim(kind="treaty_action", subject="treaty_action:1", place=POINT), "place", "nowhere on the map"),
        (
            Claim(kind="review", subject="claim:1"),
            "values.verdict",
            "given nothing, allowed a value for verdict",
        ),
        (Claim(**BOX, values=[1]), "values", "given [1], allowed an object"),
        (Claim(**BOX, wording="hit"), "wording", "an object"),
        (Claim(**BOX, wording={"rounds": 3}), "wording", "given 3, allowed text"),
        (Claim(**BOX, wording={3: "three"}), "wording", "given 3"),
        (Claim(**(BOX | {"subject": "no colon"})), "subject", "given 'no colon'"),
        (Claim(**(BOX | {"subject": "survey_box:" + "x" * 201})), "subject", "at most 200"),
        (Claim(**(BOX | {"subject": "survey_box:a\x00"})), "subject", "an identifier"),
        (Claim(**(BOX | {"subject": "survey_box:a\nb"})), "subject", "an identifier"),
        (Claim(**(BOX | {"subject": "survey_box:\udfff"})), "subject", "an identifier"),
        (Claim(**BOX, access="secret"), "access", "one of public, partner, restricted, personal"),
        (Claim(**BOX, mode="rumour"), "mode", "one of article"),
        (Claim(**BOX, reliability="G"), "reliability", "one of A, B"),
        (Claim(**BOX, credibility=True), "credibility", "given True"),
        (Claim(**BOX, credibility=7), "credibility", "one of 1, 2"),
        (Claim(**BOX, span=(5, 5)), "span", "a start and a later end"),
        (Claim(**BOX, span=(0, 2**60)), "span", "a start and a later end"),
        (Claim(**BOX, part_of="a" * 63), "part_of", "64 hexadecimal digits"),
        (Claim(**BOX, said_on="2023-13"), "said_on", "a date that exists"),
        (Claim(**BOX, valid="2024/2023"), "valid", "a date that exists"),
        (Claim(**BOX, speaker="Jan"), "speaker", "an identifier"),
        (Claim(kind="dataset", subject="dataset:1", values={"sha256": "A" * 64}), "values.sha256", "64 hex"),
        (
            Claim(kind="treaty_action", subject="t:1", values={"state": "Lithuania"}),
            "values.state",
            "alpha-3",
        ),
        (
            Claim(kind="run", subject="run:1", values={"result": {"a": float("nan")}}),
            "values.result",
            "a number",
        ),
        (
            Claim(kind="run", subject="run:1", values={"result": {"a": "\ud800"}}),
            "values.result",
            "surrogates",
        ),
        (
            Claim(kind="run", subject="run:1", values={"result": {1: 2}}),
            "values.result",
            "given 1, allowed text",
        ),
        (Claim(kind="run", subject="run:1", values={"result": {"a": {1, 2}}}), "values.result", "plain JSON"),
        (
            Claim(kind="run", subject="run:1", values={"result": {"a": 2**60}}),
            "values.result",
            "a number from",
        ),
    ],
)
def test_problems_of__unsound_claim__names_field_given_and_allowed(
    claim: Claim, field: str, words: str
) -> None:
    assert words in faults(claim)[field]


def test_problems_of__swapped_coordinates__says_to_swap() -> None:
    swapped = {"geometry": {"type": "Point", "coordinates": [16.7, 106.9]}, "accuracy_m": 50}
    claim = Claim(kind="strike", subject="strike:1", place=swapped)
    assert "swap the two" in faults(claim)["place"]


@pytest.mark.parametrize(
    "amount", [{"low": 5, "high": 2}, {"low": 5, "value": 3}, {"about": True}, {}, {"mean": 3}]
)
def test_problems_of__amount_that_cannot_be__is_refused(amount: dict[str, Any]) -> None:
    claim = Claim(kind="strike", subject="strike:1", values={"killed": amount}, place=POINT)
    assert list(faults(claim)) == ["values.killed"]


def test_problems_of__deep_nesting__is_refused() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    claim = Claim(kind="run", subject="run:1", values={"result": {"a": deep}})
    assert "at most 20 levels" in faults(claim)["values.result"]


def test_problems_of__several_faults__are_all_found() -> None:
    claim = Claim(
        kind="survey_box", subject="box", values={"found": -1, "size_m": "x", "bad": 1}, credibility=9
    )
    assert set(faults(claim)) == {
        "subject", "credibility", "place", "values.found", "values.size_m", "values.bad",
    }  # fmt: skip


# --- personal data --------------------------------------------------------------------------------


def test_problems_of__personal_property_in_public_claim__says_what_to_do() -> None:
    words = faults(victim(name="Somebody", age=12))["access"]
    assert words == (
        "claim 0, access: given access 'public', allowed access personal; "
        "age, name can identify a person: set access to personal or leave it out"
    )


def test_problems_of__personal_property_with_access_personal__is_empty() -> None:
    assert (
        problems_of(Claim(kind="victim", subject="victim:1", values={"name": "N"}, access="personal")) == []
    )


@pytest.mark.parametrize("access", ["public", "partner", "restricted"])
def test_problems_of__personal_property_with_any_other_access__is_refused(access: str) -> None:
    claim = Claim(kind="victim", subject="victim:1", values={"age": 12}, access=access)
    assert list(faults(claim)) == ["access"]


def test_problems_of__fault_in_a_personal_property__does_not_show_it() -> None:
    shown = str(problems_of(victim(date_of_birth="31 April 1987")))
    assert "1987" not in shown


def test_problems_of__fault_in_a_personal_claim__does_not_show_it() -> None:
    claim = Claim(
        kind="victim",
        subject="victim:1",
        values={"note": "Anna\x00"},
        access="personal",
        wording={"note": ""},
    )
    assert "Anna" not in str(problems_of(claim))


# --- counting and naming --------------------------------------------------------------------------


def test_check_claims__two_of_three_wrong__message_counts_and_names_them() -> None:
    with pytest.raises(ClaimError) as caught:
        check_claims([box(found=-1), box(found=1), box(found=-2)])
    assert str(caught.value) == (
        "2 claims refused, nothing was written:\n"
        "  claim 0, values.found: given -1, allowed 0 items or more; the unit is items\n"
        "  claim 2, values.found: given -2, allowed 0 items or more; the unit is items"
    )


def test_check_claims__many_wrong__message_shows_five_and_counts_the_rest() -> None:
    with pytest.raises(ClaimError, match=r"1,200 claims refused(.|\n)*and 1195 more") as caught:
        check_claims([box(found=-1)] * 1200)
    assert len(caught.value.problems) == 1200


def test_check_claims__ten_megabyte_text__message_stays_short() -> None:
    with pytest.raises(ClaimError) as caught:
        check_claims([box(note=MEGABYTES, team=MEGABYTES, date=MEGABYTES)])
    assert len(str(caught.value)) < 1500


# --- whatever comes -------------------------------------------------------------------------------

anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=5,
)
fields = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["survey_box", "strike", "run", "review", "victim"]),
        "subject": st.just("survey_box:1") | st.text(st.characters()),
    },
    optional={
        "values": st.dictionaries(
            st.sampled_from(["found", "note", "result", "killed", "verdict", "team", "date"]),
            anything,
            max_size=3,
        )
        | anything,
        "wording": st.dictionaries(st.text(st.characters()), st.text(st.characters()), max_size=2) | anything,
        "span": anything,
        "place": st.just(POINT) | anything,
        "access": anything,
        "speaker": anything,
        "said_on": anything,
        "credibility": anything,
    },
)


@given(fields)
@settings(max_examples=600, deadline=None)
def test_problems_of__anything_at_all__is_refused_or_has_a_body(content: dict[str, Any]) -> None:
    claim = Claim(**content)
    assert problems_of(claim) or claim.body()


def test_append__values_with_every_odd_letter__come_back_from_either_store(ledger: Ledger) -> None:
    odd = 'tab\t quote" back\\ nul-escape \\u0000 \x01 \x7f \u2028 é \U0001f600 \u200c'
    claim = Claim(**(BOX | {"subject": "survey_box:é \U0001f600 %s ? :x '"}), values={"note": odd})
    ledger.append([claim], state="accepted")
    from tilth.claims import picture

    assert picture(ledger.store, claim.subject).value("note") == odd


def test_append__one_claim_refused__writes_none(ledger: Ledger, strike: Callable[..., Claim]) -> None:
    with pytest.raises(ClaimError):
        ledger.append([strike(1), strike(2, values={"rounds": -1})])
    assert len(ledger) == 0
