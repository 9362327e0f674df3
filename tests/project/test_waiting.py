"""What waits for a reviewer: what is told of each claim, filters and order."""

from __future__ import annotations

import pytest

from tilth.claims import Claim, Note
from tilth.project import REGISTER_RULE, Project, Wanted, fact_claim, join_claim, speakers_of, waiting

TEXT = "Head\nKyiv said that no shell was fired. The army said that it keeps them."
SOURCE = Claim(
    kind="source", subject="source:a", values={"text": TEXT, "title": "Constructed", "path": "a.txt"}
)


def _said(start: int, end: int, topic: str, speaker: str | None) -> Claim:
    return Claim(
        kind="statement",
        subject=f"statement:{start}",
        values={"content": TEXT[start:end], "topic": topic},
        speaker=speaker,
        mode="indirect" if speaker else "article",
        source="source:a",
        span=(start, end),
    )


FIRST = _said(20, 39, "use", "entity:kyiv")
SECOND = _said(60, 73, "stockpile", None)
FACT = fact_claim({"type": "use", "by": "UKR", "status": "denied"}, 1, FIRST)
ENTITY = Claim(kind="entity", subject="entity:kyiv", values={"name": "Kyiv city"}, source="source:a")


@pytest.fixture
def told(project: Project) -> Project:
    """Return a project with two statements of one article."""
    notes = [None, None, Note("verb-that", 0.8), None, Note("article", 0.5)]
    project.append([SOURCE, ENTITY, FIRST, FACT, SECOND], tool="rules@1", notes=notes)
    return project


def _ids(project: Project, **wanted: object) -> list[str]:
    return [row["id"] for row in waiting(project, None, Wanted(**wanted))]  # type: ignore[arg-type]


def test_waiting__statement__stands_in_its_context(told: Project) -> None:
    row = next(row for row in waiting(told) if row["id"] == FIRST.id)
    assert (row["before"], row["words"]) == ("Kyiv said that ", "no shell was fired.")


def test_waiting__statement__tells_its_facts(told: Project) -> None:
    row = next(row for row in waiting(told) if row["id"] == FIRST.id)
    assert row["facts"] == [{"id": FACT.id, "type": "use", "by": "UKR", "status": "denied"}]


def test_waiting__statement__tells_rule_and_confidence(told: Project) -> None:
    row = next(row for row in waiting(told) if row["id"] == SECOND.id)
    assert (row["rule"], row["confidence"], row["source_title"]) == ("article", 0.5, "Constructed")


def test_waiting__statement__tells_the_name_of_its_speaker(told: Project) -> None:
    assert {row["speaker_name"] for row in waiting(told) if row["kind"] == "statement"} == {"Kyiv city", None}


@pytest.mark.parametrize(
    "wanted, found",
    [
        ({"topic": "use"}, [FIRST.id]),
        ({"speaker": "kyiv"}, [FIRST.id]),
        ({"speaker": "article"}, [SECOND.id]),
        ({"kind": "entity"}, [ENTITY.id]),
        ({"source": "a.txt", "kind": "statement"}, [FIRST.id, SECOND.id]),
        ({"source": "constructed", "topic": "stockpile"}, [SECOND.id]),
        ({"source": "another"}, []),
        ({"confidence": (0.6, 1.0)}, [FIRST.id]),
        ({"confidence": (0.0, 0.5)}, [SECOND.id]),
        ({"order": "least", "kind": "statement"}, [SECOND.id, FIRST.id]),
        ({"order": "most", "kind": "statement"}, [FIRST.id, SECOND.id]),
    ],
)
def test_waiting__filter__narrows_and_orders(
    told: Project, wanted: dict[str, object], found: list[str]
) -> None:
    assert _ids(told, **wanted) == found


def test_waiting__entity_of_the_register__is_not_listed(project: Project) -> None:
    project.append([ENTITY], notes=[Note(REGISTER_RULE)])
    assert waiting(project) == []


def test_speakers__joined_by_a_reviewer__count_as_one(told: Project) -> None:
    told.append([Claim(kind="entity", subject="entity:kiew", values={"name": "Kiew"})])
    told.append([join_claim(told, "Kiew", "entity:kyiv", "entity:jj")], tool="review", state="accepted")
    known = speakers_of(told)
    assert (known.one("entity:kiew"), known.name("entity:kiew")) == ("entity:kyiv", "Kyiv city")


def test_speakers__join_only_proposed__does_not_count(told: Project) -> None:
    told.append([Claim(kind="entity", subject="entity:kiew", values={"same_as": ["entity:kyiv"]})])
    assert speakers_of(told).one("entity:kiew") == "entity:kiew"
