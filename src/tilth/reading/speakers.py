"""Who a mention stands for: names, offices, bodies of states, descriptions and pronouns."""

from __future__ import annotations

from dataclasses import dataclass, field

from tilth.reading._words import entries, pattern
from tilth.reading.mentions import Mention, Unit
from tilth.reading.register import Entity, Register, folded
from tilth.times import PartialDate

__all__ = ["Memory"]

BODILY = ("organisation", "body", "government", "ministry", "armed_group", "media", "other")


@dataclass
class Memory:
    """What a reader remembers while it goes through an article: who was named, and who spoke last."""

    lang: str
    register: Register
    date: PartialDate | None
    named: list[Entity] = field(default_factory=list)
    spoke: list[Entity] = field(default_factory=list)

    def note(self, mention: Mention) -> None:
        """Remember whom a mention names, without taking it for a speaker."""
        if mention.first("pronoun") is None:
            entity = self.named_by(mention)
            if entity is not None:
                self.named.append(entity)

    def resolve(self, mention: Mention) -> Entity | None:
        """Return who a mention stands for when it speaks; None when nobody can be told."""
        pronoun = mention.first("pronoun")
        if pronoun is not None:
            return self._pronoun(pronoun.key)
        return self.named_by(mention) or self._described(mention)

    def named_by(self, mention: Mention) -> Entity | None:
        """Return the entity that a mention names by itself."""
        alias = self._alias(mention)
        if alias and alias.kind == "person":
            return alias
        name = mention.first("name")
        if name is not None and (person := self._person(mention, name)):
            return person
        composed = self._composed(mention, alias)
        return composed or (alias if alias and not self._is_unnamed(mention) else None)

    def _alias(self, mention: Mention) -> Entity | None:
        found = [self.register.find(u.words) for u in mention.units if u.kind == "alias"]
        persons = [e for e in found if e and e.kind == "person"]
        return persons[0] if persons else next((e for e in found if e), None)

    def _person(self, mention: Mention, name: Unit) -> Entity | None:
        words = name.words.split()
        known = self.register.find(name.words)
        if known:
            return known
        for entity in reversed(self.named):
            if entity.kind == "person" and folded(entity.name).split()[-1] == folded(words[-1]):
                return entity
        after_of = any(u.kind == "of" and u.end <= name.start for u in mention.units)
        titled = mention.first("office", "role") is not None and not after_of
        if len(words) >= 2 and (titled or len(mention.units) == 1):
            return Entity(name.words, "person" if titled else "other", self._state(mention))
        return None

    def _state(self, mention: Mention) -> str | None:
        unit = mention.first("demonym", "state", "capital")
        if unit:
            return unit.key
        alias = self._alias(mention)
        return alias.state if alias else None

    def _role(self, mention: Mention) -> str | None:
        role = mention.first("role")
        return role.key if role else None

    def _is_unnamed(self, mention: Mention) -> bool:
        return self._role(mention) == "people"

    def _composed(self, mention: Mention, alias: Entity | None) -> Entity | None:
        state, body, office = self._state(mention), mention.first("body"), mention.first("office")
        if self._is_unnamed(mention):
            return None
        if office is not None and not (alias and alias.kind != "person" and body):
            return self._by_office(office.key, state)
        if alias is not None and (body is None or mention.first("demonym", "state", "capital") is None):
            return alias
        if body is not None and state is not None:
            return self.register.body(body.key, state)
        plain = mention.first("state", "capital")
        if plain is not None and self._role(mention) in (None, "stand_in"):
            return self.register.body("government", plain.key)
        if self._role(mention) == "stand_in" and state is not None:
            return self.register.body("government", state)
        return None

    def _by_office(self, office: str, state: str | None) -> Entity | None:
        if state is None:
            for entity in reversed(self.named):
                if entity.kind == "person" and self._held(entity, office):
                    return entity
            return None
        holder = self.register.holder(office, state, self.date)
        if holder is not None:
            return holder
        bodies = {"defence_minister": "defence", "foreign_minister": "foreign", "president": "presidency"}
        return self.register.body(bodies.get(office, "government"), state)

    def _held(self, entity: Entity, office: str) -> bool:
        return any(key == office and entity is who for key, _, _, _, who in self.register.offices)

    def _described(self, mention: Mention) -> Entity | None:
        """Return who a description without a name points back to, or a descriptive unnamed speaker."""
        role, body = self._role(mention), mention.first("body")
        words = " ".join(u.words for u in mention.units)
        if role == "people":
            opening = mention.units[0]
            indefinite = pattern(self.lang, "indefinite").fullmatch(opening.words) is not None
            if indefinite or mention.first("demonym", "alias") or opening.kind != "determiner":
                rest = [u.words for u in mention.units if u.kind != "determiner"]
                return Entity("unnamed " + " ".join(rest), "person", self._state(mention))
            return self._last(lambda e: e.kind == "person")
        if role == "report":
            return self._last(lambda e: e.report) or self._last(lambda e: e.kind in BODILY)
        if role == "staff":
            return self._last(lambda e: e.report) or self._last(lambda e: e.kind in ("person", *BODILY))
        if body is not None:
            return self._last(lambda e: self._fits(e, words)) or self._last(lambda e: e.kind in BODILY)
        if role in ("group", "company", "stand_in"):
            similar = self._last(lambda e: _shares_word(e, mention, self.lang))
            return similar or self._last(lambda e: e.kind in BODILY)
        if mention.first("office") is not None:
            return self._last(lambda e: e.kind == "person")
        return None

    def _fits(self, entity: Entity, words: str) -> bool:
        kinds: dict[str, list[str]] = entries(self.lang, "body_words")
        return any(
            entity.kind == kind and any(folded(word) in folded(words) for word in own) for kind, own in kinds.items()
        )

    def _pronoun(self, sex: str) -> Entity | None:
        if sex in ("m", "f", "person"):
            return self._last(lambda e: e.kind == "person" and e.sex in (sex, None)) or self._last(
                lambda e: e.kind == "person"
            )
        if sex == "thing":
            return self._last(lambda e: e.kind in BODILY)
        return self._last(lambda e: True)

    def _last(self, wanted: object) -> Entity | None:
        assert callable(wanted)
        for group in (self.spoke[-3:], self.named[-12:], self.spoke):
            found = next((e for e in reversed(group) if wanted(e)), None)
            if found is not None:
                return found
        return None


def _shares_word(entity: Entity, mention: Mention, lang: str) -> bool:
    role = mention.first("role")
    return role is not None and bool(lang) and folded(role.words) in folded(entity.name)
