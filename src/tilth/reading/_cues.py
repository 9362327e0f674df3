"""Reporting words in a text: verbs, their split parts, and phrases such as "according to"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.reading._tokens import Phrases, Words, words_of
from tilth.reading._words import alternatives, load

__all__ = ["Cue", "Cues", "pattern"]

_NEAR = 90
_LED = 60
_FRAME = 160
_FRONT = ("", ".", "!", "?", "\n", "»", "”", '"')


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word; ``take`` is that, to, object, according, postponed, evident, carried or own.

    ``verb_end`` is where its first part ends: the speaker may stand between the parts; ``place`` says
    that its speaker may stand behind a preposition of place; ``gerund`` that it has that of its sentence.
    """

    start: int
    end: int
    stance: str
    take: str
    verb_end: int
    place: bool = False
    gerund: bool = False


@cache
def pattern(lang: str, key: str) -> re.Pattern[str]:
    """Return an expression of a language, by its key in the file, on word boundaries.

    An apostrophe ends a word, as in "qu'il".
    """
    words = load(lang)
    if key == "finite_firm":
        firm = [each for each in alternatives(words["finite"]) if r"\w" not in each]
        return re.compile(rf"(?<!\w)(?:{'|'.join(firm) or '(?!)'})(?!\w)", re.I)
    return re.compile(rf"(?<!\w)(?:{words[key]})(?:(?!\w)|(?<=['’]))", re.I)


@cache
def _phrases(lang: str) -> Phrases[tuple[int, Mapping[str, Any]]]:
    """Return verbs and phrases; rows with a split part come first, then in the order of the file."""
    words = load(lang)
    listed: list[tuple[str, tuple[int, Mapping[str, Any]]]] = []
    for take, phrases in words["phrases"].items():
        row = {"stance": "neutral", "take": take, "part": "", "phrase": True}
        listed += [(phrase, (0, row)) for phrase in phrases]
    for number, row in enumerate(words["verbs"], 1):
        rank = number if row["part"] else number + 1000
        listed += [(form, (rank, row)) for form in (*row["forms"].split(), *row["also"])]
        for kind in ("participles", "gerunds"):
            listed += [(form, (rank, {**row, kind[:-1]: True})) for form in row[kind].split()]
    return Phrases(listed, folded=True)


@cache
def _part(lang: str, part: str) -> re.Pattern[str]:
    conjunctions = load(lang)["conjunctions"]
    between = rf"(?:,?\s+(?!(?:{conjunctions})\s)[\w'’ʼ.-]+)"
    return re.compile(rf"{between}{{0,8}}?\s+(?:{part})(?!\w)", re.I)


@cache
def _noun(lang: str) -> re.Pattern[str]:
    """Return an expression for words behind which a form is a noun and no verb."""
    return re.compile(rf"(?<!\w)(?:{load(lang)['noun_after']})(?:\s+|(?<=['’]))\Z", re.I)


@cache
def _owned(lang: str) -> re.Pattern[str]:
    """Return an expression for the ending of an owner's name before a verb that so is a noun's adjective."""
    return re.compile(rf"(?<=\w)(?:{load(lang)['possessive']})\s+\Z", re.I)


@cache
def _passive(lang: str) -> re.Pattern[str]:
    """Return an expression for an auxiliary of the passive in the clause before a verb."""
    return re.compile(rf"(?<![\w-])(?:{load(lang)['passive']})\s[^.,;:!?«»„“\"\n]*\Z", re.I)


@cache
def _apart(lang: str) -> re.Pattern[str]:
    """Return an expression for an auxiliary with words between it and its participle."""
    between = r"(?:\s+(?:[\w'’%./-]|,(?=\d))+){1,20}?\s+\Z"
    return re.compile(rf"(?<![\w-])(?P<verb>{load(lang)['auxiliary']})(?={between})", re.I)


def _framed(text: str, start: int, end: int, row: Mapping[str, Any], lang: str) -> Iterator[Cue]:
    """Yield the cue that an auxiliary and a participle at the end of its clause make."""
    found = list(_apart(lang).finditer(text, max(0, start - _FRAME), start))
    if found:
        yield Cue(found[-1].start(), end, row["stance"], row["take"], found[-1].end(), row["place"])


@cache
def _auxiliary(lang: str) -> re.Pattern[str]:
    """Return an expression for the auxiliary that stands before a participle and belongs to it."""
    return re.compile(rf"(?<![\w’'])(?:{load(lang)['auxiliary']})\Z", re.I)


class Cues:
    """The cues of a text, in order; of several readings of a place the first listed stays."""

    def __init__(self, text: str, lang: str, words: Words | None = None) -> None:
        found: list[tuple[bool, int, Cue]] = []
        for start, end, (rank, row) in _phrases(lang).find(words or words_of(text)):
            for cue in _read(text, start, end, row, lang):
                found.append((cue.end == cue.verb_end, rank, cue))
        taken: list[Cue] = []
        places: dict[int, tuple[int, int]] = {}
        for _, _, cue in sorted(found, key=lambda one: (one[0] and one[1] > 0, one[1], one[2].start)):
            spans = {places[place] for place in range(cue.start, cue.verb_end) if place in places}
            if spans <= {(cue.start, cue.verb_end)}:
                taken.append(cue)
                places |= dict.fromkeys(range(cue.start, cue.verb_end), (cue.start, cue.verb_end))
        self._all = sorted(taken, key=lambda one: one.start)
        self._starts = [cue.start for cue in self._all]

    def between(self, start: int, end: int) -> list[Cue]:
        """Return the cues that begin and end within a part of the text."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [cue for cue in self._all[first:last] if cue.end <= end]


def _read(text: str, start: int, end: int, row: Mapping[str, Any], lang: str) -> Iterator[Cue]:
    """Yield the cue that some words are: a verb not written as a name or noun, with its split part."""
    if row.get("phrase"):
        if row["take"] != "opening" or text[max(0, start - 9) : start].rstrip(" \u00a0")[-1:] in _FRONT:
            yield Cue(start, end, "neutral", row["take"], end)
        return
    led = _auxiliary(lang).search(text, max(0, start - _LED), start)
    if row.get("participle") and load(lang)["auxiliary_apart"]:
        yield from _framed(text, start, end, row, lang)
        return
    if row.get("participle") and not led:
        return
    start, verb = led.start() if led else start, start
    if text[start].isupper() and not load(lang)["drops_subject"]:
        return
    noun = not row.get("gerund") and _noun(lang).search(text, max(0, verb - 20), verb)
    if (
        noun
        or _owned(lang).search(text, max(0, verb - 6), verb)
        or _passive(lang).search(text, max(0, start - _LED), start)
    ):
        return
    place = row["place"] or pattern(lang, "impersonal").fullmatch(text, verb, end) is not None
    if not row["part"]:
        yield Cue(start, end, row["stance"], row["take"], end, place, row.get("gerund", False))
        return
    stop = text.find("\n", end)
    stop = min(end + _NEAR, len(text) if stop < 0 else stop)
    found = _part(lang, row["part"]).match(text, end, stop)
    if found:
        yield Cue(start, found.end(), row["stance"], row["take"], end, row["place"])
