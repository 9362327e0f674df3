"""Article 2(2) of the Convention on Cluster Munitions, condition by condition."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.law import LawError, cluster_munition

OUT: dict[str, Any] = {
    "submunitions": 9,
    "submunition_kg": 4.01,
    "single_target": True,
    "electronic_self_destruct": True,
    "electronic_self_deactivation": True,
}
FAILING = {
    "submunitions": 10,
    "submunition_kg": 4.0,
    "single_target": False,
    "electronic_self_destruct": False,
    "electronic_self_deactivation": False,
}


def test_cluster_munition__all_five_conditions__is_none() -> None:
    assert cluster_munition(OUT)["answer"] == "no"


@pytest.mark.parametrize("key", FAILING)
def test_cluster_munition__one_condition_fails__is_one_and_names_it(key: str) -> None:
    found = cluster_munition(OUT | {key: FAILING[key]})
    assert (found["answer"], len(found["because"])) == ("yes", 1)


@pytest.mark.parametrize("key", FAILING)
def test_cluster_munition__one_condition_not_known__is_unclear(key: str) -> None:
    assert (
        cluster_munition({each: value for each, value in OUT.items() if each != key})["answer"] == "unclear"
    )


@given(st.fixed_dictionaries({key: st.sampled_from((OUT[key], FAILING[key])) for key in FAILING}))
def test_cluster_munition__any_mix__is_none_only_if_all_five_hold(munition: dict[str, Any]) -> None:
    assert (cluster_munition(munition)["answer"] == "no") == (munition == OUT)


@pytest.mark.parametrize("changed", [
    {"submunition_kg": 20},
    {"submunitions": 0},
    {"conventional": False},
    {"explosive": False},
    {"mine": True},
    {"payload": "smoke"},
    {"payload": "electronic"},
    {"air_defence_only": True},
])  # fmt: skip
def test_cluster_munition__outside_the_base_test_or_excluded__is_none(changed: dict[str, Any]) -> None:
    assert cluster_munition({"submunitions": 88, "submunition_kg": 0.2, **changed})["answer"] == "no"


def test_cluster_munition__just_under_20_kg__is_one() -> None:
    assert cluster_munition({"submunitions": 88, "submunition_kg": 19.99})["answer"] == "yes"


@given(st.floats(0, 1))
def test_cluster_munition__failure_rate__plays_no_part(rate: float) -> None:
    assert cluster_munition({"submunitions": 88, "failure_rate": rate})["answer"] == "yes"


@pytest.mark.parametrize("name,answer", [
    ("m864", "yes"),
    ("M864", "yes"),
    ("smart155", "no"),
    ("xm1208", "unclear"),
    ("no such shell", "unclear"),
    (None, "yes"),
])  # fmt: skip
def test_cluster_munition__named__is_as_the_table_says(name: str | None, answer: str) -> None:
    assert cluster_munition(name)["answer"] == answer


def test_cluster_munition__misspelt_name__offers_near_misses() -> None:
    assert "m864" in cluster_munition("m8644")["because"][0]


@pytest.mark.parametrize("munition,message", [
    ({"submunition": 10}, "did you mean 'submunitions'"),
    ({"submunitions": -1}, "zero or more"),
    ({"submunitions": 2.5}, "whole number"),
    ({"submunitions": True}, "zero or more"),
    ({"submunition_kg": float("nan")}, "zero or more"),
    ({"failure_rate": 2}, "0.02 for 2 per cent"),
    ({"single_target": "yes"}, "true or false"),
    (7, "identifier nor a mapping"),
])  # fmt: skip
def test_cluster_munition__bad_input__is_refused_with_advice(munition: Any, message: str) -> None:
    with pytest.raises(LawError, match=message):
        cluster_munition(munition)
