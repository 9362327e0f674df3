"""Whom a mention stands for: the person, the institution or the kind of source among its words."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._cases import case_is_plainly_other
from tilth.reading._latin import in_latin, in_nominative
from tilth.reading._register import Entity, register
from tilth.reading._units import Unit
from tilth.reading._words import load

__all__ = ["headed"]

_NONE: frozenset[str] = frozenset()
Head = tuple[str, Entity | None, frozenset[str], str | None, Entity | None]


def headed(chunk: list[Unit], lang: str, day: str | None) -> Head | None:
    """Return role, entity, classes, state and institution of some words; None when they name nobody."""
    state = next((unit.state for unit in chunk if unit.state and unit.kind != "known"), None)
    body = _body(chunk, state, lang)
    state = state or (body.state if body else None)
    return (
        _named(chunk, lang, state, body)
        or _posted(chunk, lang, day, state, body)
        or _pointing(chunk, lang, state)
        or _plain(chunk, state)
    )


def _body(chunk: list[Unit], state: str | None, lang: str) -> Entity | None:
    """Return the institution among some words; an organ takes the state named with it."""
    for unit in chunk:
        if unit.kind == "organ" and unit.entity is not None:
            bare = unit.entity.state is None and state
            return register(lang).organ(unit.key, state) if bare else unit.entity
        if unit.kind == "known" and not _person(unit):
            return unit.entity
    return None


def _person(unit: Unit) -> bool:
    return unit.entity is not None and unit.entity.kind == "person"


def _named(chunk: list[Unit], lang: str, state: str | None, body: Entity | None) -> Head | None:
    """Return the head of words that hold a name."""
    last = next((unit for unit in reversed(chunk) if _person(unit) or unit.kind == "proper"), None)
    if last is None:
        return None
    if last.kind == "known":
        return "known", last.entity, _NONE, state, body
    led = {unit.kind for unit in chunk if unit.start < last.start}
    words = _from_given(last.key.split(), lang)
    posted = any(unit.kind == "anaphor" and "person" in unit.classes for unit in chunk)
    titled = posted or bool(led & {"office", "title", "staff"})
    if not titled and (body is not None or led & {"unnamed"}) and len(words) < 2:
        return None
    if case_is_plainly_other(last.key, lang):
        return None
    kind = "person" if titled else _guessed(last.key, led, lang)
    kind = "organisation" if last.classes else kind
    name = in_latin(in_nominative(" ".join(words), lang), lang)
    return "name", Entity(name, kind, state, frozenset({kind})), _NONE, state, body


def _from_given(words: list[str], lang: str) -> list[str]:
    """Return a name without a place before it in the genitive: "the mayor of Lviv Andrii ..."."""
    given = load(lang)["given_names"]
    place = next((at for at, word in enumerate(words) if word in given), 0)
    return words[place:] if load(lang)["cases"] and len(words) - place > 1 else words


@cache
def _of_organisations(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load(lang)['organisation_words']})(?!\w)", re.I)


def _guessed(name: str, led: set[str], lang: str) -> str:
    """Return what kind of speaker a name without title is likely to be."""
    if load(lang)["cases"] and " " in name and name.split()[0] in load(lang)["given_names"]:
        return "person"
    if led & {"near", "stand", "anaphor"} or _of_organisations(lang).search(name):
        return "organisation"
    return "person" if 1 < len(name.split()) < 4 and not name.isupper() else "organisation"


def _posted(
    chunk: list[Unit], lang: str, day: str | None, state: str | None, body: Entity | None
) -> Head | None:
    """Return the head of words without a name: an office, or an institution with or without its staff."""
    found = {unit.kind: unit for unit in chunk}
    if "office" in found and not (found.keys() & {"staff", "stand"} and body):
        office = found["office"]
        holder = register(lang).holder(office.key, state, day)
        return "office", holder, office.classes, state, None
    if body is None:
        return None
    key = frozenset({found["organ"].key}) if "organ" in found else _NONE
    return "organ" if "organ" in found else "known", body, key, state, None


def _pointing(chunk: list[Unit], lang: str, state: str | None) -> Head | None:
    """Return the head of words that point back, or to a source without a name."""
    found = {unit.kind: unit for unit in chunk}
    if "anaphor" in found:
        return "anaphor", None, found["anaphor"].classes, state, None
    if "staff" in found:
        if state:
            return "organ", register(lang).organ("government", state), _NONE, state, None
        return "anaphor", None, frozenset({"staff"}), None, None
    if found.keys() & {"stand", "title"} and not found.keys() - {"stand", "title", "near", "adjective"}:
        return "post", None, frozenset({"person"}), None, None
    if "unnamed" in found:
        return "unnamed", _unnamed(found["unnamed"].key, state, lang), _NONE, state, None
    return None


def _unnamed(kind: str, state: str | None, lang: str) -> Entity:
    adjective = register(lang).adjectives.get(state, "") if state else ""
    return Entity(" ".join(f"unnamed {adjective} {kind}".split()), "other", state)


def _plain(chunk: list[Unit], state: str | None) -> Head | None:
    """Return the head of words that are only a state, its adjective or a pronoun."""
    for unit in chunk:
        if unit.kind in {"name", "capital"}:
            return "state", unit.entity, _NONE, state, None
        if unit.kind in {"adjective", "pronoun"}:
            return unit.kind, unit.entity, unit.classes, state, None
    return None
