"""States in a clause by the part they play: who acts, who receives, where, against whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from tilth.reading._units import Unit
from tilth.reading._view import View
from tilth.reading._words import alternatives, load

__all__ = ["Party", "expression", "joined", "main_clause", "parties", "search"]

_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Party:
    """A party named in a clause; ``part`` is to, from, by, place, against, origin, forces, led or plain."""

    state: str
    start: int
    end: int
    part: str
    adjective: bool = False


@cache
def expression(lang: str, *keys: str) -> re.Pattern[str]:
    """Return an expression of facts on word boundaries; one that matches nothing where there is none."""
    value = load(lang)["facts"]
    for key in keys:
        value = value.get(key, "(?!)") if isinstance(value, dict) else "(?!)"
    return re.compile(rf"(?<!\w)(?:{value})(?:(?!\w)|(?<=['’]))", re.I)


def search(words: str, lang: str, *keys: str) -> re.Match[str] | None:
    """Return the first match of an expression of facts."""
    return expression(lang, *keys).search(words)


@cache
def _behind(lang: str, key: str) -> re.Pattern[str]:
    """Return an expression for a preposition before a state, perhaps with an article or another word."""
    facts, words = load(lang)["facts"], load(lang)
    listed = {
        "to": facts["transfer"].get("to"),
        "from": facts["transfer"].get("from"),
        "by": facts["use"].get("by"),
        "against": facts["use"].get("against"),
        "place": _where(lang),
        "led": words["prepositions"],
    }[key]
    article = rf"(?:(?:{words['articles']})(?:\s+|(?<=['’])))?"
    return re.compile(rf"(?<!\w)(?:{listed or '(?!)'})(?:\s+|(?<=['’])){article}(?:[\w-]+\s+)?\Z", re.I)


@cache
def _where(lang: str) -> str:
    """Return the prepositions of place that do not say where something comes from."""
    words = load(lang)
    out = set(alternatives(words["facts"]["transfer"].get("from", "")))
    return "|".join(each for each in alternatives(words["place_words"]) if each not in out) or "(?!)"


@cache
def _direct(lang: str, key: str) -> re.Pattern[str]:
    """Return the same without another word between."""
    return re.compile(_behind(lang, key).pattern.replace(r"(?:[\w-]+\s+)?\Z", r"\Z"), re.I)


@cache
def _next(lang: str, key: str) -> re.Pattern[str]:
    noun = load(lang)["facts"]["use"].get(key, "(?!)")
    return re.compile(rf"\s+(?:\w+\s+){{0,2}}?(?:{noun})(?!\w)", re.I)


@cache
def _ended(lang: str, key: str) -> re.Pattern[str]:
    noun = load(lang)["facts"]["use"].get(key, "(?!)")
    return re.compile(rf"(?<!\w)(?:{noun})\s+\Z", re.I)


def parties(view: View, start: int, end: int) -> list[Party]:
    """Return the states of a part of the text, each with its part; joined ones share that of the first."""
    if (start, end) not in view.kept:
        view.kept[start, end] = _found(view, start, end)
    return view.kept[start, end]


def _found(view: View, start: int, end: int) -> list[Party]:
    made: list[Party] = []
    for unit in view.states(start, end):
        part = _part(view, start, unit)
        last = made[-1] if made else None
        if part == "plain" and last and last.part != "plain" and joined(view, last, unit):
            part = last.part
        adjective = unit.kind == "adjective" and not _nominal(view, unit)
        made.append(Party(unit.key, unit.start, unit.end, part, adjective))
    return [_shared(view, each, after) for each, after in zip_longest(made, made[1:])]


def _nominal(view: View, unit: Unit) -> bool:
    """Tell whether an adjective with an article stands for its people: "the Iranians are using"."""
    text, lang = view.text, view.lang
    article = _article(lang).search(text, max(0, unit.start - 8), unit.start)
    return article is not None and _alone(lang).match(text, unit.end) is not None


@cache
def _article(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load(lang)['articles']})\s+\Z", re.I)


@cache
def _alone(lang: str) -> re.Pattern[str]:
    return re.compile(rf"\s*[),;.]|\s+(?:{load(lang)['finite']})(?!\w)", re.I)


def _shared(view: View, each: Party, after: Party | None) -> Party:
    """Return an adjective with the forces of the next one: "Russian and Ukrainian troops"."""
    if after is None or not (each.adjective and after.adjective and each.part == "plain"):
        return each
    close = len(view.text[each.end : after.start].split()) < 4
    return replace(each, part=after.part) if close and after.part == "forces" else each


def joined(view: View, last: Party, unit: Unit | Party) -> bool:
    """Tell whether a party or a state's name is joined to the party before it."""
    gap = view.text[last.end : unit.start]
    between, word = _and(view.lang)
    return bool(between.fullmatch(gap)) and ("," in gap or bool(word.search(gap)))


