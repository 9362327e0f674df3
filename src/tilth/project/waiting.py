"""What waits for a reviewer: each claim with its words in context, its facts, its rule and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from tilth.claims import Recorded, pictures, recorded_by_id, recorded_parts, statuses_of
from tilth.project.echoes import echoes_of
from tilth.project.project import Project
from tilth.project.speakers import Speakers, speakers_of
from tilth.project.typed_facts import FACTS, typed_fact

__all__ = ["REGISTER_RULE", "Wanted", "add_echoes", "describe", "waiting"]

REGISTER_RULE = "register"
"""Rule of an entity that the shipped register holds: nobody need review that it exists."""

# What people brought in comes before the shipped rows that were not read at their source.
_PROPOSED = """SELECT c.claim_no, c.id, MIN(CASE WHEN b.tool LIKE 'facts@%' THEN 1 ELSE 0 END) AS shipped
FROM tilth_claim c JOIN tilth_entry e ON e.claim_no = c.claim_no JOIN tilth_batch b ON b.batch_no = e.batch_no
WHERE e.state = 0 AND c.kind NOT IN ('source', 'source_version', 'review')
GROUP BY c.claim_no, c.id ORDER BY shipped, c.claim_no"""
_REOPENED = """SELECT DISTINCT subject FROM tilth_claim
WHERE kind = 'review' AND body LIKE '%"verdict":"reopen"%' ORDER BY subject"""
_PORTION = 2_000
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the waiting claims to list; what is None does not narrow the list.

    Attributes
    ----------
    source
        Identifier of a source, or part of its title, file name or address.
    speaker
        Part of the speaker's name; ``article`` for what the article itself asserts.
    topic, kind
        Topic of a statement; kind of claim.
    confidence
        Lowest and highest confidence, inclusive.
    order
        ``recorded``, ``least`` (least confident first) or ``most``.
    """

    source: str | None = None
    speaker: str | None = None
    topic: str | None = None
    kind: str | None = None
    confidence: tuple[float, float] | None = None
    order: str = "recorded"


def waiting(project: Project, limit: int | None = 200, wanted: Wanted | None = None) -> list[dict[str, Any]]:
    """Return proposed claims that nobody reviewed, rows of the shipped tables last.

    Typed facts stay with the statement they are part of.
    """
    chosen = wanted or Wanted()
    book = _Book(project)
    found: list[Recorded] = []
    for items in _portions(project):
        statuses = statuses_of(project.store, items)
        open_ones = [item for item in items if statuses[item.id].name == "proposed" and _on_its_own(item)]
        found += [item for item in open_ones if book.fits(item, chosen)]
        if limit is not None and len(found) >= limit and chosen.order == "recorded":
            break
    if chosen.order != "recorded":
        found.sort(key=lambda item: (item.confidence is None, item.confidence or 0.0))
        if chosen.order == "most":
            found.sort(key=lambda item: -(item.confidence if item.confidence is not None else -1.0))
    return describe(project, found[:limit], book.speakers)


def _portions(project: Project) -> Iterator[list[Recorded]]:
    with project.store.reading() as connection:
        ids = [bytes(row.id).hex() for row in connection.execute(text(_PROPOSED))]
        reopened = [row.subject.removeprefix("claim:") for row in connection.execute(text(_REOPENED))]
    ids = list(dict.fromkeys([*ids, *reopened]))
    for start in range(0, len(ids), _PORTION):
        rank = {key: number for number, key in enumerate(ids[start : start + _PORTION])}
        yield sorted(recorded_by_id(project.store, list(rank)), key=lambda item: rank[item.id])


def _on_its_own(item: Recorded) -> bool:
    return not item.claim.part_of and item.rule != REGISTER_RULE


