"""The fifteen worked cases of the shared set reference/law_test_cases.md, restated as tables."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.law import assess, cluster_munition, deadlines, status

SEEKER = {
    "submunitions": 2,
    "submunition_kg": 7,
    "single_target": True,
    "electronic_self_destruct": True,
    "electronic_self_deactivation": True,
}
S01: dict[str, Any] = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR"}
S01 |= {"munition": "m864", "facts": {"waiver": True}}
S02 = {"on": "2024-07-25", "act": "transit", "actor": "USA", "other": "UKR", "via": ["DEU"]}
S03 = {"on": "2022-05-01", "act": "joint_operation", "actor": "GBR", "other": "USA"}
S03A = S03 | {"facts": {"joint_operation_role": "participates"}}
S03B = S03 | {"facts": {"joint_operation_role": "fires"}}
S03C = S03 | {"facts": {"joint_operation_role": "requests_exclusive"}}
S04 = {"on": "2025-03-05", "act": "stockpile", "actor": "LTU"}
S05 = S04 | {"on": "2025-03-07"}
S06 = {
    "on": "2024",
    "act": "acquire",
    "actor": "DEU",
    "other": "USA",
    "purpose": "training",
    "facts": {"count": 40},
}
S07 = {"on": "2024-01-01", "act": "use", "actor": "DEU", "munition": SEEKER}
S08: dict[str, Any] = {"on": "2024-01-01", "act": "transfer", "actor": "DEU", "other": "USA"}
S08 |= {"munition": {"submunitions": 10, "failure_rate": 0.009}}
S08U = S08 | {"on": "2013-08-20", "actor": "USA", "other": "SAU", "facts": {"use_assurance": True}}
S09A = {"on": "2024-01-01", "act": "acquire", "actor": "CYP"}
S09B = S09A | {"act": "stockpile"}
S11 = {"on": "2026-02-15", "act": "use", "actor": "VUT"}
S12: dict[str, Any] = {"on": "2023-01-15", "act": "transfer", "actor": "EST", "other": "UKR"}
S12 |= {"facts": {"consent_by": "DEU"}}
S13 = S02 | {"via": ["POL"]}
S14A = {"on": "2023-08-01", "act": "use", "actor": "UKR"}
S14B = S14A | {"facts": {"populated_area": True}}
S15 = {"on": "2016", "act": "transfer", "actor": "PER", "other": "ITA", "purpose": "destruction"}
S15N = S15 | {"other": "USA"}

EXPECTED = [
    ("S01", S01, "USA", "ccm", "CCM-1b", "not_regulated"),
    ("S01", S01, "UKR", "ccm", "CCM-1b", "not_regulated"),
    ("S01", S01, "USA", "national:USA", "NAT-USA-614", "permitted"),
    ("S01", S01, "USA", "national:USA", "NAT-USA-export-waived", "conditional"),
    ("S01", S01, "USA", "att", "ATT-6", "not_regulated"),
    ("S01", S01, "UKR", "att", "ATT-6", "not_regulated"),
    ("S01", S01, "USA", "ccw_p5", "P5-none", "not_regulated"),
    ("S01", S01, "UKR", "ccw_p5", "P5-none", "not_regulated"),
    ("S01", S01, "USA", "ihl", "IHL-none", "not_regulated"),
    ("S02", S02, "DEU", "ccm", "CCM-2.8", "unclear"),
    ("S02", S02, "DEU", "ccm", "CCM-21.2", "required"),
    ("S02", S02, "DEU", "national:DEU", "NAT-DEU-18a3-contested", "prohibited"),
    ("S02", S02, "USA", "ccm", "CCM-1b", "not_regulated"),
    ("S03a", S03A, "GBR", "ccm", "CCM-21.3", "permitted"),
    ("S03a", S03A, "GBR", "national:GBR", "NAT-GBR-9", "permitted"),
    ("S03b", S03B, "GBR", "ccm", "CCM-21.4c", "prohibited"),
    ("S03b", S03B, "GBR", "national:GBR", "NAT-GBR-9-never", "prohibited"),
    ("S03c", S03C, "GBR", "ccm", "CCM-21.4d", "prohibited"),
    ("S04", S04, "LTU", "ccm", "CCM-1b", "prohibited"),
    ("S05", S05, "LTU", "ccm", "CCM-20", "not_regulated"),
    ("S06", S06, "DEU", "ccm", "CCM-3.6", "permitted"),
    ("S06", S06, "DEU", "ccm", "CCM-3.8", "required"),
    ("S06", S06, "USA", "ccm", "CCM-1b", "not_regulated"),
    ("S06", S06, "USA", "national:USA", "NAT-USA-export", "conditional"),
    ("S07", S07, "DEU", "ccm", "CCM-2", "not_regulated"),
    ("S07", S07, "DEU", "ihl", "IHL-use", "conditional"),
    ("S07", S07, "DEU", "ccw_p5", "P5-use", "required"),
    ("S08", S08, "DEU", "ccm", "CCM-1b", "prohibited"),
    ("S08", S08U, "USA", "national:USA", "NAT-USA-export-met", "permitted"),
    ("S09a", S09A, "CYP", "ccm", "CCM-1b", "not_regulated"),
    ("S09a", S09A, "CYP", "ccm", "VCLT-18", "unclear"),
    ("S09b", S09B, "CYP", "ccm", "VCLT-18-doubtful", "unclear"),
    ("S11", S11, "VUT", "ccm", "CCM-1a", "not_regulated"),
    ("S11", S11, "VUT", "ccm", "VCLT-18b", "unclear"),
    ("S12", S12, "DEU", "ccm", "CCM-1c", "prohibited"),
    ("S12", S12, "DEU", "national:DEU", "NAT-DEU", "prohibited"),
    ("S12", S12, "EST", "ccm", "CCM-1b", "not_regulated"),
    ("S12", S12, "EST", "att", "ATT-6", "conditional"),
    ("S12", S12, "EST", "att", "ATT-7", "conditional"),
    ("S12", S12, "EST", "eu_2008_944", "EU-944", "conditional"),
    ("S13", S13, "POL", "ccm", "CCM-2.8", "not_regulated"),
    ("S13", S13, "POL", "att", "ATT-6-transit", "unclear"),
    ("S13", S13, "POL", "att", "ATT-9", "conditional"),
    ("S13", S13, "POL", "eu_2008_944", "EU-944", "conditional"),
    ("S14a", S14A, "UKR", "ccm", "CCM-1a", "not_regulated"),
    ("S14a", S14A, "UKR", "ihl", "IHL-use", "conditional"),
    ("S14a", S14A, "UKR", "ccw_p5", "P5-use", "required"),
    ("S14b", S14B, "UKR", "ihl", "IHL-use-populated", "prohibited"),
    ("S15", S15, "PER", "ccm", "CCM-3.7", "permitted"),
    ("S15", S15, "PER", "ccm", "CCM-3.8", "required"),
    ("S15n", S15N, "PER", "ccm", "CCM-1b", "prohibited"),
]


def found(question: dict[str, Any], state: str, regime: str, rule: str) -> dict[str, Any]:
    """Return the one finding asked for, or fail with those there are."""
    findings = assess(question)["findings"]
    fitting = [
        each for each in findings if (each["state"], each["regime"], each["clause"]) == (state, regime, rule)
    ]
    assert len(fitting) == 1, [(each["state"], each["regime"], each["clause"]) for each in findings]
    return fitting[0]


@pytest.mark.parametrize("case,question,state,regime,rule,outcome", EXPECTED)
def test_assess__worked_case__gives_the_listed_outcome(
    case: str, question: dict[str, Any], state: str, regime: str, rule: str, outcome: str
) -> None:
    assert found(question, state, regime, rule)["outcome"] == outcome


CITED = [
    (S01, "USA", "national:USA", "NAT-USA-614", "22 USC 2364"),
    (S01, "USA", "national:USA", "NAT-USA-export-waived", "P.L. 111-117 sec. 7056(b)"),
    (S02, "DEU", "ccm", "CCM-2.8", "Art. 2(8)"),
    (S02, "DEU", "ccm", "CCM-21.2", "Art. 21(2)"),
    (S02, "DEU", "national:DEU", "NAT-DEU-18a3-contested", "sec. 18a(1)"),
    (S03A, "GBR", "ccm", "CCM-21.3", "Art. 21(3)"),
    (S03A, "GBR", "national:GBR", "NAT-GBR-9", "s. 9"),
    (S03B, "GBR", "ccm", "CCM-21.4c", "Art. 21(4)(c)"),
    (S03C, "GBR", "ccm", "CCM-21.4d", "Art. 21(4)(d)"),
    (S04, "LTU", "ccm", "CCM-1b", "Art. 1(1)(b)"),
    (S05, "LTU", "ccm", "CCM-20", "Art. 20(3)"),
    (S06, "DEU", "ccm", "CCM-3.6", "Art. 3(6)"),
    (S06, "DEU", "ccm", "CCM-3.8", "Art. 3(8)"),
    (S07, "DEU", "ccm", "CCM-2", "Art. 2(2)(c)"),
    (S08, "DEU", "ccm", "CCM-1b", "Art. 1(1)(b)"),
    (S09A, "CYP", "ccm", "VCLT-18", "Law of Treaties Art. 18(a)"),
    (S09B, "CYP", "ccm", "VCLT-18-doubtful", "Law of Treaties Art. 18"),
    (S11, "VUT", "ccm", "VCLT-18b", "Law of Treaties Art. 18(b)"),
    (S12, "DEU", "ccm", "CCM-1c", "Art. 1(1)(c)"),
    (S12, "DEU", "national:DEU", "NAT-DEU", "sec. 18a(1)"),
    (S12, "EST", "att", "ATT-7", "Art. 7"),
    (S13, "POL", "att", "ATT-6-transit", "Art. 2(2), 3 and 6"),
    (S14A, "UKR", "ihl", "IHL-use", "Customary rules 11 and 12"),
    (S15, "PER", "ccm", "CCM-3.7", "Art. 3(7)"),
    (S15N, "PER", "ccm", "CCM-1b", "Art. 1(1)(b)"),
]


@pytest.mark.parametrize("question,state,regime,rule,citation", CITED)
def test_assess__worked_case__cites_the_article(
    question: dict[str, Any], state: str, regime: str, rule: str, citation: str
) -> None:
    assert citation in found(question, state, regime, rule)["citation"]


@pytest.mark.parametrize("question,state,regime,rule,told", [
    (S01, "USA", "ccw_p5", "P5-none", "clearance and recording follow from later use"),
    (S04, "LTU", "ccm", "CCM-1b", "later its withdrawal took effect on 2025-03-06"),
    (S12, "EST", "eu_2008_944", "EU-944", "does not bring the Convention in"),
    (S14A, "UKR", "ccw_p5", "P5-use", "record use"),
])  # fmt: skip
def test_assess__worked_case__says_why(
    question: dict[str, Any], state: str, regime: str, rule: str, told: str
) -> None:
    assert told in " ".join(found(question, state, regime, rule)["because"])


def test_assess__s14_in_a_town__depends_on_the_facts_and_recalls_the_assurance() -> None:
    depends = " ".join(found(S14B, "UKR", "ihl", "IHL-use-populated")["depends_on"])
    assert "could be limited as the law requires" in depends
    assert "assurances" in depends


def test_assess__s08_cbu_105__is_a_cluster_munition_by_its_number() -> None:
    answer = assess(S08)["cluster_munition"]
    assert answer["answer"] == "yes"
    assert answer["citation"] == "Art. 2(2)(c)(i)"


@pytest.mark.parametrize("question,state,regime,rule,readings", [
    (S02, "DEU", "ccm", "CCM-2.8", {"prohibited", "not_regulated"}),
    (S02, "DEU", "national:DEU", "NAT-DEU-18a3-contested", {"prohibited", "permitted"}),
    (S09A, "CYP", "ccm", "VCLT-18", {"prohibited", "not_regulated"}),
    (S13, "POL", "att", "ATT-6-transit", {"conditional", "not_regulated"}),
])  # fmt: skip
def test_assess__contested_case__gives_every_reading(
    question: dict[str, Any], state: str, regime: str, rule: str, readings: set[str]
) -> None:
    assert {each["outcome"] for each in found(question, state, regime, rule)["readings"]} == readings


def test_assess__s02_readings__each_say_who_holds_them() -> None:
    readings = found(S02, "DEU", "ccm", "CCM-2.8")["readings"]
    assert all(each["held_by"] and each["source"] for each in readings)


def test_assess__s06_report__is_due_by_30_april_of_the_next_year() -> None:
    assert any("2025-04-30" in each for each in found(S06, "DEU", "ccm", "CCM-3.6")["depends_on"])


def test_assess__s15_report__is_due_by_30_april_2017() -> None:
    assert any("2017-04-30" in each for each in found(S15, "PER", "ccm", "CCM-3.8")["because"])


def test_assess__s15_to_outsider__asks_no_report_of_a_banned_transfer() -> None:
    assert "CCM-3.8" not in {each["clause"] for each in assess(S15N)["findings"]}


@pytest.mark.parametrize("regime", ["ccw_p5", "att", "eu_2008_944", "ihl"])
def test_status__s05_lithuania_after_withdrawal__other_regimes_still_bind(regime: str) -> None:
    assert status("LTU", "2025-03-07")["regimes"][regime]["standing"] == "party"


def test_status__s09_cyprus__eu_rules_bind_it_as_a_member() -> None:
    assert status("CYP", "2024-01-01")["regimes"]["eu_2008_944"]["standing"] == "party"


def test_cluster_munition__s07_two_seekers_of_7_kg__is_none() -> None:
    assert cluster_munition(SEEKER)["answer"] == "no"


def test_cluster_munition__s08_ten_submunitions__is_one_whatever_its_failure_rate() -> None:
    assert cluster_munition({"submunitions": 10, "failure_rate": 0.001})["answer"] == "yes"


@pytest.mark.parametrize("on,clearance", [
    ("2015-01-01", "2020-08-01"),
    ("2022-01-01", "2025-08-01"),
    ("2025-09-01", "2025-08-01"),
])  # fmt: skip
def test_deadlines__s10_lao_clearance__moves_with_the_granted_extension(on: str, clearance: str) -> None:
    assert deadlines("LAO", on)["ccm"]["clearance"] == clearance


def test_deadlines__s10_lao_after_the_last_deadline__says_that_the_decision_was_not_seen() -> None:
    notes = " ".join(deadlines("LAO", "2025-09-01")["ccm"]["notes"])
    assert "2030-08-01" in notes
    assert "not seen" in notes


def test_deadlines__s11_vanuatu__first_report_180_days_after_entry_into_force() -> None:
    found = deadlines("VUT", "2026-02-15")["ccm"]
    assert (found["in_force"], found["initial_report"]) == ("2026-03-01", "2026-08-28")
