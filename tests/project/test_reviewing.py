"""Verdicts by shortened identifier, and what waits for them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tilth.claims import Claim, recorded_by_id, statuses_of
from tilth.project import Project, ProjectError, conflicts_of, review_claims, waiting


def _strike(number: int = 1, **values: object) -> Claim:
    place = {"geometry": {"type": "Point", "coordinates": [37.5, 48.0]}}
    return Claim(kind="strike", subject=f"strike:{number}", values=dict(values), place=place)


def _status(project: Project, claim: Claim) -> str:
    return statuses_of(project.store, recorded_by_id(project.store, [claim.id]))[claim.id].name


@pytest.fixture
def claim(project: Project) -> Claim:
    """Return a proposed claim of the project."""
    made = _strike(rounds=3)
    project.append([made])
    return made


@pytest.mark.parametrize(
    "verdict, status", [("accept", "accepted"), ("reject", "rejected"), ("retract", "retracted")]
)
def test_review__whole_identifier__gives_the_status(
    project: Project, claim: Claim, verdict: str, status: str
) -> None:
    review_claims(project, [(verdict, claim.id)], by="J Jansen")
    assert _status(project, claim) == status


def test_review__eight_digits__are_enough(project: Project, claim: Claim) -> None:
    review_claims(project, [("accept", claim.id[:8])])
    assert _status(project, claim) == "accepted"


def test_review__capital_digits__are_understood(project: Project, claim: Claim) -> None:
    review_claims(project, [("accept", claim.id[:12].upper())])
    assert _status(project, claim) == "accepted"


def test_review__name_with_spaces__becomes_an_entity(project: Project, claim: Claim) -> None:
    key = review_claims(project, [("accept", claim.id)], by="J Jansen").added[0]
    assert recorded_by_id(project.store, [key])[0].claim.speaker == "entity:j-jansen"


def test_review__changed_mind_back__counts_the_last(project: Project, claim: Claim) -> None:
    for verdict in ("accept", "reject", "accept"):
        review_claims(project, [(verdict, claim.id)], by="jj")
    assert _status(project, claim) == "accepted"


def test_review__same_verdict_twice__adds_nothing(project: Project, claim: Claim) -> None:
    review_claims(project, [("accept", claim.id)], by="jj")
    assert review_claims(project, [("accept", claim.id)], by="jj").added == ()


def test_review__two_reviewers_differ__is_disputed(project: Project, claim: Claim) -> None:
    review_claims(project, [("accept", claim.id)], by="a")
    review_claims(project, [("reject", claim.id)], by="b")
    assert _status(project, claim) == "disputed"


@pytest.mark.parametrize("key", ["", "abc", "0123456", "x" * 12, "a" * 65, "--------"])
def test_review__no_identifier__is_refused(project: Project, key: str) -> None:
    with pytest.raises(ProjectError, match="no identifier of a claim"):
        review_claims(project, [("accept", key)])


def test_review__unknown_identifier__is_refused(project: Project, claim: Claim) -> None:
    unknown = "0" * 16 if not claim.id.startswith("0" * 16) else "f" * 16
    with pytest.raises(ProjectError, match="names no claim"):
        review_claims(project, [("accept", unknown)])


def test_review__one_unknown_of_two__records_neither(project: Project, claim: Claim) -> None:
    with pytest.raises(ProjectError):
        review_claims(project, [("accept", claim.id), ("accept", "0" * 16)])
    assert _status(project, claim) == "proposed"


def test_review__ambiguous_digits__are_refused(project: Project, claim: Claim) -> None:
    twin = claim.id[:8] + ("0" if claim.id[8] != "0" else "1") * 56
    columns = "kind, subject, source, part_of, body"
    with project.store.reading() as connection:
        names = connection.execute(text("SELECT * FROM tilth_claim LIMIT 1")).keys()
    listed = [name for name in names if name not in ("claim_no", "id")]
    columns = ", ".join(listed)
    with project.store.writing() as connection:
        query = (
            f"INSERT INTO tilth_claim (claim_no, id, {columns}) SELECT 999, :id, {columns} FROM tilth_claim"
        )
        connection.execute(text(query), {"id": bytes.fromhex(twin)})
    with pytest.raises(ProjectError, match="names several claims"):
        review_claims(project, [("accept", claim.id[:8])])


def test_waiting__proposed_claim__is_listed(project: Project, claim: Claim) -> None:
    assert [row["id"] for row in waiting(project)] == [claim.id]


def test_waiting__accepted_claim__is_not_listed(project: Project, claim: Claim) -> None:
    review_claims(project, [("accept", claim.id)])
    assert waiting(project) == []


def test_waiting__reopened_claim__is_listed_again(project: Project, claim: Claim) -> None:
    for verdict in ("reject", "reopen"):
        review_claims(project, [(verdict, claim.id)], by="jj")
    assert [row["id"] for row in waiting(project)] == [claim.id]


def test_waiting__accepted_claim_reopened__is_listed(project: Project) -> None:
    made = _strike(2, rounds=5)
    project.append([made], state="accepted")
    review_claims(project, [("reopen", made.id)], by="jj")
    assert [row["id"] for row in waiting(project)] == [made.id]


def test_waiting__facts_of_a_statement__stay_with_it(project: Project) -> None:
    statement = Claim(kind="statement", subject="statement:1", values={"content": "so many"})
    fact = Claim(kind="quantity", subject="quantity:1", values={"value": 4}, part_of=statement.id)
    project.append([statement, fact])
    assert [row["kind"] for row in waiting(project)] == ["statement"]


def test_waiting__limit__is_kept(project: Project) -> None:
    project.append([_strike(number, rounds=1) for number in range(5)])
    assert len(waiting(project, limit=3)) == 3


def test_conflicts__copies_that_differ_synced__list_both_sides(project: Project, tmp_path) -> None:
    from tilth.claims import Installation

    with Project.create(tmp_path / "other.gpkg", Installation(tmp_path / "other")) as other:
        project.append([_strike(rounds=3)])
        other.append([_strike(rounds=9)])
        project.sync(other)
    [conflict] = conflicts_of(project)
    assert sorted(side["value"] for side in conflict["sides"]) == [3, 9]


def test_conflicts__claims_that_agree__list_nothing(project: Project) -> None:
    project.append([_strike(rounds=3), _strike(rounds=3)])
    assert conflicts_of(project) == []


def test_conflicts__one_side_rejected__list_nothing(project: Project) -> None:
    wrong, right = _strike(rounds=3), _strike(rounds=9)
    project.append([wrong, right])
    review_claims(project, [("reject", wrong.id)])
    assert conflicts_of(project) == []
