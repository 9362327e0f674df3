"""Words that name somebody or point to somebody, before they are joined to whole mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from tilth.reading._register import Entity, either, register
from tilth.reading._tokens import Phrases, Words, words_of
from tilth.reading._words import load

__all__ = ["Unit", "states_of", "units_in"]

_FIRST = r"[^\W\d_a-zà-öø-ÿа-яёіїєґčćšžąęėįųūāēģīķļņőű]"
_NAME = rf"{_FIRST}[\w’'-]*\w|{_FIRST}\.(?=\s[A-ZÀ-Þ])"
_SIGNS = {"adjective": "\ue001", "name": "\ue002", "capital": "\ue003"}
_OPENED = re.compile(r"[«»„“”\"‚‘’]")
_GOES_ON = "\ue000"


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of one kind.

    ``kind`` is known, organ, office, name (of a state), capital, adjective, proper (a name the register
    lacks), title, near, staff, stand, after, unnamed, anaphor or pronoun; ``key`` is what the register
    calls it: a state's code, an office, a noun of sources.
    """

    start: int
    end: int
    kind: str
    key: str = ""
    entity: Entity | None = None
    classes: frozenset[str] = field(default=frozenset())
    state: str | None = None


def _longest(found: Iterable[Unit]) -> list[Unit]:
    """Return the units without overlap: the longer first, of equals the one found first."""
    taken: list[Unit] = []
    covered: set[int] = set()
    for each in sorted(found, key=lambda one: one.start - one.end):
        places = range(each.start, each.end)
        if covered.isdisjoint(places):
            covered.update(places)
            taken.append(each)
    return sorted(taken, key=lambda one: one.start)


def states_of(words: Words, lang: str) -> list[Unit]:
    """Return the names, adjectives and capitals of states in a text, and bodies that act, in order."""
    acts = register(lang).acts
    found = (
        each if each.kind in _SIGNS else Unit(each.start, each.end, "body", acts[each.key], state=each.state)
        for each in _longest(_named(words, lang))
        if each.kind in _SIGNS or each.key in acts
    )
    return list(found)


def units_in(text: str, lang: str) -> list[Unit]:
    """Return the units of a text in order, without overlap."""
    words = words_of(text)
    named = _longest(_named(words, lang))
    shadow = _shadow(text, named)
    states = {each.start: each.key for each in named if each.kind in _SIGNS}
    firm = _longest([*_slotted(shadow, states, lang), *named])
    covered = {place for each in firm if each.kind != "adjective" for place in range(each.start, each.end)}
    loose = [
        each
        for each in (*_pointing(shadow, states, lang), *_sources(words, lang), *_around(shadow, lang))
        if covered.isdisjoint(range(each.start, each.end))
    ]
    loose = _longest(loose)
    made = [each for each in _longest([*firm, *loose]) if not _is_article(each, firm, text)]
    covered = {place for each in made for place in range(each.start, each.end)}
    proper = _tied(text, list(_proper(text, covered, lang)), lang)
    if load(lang)["nouns_capitalised"]:
        proper = _surely_names(proper, made)
    return sorted([*made, *proper], key=lambda one: one.start)


