"""Places where a text names, or points to, somebody who may speak."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from tilth.reading._register import Entity, Register, either, register

__all__ = ["Mention", "mentions_in", "states_in"]

_NAME = r"[^\W\d_a-zà-ÿ][\w’'-]+"
_JOIN = r"(?:\s+(?:van|de|der|von|al|bin|of|for|the|and|&|el|la|du|den)){0,2}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for somebody.

    ``role`` is known, organ, office, state, name, pronoun, anaphor or unnamed; ``classes`` says what a
    pointing word may point to; ``core`` is where the name itself starts.
    """

    start: int
    end: int
    role: str
    entity: Entity | None = None
    classes: frozenset[str] = frozenset()
    core: int = 0
    adjective: bool = False
    state: str | None = None


def mentions_in(text: str, lang: str, day: str | None) -> list[Mention]:
    """Return the mentions in text order without overlap, each with its article, title and apposition."""
    read = register(lang)
    cores = _chosen(
        _known(text, read) + _organs(text, lang) + _offices(text, lang, day) + _states(text, lang)
    )
    firm = [each for each in cores if not each.adjective]
    cores = _chosen(cores + _free(_pointing(text, lang), firm) + _names(text, cores, lang))
    return _chosen([_extended(text, core, lang) for core in _merged(text, cores)])


def states_in(text: str, lang: str) -> list[tuple[int, str]]:
    """Return places and ISO codes of the states that a text names, also by adjective or capital."""
    return [(found.start, found.state) for found in _chosen(_states(text, lang)) if found.state]


def _free(found: list[Mention], taken: list[Mention]) -> list[Mention]:
    """Return the mentions that do not overlap with those taken."""
    covered = {place for each in taken for place in range(each.start, each.end)}
    return [each for each in found if covered.isdisjoint(range(each.start, each.end))]


def _chosen(found: list[Mention]) -> list[Mention]:
    """Return the mentions without overlap: the longer first, of equals the one found first."""
    taken: list[Mention] = []
    ends: list[bool] = []
    size = max((each.end for each in found), default=0)
    ends = [False] * (size + 1)
    for each in sorted(found, key=lambda one: one.start - one.end):
        if not any(ends[each.start : each.end]):
            taken.append(each)
            ends[each.start : each.end] = [True] * (each.end - each.start)
    return sorted(taken, key=lambda one: one.start)


@cache
def _compiled(lang: str) -> dict[str, re.Pattern[str]]:
    read = register(lang)
    words = read.words
    point = read.filled(words["anaphor_before"])
    nouns = [noun for listed in words["anaphors"].values() for noun in listed]
    free = [noun for listed in words["unnamed"].values() for noun in listed]
    pronouns = [word for listed in words["pronouns"].values() for word in listed]
    office = "|".join(read.filled(each) for listed in words["offices"].values() for each in listed)
    office = re.sub(r"\?P<\w+>", "?:", office)
    adjective = either(read.adjective_of)
    before = (
        rf"(?:{words['stand_before']})?(?:(?:{words['articles']})\s+)?"
        rf"(?:(?:{adjective}|{words['near_noun']}|{words['office_prefix']}|{words['titles']}|{office}),?\s+)*\Z"
    )
    made = {
        "alias": rf"(?<![\w-])(?:{either(read.aliases)})(?!\w)",
        "state": rf"(?<![\w-])(?:(?P<adjective>{either(read.adjective_of)})|(?P<name>{either(read.states)})"
        rf"|(?P<capital>{either(read.capital_of)}))(?!\w|-\w)",
        "name": rf"(?<!\w){_NAME}(?:{_JOIN}\s+{_NAME})*",
    }
    loose = {
        "pronoun": rf"(?<![\w’'])(?:{either(pronouns)})(?!\w|’|')",
        "anaphor": rf"(?<!\w)(?P<before>{point})(?P<noun>{either(nouns)})(?!\w)",
        "unnamed": rf"(?<!\w)(?P<noun>{either(free)})(?!\w)",
        "before": before,
        "after": rf"(?:{words['stand_after']})(?!\w)",
        "titled": rf"(?:{words['titles']})\s+(?=\S)",
        "title": rf"(?:{words['titles']}|{words['near_noun']}|{office}),?\s+\Z",
    }
    return {key: re.compile(value) for key, value in made.items()} | {
        key: re.compile(value, re.I) for key, value in loose.items()
    }


@cache
def _slotted(lang: str, key: str) -> list[tuple[str, re.Pattern[str]]]:
    read = register(lang)
    return [
        (name, re.compile(rf"(?<!\w)(?:{read.filled(each)})(?!\w)", re.I if key == "offices" else 0))
        for name, listed in read.words[key].items()
        for each in listed
    ]


def _known(text: str, read: Register) -> list[Mention]:
    found = _compiled(read.words["language"])["alias"].finditer(text)
    return [
        Mention(each.start(), each.end(), "known", read.aliases[" ".join(each[0].split())], core=each.start())
        for each in found
    ]


def _organs(text: str, lang: str) -> list[Mention]:
    read = register(lang)
    made = []
    for organ, expression in _slotted(lang, "organs"):
        for match in expression.finditer(text):
            entity = read.organ(organ, read.state_in(match))
            made.append(Mention(*match.span(), "organ", entity, core=match.start(), state=entity.state))
    return made


