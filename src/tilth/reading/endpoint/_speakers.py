"""Who speaks, by an answer: an entity that the article names, or nobody."""

from __future__ import annotations

from collections.abc import Sequence

from tilth.reading._mentions import Mention
from tilth.reading._register import Entity
from tilth.reading.endpoint._search import Searchable

__all__ = ["speaker_of"]

_NAMING = frozenset({"known", "organ", "state", "office"})


def speaker_of(
    name: str, span: tuple[int, int], mentions: Sequence[Mention], text: Searchable
) -> Entity | None:
    """Return the entity that an answer calls `name` and the article words at `span`; None when it is nowhere.

    The words of the text go before the answer: where they name somebody known, that is who speaks.
    Elsewhere, as for a pronoun, it must be somebody whom the article names somewhere, or a source
    called unnamed.
    """
    here = [one for one in mentions if one.entity and one.start < span[1] and span[0] < one.end]
    for one in here:
        if one.entity and one.role in _NAMING:
            return one.entity
    sought = " ".join(name.split()).lower()
    for one in mentions:
        if one.entity and one.entity.name.lower() == sought:
            return one.entity
    if sought.startswith("unnamed "):
        return Entity(" ".join(name.split()), "other")
    places = text.places(name)
    if places:
        return Entity(" ".join(text.text[slice(*places[0])].split()), _kind(here))
    return None


def _kind(here: list[Mention]) -> str:
    """Return the kind that the words of the text tell, else other."""
    return next((one.entity.kind for one in here if one.entity), "other")
