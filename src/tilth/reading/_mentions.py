"""Places where a text names, or points to, somebody who may speak: units joined to whole mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from tilth.reading._cases import cases_of
from tilth.reading._heads import headed
from tilth.reading._register import Entity
from tilth.reading._tokens import words_of
from tilth.reading._units import Unit, states_of, units_in
from tilth.reading._words import load

__all__ = ["Mention", "mentions_in", "states_in"]

_STATES = frozenset({"name", "capital"})
_OFFICES = frozenset({"office", "title", "staff", "unnamed", "stand", "near"})
_POSTS = frozenset({"office", "title", "staff"})
_APPOSED = re.compile(r",\s+(?:[a-zß-ÿ]{2,3}\s+)?\Z")
_NAMED = re.compile(r"\s[A-ZÀ-ÞА-ЯІЇЄҐ]")
_BODIES = frozenset({"known", "organ"})
_MODIFIED = _OFFICES | _BODIES | {"proper", "anaphor"}


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for somebody.

    ``role`` is known, organ, office, state, name, pronoun, anaphor, unnamed or adjective; ``classes`` says
    what a pointing word may point to; ``state`` is that of its words; ``body`` is the institution that a
    named person speaks for; ``core`` is where the last unit starts.
    """

    start: int
    end: int
    role: str
    entity: Entity | None = None
    classes: frozenset[str] = field(default=frozenset())
    state: str | None = None
    body: Entity | None = None
    core: int = 0

    @property
    def adjective(self) -> bool:
        """Whether it is only the adjective of a state."""
        return self.role == "adjective"


def states_in(text: str, lang: str) -> list[tuple[int, str]]:
    """Return places and ISO codes of the states that a text names, also by adjective or capital."""
    return [(found.start, found.key) for found in states_of(words_of(text), lang)]


def mentions_in(text: str, lang: str, day: str | None) -> list[Mention]:
    """Return the mentions in text order without overlap, each with all the words that belong to it."""
    chunks: list[list[Unit]] = []
    for unit in units_in(text, lang):
        if chunks and _joins(chunks[-1], unit, text, lang):
            chunks[-1].append(unit)
        else:
            chunks.append([unit])
    made = []
    for chunk in chunks:
        head = headed(chunk, lang, day)
        if head is not None:
            role, entity, classes, state, body = head
            made.append(
                Mention(chunk[0].start, chunk[-1].end, role, entity, classes, state, body, chunk[-1].start)
            )
    return made