def _offices(text: str, lang: str, day: str | None) -> list[Mention]:
    read = register(lang)
    made = []
    for office, expression in _slotted(lang, "offices"):
        for match in expression.finditer(text):
            state = read.state_in(match)
            near = _compiled(lang)["before"].search(text, max(0, match.start() - 80), match.start())
            named = states_in(near[0], lang) if near and near[0] else []
            state = state or (named[0][1] if named else None)
            holder = read.holder(office, state, day)
            made.append(
                Mention(*match.span(), "office", holder, frozenset({"person", office}), match.start())
            )
    return made


def _states(text: str, lang: str) -> list[Mention]:
    read = register(lang)
    made = []
    for match in _compiled(lang)["state"].finditer(text):
        state = read.state_in(match)
        adjective = match["adjective"] is not None
        entity = read.organ("government", state)
        made.append(
            Mention(*match.span(), "state", entity, core=match.start(), adjective=adjective, state=state)
        )
    return made


def _pointing(text: str, lang: str) -> list[Mention]:
    """Return pronouns, nouns that point back, and sources without a name."""
    read, compiled = register(lang), _compiled(lang)
    made = []
    for match in compiled["pronoun"].finditer(text):
        classes = frozenset(k for k, listed in read.words["pronouns"].items() if match[0].lower() in listed)
        made.append(Mention(*match.span(), "pronoun", None, classes, match.start()))
    for match in compiled["anaphor"].finditer(text):
        noun = match["noun"].lower()
        classes = frozenset(kind for kind, listed in read.words["anaphors"].items() if noun in listed)
        made.append(
            Mention(*match.span(), "anaphor", None, classes, match.start(), state=read.state_in(match))
        )
    for match in compiled["unnamed"].finditer(text):
        noun = match["noun"].lower()
        kind = next(kind for kind, listed in read.words["unnamed"].items() if noun in listed)
        entity = Entity(f"unnamed {kind}", "other")
        made.append(Mention(*match.span(), "unnamed", entity, core=match.start()))
    return made


def _names(text: str, known: list[Mention], lang: str) -> list[Mention]:
    """Return capitalised names that the register lacks, as new entities."""
    covered = {place for each in known for place in range(each.start, each.end)}
    made: list[Mention] = []
    full: dict[str, Entity] = {}
    for match in _compiled(lang)["name"].finditer(text):
        if not covered.isdisjoint(range(*match.span())):
            continue
        found = _named(match, text, lang, full)
        if found is not None:
            made.append(found)
            if found.entity and found.entity.kind == "person":
                full.setdefault(found.entity.name.rsplit(" ", 1)[-1], found.entity)
    return made


def _named(match: re.Match[str], text: str, lang: str, full: dict[str, Entity]) -> Mention | None:
    """Return a name as a mention; a family name stands for the full name given before."""
    words = register(lang).words
    start = match.start() + _common(match[0], lang)
    title = _compiled(lang)["titled"].match(text, start, match.end())
    before = title or _compiled(lang)["title"].search(text, max(0, start - 60), start)
    start = title.end() if title else start
    name = " ".join(text[start : match.end()].split())
    if not name or (name.isupper() and len(name) > 5):
        return None
    if name in full:
        return Mention(match.start(), match.end(), "name", full[name], core=start)
    if words["nouns_capitalised"] and " " not in name and not before:
        return None
    several = title is not None or 1 < len(name.split()) < 4
    kind = "person" if several else "organisation"
    first = match.start() if title else start
    return Mention(first, match.end(), "name", Entity(name, kind, None, frozenset({kind})), core=start)


def _common(name: str, lang: str) -> int:
    """Return the length of the common words at the front of a name, as at the beginning of a sentence."""
    common, place = _plain_words(lang), 0
    for word in re.finditer(r"\S+\s*", name):
        if word[0].strip().lower() not in common:
            return place
        place = word.end()
    return place


@cache
def _plain_words(lang: str) -> frozenset[str]:
    return frozenset(register(lang).words["stop_words"].split())


def _merged(text: str, found: list[Mention]) -> list[Mention]:
    """Join an office, a state or a source with the name that follows it at once."""
    made: list[Mention] = []
    for each in found:
        last = made[-1] if made else None
        if last is not None and re.fullmatch(r",?\s+", text[last.end : each.start]):
            if last.role == "office" and each.role in {"known", "name"}:
                entity = each.entity
                if each.role == "name" and entity is not None:
                    entity = Entity(entity.name, "person", None, frozenset({"person"}))
                made[-1] = replace(each, start=last.start, entity=entity, role="known")
                continue
            if last.role == "state" and last.adjective and each.role in {"office", "unnamed", "known"}:
                made[-1] = replace(each, start=last.start, entity=each.entity, state=last.state)
                continue
        made.append(each)
    return made


def _extended(text: str, found: Mention, lang: str) -> Mention:
    """Return the mention with the article, titles and spokesperson around it."""
    if found.role in {"pronoun", "anaphor"}:
        return found
    compiled = _compiled(lang)
    before = compiled["before"].search(text, max(0, found.start - 100), found.start)
    start = before.start() if before and before[0].strip() else found.start
    while start < found.start and text[start].isspace():
        start += 1
    after = compiled["after"].match(text, found.end)
    entity = found.entity
    if found.role == "name" and entity is not None and compiled["title"].search(text, start, found.start):
        titled = re.search(
            rf"(?:{register(lang).words['titles']})\s*,?\s*\Z", text[start : found.start], re.I
        )
        kind = "person" if titled else "organisation"
        entity = Entity(entity.name, kind, None, frozenset({kind}))
    return replace(found, start=start, end=after.end() if after else found.end, entity=entity)
