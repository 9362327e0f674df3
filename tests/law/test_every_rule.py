"""Every rule and every exception decides in one case and is silent when that case is changed in one point.

Outcomes are those of the shared reference `law.md`, rule by rule; the made-up states are told in full.
"""

from __future__ import annotations

from typing import Any

import pytest

from tilth.law import assess, clauses, rules

PARTY = {"name": "Partia", "regimes": {"ccm": {"in_force": "2012-01-01"}, "att": {"in_force": "2015-01-01"}}}
SECOND = {"name": "Secunda", "regimes": {"ccm": {"in_force": "2013-01-01"}}}
OUT = {"name": "Outia", "regimes": {}}
TRADER = {"name": "Tradia", "regimes": {"att": {"in_force": "2015-01-01"}}}
SIGNED = {"name": "Signia", "regimes": {"ccm": {"signed": "2009-01-01"}}}
WAITING = {"name": "Waitia", "regimes": {"ccm": {"consent_date": "2024-01-15"}}}
BEFORE = {"on": "2011-06-01"}
TRAINING, DESTRUCTION = {"purpose": "training"}, {"purpose": "destruction"}


def ask(act: str, actor: Any, other: Any = None, on: str = "2024-03-01", **facts: Any) -> dict[str, Any]:
    """Return a question; `other` is left out when None."""
    asked = {"on": on, "act": act, "actor": actor, "facts": facts}
    return asked if other is None else asked | {"other": other}


def joint(role: str) -> dict[str, Any]:
    return ask("joint_operation", PARTY, OUT, joint_operation_role=role)


