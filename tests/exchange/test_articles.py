"""Articles in: the source, who speaks, what they say, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tilth.claims import problems_of, recorded_of_kind
from tilth.exchange import entity_subject, take_file
from tilth.project import Project, waiting

TEXT = """{"lang": "en", "date": "2023-07-07"}
The Pentagon said on Friday that the United States would send cluster munitions to Ukraine.
"The failure rate is below 2.35 per cent," said Colin Kahl.
"""


@pytest.fixture
def article(write: Callable[..., Path]) -> Path:
    """Return a constructed article."""
    return write(TEXT, "article.txt")


def test_article__taken__tells_statements(project: Project, article: Path) -> None:
    take_file(project, article)
    assert recorded_of_kind(project.store, ["statement"])


def test_article__rows__are_all_accounted_for(project: Project, article: Path) -> None:
    [taken] = take_file(project, article)
    assert taken.rows == taken.accepted + taken.refused + taken.duplicates + taken.unchanged


def test_article__taken_twice__adds_nothing(project: Project, article: Path) -> None:
    take_file(project, article)
    assert take_file(project, article)[0].claims_added == 0


def test_article__dry_run__changes_nothing(project: Project, article: Path) -> None:
    take_file(project, article, dry_run=True)
    assert len(project.ledger) == 0


def test_article__every_claim__is_allowed(project: Project, article: Path) -> None:
    assert [p for p in take_file(project, article)[0].problems if p.severity == "refused"] == []


def test_article__statements__wait_for_a_reviewer(project: Project, article: Path) -> None:
    take_file(project, article)
    statements = {item.id for item in recorded_of_kind(project.store, ["statement"])}
    assert statements <= {row["id"] for row in waiting(project)}


def test_article__span_of_a_statement__is_its_content_in_the_text_kept(
    project: Project, article: Path
) -> None:
    take_file(project, article)
    [source] = recorded_of_kind(project.store, ["source"])
    text = source.claim.values["text"]
    told = [item.claim for item in recorded_of_kind(project.store, ["statement"])]
    assert [c.values["content"] for c in told] == [text[c.span[0] : c.span[1]] for c in told]


def test_article__source__keeps_the_date(project: Project, article: Path) -> None:
    take_file(project, article)
    assert recorded_of_kind(project.store, ["source"])[0].claim.values["published"] == "2023-07-07"


def test_article__facts__name_the_statement_they_stand_in(project: Project, article: Path) -> None:
    take_file(project, article)
    statements = {item.id for item in recorded_of_kind(project.store, ["statement"])}
    facts = recorded_of_kind(project.store, ["transfer", "dud_rate", "quantity"])
    assert {item.claim.part_of for item in facts} <= statements


@pytest.mark.parametrize("name", ["Human Rights Watch", "ООН", "x" * 300, "!!!", "Ünïon d'été"])
def test_entity__any_name__gives_an_identifier_the_vocabulary_allows(name: str) -> None:
    from tilth.claims import Claim

    claim = Claim(kind="entity", subject=entity_subject(name), values={"name": name[:100]})
    assert problems_of(claim) == []
