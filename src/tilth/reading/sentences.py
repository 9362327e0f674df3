"""Sentences and quotes of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tilth.reading._words import entries, listed

__all__ = ["Quote", "Sentence", "quotes_in", "sentences_of"]

_BREAK = re.compile(r"[.!?…]+[\"'”’“»)\]]*(?=\s|$)|\n(?=\s*\n)|\n(?![^\S\n]*[•*–-][^\S\n])|\n")
_BULLET = re.compile(r"\s*[•*–-]\s")
_DATELINE = re.compile(r"[^\W\d_a-z]{3,}(?:[ /][^\W\d_a-z]{3,})*(?:,? [^.\n]{0,30})? ?[-–—] (?=\S)")
_LONGEST_QUOTE = 2500


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: its marks included (start, end) and what lies between them."""

    start: int
    end: int
    inner: tuple[int, int]
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its place, its paragraph's number, and whether it begins that paragraph."""

    start: int
    end: int
    paragraph: int
    first: bool


@cache
def _pairs(lang: str) -> dict[str, str]:
    closing: dict[str, str] = {}
    for opening, close in entries(lang, "quotes"):
        closing[opening] = closing.get(opening, "") + close
    return closing


def quotes_in(text: str, lang: str) -> list[Quote]:
    """Return the outer quotes of a text in order; an apostrophe is no quote mark."""
    found, at = [], 0
    closing = _pairs(lang)
    marks = re.compile("[" + re.escape("".join(closing)) + "]") if closing else re.compile("(?!)")
    while opening := marks.search(text, at):
        start = opening.start()
        at = start + 1
        if not _may_open(text, start):
            continue
        end = _closing(text, start, closing[text[start]])
        if end is not None:
            found.append(Quote(start, end + 1, (start + 1, end)))
            at = end + 1
    return found


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not (before.isalnum() or after.isspace() or not after)


def _closing(text: str, start: int, marks: str) -> int | None:
    """Return where the quote closes: at a mark not followed by a letter, within the paragraph."""
    bound = min(len(text), start + _LONGEST_QUOTE)
    for at in range(start + 2, bound):
        if text[at] == "\n":
            return None
        if text[at] in marks and not text[at + 1 : at + 2].isalnum() and not text[at - 1].isspace():
            return at
    return None


def sentences_of(text: str, lang: str, begin: int = 0) -> list[Sentence]:
    """Return the sentences in text order, without blanks at the edges.

    A quote is not cut; a list after a colon belongs to its lead-in; a place in capitals before a dash
    at the beginning of a paragraph stays out.
    """
    quotes = quotes_in(text, lang)
    found: list[Sentence] = []
    start, paragraph, fresh = begin, 0, True
    for end, hard in _cuts(text, lang, quotes, begin):
        piece = _trimmed(text, start, end)
        if piece:
            left = piece[0]
            if fresh and (line := _DATELINE.match(text, left, piece[1])):
                left = line.end()
            found.append(Sentence(left, piece[1], paragraph, fresh))
            fresh = False
        start = end
        if hard:
            paragraph, fresh = paragraph + 1, True
    return found


def _cuts(text: str, lang: str, quotes: list[Quote], begin: int) -> Iterator[tuple[int, bool]]:
    """Yield places where a sentence ends, and whether a paragraph ends there too."""
    inside = iter(quotes)
    quote = next(inside, None)
    for stop in _BREAK.finditer(text, begin):
        while quote and quote.end < stop.end():
            quote = next(inside, None)
        if text[stop.start()] == "\n":
            if not _continues_list(text, stop.start(), stop.end()):
                yield stop.end(), True
        elif quote and quote.start < stop.start() and stop.end() < quote.end:
            continue
        elif _ends_sentence(text, stop, lang):
            yield stop.end(), False
    yield len(text), True


def _continues_list(text: str, at: int, end: int) -> bool:
    return text[:at].rstrip()[-1:] in (":", ";", ",") and bool(_BULLET.match(text, end - 1 if end > at else at))


def _ends_sentence(text: str, stop: re.Match[str], lang: str) -> bool:
    rest = text[stop.end() : stop.end() + 40].lstrip(" \t\u00a0")
    if not rest or rest[0] == "\n":
        return True
    if rest[0].islower() or rest[0] in ",;:)":
        return False
    word = re.search(r"\S+$", text[max(0, stop.start() - 20) : stop.start() + 1])
    written = word[0].lstrip("(\"'“„‘«") if word else ""
    if stop[0] == "." and (re.fullmatch(r"[^\W\d_]\.", written) or written in listed(lang, "abbreviations")):
        return False
    return True


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
