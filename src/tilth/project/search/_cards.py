"""What the index keeps of a claim: its words, who and where, and short marks that filters ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.claims import Claim, Recorded, Status, recorded_about
from tilth.errors import TilthError
from tilth.project.chain_law import states_named
from tilth.project.project import Project
from tilth.project.waiting import REGISTER_RULE
from tilth.times import parse_time

__all__ = ["Card", "Names", "card_of", "mark", "used_by"]

_NO_WORDS = ("text", "sha256", "text_sha256", "result", "inputs", "parameters", "environment", "corrects")
_NEVER_WAIT = ("source", "source_version", "review", "viewing")
_LONGEST = 4_000
_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Card:
    """One row of the index, in the order of its table."""

    claim_no: int
    id: bytes
    kind: str
    status: str
    source: str | None
    day: str | None
    waits: int
    shipped: int
    words: str
    speaker: str
    source_name: str
    facets: str


class Names:
    """Names of the speakers and sources of some claims, looked up once."""

    def __init__(self, project: Project, items: Sequence[Recorded]) -> None:
        wanted = {item.claim.speaker for item in items} | {item.claim.source for item in items}
        self.told: dict[str, list[str]] = {}
        for item in recorded_about(project.store, sorted(key for key in wanted if key)):
            values = item.claim.values
            words = [str(values[name]) for name in _NAMES if values.get(name)]
            self.told.setdefault(item.claim.subject, []).extend(words)

    def __call__(self, key: str | None) -> str:
        """Return the names of an entity or source, its identifier among them."""
        return "" if key is None else " ".join(dict.fromkeys([*self.told.get(key, ()), key.split(":", 1)[1]]))


_NAMES = ("name", "title", "publisher", "path", "url")


def mark(name: str, value: object) -> str:
    """Return the mark of a filter: one word for the index, whatever the value holds.

    Examples
    --------
    >>> mark("speaker", "entity:human-rights-watch")
    'x_speaker_entity_human_rights_watch'
    """
    return f"x_{name}_{_PLAIN.sub('_', str(value).lower())}"


def card_of(number: int, item: Recorded, status: Status, names: Names) -> Card:
    """Return what the index keeps of a claim; of a personal one neither words nor who."""
    claim = item.claim
    own = not claim.part_of and item.rule != REGISTER_RULE
    waits = status.name == "proposed" and own and claim.kind not in _NEVER_WAIT
    hidden = claim.access == "personal"
    day, shipped = _day(claim), item.tool.startswith("facts@")
    return Card(
        claim_no=number,
        id=bytes.fromhex(item.id),
        kind=claim.kind,
        status=status.name,
        source=claim.source,
        day=day,
        waits=int(waits),
        shipped=int(shipped),
        words="" if hidden else _words(claim),
        speaker="" if hidden else names(claim.speaker),
        source_name=names(claim.source),
        facets=" ".join(_marks(item, status, day, waits=waits and not shipped, hidden=hidden)),
    )


def _marks(item: Recorded, status: Status, day: str | None, *, waits: bool, hidden: bool) -> Iterator[str]:
    claim = item.claim
    told: dict[str, Any] = {"kind": claim.kind, "status": status.name, "source": claim.source}
    told |= {"access": claim.access, "mode": claim.mode, "stance": claim.stance, "subject": claim.subject}
    told |= {"reliability": claim.reliability, "credibility": claim.credibility}
    if not hidden:
        told |= {"speaker": claim.speaker, "topic": claim.values.get("topic")}
        told["corrects"] = claim.values.get("corrects")
    yield from (mark(name, value) for name, value in told.items() if value is not None)
    yield from (mark("state", code) for code in states_named([item]))
    if day:
        yield mark("year", day[:4])
    if waits:
        yield mark("waits", "yes")


def _words(claim: Claim) -> str:
    told = [word for name, value in claim.values.items() if name not in _NO_WORDS for word in _texts(value)]
    told += [*claim.wording.values(), claim.subject.split(":", 1)[1]]
    return " ".join(dict.fromkeys(told))[:_LONGEST]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield f"{value:g}"


def _day(claim: Claim) -> str | None:
    """Return the first day that a claim speaks of: said, valid, or told in its values."""
    values = claim.values
    told = [claim.said_on, claim.valid]
    told += [values.get(name) for name in ("date", "announced", "delivered", "published", "as_of")]
    for words in told:
        if isinstance(words, str):
            try:
                first = parse_time(words).earliest
            except TilthError:
                continue
            if first is not None:
                return str(first.isoformat())
    return None


def used_by(claim: Claim) -> Iterator[bytes]:
    """Yield the claims that a claim rests on: what a computation took, what a correction corrects."""
    values = claim.values
    ids = [*values.get("inputs", ()), values.get("corrects"), values.get("of_claim"), claim.part_of]
    for key in dict.fromkeys(ids):
        if isinstance(key, str) and len(key) == 64:
            yield bytes.fromhex(key)
