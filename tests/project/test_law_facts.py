"""What a project's claims say about treaties, and what is left out or cannot be used."""

from __future__ import annotations

from tilth.claims import Claim
from tilth.law import status
from tilth.project import Project
from tilth.project.law_facts import law_facts


def treaty_claim(state: str, treaty: str = "CCM", **values: object) -> Claim:
    subject = f"treaty_action:{state}-{treaty}"
    return Claim(kind="treaty_action", subject=subject, values={"state": state, "treaty": treaty, **values})


def test_law_facts__accepted_deposit__makes_the_state_a_party(project: Project) -> None:
    project.append([treaty_claim("CYP", consent_date="2026-02-10")], state="accepted")
    found = law_facts(project)
    [claim] = found.participations
    # deposit in February: first day of the sixth month after it, Art. 17
    assert status("CYP", "2026-08-01", found.participations)["regimes"]["ccm"]["standing"] == "party"
    assert claim.origin in status("CYP", "2026-08-01", found.participations)["regimes"]["ccm"]["facts"]


def test_law_facts__proposed_withdrawal__counts_only_when_asked_for(project: Project) -> None:
    project.append([treaty_claim("NZL", action="withdrawal", withdrawal_notified="2026-03-10")])
    assert (law_facts(project).participations, law_facts(project).left_out) == ((), 1)
    wide = law_facts(project, proposed=True)
    standings = [
        status("NZL", day, wide.participations)["regimes"]["ccm"]["standing"]
        for day in ("2026-09-09", "2026-09-10")
    ]
    assert standings == ["party", "former_party"]


def test_law_facts__withdrawal__does_not_rename_how_the_state_joined(project: Project) -> None:
    notice = treaty_claim("VUT", action="withdrawal", withdrawal_notified="2027-01-10")
    project.append([notice], state="accepted")
    reasons = status("VUT", "2026-02-01", law_facts(project).participations)["regimes"]["ccm"]["reasons"]
    assert "deposited its withdrawal" not in " ".join(reasons)


def test_law_facts__treaty_that_no_rule_knows__is_told_with_its_claim(project: Project) -> None:
    project.append([treaty_claim("NZL", "Ottawa", withdrawal_notified="2026-03-10")], state="accepted")
    found = law_facts(project)
    assert found.participations == ()
    assert "Ottawa" in found.unusable[0]


def test_law_facts__row_that_was_not_retrieved__says_nothing(project: Project) -> None:
    project.append([treaty_claim("EST", "NATIONAL", status="unknown")], state="accepted")
    regimes = status("EST", "2024-01-01", law_facts(project).participations)["regimes"]
    assert "national:EST" not in regimes


def test_law_facts__reports__are_by_state_with_their_day(project: Project) -> None:
    values = {"state": "PHL", "year": 2020, "submitted": "2020-04-01", "report_kind": "annual"}
    project.append(
        [Claim(kind="article7_report", subject="article7_report:PHL-2020", values=values)], state="accepted"
    )
    [report] = law_facts(project).reports["PHL"]
    assert (report.year, report.kind, report.submitted) == (2020, "annual", "2020-04-01")
