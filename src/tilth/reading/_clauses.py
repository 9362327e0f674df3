"""Clauses of a sentence that are claims of their own: relative ones at its end, and joined ones."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._cues import pattern
from tilth.reading._mentions import Mention
from tilth.reading._speakers import Speakers
from tilth.reading._words import load

__all__ = ["Part", "parts"]

Part = tuple[int, int, str]
_FEW = 4
_WIDE = 80
_JOINED = 2
_LIST = re.compile(r",\s+(?:[\w’'-]+\s+){0,3}?[\w’'-]+(?=,|\s+\w+\s)")


@cache
def _expressions(lang: str) -> dict[str, re.Pattern[str]]:
    words = load(lang)
    bans = words["facts"]["ban"]["verb"]
    before = f"(?:(?:{words['prepositions']})\\s+)?"
    return {
        "relative": re.compile(
            rf",\s+(?={before}(?:{words['relatives']})\s)|\s+(?=(?:{words['relatives']})\s+(?:{bans})(?!\w))",
            re.I,
        ),
        "joined": re.compile(
            rf"(?P<comma>,)?\s+(?:{words['clause_joins']})\s+|(?P<stop>[;:])[ \u00a0]+", re.I
        ),
        "finite": re.compile(rf"(?<!\w)(?:{words['finite']})(?!\w)", re.I),
        "firm": pattern(lang, "finite_firm"),
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
        first, last = match.span()
        whole = len(text[place:first].split()) >= _FEW and _verb(speakers, place, first)
        if not whole or len(text[last:end].split()) < _FEW:
            continue
        if _led(match, speakers, end) or _list(speakers, first, last):
            continue
        if (match["stop"] and _verb(speakers, last, min(end, last + _WIDE))) or (
            not match["stop"] and _clause(speakers, last, end, comma=bool(match["comma"]))
        ):
            found.append((first, last))
            place = last
    return found


def _led(match: re.Match[str], speakers: Speakers, end: int) -> bool:
    """Tell whether a colon only leads in to the items of a list."""
    return match["stop"] == ":" and "\n" in speakers.text[match.start() : end]


def _list(speakers: Speakers, first: int, last: int) -> bool:
    """Tell whether a conjunction stands between two names and not between clauses."""
    before = speakers.within(max(0, first - _WIDE), first)
    after = speakers.within(last, last + _WIDE)
    return bool(before and after) and before[-1].end == first and after[0].start - last < 5


def _verb(speakers: Speakers, start: int, end: int) -> bool:
    """Tell whether a part of the text holds a finite verb: a sure one, or one close behind a name."""
    text, read = speakers.text, _expressions(speakers.lang)
    if read["firm"].search(text, start, end):
        return True
    for each in speakers.within(start, end)[:2]:
        verb = read["finite"].search(text, each.end, end)
        if verb and not each.adjective and len(text[each.end : verb.start()].split()) < 2:
            return True
    return False


def _clause(speakers: Speakers, start: int, end: int, *, comma: bool) -> bool:
    """Tell whether a clause with its own subject begins at a place."""
    text, read = speakers.text, _expressions(speakers.lang)
    near = speakers.within(start, min(end, start + _WIDE))
    if near and len(text[start : near[0].start].split()) <= 1:
        last = _last_joined(near, text)
        verb = read["finite"].search(text, last.end, min(end, last.end + _WIDE))
        few = 4 if last.adjective else 2
        return verb is not None and len(text[last.end : verb.start()].split()) < few
    verb = read["firm"].search(text, start, min(end, start + _WIDE))
    return comma and verb is not None and 1 <= len(text[start : verb.start()].split()) < 9


def _last_joined(near: list[Mention], text: str) -> Mention:
    """Return the last of several mentions that a comma or a short word joins: "neither A, nor B"."""
    last = near[0]
    for each in near[1:]:
        gap = text[last.end : each.start]
        if len(gap.split()) > _JOINED or each.role != last.role:
            break
        last = each
    return last


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