class _Book:
    """What filters need to know of a project, looked up once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.speakers = speakers_of(project)
        self._sources: dict[str, str] = {}

    def fits(self, item: Recorded, wanted: Wanted) -> bool:
        claim = item.claim
        if wanted.kind is not None and claim.kind != wanted.kind:
            return False
        if wanted.topic is not None and claim.values.get("topic") != wanted.topic:
            return False
        if wanted.confidence is not None and not _between(item.confidence, wanted.confidence):
            return False
        if wanted.speaker is not None and wanted.speaker.casefold() not in self._speaker(item).casefold():
            return False
        return wanted.source is None or wanted.source.casefold() in self._source(claim.source).casefold()

    def _speaker(self, item: Recorded) -> str:
        if item.claim.speaker is None:
            return "article" if item.claim.kind == "statement" else ""
        return f"{self.speakers.name(item.claim.speaker)} {item.claim.speaker}"

    def _source(self, source: str | None) -> str:
        if source is None:
            return ""
        if source not in self._sources:
            drawn = pictures(self.project.store, [source], statuses=("accepted", "proposed"))[source]
            told = [str(drawn.value(name)) for name in ("title", "path", "url") if drawn.value(name)]
            self._sources[source] = " ".join([source, *told])
        return self._sources[source]


def _between(confidence: float | None, bounds: tuple[float, float]) -> bool:
    return confidence is not None and bounds[0] <= confidence <= bounds[1]


def describe(
    project: Project, items: Sequence[Recorded], speakers: Speakers | None = None
) -> list[dict[str, Any]]:
    """Return a row for each claim with what a reviewer needs to judge it."""
    known = speakers or speakers_of(project)
    sources = pictures(
        project.store,
        sorted({item.claim.source for item in items if item.claim.source}),
        statuses=("accepted", "proposed"),
    )
    facts: dict[str, list[dict[str, Any]]] = {}
    for part in recorded_parts(project.store, [item.id for item in items]):
        if part.claim.kind in FACTS and part.claim.part_of:
            facts.setdefault(part.claim.part_of, []).append({"id": part.id, **typed_fact(part.claim)})
    return [_row(item, known, sources, facts.get(item.id, [])) for item in items]


def add_echoes(project: Project, rows: Sequence[dict[str, Any]]) -> None:
    """Tell in each row how many pages bring the statement, of how many origins, and in which claims."""
    found = echoes_of(project) if any(row["kind"] == "statement" and row["speaker"] for row in rows) else {}
    for row in rows:
        echo = found.get(row["id"])
        row["said_in"] = len(echo.sources) if echo else 1
        row["origins"] = len(echo.origins) if echo else 1
        row["also"] = [key for key in echo.statements if key != row["id"]] if echo else []


def _row(
    item: Recorded, speakers: Speakers, sources: dict[str, Any], facts: list[dict[str, Any]]
) -> dict[str, Any]:
    claim = item.claim
    told = claim.values.get("content") or ", ".join(f"{name} {value}" for name, value in claim.values.items())
    source = sources.get(claim.source or "")
    before, after = _context(source.value("text") if source else None, claim.span)
    return {
        "id": item.id,
        "kind": claim.kind,
        "subject": claim.subject,
        "speaker": claim.speaker,
        "speaker_name": speakers.name(claim.speaker),
        "mode": claim.mode,
        "stance": claim.stance,
        "channel": claim.channel,
        "said_on": claim.said_on,
        "topic": claim.values.get("topic"),
        "about": list(claim.values.get("about", ())),
        "words": str(told),
        "before": before,
        "after": after,
        "span": list(claim.span) if claim.span else None,
        "facts": facts,
        "rule": item.rule,
        "confidence": item.confidence,
        "source": claim.source,
        "source_title": source.value("title") if source else None,
        "published": source.value("published") if source else None,
        "tool": item.tool,
    }


def _context(text: Any, span: tuple[int, int] | None) -> tuple[str, str]:
    """Return the words around a claim: back to the sentence before at most, and as far after it."""
    if not isinstance(text, str) or span is None:
        return "", ""
    start, end = span
    before = text[max(0, start - _AROUND) : start].rsplit("\n", 1)[-1]
    after = text[end : end + _AROUND].split("\n", 1)[0]
    if start > _AROUND and len(before) == _AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if end + _AROUND < len(text) and len(after) == _AROUND:
        after = after[: after.rfind(" ") + 1].rstrip() + "…"
    return before, after
