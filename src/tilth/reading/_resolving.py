"""The entity that a mention stands for: pointing words, short names and acronyms go back to full ones."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from tilth.reading._cues import pattern
from tilth.reading._latin import in_latin
from tilth.reading._mentions import Mention
from tilth.reading._register import Entity, register
from tilth.reading._words import load

__all__ = ["Resolver"]

_ACRONYM = re.compile(r"\s*\((?:[^()]{0,12}\s)?([A-ZÀ-ÞА-ЯІЇЄ][\w-]{1,9})\)")
_FAR = 25
_NEAR = 400
_STEM = 4
_ENDING = 3
_STATE_ORGANS = ("army", "government", "parliament")


def _same_stem(one: str, other: str) -> bool:
    """Tell whether two names differ in their last letters at most."""
    stem = min(len(one), len(other)) - 1
    return one[:stem] == other[:stem] and abs(len(one) - len(other)) <= _ENDING


class Resolver:
    """What the mentions of one text stand for; ``said``: who spoke, ``titled``: who is in the headline."""

    def __init__(
        self, text: str, lang: str, mentions: list[Mention], titled: tuple[Entity, ...] = ()
    ) -> None:
        self._text, self._lang, self._mentions = text, lang, mentions
        self._starts = [each.start for each in mentions]
        self._full = self._names()
        self._titled = titled
        self.said: list[Entity] = []
        self.told: Entity | None = None

    def _names(self) -> dict[str, Entity]:
        """Return the fullest name of the text by its last word, and by an acronym in brackets."""
        found: dict[str, Entity] = {}
        for each in self._mentions:
            if each.entity is None or each.role not in {"name", "known", "organ"}:
                continue
            acronym = _ACRONYM.match(self._text, each.end, each.end + 28)
            if acronym:
                found.setdefault(acronym[1], each.entity)
            words = each.entity.name.split()
            person = each.role == "known" and each.entity.kind == "person"
            if (each.role == "name" or person) and len(words) > 1:
                kept = found.get(words[-1])
                if kept is None or len(words) > len(kept.name.split()):
                    found[words[-1]] = each.entity
            if each.role == "known" and each.entity.kind == "person" and load(self._lang)["cases"]:
                written = self._text[each.core : each.end].split()
                found.setdefault(in_latin(written[-1], self._lang), each.entity)
        return found

    def entity(self, each: Mention) -> Entity | None:
        """Return the entity of a mention; None when nobody fits."""
        if each.role in {"pronoun", "anaphor"} or (each.role == "office" and each.entity is None):
            return self._pointed(each)
        if each.role == "name" and each.entity is not None:
            return self._fullest(each.entity)
        if each.role == "organ" and each.entity is not None and each.entity.state is None:
            return self._organ(each, each.entity)
        return each.entity

    def _fullest(self, entity: Entity) -> Entity:
        """Return the full name that a short one stands for; the short one may have an ending of a case."""
        last = entity.name.split()[-1]
        if last in self._full or " " in entity.name or not load(self._lang)["cases"]:
            return self._full.get(last, entity)
        near = [full for full in self._full if len(full) > _STEM and _same_stem(full, last)]
        return self._full[near[0]] if len(near) == 1 else entity

    def _organ(self, each: Mention, entity: Entity) -> Entity:
        """Return an organ without a state as that of a state named before: the same organ, or the nearest."""
        for one in self._earlier(each):
            if one.state and entity.nouns & one.nouns - {"organisation", "body", "ministry"}:
                return one
        state = self._state(each)
        organ = next((key for key in sorted(each.classes) if key != "person"), None)
        return register(self._lang).organ(organ, state) if organ and state else entity

    def _state(self, each: Mention) -> str | None:
        """Return the state that the sentence names first, else that named last, not far before."""
        last = bisect_left(self._starts, each.start)
        begin = max(self._text.rfind(mark, 0, each.start) for mark in (". ", "\n")) + 1
        same = [
            one for one in self._mentions[:last] if one.state and not one.adjective and one.start >= begin
        ]
        if same:
            return same[0].state
        near = [one for one in self._mentions[:last] if one.state and each.start - one.end < _NEAR]
        firm = [one for one in near if not one.adjective] or near
        return firm[-1].state if firm else None

    def _pointed(self, each: Mention) -> Entity | None:
        """Return the nearest entity before a mention that is of a class it may point to."""
        if each.role == "anaphor" and "person" in each.classes and self._new(each):
            return self._unknown(each)
        owner = self._reporter(each) if "report" in each.classes else None
        if owner is not None:
            return owner
        for entity in self._preferred(each):
            if self._fits(each, entity) and (each.state is None or entity.state in {each.state, None}):
                return entity
        if each.role == "pronoun":
            return None
        organ = next((kind for kind in _STATE_ORGANS if kind in each.classes), None)
        state = each.state or (self._state(each) if organ else None)
        if organ and state:
            return register(self._lang).organ(organ, state)
        return self._unknown(each)

    def _reporter(self, each: Mention) -> Entity | None:
        """Return whose report was named last before a word for a report; None when nobody's was."""
        nouns = {noun.lower() for noun in load(self._lang)["anaphors"].get("report", ())}
        last = bisect_left(self._starts, each.start)
        for one in reversed(self._mentions[max(0, last - _FAR) : last]):
            led = self._text[one.start : one.core].lower().split() if one.core > one.start else []
            if one.role in {"known", "name"} and nouns.intersection(led):
                return one.entity
        return None

    def _new(self, each: Mention) -> bool:
        """Tell whether an indefinite article brings in somebody new."""
        words = self._text[each.start : each.end]
        return pattern(self._lang, "indefinite").match(words) is not None

    def _preferred(self, each: Mention) -> Iterator[Entity]:
        """Yield earlier entities; where nobody spoke yet, a pronoun means a person first."""
        if each.role == "pronoun" and len(each.classes) > 1 and not self.said:
            yield from (entity for entity in self._earlier(each) if entity.kind == "person")
        yield from self._earlier(each)

    @staticmethod
    def _fits(each: Mention, entity: Entity) -> bool:
        if each.role == "pronoun":
            if entity.kind == "other":
                return "person" in each.classes
            return "person" in each.classes if entity.kind == "person" else bool(each.classes - {"person"})
        if entity.kind == "media" and not each.classes & {"media", "authority"}:
            return False
        if "staff" in each.classes:
            return entity.kind not in {"person", "other", "media"}
        return bool(each.classes & entity.nouns)

    def _unknown(self, each: Mention) -> Entity | None:
        """Return the words themselves as a new name: an office or a body that nobody named before."""
        adjective = register(self._lang).adjectives.get(each.state, "") if each.state else ""
        kinds = sorted(each.classes - {"person"}) or sorted(each.classes)
        if each.role == "office":
            return Entity(f"{adjective} {kinds[0].replace('_', ' ')}".strip(), "person", each.state)
        return Entity(f"unnamed {adjective} {kinds[0]}".replace("  ", " "), "other", each.state)

    def _lasting(self, one: Mention) -> bool:
        """Tell whether a noun may point back to a mention: not to a bare word that never spoke."""
        if one.role != "name" or one.entity is None or one.entity in self.said:
            return True
        first = self._text[one.start : one.end].split()[0]
        named = (
            not load(self._lang)["cases"] or one.core > one.start or first in load(self._lang)["given_names"]
        )
        return named and " " in one.entity.name

    def _earlier(self, each: Mention) -> Iterator[Entity]:
        """Yield earlier entities: for a pronoun who spoke last first, else who was named last."""
        last = bisect_left(self._starts, each.start)
        pronoun = each.role == "pronoun"
        named = [
            one.entity
            for one in reversed(self._mentions[max(0, last - _FAR) : last])
            if one.entity and not one.adjective and (pronoun or self._lasting(one))
        ]
        spoke = list(reversed(self.said[-8:]))
        if each.role == "pronoun":
            told = (self.told,) if self.told and self.told.kind == "person" else ()
            yield from (*told, *spoke[:2], *named, *spoke[2:], *self._titled)
        elif "report" in each.classes:
            yield from (*spoke[:2], *named, *spoke[2:], *self._titled)
        else:
            yield from (*named[:3], *spoke, *named[3:], *self._titled)
