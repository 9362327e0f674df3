"""Reporting words in a sentence: verbs, their split parts, and phrases such as "according to"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.reading._register import either
from tilth.reading._words import load

__all__ = ["Cue", "cues_in", "pattern"]

_SPLIT = 9  # words between a verb and its part: "teilte das Ministerium am Montag in Berlin mit"


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word; ``take`` is that, to, object, according, postponed, evident, carried or own.

    ``stem`` is where the verb itself ends, when a part split off follows later; ``place`` says that
    its speaker may stand behind a preposition of place.
    """

    start: int
    end: int
    stance: str
    take: str
    stem: int = 0
    place: bool = False


@cache
def pattern(lang: str, key: str) -> re.Pattern[str]:
    """Return an expression of a language, by its key in the file, on word boundaries."""
    return re.compile(rf"(?<!\w)(?:{load(lang)[key]})(?!\w)", re.I)


@cache
def _verbs(lang: str) -> list[tuple[re.Pattern[str], Mapping[str, Any]]]:
    """Return the expressions of the verbs, those with a split part first, with their rows."""
    made = []
    stop = load(lang)["conjunctions"]
    for verb in sorted(load(lang)["verbs"], key=lambda row: not row["part"]):
        forms = either([*verb["forms"].split(), *verb.get("also", ())])
        if verb["part"]:
            gap = rf"(?:\s+(?!(?:{stop})\b)[\w'’-]+){{0,{_SPLIT}}}?"
            made.append((rf"(?P<stem>{forms}){gap}\s+(?:{verb['part']})", verb))
        else:
            made.append((rf"(?P<stem>{forms})", verb))
    return [(re.compile(rf"(?<![\w-])(?:{one})(?!\w)", re.I), verb) for one, verb in made]


@cache
def _phrases(lang: str) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"(?<!\w)(?:{either(listed)})(?!\w)", re.I), take)
        for take, listed in load(lang)["phrases"].items()
    ]


@cache
def _noun(lang: str) -> re.Pattern[str]:
    """Return an expression for words behind which a form is a noun and no verb."""
    return re.compile(rf"(?<!\w)(?:{load(lang)['noun_after']})\s+\Z", re.I)


def cues_in(text: str, start: int, end: int, lang: str) -> list[Cue]:
    """Return the cues in a part of the text, in order; of several readings the first listed stays."""
    found: list[Cue] = []
    noun = _noun(lang)
    for expression, take in _phrases(lang):
        found += [Cue(*match.span(), "neutral", take) for match in expression.finditer(text, start, end)]
    for expression, verb in _verbs(lang):
        found += [
            Cue(*match.span(), verb["stance"], verb["take"], match.end("stem"), verb["place"])
            for match in expression.finditer(text, start, end)
            if match[0][:1].islower() and not noun.search(text, max(0, match.start() - 12), match.start())
        ]
    made: list[Cue] = []
    for cue in found:
        same = [one for one in made if one.start < cue.end and cue.start < one.end]
        if not same or all((one.start, one.end) == (cue.start, cue.end) for one in same):
            made.append(cue)
    return sorted(made, key=lambda one: (one.start, one.take != "that"))
