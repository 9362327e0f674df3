"""Whatever is given, the answer is an answer or a LawError that says what to write."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tilth.law import LawError, assess, cluster_munition, deadlines, explain, standing, status

SCALARS = st.none() | st.booleans() | st.integers(-3, 3000) | st.floats() | st.text(max_size=12)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
DATES = st.dates().filter(lambda day: day.year >= 1000).map(str) | st.integers(1000, 9999).map(str)
STATES = st.sampled_from(["USA", "DEU", "LTU", "Lao PDR", "VUT"])
DATED = st.dictionaries(
    st.sampled_from(["signed", "consent_date", "in_force", "withdrawal_notified", "provisional_from"]), DATES
)
MADE_UP = st.fixed_dictionaries(
    {"name": st.just("X"), "regimes": st.dictionaries(st.sampled_from(["ccm", "att", "ccw_p5"]), DATED)},
    optional={"armed_conflict": st.lists(st.tuples(DATES, DATES | st.none()), max_size=2)},
)
QUESTIONS = st.fixed_dictionaries(
    {"on": DATES | JSON, "act": st.sampled_from(["use", "transfer", "host", "joint_operation"]) | JSON,
     "actor": STATES | MADE_UP | JSON},
    optional={"other": STATES | MADE_UP | JSON, "via": st.lists(STATES | MADE_UP, max_size=2) | JSON,
              "purpose": JSON, "munition": JSON, "facts": JSON},
)  # fmt: skip
LIKELY = st.fixed_dictionaries(
    {
        "on": DATES,
        "act": st.sampled_from(["use", "transfer", "host", "transit", "clear"]),
        "actor": STATES | MADE_UP,
    },
    optional={"other": STATES | MADE_UP, "via": st.lists(STATES | MADE_UP, max_size=2)},
)


@given(QUESTIONS | LIKELY | JSON)
def test_assess__anything__is_answered_or_refused(question: Any) -> None:
    try:
        answer = assess(question)
    except LawError:
        return
    json.dumps(answer)
    assert explain(answer).startswith("Cluster munition: ")


@given(JSON)
def test_cluster_munition__anything__is_answered_or_refused(munition: Any) -> None:
    try:
        found = cluster_munition(munition)
    except LawError:
        return
    assert found["answer"] in ("yes", "no", "unclear")


@given(STATES, DATES)
def test_status_and_deadlines__any_date__are_answered(state: str, on: str) -> None:
    assert "ccm" in status(state, on)["regimes"]
    assert "in_force" in deadlines(state, on)["ccm"]


@given(JSON, JSON, JSON)
def test_standing__anything__is_answered_or_refused(state: Any, regime: Any, on: Any) -> None:
    try:
        found = standing(state, regime, on)
    except LawError:
        return
    assert found.standing in (*found.possible, "unclear")