@cache
def _links(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load(lang)
    of = rf"\s+(?:{words['of_words']})(?:\s+|(?<=['’]))(?:(?:{words['articles']})(?:\s+|(?<=['’])))?"
    of += r"(?:(?-i:[a-zß-ÿ][\wß-ÿ-]+)\s+)?"
    return re.compile(of, re.I), re.compile(r"(?:['’]s?|s['’])\s+")


def _joins(chunk: list[Unit], unit: Unit, text: str, lang: str) -> bool:
    """Tell whether a unit belongs to the same mention as those before it."""
    last, gap = chunk[-1], text[chunk[-1].end : unit.start]
    if len(gap) > 24 or unit.kind == "pronoun" or last.kind == "pronoun":
        return False
    if _disagrees(last, unit, text, lang):
        return False
    if not gap.strip() or gap == "-":
        return len(gap) < 4 and "\n" not in gap and _beside(chunk, last, unit, text, lang)
    of, possessive = _links(lang)
    if possessive.fullmatch(gap):
        return _owns(last, unit)
    if of.fullmatch(gap):
        return _of(last, unit)
    posted = any(each.kind in _POSTS or "person" in each.classes for each in chunk)
    return posted and _apposed(chunk, gap, unit, text)


def _apposed(chunk: list[Unit], gap: str, unit: Unit, text: str) -> bool:
    """Tell whether a name, or a title with a name, stands in apposition to a post."""
    if unit.kind == "title" and _APPOSED.match(gap):
        return _NAMED.match(text, unit.end) is not None
    closed = text[unit.end : unit.end + 1] in {",", "."}
    return gap.strip() == "," and (closed or len(chunk) > 1) and _is_person(unit)


def _owns(last: Unit, unit: Unit) -> bool:
    """Tell whether a name is the owner of what follows: "Moscow's envoy", "Amnesty's UK director"."""
    if last.kind in _STATES:
        return unit.kind in _MODIFIED
    return last.kind in _BODIES | {"proper"} and unit.kind in _MODIFIED | {"name", "adjective"}


def _disagrees(last: Unit, unit: Unit, text: str, lang: str) -> bool:
    """Tell whether a person in the nominative follows words in another case: whom it is told."""
    if not (_is_person(unit) and load(lang)["cases"]):
        return False
    before, after = (cases_of(text[each.start : each.end], lang) for each in (last, unit))
    return bool(before and after) and "nom" in after and not before & after and "gen" not in before


def _is_person(unit: Unit) -> bool:
    if unit.kind == "known":
        return unit.entity is not None and unit.entity.kind == "person"
    return unit.kind == "proper" and 1 < len(unit.key.split()) < 4


def _of(last: Unit, unit: Unit) -> bool:
    """Tell whether "of" ties a unit to an office, a person's post or an organ."""
    if unit.kind == "near":
        return last.kind == "anaphor" and "report" in last.classes
    if unit.kind in _BODIES | _STATES | {"proper", "anaphor"} and not _is_person(unit):
        if last.kind in {"office", "title", "staff", "unnamed"}:
            return not (last.kind == "title" and unit.kind == "proper")
        posted = last.kind == "anaphor" and bool(last.classes & {"staff", "person", "report"})
        return posted or (last.kind in {"organ", "anaphor"} and unit.kind in _STATES)
    return last.kind == "staff" and unit.kind in {"office", "adjective"}


def _beside(chunk: list[Unit], last: Unit, unit: Unit, text: str, lang: str) -> bool:
    """Tell whether two units that only a blank parts are one mention."""
    if last.kind == "adjective":
        return unit.kind in _MODIFIED
    if last.kind in _STATES:
        return unit.kind in {"office", "staff", "unnamed", "organ", "title"}
    if unit.kind in {"adjective", "name"} | _BODIES and _genitive(unit, text, lang):
        return last.kind in _OFFICES | {"organ", "anaphor"}
    if last.kind in {"title", "stand", "near"}:
        return unit.kind in _MODIFIED | {"adjective", "name"}
    if last.kind in _BODIES:
        posts = {"office", "staff"} if _is_person(last) else {"office", "title", "staff", "unnamed"}
        return unit.kind in posts and (not _is_person(last) or _possessive(last, text))
    return _behind_office(chunk, last, unit)


def _possessive(unit: Unit, text: str) -> bool:
    """Tell whether a name has the ending of a genitive that its known form lacks ("Bidens")."""
    return text[unit.start : unit.end].endswith("s") and not unit.key.endswith("s")


def _behind_office(chunk: list[Unit], last: Unit, unit: Unit) -> bool:
    """Tell whether a name, title or adjective behind an office belongs to it."""
    if last.kind not in {"office", "staff", "unnamed", "anaphor"}:
        return False
    if last.kind == "anaphor" and unit.kind in {"known", "proper"}:
        return True
    if unit.kind == "proper" or _is_person(unit):
        return last.kind in {"office", "staff"} or (last.kind == "unnamed" and len(unit.key.split()) > 1)
    if unit.kind == "adjective":
        return not any(each.state for each in chunk)
    return unit.kind in {"title", "office", "staff"} and last.kind in {"office", "staff"}


def _genitive(unit: Unit, text: str, lang: str) -> bool:
    """Tell whether the form of a word is that of a genitive, in a language with cases."""
    cases = load(lang)["case_of"].get(text[unit.start : unit.end].lower())
    return bool(cases) and "gen" in cases
