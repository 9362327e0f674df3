"""An article as it is read: its text in pieces, what it says in order, where each claim stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tilth.claims import Recorded, Status, recorded_by_id, recorded_in, statuses_of
from tilth.project import Echo, describe, echoes_of
from tilth.project.correcting import source_text
from tilth.project.search import Question, find
from tilth.project.side_by_side import standing_mark, versions_of
from tilth.web._errors import WebError
from tilth.web.desk import Desk
from tilth.web.people import sources_of, speakers_at

__all__ = ["Piece", "Reading", "reading_of"]

_SHOWN = ("proposed", "accepted", "disputed", "rejected")
_COLOURS = 8
_MOST = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same claims cover; `colour` is that of the innermost claim's speaker."""

    words: str
    claims: tuple[str, ...] = ()
    colour: int = 0
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page of one article shows."""

    source: str
    about: dict[str, Any]
    text: str
    pieces: list[Piece]
    cards: list[dict[str, Any]]
    speakers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many of its claims wait for a reviewer."""
        return sum(card["status"] == "proposed" for card in self.cards)

    def card(self, key: str) -> dict[str, Any] | None:
        """Return the card of a claim."""
        return next((card for card in self.cards if card["id"] == key), None)

    def after(self, key: str) -> str:
        """Return the claim to go to after one was judged: the next that waits, else the next."""
        ids = [card["id"] for card in self.cards]
        start = ids.index(key) + 1 if key in ids else 0
        rest = [*self.cards[start:], *self.cards[:start]]
        return next((card["id"] for card in rest if card["status"] == "proposed" and card["id"] != key), key)


def reading_of(desk: Desk, key: str) -> Reading:
    """Return an article's text and claims.

    Raises
    ------
    WebError
        No source of that name, or one without a text.
    """
    source = f"source:{key}"
    text = source_text(desk.project, source)
    if text is None:
        raise WebError(404, f"no article {key!r} with a text is in this project: see the list of articles")
    items = _statements(desk, source)
    statuses = statuses_of(desk.store, items)
    shown = [item for item in items if statuses[item.id].name in _SHOWN and item.claim.span]
    shown.sort(key=lambda item: (item.claim.span, item.order))
    colours = _colours(shown)
    cards = _cards(desk, shown, statuses, colours)
    names = speakers_at(desk)
    speakers = [
        {"name": names.name(speaker), "colour": colour, "speaker": speaker}
        for speaker, colour in colours.items()
    ]
    about = sources_of(desk, items).get(source) or {"subject": source, "title": key}
    standing = [item for item in shown if statuses[item.id].name != "rejected"]
    return Reading(source, about, text, list(_pieces(text, standing, colours)), cards, speakers)


def _statements(desk: Desk, source: str) -> list[Recorded]:
    return [item for item in recorded_in(desk.store, [source]) if item.claim.kind == "statement"]


def _colours(items: Sequence[Recorded]) -> dict[str | None, int]:
    """Return a number of the palette for each speaker, in order of reading; 0 is the article's own."""
    speakers = [item.claim.speaker for item in items if item.claim.speaker]
    colours: dict[str | None, int] = {None: 0} if any(item.claim.speaker is None for item in items) else {}
    for number, key in enumerate(dict.fromkeys(speakers)):
        colours[key] = number % _COLOURS + 1
    return colours


def _cards(
    desk: Desk,
    items: Sequence[Recorded],
    statuses: dict[str, Status],
    colours: dict[str | None, int],
) -> list[dict[str, Any]]:
    rows = describe(desk.project, items, speakers_at(desk))
    echoes = _echoes(desk, items)
    for item, row in zip(items, rows, strict=True):
        status = statuses[item.id]
        corrects = item.claim.values.get("corrects")
        row["status"] = status.name
        row["seen"] = standing_mark(status)
        row["colour"] = colours.get(item.claim.speaker, 0)
        row["corrects"] = corrects
        row["rivals"] = len(versions_of(desk.project, str(corrects))) > 1 if corrects else False
        row["echo"] = echoes.get(item.id)
    return rows


def _echoes(desk: Desk, items: Sequence[Recorded]) -> dict[str, Echo]:
    """Return the same statements in other sources, looked for among those of the same speakers."""
    speakers = tuple(sorted({item.claim.speaker for item in items if item.claim.speaker}))

    def look() -> dict[str, Echo]:
        ids: dict[str, None] = {}
        for speaker in speakers:
            question = Question(kind="statement", speaker=speaker)
            ids |= dict.fromkeys(find(desk.search(), question, _MOST, count=False).ids)
        return echoes_of(desk.project, recorded_by_id(desk.store, list(ids)))

    return desk.kept(("echoes", speakers), look)


def _pieces(text: str, items: Sequence[Recorded], colours: dict[str | None, int]) -> Iterable[Piece]:
    """Yield the text cut wherever a claim begins or ends; claims may hold one another."""
    spans = [(*item.claim.span, item) for item in items if item.claim.span]
    cuts = sorted({0, len(text), *(end for span in spans for end in span[:2])})
    for start, end in pairwise(cuts):
        over = [item for first, last, item in spans if first <= start and end <= last]
        inner = min(over, key=lambda item: _length(item), default=None)
        yield Piece(
            text[start:end],
            tuple(item.id for item in over),
            colours.get(inner.claim.speaker, 0) if inner else 0,
            tuple(item.id for item in over if item.claim.span and item.claim.span[0] == start),
        )


def _length(item: Recorded) -> int:
    start, end = item.claim.span or (0, 0)
    return end - start
