"""The shipped fact tables as claims."""

from __future__ import annotations

import pytest

from tilth.claims import problems_of, recorded_by_id, recorded_of_kind, statuses_of
from tilth.data import table
from tilth.project import Project, add_facts
from tilth.project.facts import fact_claims


@pytest.fixture(scope="module")
def claims() -> list[tuple[object, bool]]:
    """Return every shipped claim, made once."""
    return list(fact_claims())


def test_facts__every_claim__is_allowed_by_the_vocabulary(claims) -> None:
    assert [problem for claim, _ in claims for problem in problems_of(claim)] == []


def test_facts__every_claim__has_an_identifier_of_its_own(claims) -> None:
    keys = [claim.id for claim, _ in claims]
    assert len(keys) == len(set(keys))


def test_facts__every_row_with_an_address__names_its_source(claims) -> None:
    named = {claim.subject for claim, _ in claims if claim.kind == "source"}
    used = {claim.source for claim, _ in claims if claim.source}
    assert used <= named


def test_facts__convention_parties__are_one_claim_each_row(claims) -> None:
    rows = len(table("ccm_parties")) + len(table("other_regimes"))
    assert sum(claim.kind == "treaty_action" for claim, _ in claims) == rows


def test_facts__located_rows__wait_for_a_reviewer(project: Project, claims) -> None:
    add_facts(project)
    located = [claim.id for claim, only_located in claims if only_located]
    items = recorded_by_id(project.store, located)
    assert {status.name for status in statuses_of(project.store, items).values()} == {"proposed"}


def test_facts__rows_read_at_their_source__are_accepted(project: Project, claims) -> None:
    add_facts(project)
    read = [claim.id for claim, only_located in claims if not only_located]
    items = recorded_by_id(project.store, read)
    assert {status.name for status in statuses_of(project.store, items).values()} == {"accepted"}


def test_facts__added_twice__add_nothing_the_second_time(project: Project) -> None:
    add_facts(project)
    assert add_facts(project).added == ()


def test_facts__added_twice__are_all_known(project: Project, claims) -> None:
    add_facts(project)
    assert len(add_facts(project).unchanged) == len(claims)


def test_facts__failure_rates__are_in_the_project(project: Project) -> None:
    add_facts(project)
    assert len(recorded_of_kind(project.store, ["failure_rate"])) == len(table("failure_rates"))
