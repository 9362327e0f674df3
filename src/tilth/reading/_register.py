"""Who is who: names, offices and organs of a language, and the entities they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tilth.reading._holders import holders
from tilth.reading._tokens import Phrases
from tilth.reading._words import load

__all__ = ["Entity", "Register", "either", "register"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A speaker with its canonical English name; ``nouns`` are the classes that may point back to it."""

    name: str
    kind: str
    state: str | None = None
    nouns: frozenset[str] = field(default=frozenset())


_NOUNS = {
    "ministry": "ministry",
    "government": "government",
    "organisation": "organisation",
    "armed_group": "army",
    "person": "person",
}


def either(words: Iterable[str]) -> str:
    """Return an expression for any of some plain words, the longest first; matches nothing when empty."""
    found = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) or r"(?!)"


def _beginning(words: Iterable[str]) -> Iterable[str]:
    """Return words also with the capital they have at the beginning of a sentence."""
    return (form for word in words for form in (word, word[:1].upper() + word[1:]))


def _acting(bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return bodies that supply or use weapons, each with what facts call it: itself, or its state."""
    own = {row["name"]: row["name"] for row in bodies if row.get("acts")}
    forces = {
        row["name"]: row["state"] for row in bodies if row["kind"] == "armed_group" and row.get("state")
    }
    return forces | own


class Register:
    """The names of one language, with what each stands for."""

    def __init__(self, words: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        self.words = words
        self.known = known
        self.adjectives = known["states"]
        self.states: dict[str, str] = {}
        self.adjective_of: dict[str, str] = {}
        self.capital_of: dict[str, str] = {}
        for code, named in words["states"].items():
            self.states |= dict.fromkeys(named["names"], code)
            self.adjective_of |= dict.fromkeys(_beginning(named["adjectives"]), code)
            self.capital_of |= dict.fromkeys(named["capitals"], code)
        self.acts = _acting(known["bodies"])
        self.entities = self._entities()
        self.aliases = self._aliases()

    def _entities(self) -> dict[str, Entity]:
        """Return the bodies and persons by canonical name."""
        found = {}
        for row in self.known["bodies"]:
            nouns = frozenset({*row.get("nouns", ()), _NOUNS.get(row["kind"], "organisation")})
            nouns |= {"media"} if row["kind"] == "media" else frozenset()
            found[row["name"]] = Entity(row["name"], row["kind"], row.get("state"), nouns)
        for row in self.known["persons"]:
            found[row["name"]] = Entity(row["name"], "person", row.get("state"), frozenset({"person"}))
        for one in holders():
            found.setdefault(one.name, Entity(one.name, "person", one.state, frozenset({"person"})))
        return found

    def _aliases(self) -> dict[str, Entity]:
        """Return the names as written, blanks made one, with the entity of each."""
        found: dict[str, Entity] = {}
        for one in holders():
            found |= dict.fromkeys((one.name, *one.aliases), self.entities[one.name])
        for row in (*self.known["bodies"], *self.known["persons"]):
            found |= dict.fromkeys(row["aliases"], self.entities[row["name"]])
        for name, written in (*self.words["bodies"].items(), *self.words["persons"].items()):
            found |= dict.fromkeys(written, self.entities[name])
        return found

    def organ(self, organ: str, state: str | None) -> Entity:
        """Return the ministry, army ... of a state; of no state, the bare organ."""
        names = self.known["organs"][organ]
        adjective = self.adjectives.get(state, state or "")
        name = names.get(state) or names["_"].format(adjective=adjective).strip()
        if name in self.entities:
            return self.entities[name]
        kind = self.known["organ_kinds"][organ]
        nouns = {organ, _NOUNS.get(kind, organ)}
        if organ in {"defence", "foreign", "interior"}:
            nouns.add("ministry")
        return Entity(name, kind, state, frozenset(nouns))

    def holder(self, office: str, state: str | None, day: str | None) -> Entity | None:
        """Return who held an office on a day (ISO text, maybe partial); None when that is not clear."""
        if state is None or day is None:
            return None
        found = {
            row.name for row in holders() if (row.office, row.state) == (office, state) and row.held_on(day)
        }
        return self.entities[found.pop()] if len(found) == 1 else None

    def phrases(self) -> Phrases[tuple[str, str]]:
        """Return all names with their role: known, name, adjective or capital, and what each stands for."""
        tables = {"name": self.states, "adjective": self.adjective_of, "capital": self.capital_of}
        entries = [(alias, ("known", entity.name)) for alias, entity in self.aliases.items()]
        for role, table in tables.items():
            entries += [(word, (role, code)) for word, code in table.items()]
        return Phrases(entries, folded=False)


@cache
def register(lang: str) -> Register:
    """Return the register of a language."""
    return Register(load(lang), load("entities"))
