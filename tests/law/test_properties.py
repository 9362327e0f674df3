"""What holds for every state, date and question: time without gaps, later facts, treaties and outsiders."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tilth.law import LawError, Participation, assess, matrix, standing, state_codes
from tilth.law._calendar import Stretch
from tilth.law.matrix import Matrix

DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))
SIGNING = st.dates(date(2008, 12, 3), date(2010, 7, 31))
ACTS = st.sampled_from(["use", "produce", "acquire", "stockpile", "retain", "transfer", "transit", "host",
                        "assist", "joint_operation", "finance", "clear", "report"])  # fmt: skip
TREATIES = {"ccm", "att", "ccw_p5", "eu_2008_944"}
NAMED = ("signed", "consent_date", "withdrawal_notified", "provisional_from")
KNOWN = st.sampled_from(["USA", "UKR", "DEU", "POL", "LTU", "CYP", "GBR", "NZL", "SYR", "VUT", "EST"])


@st.composite
def lives(draw: st.DrawFn) -> tuple[Participation, tuple[Stretch, ...]]:
    """A state's way through the Convention, with an armed conflict that may hold it back."""
    dates: dict[str, Any] = {}
    if draw(st.booleans()):
        dates["signed"] = draw(SIGNING)
    if draw(st.booleans()):
        dates["consent_date"] = draw(st.dates(date(2010, 8, 1), date(2020, 12, 31)))
        if draw(st.booleans()):
            dates["provisional_from"] = dates["consent_date"]
        if draw(st.booleans()):
            dates["withdrawal_notified"] = draw(st.dates(date(2022, 1, 1), date(2030, 1, 1)))
    row = Participation.from_mapping(
        {"state": "X", "regime": "ccm", **{key: str(day) for key, day in dates.items()}}
    )
    start = draw(DAYS)
    conflict = (start, draw(st.none() | st.dates(start, date(2036, 1, 1))))
    return row, draw(st.sampled_from([(), (conflict,)]))


@given(lives(), DAYS)
def test_standing__any_day_of_any_life__lies_in_one_step_that_meets_the_next(
    life: tuple[Participation, tuple[Stretch, ...]], day: date
) -> None:
    row, conflicts = life
    here = standing("X", "ccm", day, [row], conflicts)
    assert len(here.possible) == 1
    assert here.since is None or date.fromisoformat(here.since) <= day
    if here.until is None:
        return
    last = date.fromisoformat(here.until)
    assert day <= last
    then = standing("X", "ccm", last + timedelta(1), [row], conflicts)
    assert then.since == (last + timedelta(1)).isoformat()
    assert standing("X", "ccm", last, [row], conflicts).standing == here.standing


def told(question: dict[str, Any], facts: list[Participation]) -> list[tuple[str, ...]]:
    """Return what is found, without the facts it rests on and the days still to come."""
    return [
        (each["state"], each["regime"], each["standing"], each["clause"], each["outcome"])
        for each in assess(question, facts)["findings"]
    ]


@given(st.sampled_from(["USA", "UKR", "POL", "CYP", "EST", "SYR"]), ACTS, st.data())
def test_assess__later_deposit__changes_no_answer_for_an_earlier_date(
    state: str, act: str, data: st.DataObject
) -> None:
    deposit = data.draw(st.dates(date(2026, 2, 1), date(2040, 1, 1)))
    on = data.draw(st.dates(date(2006, 1, 1), deposit - timedelta(1)))
    given_later = Participation.from_mapping({"state": state, "regime": "ccm", "consent_date": str(deposit)})
    question = {"on": on.isoformat(), "act": act, "actor": state}
    assert told(question, [given_later]) == told(question, [])


@given(DAYS, ACTS, KNOWN | lives(), KNOWN, KNOWN, st.sampled_from([None, "training", "destruction"]))
@settings(max_examples=200)
def test_assess__not_party__is_never_prohibited_or_obliged_by_a_treaty(
    on: date, act: str, actor: Any, other: str, via: str, purpose: str | None
) -> None:
    assume(other not in (actor, via))
    question = {"on": on.isoformat(), "act": act, "other": other, "via": [via], "purpose": purpose}
    facts: list[Participation] = []
    if isinstance(actor, str):
        question["actor"] = actor
    else:
        dates = {key: str(value) for key in NAMED if (value := getattr(actor[0], key))}
        question["actor"] = {"name": "X", "regimes": {"ccm": dates}}
    try:
        findings = assess(question, facts)["findings"]
    except LawError:
        assume(False)
    for each in findings:
        if each["regime"] in TREATIES and each["standing"] not in ("party", "provisional"):
            assert each["outcome"] not in ("prohibited", "required", "permitted"), each


@cache
def world(act: str, on: str) -> Matrix:
    """Return the matrix, made once a run."""
    return matrix(act, on)


PAIRS = st.lists(st.sampled_from(state_codes()), min_size=2, max_size=2, unique=True)


@given(st.sampled_from(["transfer", "host"]), st.sampled_from(["2009-05-05", "2023-07"]), PAIRS)
@settings(deadline=None, max_examples=50)
def test_matrix__any_pair__says_what_a_single_assessment_says(act: str, on: str, pair: list[str]) -> None:
    found = world(act, on)
    assume(set(pair) <= set(found.states))
    first, second = pair
    cell = found.answers[found.cells[found.states.index(first)][found.states.index(second)]]
    single = assess({"on": on, "act": act, "actor": first, "other": second})["findings"]
    for state, side in zip(pair, cell, strict=True):
        for regime, outcome in side.items():
            outcomes = {
                each["outcome"]
                for each in single
                if each["state"] == state and each["regime"].partition(":")[0] == regime
            }
            assert outcome in outcomes, (state, regime)
            assert outcome == "prohibited" or "prohibited" not in outcomes