@cache
def _ties(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load(lang)
    of = rf"\s+(?:{words['of_words']})\s+(?:(?:{words['articles']})\s+)?"
    return re.compile(of, re.I), re.compile(rf"(?<!\w)(?:{words['organisation_words']})(?!\w)", re.I)


def _tied(text: str, proper: list[Unit], lang: str) -> list[Unit]:
    """Return the names with those joined that make up one: "Institute for the Study of War"."""
    of, organisations = _ties(lang)
    made: list[Unit] = []
    for each in proper:
        last = made[-1] if made else None
        gap = text[last.end : each.start] if last else ""
        if last and of.fullmatch(gap) and organisations.search(last.key):
            made[-1] = Unit(last.start, each.end, "proper", text[last.start : each.end])
        else:
            made.append(each)
    return made


def _surely_names(proper: list[Unit], made: list[Unit]) -> list[Unit]:
    """Return the names of a language whose nouns have capitals: of several words, titled, or known by now."""
    titles = {each.end for each in made if each.kind in {"title", "near", "office", "staff"}}
    family = {each.key.split()[-1] for each in proper if " " in each.key}
    return [
        each
        for each in proper
        if " " in each.key or each.key in family or {each.start - 1, each.start - 2} & titles
    ]


def _is_article(each: Unit, firm: list[Unit], text: str) -> bool:
    """Tell whether a pronoun stands before a name and so is its article."""
    if each.kind != "pronoun":
        return False
    return any(one.start - each.end == 1 and text[each.end].isspace() for one in firm)


@cache
def _phrases(lang: str) -> Phrases[tuple[str, str]]:
    return register(lang).phrases()


def _named(words: Words, lang: str) -> Iterator[Unit]:
    read, text = register(lang), words.text
    for start, end, (role, key) in _phrases(lang).find(words):
        if start and text[start - 1] == "-":
            continue
        if role == "known":
            yield Unit(start, end, "known", key, read.entities[key], state=read.entities[key].state)
        elif text[end - 1] == "-" or not (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum()):
            entity = read.organ("government", key)
            yield Unit(start, end, role, key, entity, state=key)


def _shadow(text: str, named: list[Unit]) -> str:
    """Return the text, as long as it was, with a sign for each word of a state."""
    parts, place = [], 0
    for each in named:
        if each.kind in _SIGNS:
            parts += [text[place : each.start], _SIGNS[each.kind] + _GOES_ON * (each.end - each.start - 1)]
            place = each.end
    return "".join([*parts, text[place:]])


def _signed(expression: str) -> str:
    for slot, sign in _SIGNS.items():
        expression = expression.replace("{" + slot + "}", f"{sign}{_GOES_ON}*")
    return expression


def _grouped(tables: Mapping[str, Iterable[str]]) -> str:
    return "|".join(f"(?P<{key}>{_signed('|'.join(listed))})" for key, listed in tables.items())


@cache
def _slots(lang: str) -> list[tuple[str, re.Pattern[str]]]:
    words = load(lang)
    return [
        (kind, re.compile(rf"(?<![\w\ue000])(?:{_grouped(words[kind + 's'])})(?!\w)", re.I))
        for kind in ("organ", "office")
    ]


def _slotted(shadow: str, states: dict[int, str], lang: str) -> Iterator[Unit]:
    """Yield the organs and offices, each with the state that its words name."""
    read = register(lang)
    for kind, expression in _slots(lang):
        for match in expression.finditer(shadow):
            state = _state_in(match, states)
            key = match.lastgroup or ""
            entity = read.organ(key, state) if kind == "organ" else None
            yield Unit(*match.span(), kind, key, entity, frozenset({"person", key}), state)


def _state_in(match: re.Match[str], states: dict[int, str]) -> str | None:
    for place, sign in enumerate(match[0], match.start()):
        if "\ue001" <= sign <= "\ue003":
            return states[place]
    return None


@cache
def _pointers(
    lang: str,
) -> tuple[re.Pattern[str], dict[str, frozenset[str]], re.Pattern[str], re.Pattern[str]]:
    words = load(lang)
    nouns: dict[str, set[str]] = {}
    for kind, listed in words["anaphors"].items():
        for noun in listed if kind != "staff" else ():
            nouns.setdefault(" ".join(noun.lower().split()), set()).add(kind)
    before = _signed(words["anaphor_before"])
    around = {
        "stand": [words["stand_before"]],
        "title": [words["titles"], words["office_prefix"]],
        "near": [words["near_noun"]],
    }
    return (
        re.compile(rf"(?<![\w\ue000])(?:{before})(?P<noun>{either(nouns)})(?!\w)", re.I),
        {noun: frozenset(kinds) for noun, kinds in nouns.items()},
        re.compile(rf"(?<!\w)(?:{_grouped(around)})(?:(?!\w)|(?<=\s))", re.I),
        re.compile(rf"(?:{either(nouns)})(?!\w)", re.I),
    )


def _pointing(shadow: str, states: dict[int, str], lang: str) -> Iterator[Unit]:
    expression, nouns, *_ = _pointers(lang)
    for match in expression.finditer(shadow):
        classes = nouns[" ".join(match["noun"].lower().split())]
        yield Unit(*match.span(), "anaphor", match["noun"].lower(), None, classes, _state_in(match, states))


def _around(shadow: str, lang: str) -> Iterator[Unit]:
    _, nouns, around, noun = _pointers(lang)
    for match in around.finditer(shadow):
        pointed = noun.match(shadow, match.end()) if match.lastgroup == "stand" else None
        classes = nouns[" ".join(pointed[0].lower().split())] if pointed else frozenset({"person"})
        if pointed and "person" not in classes:
            yield Unit(match.start(), pointed.end(), "anaphor", pointed[0].lower(), None, classes)
        elif match[0].strip():
            yield Unit(match.start(), match.end(), match.lastgroup or "")


@cache
def _source_phrases(lang: str) -> Phrases[tuple[str, str]]:
    words = load(lang)
    entries = [(noun, ("unnamed", kind)) for kind, listed in words["unnamed"].items() for noun in listed]
    entries += [(noun, ("staff", "staff")) for noun in words["anaphors"].get("staff", ())]
    entries += [(noun, ("pronoun", kind)) for kind, listed in words["pronouns"].items() for noun in listed]
    return Phrases(entries, folded=True)


def _sources(words: Words, lang: str) -> Iterator[Unit]:
    """Yield pronouns, staff and sources without a name."""
    pronouns: dict[tuple[int, int], set[str]] = {}
    for start, end, (kind, key) in _source_phrases(lang).find(words):
        if kind == "pronoun":
            if words.text[end : end + 1] not in {"’", "'"}:
                pronouns.setdefault((start, end), set()).add(key)
        else:
            yield Unit(start, end, kind, key)
    for (start, end), classes in pronouns.items():
        yield Unit(start, end, "pronoun", classes=frozenset(classes))


@cache
def _names(lang: str) -> tuple[re.Pattern[str], frozenset[str]]:
    joins = load(lang)["name_joins"]
    expression = rf"(?<![\w’'-])(?:{_NAME})(?:\s+(?:(?:{joins})\s+){{0,2}}(?:{_NAME}))*"
    words = load(lang)
    firm = " ".join(each for each in words["prepositions"].split("|") if each.isalpha())
    common = f"{words['stop_words']} {words['not_names']} {firm}".lower()
    return re.compile(expression), frozenset(common.split())


def _proper(text: str, covered: set[int], lang: str) -> Iterator[Unit]:
    """Yield capitalised names that the register lacks; words that are shouted or common are none."""
    expression, common = _names(lang)
    for match in expression.finditer(text):
        for start, end in _uncovered(text, match.start(), match.end(), covered):
            words = text[start:end].split()
            while words and words[0].lower() in common:
                start += len(words.pop(0))
                while start < end and text[start].isspace():
                    start += 1
            while words and words[-1].lower() in common:
                end = start + len(text[start:end].rstrip()) - len(words.pop())
                end = start + len(text[start:end].rstrip())
            shouted = text[start:end].isupper() and end - start > 6 and len(words) > 1
            if words and not shouted and (len(words) < 7):
                quoted = bool(_OPENED.match(text, start - 1)) if start else False
                classes = frozenset({"title"}) if quoted and _OPENED.match(text, end) else frozenset[str]()
                yield Unit(start, end, "proper", text[start:end], classes=classes)


def _uncovered(text: str, start: int, end: int, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run of names that no other unit takes, cut at words."""
    place = start
    for word in re.finditer(r"\S+", text[start:end]):
        first, last = start + word.start(), start + word.end()
        if not covered.isdisjoint(range(first, last)):
            yield from _part(text, place, first)
            place = last
    yield from _part(text, place, end)


def _part(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and not (text[start].isupper()):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