@cache
def _and(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    word = load(lang)["coordination"]
    between = rf",?\s+(?:(?:{word})\s+)?(?:\w+\s+)?"
    return re.compile(between, re.I), re.compile(rf"(?<!\w)(?:{word})(?!\w)", re.I)


def _part(view: View, start: int, unit: Unit) -> str:
    text, lang = view.text, view.lang
    before = text[max(start, unit.start - _BEFORE) : unit.start]
    adjective = unit.kind == "adjective"
    forces = bool(_next(lang, "by_noun").match(text, unit.end, unit.end + 50))
    forces = forces or (adjective and bool(_ahead(lang).search(before)))
    if _next(lang, "place_noun").match(text, unit.end, unit.end + 40) or _within(lang).search(before):
        return "place"
    owned = _owned(view, start, unit, before, forces=forces or not adjective)
    if owned:
        return owned
    cases, behind = _cases(view, unit), bool(_direct(lang, "led").search(before))
    if cases == {"ins"} and not behind:
        return "forces" if forces else "by"
    led = (
        "place" if "gen" in cases and _ended(lang, "place_noun").search(before) else _led(before, cases, lang)
    )
    if adjective and not led:
        return "plain" if not forces else "against" if behind else "forces"
    return led or ("led" if behind else "plain")


def _owned(view: View, start: int, unit: Unit, before: str, *, forces: bool) -> str | None:
    """Return the part of a state that owns a use, acts in a passive, or made the munitions."""
    if _used(view.lang).match(view.text, unit.end, unit.end + _BEFORE):
        return "forces"
    made = _made(view, start, unit)
    if _direct(view.lang, "by").search(before) and (forces or made):
        return "by"
    return (
        "origin"
        if made and not _next(view.lang, "by_noun").match(view.text, unit.end, unit.end + 50)
        else None
    )


@cache
def _used(lang: str) -> re.Pattern[str]:
    """Return an expression for the use that a state before it owns: "Syria's use"."""
    owner, verb = load(lang)["possessive"], load(lang)["facts"]["use"]["verb"]
    return re.compile(rf"(?:{owner})\s+(?:\w+\s+){{0,2}}?(?:{verb})(?!\w)", re.I)


def _made(view: View, start: int, unit: Unit) -> bool:
    """Tell whether a state only says where munitions come from: "UK cluster bombs"."""
    ahead, behind, acts = _munitions(view.lang)
    if ahead.match(view.text, unit.end, unit.end + 40):
        return True
    found = behind.search(view.text, max(start, unit.start - 40), unit.start)
    return found is not None and not acts.search(view.text, max(start, found.start() - 30), found.start())


@cache
def _munitions(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return expressions for munitions right behind a state, right before it, and for attacks with them."""
    words = load(lang)
    munition, acts = words["on_topic_re"], words["facts"]["use"].get("by_noun", "(?!)")
    return (
        re.compile(rf"\s+(?:{munition})(?!\w)(?!\s+(?:{acts}))", re.I),
        re.compile(rf"(?<!\w)(?:{munition})\s+\Z", re.I),
        re.compile(rf"(?<!\w)(?:{acts})(?!\w)", re.I),
    )


@cache
def _ahead(lang: str) -> re.Pattern[str]:
    """Return an expression for forces right before the adjective of their state: "tropas rusas"."""
    noun = load(lang)["facts"]["use"].get("by_noun", "(?!)")
    return re.compile(rf"(?<!\w)(?:{noun})\s+(?:\w+\s+)?\Z", re.I)


@cache
def _within(lang: str) -> re.Pattern[str]:
    """Return an expression for "territory of" and its like, right before a state."""
    noun, words = load(lang)["facts"]["use"].get("place_noun", "(?!)"), load(lang)
    article = rf"(?:(?:{words['articles']})\s+)?"
    return re.compile(rf"(?<!\w)(?:{noun})\s+(?:{words['of_words']})\s+{article}\Z", re.I)


def _led(before: str, cases: frozenset[str], lang: str) -> str | None:
    """Return the part that a preposition or a case gives to a state."""
    if "dat" in cases and "gen" not in cases and not _direct(lang, "place").search(before):
        return "to"
    return next(
        (part for part in ("against", "place", "to", "from") if _direct(lang, part).search(before)), None
    )


def _cases(view: View, unit: Unit) -> frozenset[str]:
    """Return the cases that a word's form may be; none in a language without cases."""
    found = _all_cases(view, unit)
    return found if "nom" not in found else frozenset()


def _all_cases(view: View, unit: Unit) -> frozenset[str]:
    return frozenset(load(view.lang)["case_of"].get(view.text[unit.start : unit.end].lower(), ()))


def main_clause(view: View, start: int, end: int) -> tuple[int, int]:
    """Return a part of the text without the condition at its front or end: a conditional states no fact."""
    found = expression(view.lang, "conditional").search(view.text, start, end)
    if found is None:
        return start, end
    if found.start() - start > 4:
        return start, found.start()
    comma = view.text.find(",", found.end(), end)
    stop = view.text.find(". ", found.end(), end)
    if comma > 0 and not 0 < stop < comma:
        return comma + 1, end
    subjects = (unit.start for unit in view.states(found.end(), end) if "nom" in _all_cases(view, unit))
    return next(subjects, start), end