# clause, state that is judged, outcome, question, change that silences it
CASES: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("CCM-1a", "Partia", "prohibited", ask("use", PARTY), BEFORE),
    ("CCM-1b", "Partia", "prohibited", ask("transfer", PARTY, OUT), BEFORE),
    ("CCM-3.6", "Partia", "permitted", ask("acquire", PARTY, OUT) | TRAINING, DESTRUCTION),
    ("CCM-3.6-minimum", "Partia", "prohibited", ask("retain", PARTY, minimum_number=False) | TRAINING,
     {"facts": {"minimum_number": True}}),
    ("CCM-3.7", "Partia", "permitted", ask("transfer", PARTY, SECOND) | DESTRUCTION, {"other": OUT}),
    ("CCM-3.7-receipt", "Partia", "permitted", ask("acquire", PARTY, SECOND) | DESTRUCTION, {"other": OUT}),
    ("CCM-3.1", "Partia", "conditional", ask("stockpile", PARTY, on="2019-12-31") | DESTRUCTION,
     {"purpose": None}),
    ("CCM-3.2-passed", "Partia", "prohibited", ask("stockpile", PARTY, on="2020-01-02") | DESTRUCTION,
     {"on": "2020-01-01"}),
    ("CCM-1c", "Partia", "prohibited", ask("assist", PARTY, OUT), BEFORE),
    ("CCM-6-help", "Partia", "conditional", ask("assist", PARTY, OUT, assisted_act="clear"),
     {"facts": {"assisted_act": "use"}}),
    ("CCM-1c-allowed", "Partia", "conditional", ask("assist", PARTY, SECOND) | DESTRUCTION,
     {"purpose": None}),
    ("CCM-1c-joint", "Partia", "unclear", ask("assist", PARTY, OUT, within_joint_operation=True),
     {"facts": {}}),
    ("CCM-1c-finance", "Partia", "unclear", ask("finance", PARTY), BEFORE),
    ("CCM-2.8", "Partia", "unclear", ask("host", PARTY, OUT), BEFORE),
    ("CCM-2.8-title", "Partia", "prohibited", ask("transit", PARTY, title_passes=True), {"facts": {}}),
    ("CCM-21.3", "Partia", "permitted", ask("joint_operation", PARTY, OUT), BEFORE),
    ("CCM-21.4a", "Partia", "prohibited", joint("produces"), joint("participates")),
    ("CCM-21.4b", "Partia", "prohibited", joint("stockpiles"), joint("participates")),
    ("CCM-21.4c", "Partia", "prohibited", joint("uses"), joint("participates")),
    ("CCM-21.4d", "Partia", "prohibited", joint("requests exclusive"), joint("requests")),
    ("CCM-21-shade", "Partia", "unclear", joint("assists"), joint("participates")),
    ("CCM-21-parties", "Partia", "conditional", ask("joint_operation", PARTY, SECOND), {"other": OUT}),
    ("CCM-21.1", "Partia", "required", ask("host", PARTY, OUT), {"other": SECOND}),
    ("CCM-21.2", "Partia", "required", ask("transfer", PARTY, OUT), {"other": SECOND}),
    ("CCM-3", "Partia", "required", ask("stockpile", PARTY), TRAINING),
    ("CCM-3.8", "Partia", "required", ask("retain", PARTY) | TRAINING, {"purpose": None}),
    ("CCM-4", "Partia", "required", ask("clear", PARTY), BEFORE),
    ("CCM-4.1b", "Partia", "required", ask("clear", PARTY, hostilities_ended="2015-05-01"),
     {"facts": {"hostilities_ended": "2011-05-01"}}),
    ("CCM-4.2", "Partia", "required", ask("clear", PARTY), BEFORE),
    ("CCM-4.4", "Partia", "conditional", ask("clear", SECOND, PARTY), BEFORE),
    ("CCM-5", "Partia", "required", ask("clear", PARTY), BEFORE),
    ("CCM-6", "Partia", "permitted", ask("clear", PARTY), BEFORE),
    ("CCM-6-giving", "Partia", "conditional", ask("clear", SECOND, PARTY), BEFORE),
    ("CCM-7", "Partia", "required", ask("report", PARTY), BEFORE),
    ("CCM-9", "Partia", "required", ask("produce", PARTY), BEFORE),
    ("VCLT-18", "Signia", "unclear", ask("produce", SIGNED), {"actor": SIGNED | {"regimes": {}}}),
    ("VCLT-18-doubtful", "Signia", "unclear", ask("stockpile", SIGNED), {"act": "produce"}),
    ("VCLT-18b", "Waitia", "unclear", ask("use", WAITING), {"on": "2024-07-01"}),
    ("NAT-USA-export", "USA", "prohibited", ask("transfer", "USA", OUT, failure_rate=0.02, waiver=False),
     {"on": "2007-12-25"}),
    ("NAT-USA-export-met", "USA", "permitted",
     ask("transfer", "USA", OUT, failure_rate=0.01, use_assurance=True),
     {"facts": {"failure_rate": 0.011, "use_assurance": True}}),
    ("NAT-USA-export-waived", "USA", "conditional", ask("transfer", "USA", OUT, waiver=True), {"facts": {}}),
    ("NAT-USA-614", "USA", "permitted", ask("transfer", "USA", OUT, waiver=True), {"facts": {}}),
    ("NAT-USA-DoD-2008", "USA", "conditional", ask("use", "USA", on="2017-11-29"), {"on": "2017-11-30"}),
    ("NAT-USA-DoD-2017", "USA", "conditional", ask("use", "USA", on="2017-11-30"), {"on": "2017-11-29"}),
    ("NAT-DEU", "DEU", "prohibited", ask("use", "DEU", on="2009-06-11"), {"on": "2009-06-10"}),
    ("NAT-DEU-18a3", "DEU", "permitted", ask("acquire", "DEU", OUT) | TRAINING, {"purpose": None}),
    ("NAT-DEU-18a3-contested", "DEU", "prohibited", ask("transit", "DEU"), {"on": "2010-07-31"}),
    ("NAT-GBR", "GBR", "prohibited", ask("use", "GBR", on="2010-03-25"), {"on": "2010-03-24"}),
    ("NAT-GBR-5", "GBR", "permitted", ask("retain", "GBR") | TRAINING, {"purpose": None}),
    ("NAT-GBR-5-treaty", "GBR", "prohibited", ask("transfer", "GBR", OUT) | DESTRUCTION, {"other": SECOND}),
    ("NAT-GBR-9-help", "GBR", "permitted", ask("assist", "GBR", "USA", within_joint_operation=True),
     {"facts": {}}),
    ("NAT-GBR-8", "GBR", "prohibited", ask("host", "GBR", "USA", visiting_force=False),
     {"facts": {"visiting_force": True}}),
    ("NAT-GBR-8-defence", "GBR", "permitted", ask("host", "GBR", "USA", visiting_force=True),
     {"facts": {"visiting_force": False}}),
    ("NAT-GBR-8-party", "GBR", "prohibited", ask("host", "GBR", "FRA", visiting_force=True),
     {"other": "USA"}),
    ("NAT-GBR-9", "GBR", "permitted", ask("joint_operation", "GBR", "USA"), {"on": "2010-03-24"}),
    ("NAT-GBR-9-never", "GBR", "prohibited",
     ask("joint_operation", "GBR", "USA", joint_operation_role="fires"), {"facts": {}}),
    ("NAT-GBR-9-request", "GBR", "unclear",
     ask("joint_operation", "GBR", "USA", joint_operation_role="requests_exclusive"), {"facts": {}}),
    ("NAT-FRA", "FRA", "prohibited", ask("produce", "FRA"), {"on": "2010-08-01"}),
    ("NAT-FRA-treaty", "FRA", "conditional", ask("retain", "FRA") | TRAINING, {"purpose": None}),
    ("NAT-FRA-ops", "FRA", "permitted", ask("joint_operation", "FRA", "USA"), {"on": "2010-08-01"}),
    ("NAT-FRA-ops-limits", "FRA", "prohibited",
     ask("joint_operation", "FRA", "USA", joint_operation_role="uses"), {"facts": {}}),
    ("NAT-NZL", "NZL", "prohibited", ask("produce", "NZL"), {"on": "2008-01-01"}),
    ("NAT-NZL-11", "NZL", "permitted", ask("retain", "NZL") | TRAINING, {"purpose": "countermeasures"}),
    ("NAT-NZL-treaty", "NZL", "conditional", ask("retain", "NZL") | {"purpose": "countermeasures"},
     TRAINING),
    ("NAT-NZL-finance", "NZL", "prohibited", ask("finance", "NZL", with_intent=True),
     {"facts": {"with_intent": False}}),
    ("NAT-NZL-finance-unaware", "NZL", "not_regulated", ask("finance", "NZL", with_intent=False),
     {"facts": {"with_intent": True}}),
    ("NAT-NZL-ops", "NZL", "permitted", ask("joint_operation", "NZL", "USA"), {"on": "2008-01-01"}),
    ("NAT-NZL-10.3", "NZL", "prohibited",
     ask("joint_operation", "NZL", "USA", joint_operation_role="requests_exclusive"), {"facts": {}}),
    ("NAT-BEL", "BEL", "prohibited", ask("produce", "BEL", on="2006-06-09"), {"on": "2006-06-08"}),
    ("NAT-BEL-stocks", "BEL", "conditional", ask("stockpile", "BEL", on="2009-06-08"),
     {"on": "2009-06-09"}),
    ("NAT-BEL-treaty", "BEL", "conditional", ask("retain", "BEL") | TRAINING, {"purpose": None}),
    ("NAT-NLD", "NLD", "prohibited", ask("use", "NLD"), {"on": "2010-01-01"}),
    ("NAT-NLD-treaty", "NLD", "permitted", ask("retain", "NLD") | TRAINING, {"purpose": None}),
    ("NAT-NLD-contested", "NLD", "unclear", ask("transit", "NLD"), {"act": "use"}),
    ("NAT-NLD-finance", "NLD", "unclear", ask("finance", "NLD"), {"act": "use"}),
    ("NAT-CAN", "CAN", "unclear", ask("use", "CAN"), {"on": "2015-03-15"}),
    ("NAT-ESP", "ESP", "unclear", ask("use", "ESP"), {"on": "2015-01-01"}),
    ("ATT-6", "Tradia", "conditional", ask("transfer", TRADER, OUT), {"on": "2014-12-31"}),
    ("ATT-6.2", "Partia", "prohibited", ask("transfer", PARTY, OUT), {"actor": TRADER}),
    ("ATT-6.3", "Tradia", "prohibited", ask("transfer", TRADER, OUT, knows_of_crimes=True),
     {"facts": {"knows_of_crimes": False}}),
    ("ATT-6.1", "Tradia", "prohibited", ask("transfer", TRADER, OUT, embargo=True),
     {"facts": {"embargo": False}}),
    ("ATT-6.2-contested", "Lithuania", "conditional", ask("acquire", "LTU", "USA", on="2025-03"),
     {"on": "2025-03-07"}),
    ("ATT-6-import", "Tradia", "conditional", ask("acquire", TRADER, OUT), {"act": "transfer"}),
    ("ATT-2.3", "Tradia", "not_regulated", ask("transfer", TRADER, own_forces=True), {"facts": {}}),
    ("ATT-7", "Tradia", "conditional", ask("transfer", TRADER, OUT), {"facts": {"embargo": True}}),
    ("ATT-6-transit", "Tradia", "unclear", ask("transit", TRADER), {"facts": {"own_forces": True}}),
    ("ATT-9", "Tradia", "conditional", ask("transit", TRADER), {"on": "2014-12-31"}),
    ("ATT-2", "Tradia", "not_regulated", ask("stockpile", TRADER), {"act": "transfer"}),
    ("ATT-2-consent", "Tradia", "conditional", ask("transfer", OUT, "UKR", consent_by=TRADER),
     {"facts": {"consent_by": PARTY}}),
    ("ATT-2-consent-6.2", "Partia", "prohibited", ask("transfer", OUT, "UKR", consent_by=PARTY),
     {"facts": {"consent_by": TRADER}}),
    ("EU-944", "Poland", "conditional", ask("transfer", "POL", "UKR"), {"on": "2008-12-07"}),
    ("EU-944-C1", "Germany", "prohibited", ask("transfer", "DEU", "UKR"), {"on": "2010-07-31"}),
    ("EU-944-C1-contested", "Germany", "conditional", ask("transit", "DEU"), {"act": "transfer"}),
    ("EU-944-scope", "Poland", "not_regulated", ask("use", "POL"), {"act": "transfer"}),
    ("EU-944-consent", "Poland", "conditional", ask("transfer", OUT, "UKR", consent_by="POL"),
     {"facts": {"consent_by": "DEU"}}),
    ("EU-944-consent-C1", "Germany", "prohibited", ask("transfer", OUT, "UKR", consent_by="DEU"),
     {"facts": {"consent_by": "POL"}}),
    ("P5-use", "Ukraine", "required", ask("use", "UKR"), {"on": "2005-01-01"}),
    ("P5-clear", "Ukraine", "required", ask("clear", "UKR"), {"facts": {"old_remnants": True}}),
    ("P5-7-old", "Ukraine", "permitted", ask("clear", "UKR", old_remnants=True), {"facts": {}}),
    ("P5-7-helper", "United States", "conditional", ask("clear", "UKR", "USA", old_remnants=True),
     {"facts": {}}),
    ("P5-none", "Ukraine", "not_regulated", ask("transfer", "UKR", OUT), {"act": "use"}),
    ("IHL-use", "Ukraine", "conditional", ask("use", "UKR"), {"facts": {"populated_area": True}}),
    ("IHL-use-populated", "Ukraine", "prohibited", ask("use", "UKR", populated_area=True), {"facts": {}}),
    ("IHL-none", "Ukraine", "not_regulated", ask("transfer", "UKR", OUT), {"act": "use"}),
]  # fmt: skip
CODES = {"Lithuania": "LTU", "Poland": "POL", "Germany": "DEU", "Ukraine": "UKR", "United States": "USA"}


