"""An article beside what the project holds of it and of its earlier versions: which claims to add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.claims import Claim, Note, Recorded, recorded_about, recorded_in
from tilth.exchange.bundles import Bundle, Held, bundles_of, held_in
from tilth.exchange.comparing import Comparison, compare, revisions
from tilth.exchange.versions import Earlier
from tilth.project import Project

__all__ = ["Reread", "read_again"]

Made = tuple[Claim, Note | None]
_OF_THE_COPY = ("path", "title")


@dataclass(frozen=True, slots=True)
class Reread:
    """What to append after reading an article, and what to tell the person."""

    claims: list[Made]
    told: dict[str, Any]


def read_again(
    project: Project, source: Claim, good: Sequence[Made], versions: Earlier, reader: str
) -> Reread:
    """Return the claims that a reading adds: all on first sight, of a new version what is new.

    Parameters
    ----------
    source
        The claim that registers the article.
    good
        What was read: speakers, statements and facts.
    versions
        Earlier versions of the page, oldest first, and what tells so.
    """
    earlier, how = versions
    held = held_in(project, [*earlier, source.subject])
    before = _statements_in(project, earlier[-1]) if earlier else ()
    bundles = list(bundles_of(good))
    made = compare(bundles, held, source=source.subject, reader=reader, before=before)
    known = _known(project, source)
    claims: list[Made] = [] if known else [(source, None)]
    claims += _added(project, good, made, [*earlier, source.subject])
    claims += [(claim, None) for claim in revisions(made, reader)]
    if earlier and not _compared(project, source.subject):
        claims.append((_version_claim(source, earlier[-1], how, made), None))
    return Reread(claims, _told(source, earlier, how, made))


def _known(project: Project, source: Claim) -> bool:
    """Whether the source is registered with all that is told of it; name and title of a copy do not count."""
    wanted = {name: value for name, value in source.values.items() if name not in _OF_THE_COPY}
    return any(
        wanted.items() <= dict(item.claim.values).items()
        for item in recorded_about(project.store, [source.subject])
    )


def _added(project: Project, good: Sequence[Made], made: Comparison, family: Sequence[str]) -> Iterator[Made]:
    """Yield fresh and revised statements with facts and the speakers that the page did not name before."""
    bundles = [*made.fresh, *(bundle for bundle, _ in made.revised)]
    ids = {key for bundle in bundles for key in bundle.ids}
    speakers = {bundle.statement.speaker for bundle in bundles}
    named = {item.claim.subject for item in recorded_in(project.store, family) if item.claim.kind == "entity"}
    for claim, note in good:
        if claim.id in ids or (claim.kind == "entity" and claim.subject in speakers - named):
            yield claim, note


def _versions_of(project: Project, source: str) -> list[Recorded]:
    return [item for item in recorded_in(project.store, [source]) if item.claim.kind == "source_version"]


def _compared(project: Project, source: str) -> bool:
    return bool(_versions_of(project, source))


def _statements_in(project: Project, source: str) -> set[str]:
    """Return the statements that a version holds: those read from it, and unchanged earlier ones."""
    own = {item.id for item in recorded_in(project.store, [source]) if item.claim.kind == "statement"}
    for item in _versions_of(project, source):
        own |= {row["claim"] for row in item.claim.values.get("unchanged", ())}
    return own


def _version_claim(source: Claim, earlier: str, how: str, made: Comparison) -> Claim:
    lists: dict[str, list[Any]] = {
        "added": [bundle.statement.id for bundle in made.fresh],
        "unchanged": [
            {"claim": held.statement.id, "span": list(bundle.statement.span or (0, 1))}
            for bundle, held in made.unchanged
        ],
        "vanished": [held.statement.id for held in made.vanished],
        "reworded": [
            {"earlier": held.statement.id, "claim": bundle.statement.id} for held, bundle in made.reworded
        ],
    }
    keys = [key.split(":", 1)[1] for key in (source.subject, earlier)]
    return Claim(
        kind="source_version",
        subject=f"source_version:{'-'.join(keys)}"[:190],
        values={"version": source.subject, "earlier": earlier, "recognised_by": how}
        | {name: rows for name, rows in lists.items() if rows},
        source=source.subject,
    )


def _told(source: Claim, earlier: Sequence[str], how: str, made: Comparison) -> dict[str, Any]:
    told: dict[str, Any] = {"source": source.subject}
    if earlier:
        told |= {"version_of": earlier[-1], "recognised_by": how}
    now = {held.statement.id: bundle for held, bundle in made.reworded}
    told |= {
        "new": [_words(bundle) for bundle in made.fresh],
        "unchanged": len(made.unchanged),
        "revised": len(made.revised),
        "vanished": [_held_words(held, now.get(held.statement.id)) for held in made.vanished],
    }
    return told


def _words(bundle: Bundle) -> dict[str, Any]:
    claim = bundle.statement
    return {"id": claim.id, "speaker": claim.speaker, "words": claim.values["content"]}


def _held_words(held: Held, now: Bundle | None) -> dict[str, Any]:
    claim = held.statement.claim
    row = {"id": held.standing, "speaker": claim.speaker, "words": claim.values["content"]}
    return row | ({"now": now.statement.values["content"]} if now else {})
