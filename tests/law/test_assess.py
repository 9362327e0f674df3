"""Assessing questions: shape of the answer, roles, open facts, made-up states."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.law import LawError, Participation, assess, explain, rules, transfer_question
from tilth.law.rules import OUTCOMES

KEYS = {"state", "role", "regime", "standing", "rule", "outcome", "readings", "citation", "because",
        "depends_on", "source"}  # fmt: skip
ACTS = ["use", "develop", "produce", "acquire", "stockpile", "retain", "transfer", "transit", "host",
        "assist", "joint_operation", "finance", "clear", "report"]  # fmt: skip
STATES = ["USA", "UKR", "DEU", "POL", "LTU", "CYP", "GBR", "PER", "NZL", "FRA", "BRA", "SYR", "VUT"]
X = {
    "name": "X",
    "regimes": {"ccm": {"in_force": "2010-08-01", "withdrawal_notified": "2027-01-10"}},
    "armed_conflict": [["2027-03-01", "2028-02-01"]],
}


def outcomes(question: dict[str, Any], state: str, regime: str) -> dict[str, str]:
    """Return rule to outcome for one state and regime."""
    findings = assess(question)["findings"]
    return {
        each["clause"]: each["outcome"]
        for each in findings
        if (each["state"], each["regime"]) == (state, regime)
    }


@given(
    st.sampled_from(ACTS),
    st.sampled_from(STATES),
    st.sampled_from([None, *STATES]),
    st.lists(st.sampled_from(STATES), max_size=2),
    st.sampled_from(["2005", "2011-03", "2020-06-01", "2025-03"]),
    st.sampled_from([None, "training", "destruction"]),
)
def test_assess__any_question__gives_findings_of_the_contract(
    act: str, actor: str, other: str | None, via: list[str], on: str, purpose: str | None
) -> None:
    other = None if other == actor else other
    answer = assess({"on": on, "act": act, "actor": actor, "other": other, "via": via, "purpose": purpose})
    assert set(answer) == {"cluster_munition", "findings", "open_questions"}
    for finding in json.loads(json.dumps(answer))["findings"]:
        assert set(finding) >= KEYS
        assert finding["outcome"] in OUTCOMES
        assert finding["citation"]
        assert finding["because"]


@given(st.sampled_from(ACTS), st.sampled_from(["USA", "UKR", "POL", "BRA", "SYR"]))
def test_assess__outsider__is_never_regulated_by_the_convention(act: str, state: str) -> None:
    assert set(outcomes({"on": "2023-07-07", "act": act, "actor": state}, state, "ccm").values()) == {
        "not_regulated"
    }


@given(st.sampled_from(["use", "develop", "produce", "acquire", "stockpile", "retain", "transfer", "assist"]))
def test_assess__party_without_a_purpose__is_prohibited(act: str) -> None:
    assert "prohibited" in outcomes({"on": "2023-07-07", "act": act, "actor": "NZL"}, "NZL", "ccm").values()


def test_assess__trace__says_for_each_rule_why_it_did_or_did_not_apply() -> None:
    finding = assess({"on": "2025-03-05", "act": "stockpile", "actor": "LTU"})["findings"][0]
    trace = {each["rule"]: each for each in finding["trace"]["rules"]}
    assert finding["trace"]["facts"] == [{"fact": "ccm_parties:LTU", "kind": "table row"}]
    assert trace["CCM-1b"]["applied"] is True
    considered = {each["rule"]: each for each in trace["CCM-1b"]["exceptions"]}
    assert considered["CCM-3.6"]["why"] == "not so: the purpose is training or countermeasures"
    assert considered["CCM-3.6"]["conditions"] == [
        {"condition": "it keeps or acquires", "holds": True, "stated": True},
        {"condition": "the purpose is training or countermeasures", "holds": False, "stated": False},
    ]
    assert trace["VCLT-18"]["why"] == "it binds signatory, and the state is party"


@pytest.mark.parametrize("on,outcome", [("2027-07-09", "prohibited"), ("2027-12-01", "prohibited"),
                                        ("2028-02-02", "not_regulated")])  # fmt: skip
def test_assess__made_up_state_withdrawing_in_conflict__is_bound_until_the_conflict_ends(
    on: str, outcome: str
) -> None:
    assert next(iter(outcomes({"on": on, "act": "produce", "actor": X}, "X", "ccm").values())) == outcome


def test_assess__armed_conflict_among_the_facts__is_the_actors() -> None:
    actor = {key: value for key, value in X.items() if key != "armed_conflict"}
    question = {
        "on": "2027-12-01",
        "act": "use",
        "actor": actor,
        "facts": {"armed_conflict": [["2027-03-01", None]]},
    }
    assert outcomes(question, "X", "ccm") == {"CCM-1a": "prohibited"}


def test_assess__partial_date_across_the_withdrawal__is_unclear_with_both_readings() -> None:
    finding = assess({"on": "2025-03", "act": "stockpile", "actor": "LTU"})["findings"][0]
    assert finding["outcome"] == "unclear"
    assert [each["outcome"] for each in finding["readings"]] == ["prohibited", "not_regulated"]


def test_assess__munition_not_settled__is_unclear_and_asks_for_what_is_missing() -> None:
    question = {
        "on": "2024",
        "act": "use",
        "actor": "DEU",
        "munition": {"submunitions": 2, "submunition_kg": 7},
    }
    answer = assess(question)
    assert answer["findings"][0]["outcome"] == "unclear"
    assert any("single target" in each for each in answer["open_questions"])


@pytest.mark.parametrize("facts,rule,outcome", [
    ({}, "NAT-USA-export", "conditional"),
    ({"waiver": False}, "NAT-USA-export", "conditional"),
    ({"waiver": False, "failure_rate": 0.06}, "NAT-USA-export", "prohibited"),
    ({"waiver": False, "failure_rate": 0.01, "use_assurance": False}, "NAT-USA-export", "prohibited"),
    ({"failure_rate": 0.01, "use_assurance": True}, "NAT-USA-export-met", "permitted"),
    ({"failure_rate": 0.06, "waiver": True}, "NAT-USA-export-waived", "conditional"),
])  # fmt: skip
def test_assess__us_limit__turns_on_rate_assurance_and_waiver(
    facts: dict[str, Any], rule: str, outcome: str
) -> None:
    # P.L. 111-117 sec. 7056(b): at most 1 per cent, and the assurance on use
    question = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR", "facts": facts}
    assert outcomes(question, "USA", "national:USA")[rule] == outcome


def test_assess__us_transfer_before_2007__no_limit_yet() -> None:
    question = {"on": "2006-07-01", "act": "transfer", "actor": "USA", "other": "ISR"}
    assert outcomes(question, "USA", "national:USA") == {"NAT-USA-export": "not_regulated"}


def test_assess__more_than_the_minimum__falls_back_under_the_ban() -> None:
    question = {
        "on": "2024",
        "act": "retain",
        "actor": "DEU",
        "purpose": "training",
        "facts": {"minimum_number": False},
    }
    assert outcomes(question, "DEU", "ccm") == {"CCM-3.6-minimum": "prohibited"}


def test_assess__german_acquisition_for_training__is_taken_out_of_the_german_ban() -> None:
    question = {"on": "2024", "act": "acquire", "actor": "DEU", "purpose": "training"}
    assert outcomes(question, "DEU", "national:DEU") == {"NAT-DEU-18a3": "permitted"}


def test_assess__transfer_by_a_party__is_barred_by_trade_treaty_and_eu_too() -> None:
    question = {"on": "2023", "act": "transfer", "actor": "DEU", "other": "UKR"}
    assert outcomes(question, "DEU", "att")["ATT-6.2"] == "prohibited"
    assert outcomes(question, "DEU", "eu_2008_944") == {"EU-944-C1": "prohibited"}


def test_assess__brokered_in_a_party__is_assistance_there() -> None:
    question = {
        "on": "2023",
        "act": "transfer",
        "actor": "USA",
        "other": "UKR",
        "facts": {"brokered_in": "CHE"},
    }
    assert outcomes(question, "CHE", "ccm")["CCM-1c"] == "prohibited"


def test_assess__help_in_a_joint_operation__is_contested() -> None:
    question = {"on": "2023", "act": "joint_operation", "actor": "GBR", "other": "USA"}
    found = assess(question | {"facts": {"joint_operation_role": "planning"}})["findings"][0]
    assert (found["clause"], found["outcome"], len(found["readings"])) == ("CCM-21-shade", "unclear", 2)


def test_assess__finance__is_flagged_not_verified() -> None:
    found = assess({"on": "2023", "act": "finance", "actor": "BEL"})["findings"][0]
    assert (found["outcome"], "not verified" in found["flags"]) == ("unclear", True)


def test_assess__dealing_among_parties_only__asks_nobody_to_discourage_use() -> None:
    question = {"on": "2023", "act": "transfer", "actor": "DEU", "other": "FRA"}
    assert "CCM-21.2" not in outcomes(question, "DEU", "ccm")


def test_assess__states_passed__are_each_judged_once() -> None:
    answer = transfer_question("USA", "UKR", "2024-07-25", via=["DEU", "POL", "DEU"])
    found = [
        each["clause"] for each in answer["findings"] if each["state"] == "DEU" and each["role"] == "transit"
    ]
    assert len(found) == len(set(found)) > 0


def test_assess__names_for_codes__give_the_same_answer() -> None:
    by_name = transfer_question("United States", "Ukraine", "2023-07-07", via=["Germany"])
    assert by_name == transfer_question("USA", "UKR", "2023-07-07", via=["DEU"])


def test_assess__newer_claim__changes_the_standing() -> None:
    claim = Participation.from_mapping({"state": "UKR", "regime": "ccm", "consent_date": "2026-02-01"})
    answer = assess({"on": "2026-09-01", "act": "use", "actor": "UKR"}, [claim])
    assert answer["findings"][0]["outcome"] == "prohibited"


def test_assess__unknown_fact__is_pointed_out_with_a_near_miss() -> None:
    answer = assess({"on": "2023", "act": "use", "actor": "UKR", "facts": {"populated_aera": True}})
    assert any("'populated_area' meant" in each for each in answer["open_questions"])


GOOD: dict[str, Any] = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR"}


@pytest.mark.parametrize("change,message", [
    ({"actor": "Lithuanai"}, r"did you mean LTU \(Lithuania\)"),
    ({"actor": "ZZZ"}, "ISO 3166-1 alpha-3"),
    ({"other": 7}, "a state is a text"),
    ({"act": "transfers"}, "did you mean 'transfer'"),
    ({"act": None}, "has no 'act'"),
    ({"on": "07/07/2023"}, "YYYY-MM-DD"),
    ({"on": "2023-02-30"}, "2023-02-28"),
    ({"on": 20230707}, "date of the question"),
    ({"purpose": "trainning"}, "did you mean 'training'"),
    ({"recipient": "UKR"}, "no key 'recipient'"),
    ({"facts": ["waiver"]}, "facts are a mapping"),
    ({"facts": {"waiver": "yes"}}, "give true or false"),
    ({"facts": {"count": -1}}, "zero or more"),
    ({"facts": {"joint_operation_role": "partcipates"}}, "did you mean 'participates'"),
    ({"facts": {"armed_conflict": ["2027"]}}, "give a pair"),
    ({"facts": {"armed_conflict": [["2028-01-01", "2027-01-01"]]}}, "ends before it begins"),
    ({"actor": {"regimes": {}}}, "needs a 'name'"),
    ({"actor": {"name": "X", "regimes": {"ccm": "party"}}}, "give dates such as"),
    ({"actor": {"name": "X", "regimes": {"ccm": {"inforce": "2010"}}}}, "did you mean 'in_force'"),
    ({"actor": {"name": "X", "regimes": {"ottawa": {}}}}, "the regimes are"),
])  # fmt: skip
def test_assess__bad_question__is_refused_with_advice(change: dict[str, Any], message: str) -> None:
    with pytest.raises(LawError, match=message):
        assess(GOOD | change)


def test_assess__no_mapping__is_refused() -> None:
    with pytest.raises(LawError, match="a question is a mapping"):
        assess("USA to UKR")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["Germany, transit", "one reading: prohibited", "Reading B", "depends on:",
                                  "Open questions", "Art. 2(8)"])  # fmt: skip
def test_explain__transit__says_in_words(text: str) -> None:
    assert text in explain(transfer_question("USA", "UKR", "2024-07-25", via=["DEU"]))


def test_explain__every_line__is_printable_and_indented_by_twos() -> None:
    lines = explain(transfer_question("USA", "UKR", "2024-07-25", via=["DEU"])).split("\n")
    assert all((len(line) - len(line.lstrip())) % 2 == 0 and line.strip() for line in lines)


def test_rules__every_fact_asked__is_one_a_question_may_state() -> None:
    from tilth.law._files import data_yaml
    from tilth.law._rule import Clause

    def asked(clause: Clause) -> set[str]:
        own = {each.ask for each in clause.when}
        return own.union(*(asked(each) for each in clause.exceptions))

    named = {
        key.removeprefix("facts.")
        for rule in rules()
        for key in asked(rule.clause)
        if key.startswith("facts.")
    }
    assert named <= set(data_yaml("acts")["facts"])


@pytest.mark.parametrize("conflict,outcome", [
    (["2025-03-01", "2025-05-01"], "prohibited"),
    (["2024-12-01", "2025-03-05"], "not_regulated"),
    (["2025-03-07", None], "not_regulated"),
])  # fmt: skip
def test_assess__lithuania_had_it_been_in_a_conflict_on_the_day__stays_bound(
    conflict: list[str | None], outcome: str
) -> None:
    # Art. 20(3): only a conflict on the day the six months end, 6 March 2025, holds the withdrawal back
    question = {
        "on": "2025-03-08",
        "act": "stockpile",
        "actor": "LTU",
        "facts": {"armed_conflict": [conflict]},
    }
    assert assess(question)["findings"][0]["outcome"] == outcome


def test_assess__object_with_the_name_of_a_state__is_that_state() -> None:
    named = assess({"on": "2025-01-01", "act": "use", "actor": {"name": "Germany"}})["findings"][0]
    assert (named["state"], named["outcome"]) == ("DEU", "prohibited")


def test_assess__munition_outside_the_definition__says_nothing_on_law_that_was_not_read() -> None:
    question = {"on": "2025-01-01", "act": "use", "actor": "BRA", "munition": {"payload": "smoke"}}
    assert outcomes(question, "BRA", "ccm") == {"CCM-2": "not_regulated"}
    assert outcomes(question, "BRA", "national:BRA") == {"not covered": "unclear"}


@pytest.mark.parametrize("role,clause", [
    ("staff officer", "CCM-21.3"),
    ("fires the shells itself", "CCM-21.4c"),
    ("asks by name, the choice is its own alone", "CCM-21.4d"),
    ("refuels aircraft", "CCM-21-shade"),
])  # fmt: skip
def test_assess__role_in_plain_words__is_understood(role: str, clause: str) -> None:
    question = {"on": "2022-05-01", "act": "joint_operation", "actor": "GBR", "other": "USA"}
    assert clause in outcomes(question | {"facts": {"joint_operation_role": role}}, "GBR", "ccm")


def test_assess__role_that_takes_part_and_uses__is_refused_not_guessed() -> None:
    question = {"on": "2022-05-01", "act": "joint_operation", "actor": "GBR", "other": "USA"}
    with pytest.raises(LawError, match="give participates or uses"):
        assess(question | {"facts": {"joint_operation_role": "staff officer fires"}})