def decided(question: dict[str, Any], state: str) -> dict[str, dict[str, Any]]:
    """Return the findings on a state by the clause that decided and applied; not those told as silent."""
    code = CODES.get(state, state)
    applied = {}
    for each in assess(question)["findings"]:
        tried = {one["rule"] for one in each["trace"]["rules"] if one["applied"]}
        if each["state"] == code and _among(each, tried):
            applied[each["clause"]] = each
    return applied


def _among(finding: dict[str, Any], tried: set[str]) -> bool:
    """Whether the finding comes from a rule that applied, not from one that binds others only."""
    owners = {each.id: rule.id for rule in rules() for each in clauses(rule.clause)}
    return owners.get(finding["clause"]) in tried


def test_cases__together__name_every_rule_and_every_exception() -> None:
    every = {each.id for rule in rules() for each in clauses(rule.clause)}
    assert every == {clause for clause, *_ in CASES}


@pytest.mark.parametrize("clause,state,outcome,question,_", CASES, ids=[each[0] for each in CASES])
def test_rule__its_case__decides_with_citation_and_source(
    clause: str, state: str, outcome: str, question: dict[str, Any], _: dict[str, Any]
) -> None:
    found = decided(question, state)
    assert clause in found, sorted(found)
    assert found[clause]["outcome"] == outcome
    assert found[clause]["citation"]
    assert found[clause]["source"]


@pytest.mark.parametrize("clause,state,_,question,change", CASES, ids=[each[0] for each in CASES])
def test_rule__one_point_changed__is_silent(
    clause: str, state: str, _: str, question: dict[str, Any], change: dict[str, Any]
) -> None:
    assert clause not in decided(question | change, state)
