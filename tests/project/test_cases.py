"""Cases of law: kept with their answers, stale with the difference when a fact changes."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.claims import Claim, review_claim
from tilth.law import LawError
from tilth.project import Project, ProjectError
from tilth.project.cases import cases_of, store_case

TRANSFER = Claim(
    kind="transfer",
    subject="transfer:T1",
    values={"supplier": "USA", "recipient": "UKR", "announced": "2023-07-07", "munition": "m864"},
)
USE = Claim(kind="use", subject="use:U1", values={"by": "CYP", "date": "2023-07-07"})


def _outcomes(answer: dict[str, Any], state: str) -> set[tuple[str, str]]:
    """Return clause and outcome of a state's findings under the Convention on Cluster Munitions."""
    found = [each for each in answer["findings"] if (each["state"], each["regime"]) == (state, "ccm")]
    return {(each["clause"], each["outcome"]) for each in found}


def test_case__built_from_a_transfer__is_kept_with_its_answer(project: Project) -> None:
    project.append([TRANSFER], state="accepted")
    kept = store_case(project, of_claim=TRANSFER.id[:12], added={"via": ["DEU"]})
    assert kept.question["via"] == ["DEU"]
    assert _outcomes(kept.answer, "USA") == {("CCM-1b", "not_regulated")}
    assert ("CCM-2.8", "unclear") in _outcomes(kept.answer, "DEU")
    (listed,) = cases_of(project)
    assert (listed.answer, listed.changed) == (kept.answer, ())


def test_case__kept_twice__adds_nothing(project: Project) -> None:
    project.append([TRANSFER], state="accepted")
    store_case(project, of_claim=TRANSFER.id)
    before = len(project.ledger)
    store_case(project, of_claim=TRANSFER.id)
    assert (len(project.ledger), len(cases_of(project))) == (before, 1)


def test_case__with_other_additions__is_another_case(project: Project) -> None:
    project.append([TRANSFER], state="accepted")
    first = store_case(project, of_claim=TRANSFER.id)
    second = store_case(project, of_claim=TRANSFER.id, added={"facts": {"waiver": True}})
    assert {each.key for each in cases_of(project)} == {first.key, second.key}


@pytest.mark.parametrize("state", ["accepted", "proposed"])
def test_case__newer_deposit__stale_only_once_accepted(project: Project, state: str) -> None:
    """Cyprus had signed only; a deposit of 2022-01-10 is in force on 2022-07-01 (Art. 17(2))."""
    project.append([USE], state="accepted")
    kept = store_case(project, of_claim=USE.id)
    assert ("VCLT-18", "unclear") in _outcomes(kept.answer, "CYP")
    deposit = Claim(
        kind="treaty_action",
        subject="treaty_action:CYP-new",
        values={"state": "CYP", "treaty": "CCM", "action": "ratification", "consent_date": "2022-01-10"},
    )
    project.append([deposit], state=state)
    (listed,) = cases_of(project)
    assert bool(listed.changed) == (state == "accepted")
    if listed.changed:
        assert "CYP (user), ccm, CCM-1a: outcome not regulated before, prohibited now" in listed.changed
        again = store_case(project, of_claim=USE.id)
        assert cases_of(project)[0].changed == ()
        run = next(each for each in cases_of(project) if each.key == again.key).run
        assert run != kept.run


def test_case__withdrawal_made_known__difference_named(project: Project) -> None:
    """Notice on 2022-09-01 takes effect after six months, 2023-03-01 (Art. 20(3))."""
    use = Claim(kind="use", subject="use:U2", values={"by": "DEU", "date": "2023-07-07"})
    project.append([use], state="accepted")
    store_case(project, of_claim=use.id)
    notice = Claim(
        kind="treaty_action",
        subject="treaty_action:DEU-left",
        values={"state": "DEU", "treaty": "CCM", "action": "withdrawal", "withdrawal_notified": "2022-09-01"},
    )
    project.append([notice], state="accepted")
    (listed,) = cases_of(project)
    assert "DEU (user), ccm, CCM-1a: no longer found (was prohibited)" in listed.changed
    assert _outcomes(listed.now, "DEU") == {("CCM-20", "not_regulated")}


def test_case__claim_corrected__difference_in_the_question(project: Project) -> None:
    project.append([TRANSFER], state="accepted")
    store_case(project, of_claim=TRANSFER.id)
    right = Claim(kind="transfer", subject="transfer:T1", values={**TRANSFER.values, "recipient": "DEU"})
    project.append([right], state="accepted")
    review = review_claim(TRANSFER.id, "correct", "entity:jj", replacement=right.id, on="2026-01-01")
    project.append([review], state="accepted")
    (listed,) = cases_of(project)
    assert listed.changed[0] == "question, other: UKR before, DEU now"
    assert ("CCM-1b", "prohibited") in _outcomes(listed.now, "DEU")


def test_case__claim_rejected_later__stale(project: Project) -> None:
    project.append([TRANSFER], state="accepted")
    store_case(project, of_claim=TRANSFER.id)
    project.append([review_claim(TRANSFER.id, "reject", "entity:jj", on="2026-01-01")], state="accepted")
    (listed,) = cases_of(project)
    assert "is now rejected" in listed.changed[0]


def test_case__claim_not_accepted__refused_unless_asked(project: Project) -> None:
    project.append([TRANSFER])
    with pytest.raises(ProjectError, match="is proposed: a case rests on accepted claims"):
        store_case(project, of_claim=TRANSFER.id)
    assert cases_of(project) == []
    assert store_case(project, of_claim=TRANSFER.id, proposed=True).answer["findings"]


def test_case__claim_that_raises_no_question__refused(project: Project) -> None:
    other = Claim(kind="entity", subject="entity:x", values={"name": "X", "entity_kind": "person"})
    project.append([other], state="accepted")
    with pytest.raises(LawError, match="raises no question of law"):
        store_case(project, of_claim=other.id)


def test_case__claim_without_recipient_or_date__refused(project: Project) -> None:
    undated = Claim(kind="use", subject="use:U3", values={"by": "CYP"})
    project.append([undated], state="accepted")
    with pytest.raises(LawError, match="no date"):
        store_case(project, of_claim=undated.id)
    assert store_case(project, of_claim=undated.id, added={"on": "2023-07-07"}).question["on"] == "2023-07-07"
