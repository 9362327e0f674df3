"""Clauses of a sentence that are claims of their own: relative ones at its end, and joined ones."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._speakers import Speakers
from tilth.reading._words import load

__all__ = ["Part", "parts"]

Part = tuple[int, int, str]
_FEW = 4
_LIST = re.compile(r",\s+(?:[\w’'-]+\s+){0,3}?[\w’'-]+(?=,|\s+\w+\s)")


@cache
def _expressions(lang: str) -> dict[str, re.Pattern[str]]:
    words = load(lang)
    before = f"(?:(?:{words['prepositions']})\\s+)?"
    return {
        "relative": re.compile(rf",\s+(?={before}(?:{words['relatives']})\s)", re.I),
        "joined": re.compile(rf"(?:,?\s+(?:{words['clause_joins']})\s+|;\s+)", re.I),
        "subject": re.compile(rf"(?:\w+\s+){{0,1}}?(?:{words['articles']})\s", re.I),
        "finite": re.compile(rf"(?<!\w)(?:{words['finite']})(?!\w)", re.I),
    }


def parts(speakers: Speakers, start: int, end: int) -> list[Part]:
    """Return the clauses of a part of the text that may be claims of their own, in order.

    Each has a kind: main, joined, or relative for a clause at the end that tells of what was named last.
    """
    made: list[Part] = []
    place, kind = start, "main"
    for first, last in _joints(speakers, start, end):
        made.append((place, first, kind))
        place, kind = last, "joined"
    made.append((place, end, kind))
    return [part for each in made for part in _relative(speakers, each)]


def _joints(speakers: Speakers, start: int, end: int) -> list[tuple[int, int]]:
    """Return where clauses with a subject and a finite verb of their own are joined."""
    text, read = speakers.text, _expressions(speakers.lang)
    found: list[tuple[int, int]] = []
    place = start
    for match in read["joined"].finditer(text, start, end):
        before = read["finite"].search(text, place, match.start())
        if (
            before
            and len(text[place : match.start()].split()) >= _FEW
            and _clause(speakers, match.end(), end)
        ):
            found.append(match.span())
            place = match.end()
    return found


def _clause(speakers: Speakers, start: int, end: int) -> bool:
    """Tell whether a clause with its own subject begins at a place."""
    text, read = speakers.text, _expressions(speakers.lang)
    near = speakers.within(start, min(end, start + 60))
    led = bool(near) and len(text[start : near[0].start].split()) <= 1 and not near[0].adjective
    led = led or bool(read["subject"].match(text, start, end))
    verb = read["finite"].search(text, near[0].end if near and led else start, min(end, start + 120))
    return led and verb is not None and len(text[start:end].split()) >= _FEW


def _relative(speakers: Speakers, part: Part) -> list[Part]:
    """Return a clause as it is, or parted from the relative clause that ends it."""
    start, end, kind = part
    text = speakers.text
    for match in _expressions(speakers.lang)["relative"].finditer(text, start, end):
        rest = text[match.end() : end]
        if len(text[start : match.start()].split()) < _FEW or len(rest.split()) < _FEW:
            continue
        if "," in _LIST.sub("", rest):
            continue
        return [(start, match.start(), kind), (match.end(), end, "relative")]
    return [part]
