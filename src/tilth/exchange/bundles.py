"""A statement with its facts as one bundle: what an article gives, and what the project holds of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tilth.claims import (
    Claim,
    Note,
    Recorded,
    Status,
    recorded_by_id,
    recorded_in,
    recorded_parts,
    statuses_of,
)
from tilth.project import FACTS, Project

__all__ = ["Bundle", "Held", "bundles_of", "held_in"]

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A statement as it was just read, with its typed facts."""

    statement: Claim
    facts: tuple[Claim, ...]
    note: Note | None

    @property
    def ids(self) -> frozenset[str]:
        """Identifiers of all its claims."""
        return frozenset((self.statement.id, *(fact.id for fact in self.facts)))

    @property
    def key(self) -> Key:
        """What makes it the same statement in another version: who says it and the words, not the place."""
        return key_of(self.statement)


@dataclass(frozen=True, slots=True)
class Held:
    """A statement that the project holds, with its facts and what became of it.

    Attributes
    ----------
    statement
        The proposal as it was read.
    ids
        Identifiers of it, of its facts and of earlier proposals it stands for.
    status
        Where it stands.
    judged
        Whether a person gave a verdict on it or on one of its facts.
    facts
        Facts that stand.
    """

    statement: Recorded
    ids: frozenset[str]
    status: Status
    judged: bool
    facts: tuple[Recorded, ...] = field(default=())

    @property
    def key(self) -> Key:
        """See `Bundle.key`."""
        return key_of(self.statement.claim)

    @property
    def standing(self) -> str | None:
        """Identifier of what stands of it now: itself or its correction; None when it was taken away."""
        if self.status.name == "corrected":
            return self.status.replacement
        return self.statement.id if self.status.name in ("proposed", "accepted", "disputed") else None


def key_of(claim: Claim) -> Key:
    """Return who says it and the words, folded."""
    from tilth.reading import folded

    return claim.speaker, folded(str(claim.values.get("content", "")))


def bundles_of(claims: Iterable[tuple[Claim, Note | None]]) -> Iterator[Bundle]:
    """Yield the statements among claims, each with the facts that follow it."""
    statement: tuple[Claim, Note | None] | None = None
    facts: list[Claim] = []
    for claim, note in claims:
        if claim.kind == "statement":
            if statement is not None:
                yield Bundle(statement[0], tuple(facts), statement[1])
            statement, facts = (claim, note), []
        elif statement is not None and claim.part_of == statement[0].id:
            facts.append(claim)
    if statement is not None:
        yield Bundle(statement[0], tuple(facts), statement[1])


def held_in(project: Project, sources: Sequence[str]) -> list[Held]:
    """Return the statements read from these sources, in order of source and place.

    Reviewers' corrections are not listed by themselves: the proposals they replace lead to them.
    """
    items = [item for item in recorded_in(project.store, sources) if item.claim.kind == "statement"]
    read = [item for item in items if "corrects" not in item.claim.values]
    parts: dict[str, list[Recorded]] = {}
    for part in recorded_parts(project.store, [item.id for item in read]):
        if part.claim.kind in FACTS and part.claim.part_of:
            parts.setdefault(part.claim.part_of, []).append(part)
    everything = [*read, *(part for found in parts.values() for part in found)]
    statuses = statuses_of(project.store, everything)
    persons = _reviewed_by_persons(project, statuses.values())
    places = {source: number for number, source in enumerate(sources)}
    read.sort(key=lambda item: (places[item.claim.source or ""], item.claim.span or (0, 0)))
    return list(_held(read, parts, statuses, persons))


def _held(
    read: Sequence[Recorded],
    parts: dict[str, list[Recorded]],
    statuses: dict[str, Status],
    persons: frozenset[str],
) -> Iterator[Held]:
    replaced: dict[str, list[Recorded]] = {}
    listed = {item.id for item in read}
    for item in read:
        newer = statuses[item.id].replacement
        if newer in listed:
            replaced.setdefault(str(newer), []).append(item)
    older = {item.id for found in replaced.values() for item in found}
    for item in read:
        if item.id in older:
            continue
        facts = parts.get(item.id, [])
        ids = {item.id, *(fact.id for fact in facts)}
        for earlier in _all_replaced(item.id, replaced):
            ids |= {earlier.id, *(fact.id for fact in parts.get(earlier.id, []))}
        own = [statuses[item.id], *(statuses[fact.id] for fact in facts)]
        judged = any(persons & set(status.reviews) for status in own)
        standing = tuple(fact for fact in facts if statuses[fact.id].name != "retracted")
        yield Held(item, frozenset(ids), statuses[item.id], judged, standing)


def _all_replaced(key: str, replaced: dict[str, list[Recorded]]) -> Iterator[Recorded]:
    for item in replaced.get(key, []):
        yield item
        yield from _all_replaced(item.id, replaced)


def _reviewed_by_persons(project: Project, statuses: Iterable[Status]) -> frozenset[str]:
    """Return the reviews that a person gave, not a program that took its own proposal back."""
    reviews = sorted({key for status in statuses for key in status.reviews})
    items = recorded_by_id(project.store, reviews)
    return frozenset(item.id for item in items if (item.claim.speaker or "").startswith("entity:"))
