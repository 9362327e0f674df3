"""The register of speakers: known bodies and persons, and names composed for bodies of states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.reading._words import data, state_names
from tilth.times import PartialDate

__all__ = ["Entity", "Register", "default_register"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A speaker: canonical English name, kind, state; ``known`` when the register holds it."""

    name: str
    kind: str
    state: str | None = None
    sex: str | None = None
    report: bool = False
    known: bool = False


@dataclass(frozen=True)
class Register:
    """Speakers by name, adjectives of states, and who held an office when."""

    by_name: Mapping[str, Entity]
    names: tuple[str, ...]
    offices: tuple[tuple[str, str, str, str, Entity], ...]
    adjectives: Mapping[str, str]
    bodies: Mapping[str, Mapping[str, str]]

    def find(self, name: str) -> Entity | None:
        """Return the entity of a name or alias, without regard to case and accents."""
        return self.by_name.get(folded(name))

    def body(self, kind: str, state: str) -> Entity:
        """Return a body of a state, the register's own entry when it has one."""
        adjective = self.adjectives.get(state) or state_name(state)
        told = self.bodies[kind]
        stem = state_name(state) if kind == "embassy" else adjective
        name = told["name"].format(stem)
        return self.find(name) or Entity(name, told["kind"], state)

    def holder(self, office: str, state: str | None, on: PartialDate | None) -> Entity | None:
        """Return who held the office on a day; None when nobody or more than one can be meant."""
        if on is None:
            return None
        day = on.latest.isoformat()
        found = [
            holder
            for key, begin, end, of, holder in self.offices
            if key == office and begin <= day and (not end or day <= end) and of == (state or of)
        ]
        return found[0] if len(found) == 1 else None


def folded(name: str) -> str:
    """Return a name for comparison: lower case, no accents, straight apostrophes."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c)).casefold()).strip()


@cache
def state_name(state: str) -> str:
    """Return the English name of a state by its alpha-3 code."""
    names = {code: name for name, code in reversed(list(state_names("en").items()))}
    return names.get(state, state)


@cache
def default_register() -> Register:
    """Return the register that tilth ships."""
    return made(data("entities"), data("states"))


def made(entities: Mapping[str, Any], states: Mapping[str, Any]) -> Register:
    """Return a register from parsed files."""
    by_name: dict[str, Entity] = {}
    names: list[str] = []
    offices = []
    for row in entities["entities"]:
        entity = Entity(
            row["name"], row["kind"], row.get("state"), row.get("sex"), row.get("report") == "true", known=True
        )
        for alias in (row["name"], *row.get("aliases", ())):
            by_name.setdefault(folded(alias), entity)
            names.append(alias)
        if "treaty" in row:
            continue
        for held in row.get("offices", ()):
            offices.append((held["office"], held["from"], held.get("until", ""), row.get("state", ""), entity))
    return Register(by_name, tuple(names), tuple(offices), states["adjectives"], states["bodies"])
