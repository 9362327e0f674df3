"""Rules are data, and each is checked when it is read."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.law import LawError, read_rules, rules
from tilth.law._conditions import Condition, all_of, answers_of
from tilth.law._rule import Clause

GOOD: dict[str, Any] = {
    "id": "T-1",
    "regime": "ccm",
    "bound": ["party"],
    "acts": ["use"],
    "outcome": "prohibited",
    "because": "a test",
    "citation": "Art. 0",
    "source": "nowhere",
    "tag": "verified",
}
CONDITION = {"ask": "purpose", "in": ["training"], "text": "for training"}


def test_read_rules__good_block__is_taken() -> None:
    assert read_rules([GOOD])[0].id == "T-1"


@pytest.mark.parametrize("change,message", [
    ({"acts": ["using"]}, "acts 'using' is not one of use"),
    ({"acts": []}, "no acts"),
    ({"citation": ""}, "no citation"),
    ({"source": None}, "no source"),
    ({"outcome": "forbidden"}, "outcome 'forbidden'"),
    ({"bound": ["member"]}, "bound 'member'"),
    ({"roles": ["helper"]}, "roles 'helper'"),
    ({"regime": "ottawa"}, "rule T-1: no regime 'ottawa'"),
    ({"tag": "sure"}, "tag 'sure'"),
    ({"id": ""}, "without an id"),
    ({"exeptions": []}, "no key 'exeptions'"),
    ({"when": [{"ask": "purpose", "text": "t"}]}, "needs 'ask', 'text' and one of"),
    ({"when": [CONDITION | {"above": 3}]}, "needs 'ask'"),
    ({"readings": [{"outcome": "permitted"}]}, "needs outcome, held_by and source"),
    ({"exceptions": [{"id": "T-2", "outcome": "permitted", "because": "b"}]}, "T-2 has no citation"),
])  # fmt: skip
def test_read_rules__faulty_block__is_refused_naming_the_rule(change: dict[str, Any], message: str) -> None:
    with pytest.raises(LawError, match=message):
        read_rules([GOOD | change])


def test_read_rules__name_given_twice__is_refused() -> None:
    with pytest.raises(LawError, match="given twice: T-1"):
        read_rules([GOOD, GOOD])


def clauses(clause: Clause) -> list[Clause]:
    return [clause, *(inner for each in clause.exceptions for inner in clauses(each))]


EVERY = [each for rule in rules() for each in clauses(rule.clause)]


@pytest.mark.parametrize("clause", [each for each in EVERY if each.readings], ids=lambda each: each.id)
def test_rules__contested__has_at_least_two_different_readings(clause: Clause) -> None:
    assert len({each.outcome for each in clause.readings}) >= 2


def test_rules__exceptions_to_exceptions__are_there() -> None:
    assert any(inner.exceptions for rule in rules() for inner in rule.clause.exceptions)


def test_rules__convention__covers_each_paragraph_of_article_1() -> None:
    assert {"Art. 1(1)(a)", "Art. 1(1)(b)", "Art. 1(1)(c)"} <= {each.citation for each in EVERY}


@pytest.mark.parametrize("test,wanted,value,holds", [
    ("below", 10, 9, True),
    ("below", 10, 10, False),
    ("above", 4, 4.0, False),
    ("at_most", 0.01, 0.01, True),
    ("at_least", 1, 0, False),
    ("is", True, True, True),
    ("in", ["party"], ("party", "former_party"), None),
    ("in", ["party"], ("party",), True),
    ("is", True, None, None),
])  # fmt: skip
def test_condition__value__holds_as_it_reads(test: str, wanted: Any, value: Any, holds: bool | None) -> None:
    condition = Condition("x", test, wanted, "x")
    assert condition.holds({"x": value}.get) is holds


@pytest.mark.parametrize("answers,together", [
    ([True, True], True),
    ([True, None], None),
    ([False, None], False),
    ([], True),
])  # fmt: skip
def test_all_of__mixed_answers__a_no_wins_over_not_known(answers: list[Any], together: bool | None) -> None:
    conditions = [Condition(str(index), "is", True, "x") for index in range(len(answers))]
    assert all_of(answers_of(conditions, lambda key: answers[int(key)]))[0] is together
