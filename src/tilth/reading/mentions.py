"""Mentions of possible speakers in a sentence: noun phrases made of known words and of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tilth.reading._phrases import expression
from tilth.reading._words import entries, listed, state_names
from tilth.reading.register import Register

__all__ = ["Mention", "Unit", "mentions_in", "units_in"]

_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w'’.-]*\w(?:\s+(?:[a-z]{2,3}\s+){0,2}[^\W\d_a-zß-ÿ][\w'’-]*\w)*")
_TOKEN = re.compile(r"\w[\w.'’-]*")
HEADS = ("alias", "state", "capital", "role", "body", "office", "name", "pronoun")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a mention: its kind, the key of the data file and its place."""

    kind: str
    key: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that may stand for a speaker."""

    start: int
    end: int
    units: tuple[Unit, ...]

    def first(self, *kinds: str) -> Unit | None:
        """Return its first unit of one of the kinds."""
        return next((unit for unit in self.units if unit.kind in kinds), None)


@cache
def _finders(lang: str, register: Register) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    ending = entries(lang, "states", "ending")
    made: list[tuple[str, str, re.Pattern[str]]] = [("alias", "", _exact(register.names))]
    for state in sorted(set(state_names(lang).values())):
        names = [name for name, code in state_names(lang).items() if code == state]
        made.append(("state", state, _exact(names)))
    for kind, group in (("demonym", "adjectives"), ("capital", "capitals")):
        for state, names in entries(lang, "states", group).items():
            made.append((kind, state, _exact(names, ending if kind == "demonym" else "")))
    for group in ("bodies", "offices", "roles"):
        kind = {"bodies": "body", "offices": "office", "roles": "role"}[group]
        made += [(kind, key, expression(own)) for key, own in entries(lang, group).items()]
    made += [("pronoun", sex, expression([word])) for word, sex in entries(lang, "pronouns").items()]
    made += [(k, "", expression(listed(lang, g))) for k, g in
             (("determiner", "determiners"), ("adjective", "adjectives"), ("of", "of"))]
    return tuple(made)


def _exact(names: object, ending: str = "") -> re.Pattern[str]:
    own = sorted((re.escape(n).replace("’", "['’]") for n in names), key=len, reverse=True)  # type: ignore[attr-defined]
    return re.compile(rf"(?:{'|'.join(own) or '(?!)'}){ending}(?!\w|-\w)")


@cache
def _index(lang: str, register: Register) -> tuple[re.Pattern[str], tuple[tuple[str, str, re.Pattern[str]], ...]]:
    """Return one expression that tells quickly whether any name of a state can begin here."""
    finders = _finders(lang, register)
    states = [f for f in finders if f[0] in ("state", "demonym", "capital")]
    any_state = re.compile("|".join(f"(?:{f[2].pattern})" for f in states))
    return any_state, finders


def units_in(text: str, lang: str, register: Register) -> list[Unit]:
    """Return the known words and the names of a text, longest first at each word, without overlap."""
    any_state, finders = _index(lang, register)
    found, at = [], 0
    for token in _TOKEN.finditer(text):
        if token.start() < at:
            continue
        has_state = any_state.match(text, token.start()) is not None
        best: Unit | None = None
        for kind, key, finder in finders:
            if kind in ("state", "demonym", "capital") and not has_state:
                continue
            hit = finder.match(text, token.start())
            if hit and hit.end() > hit.start() and (best is None or hit.end() > best.end):
                best = Unit(kind, key, hit.start(), hit.end(), hit[0])
        best = _or_name(text, token, best)
        if best:
            found.append(best)
            at = best.end
    return found


def _or_name(text: str, token: re.Match[str], best: Unit | None) -> Unit | None:
    """Prefer a longer row of capitalised words, unless a known word stands at the beginning."""
    if best and (best.kind != "alias" or best.end - best.start > 3):
        return best
    hit = _NAME.match(text, token.start())
    if hit is None or (best and hit.end() <= best.end):
        return best
    return Unit("name", "", hit.start(), hit.end(), hit[0])


def mentions_in(text: str, lang: str, register: Register) -> list[Mention]:
    """Return the mentions of a sentence in text order, without overlap."""
    units = units_in(text, lang, register)
    found: list[Mention] = []
    at = 0
    while at < len(units):
        run, at = _run(text, units, at)
        if any(unit.kind in HEADS for unit in run):
            found.append(Mention(run[0].start, run[-1].end, tuple(run)))
    return found


def _run(text: str, units: list[Unit], at: int) -> tuple[list[Unit], int]:
    run = [units[at]]
    at += 1
    if run[0].kind in ("pronoun", "of"):
        return run, at
    while at < len(units):
        unit = units[at]
        between = text[run[-1].end : unit.start]
        if not _joined(between, run, unit):
            break
        run.append(unit)
        at += 1
    while run[-1].kind in ("of", "determiner", "adjective") and len(run) > 1:
        run.pop()
        at -= 1
    return run, at


def _joined(between: str, run: list[Unit], unit: Unit) -> bool:
    blank = between.isspace() or between in ("-", "'s ", "’s ", "' ", "’ ", " (")
    last = run[-1]
    has_head = any(u.kind in HEADS for u in run)
    if unit.kind in ("pronoun",):
        return False
    if unit.kind == "of":
        return blank and any(u.kind in ("role", "body", "office") for u in run)
    if unit.kind == "determiner":
        return blank and last.kind == "of"
    if blank:
        return True
    one_word = re.fullmatch(r"\s+[a-zß-ÿ-]{4,}\s+", between)
    return bool(one_word) and last.kind == "determiner" and not has_head and unit.kind in ("role", "body", "office")
