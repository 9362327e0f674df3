"""Sentences and quotes of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tilth.reading._limits import cuts

__all__ = ["Quote", "Sentence", "quotes_in", "sentences_in"]

_LONGEST_QUOTE = 2500
_END = re.compile(r"[.!?…]+")
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w\s./,’'-]{0,60})?\([\w\s./-]{2,30}\)\s*[.:]?\s*[–—-]{1,2}\s*(?=[\w«„“\"])"
    r"|[A-ZÀ-Þ][a-zß-ÿ]+(?:[ /][A-ZÀ-Þ][a-zß-ÿ]+)?\.?\s?[–—-]\s+(?=[A-ZÀ-Þ«„“\"])"
    r"|[A-ZÀ-Þ]{3}[A-ZÀ-Þ\s,/.-]{0,40}\s[–—-]{1,2}\s+(?=[\w«„“\"])"
)
_DATED = 3
_BULLET = re.compile(r"\s*[•·*–—-]\s")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote; start and end are those of the words between the marks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its quotes; ``paragraph`` counts from zero."""

    start: int
    end: int
    paragraph: int
    quotes: tuple[Quote, ...] = ()


def quotes_in(text: str, pairs: Iterable[str]) -> list[Quote]:
    """Return the outermost quotes in text order; a mark within a word is an apostrophe.

    A mark that only opens may have a blank behind it, and its partner one before it, as in French.
    """
    closing: dict[str, str] = {}
    for pair in pairs:
        closing[pair[0]] = closing.get(pair[0], "") + pair[1]
    closers = {mark for marks in closing.values() for mark in marks}
    opening = re.compile(f"[{re.escape(''.join(closing))}]") if closing else None
    found: list[Quote] = []
    match = opening.search(text) if opening else None
    while opening and match:
        place = match.start()
        spaced = match[0] not in closers
        opens = _opens(text, place, spaced=spaced)
        end = _closed(text, place, closing[match[0]], spaced=spaced) if opens else None
        if end is not None:
            found.append(Quote(place + 1, end))
        match = opening.search(text, (place if end is None else end) + 1)
    return found


def _opens(text: str, place: int, *, spaced: bool) -> bool:
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    return not before.isalnum() and (spaced or not after.isspace())


def _closed(text: str, start: int, marks: str, *, spaced: bool) -> int | None:
    """Return the place of the mark that closes a quote, within its paragraph."""
    stop = text.find("\n\n", start)
    stop = min(len(text) if stop < 0 else stop, start + _LONGEST_QUOTE)
    for place in range(start + 2, stop):
        if text[place] not in marks or (
            text[place - 1].isspace() and not spaced and text[place + 1 : place + 2] not in (",", ".")
        ):
            continue
        after = text[place + 1] if place + 1 < len(text) else " "
        if not after.isalnum():
            return place
    return None


def sentences_in(text: str, start: int, words: Mapping[str, Any]) -> list[Sentence]:
    """Return the sentences from a place on; a stop inside a quote ends none, unless it ends the quote."""
    quotes = quotes_in(text, words["quotes"])
    short = {word.lower() for word in words["abbreviations"]}
    found: list[Sentence] = []
    for number, (first, last) in enumerate(_paragraphs(text, start)):
        inside = [quote for quote in quotes if first <= quote.start and quote.end <= last]
        dateline = _DATELINE.match(text, first, last) if number < _DATED else None
        begin = first = dateline.end() if dateline else first
        for stop in _short_enough(text, first, [*_stops(text, first, last, inside, short), last]):
            while begin < stop and text[begin].isspace():
                begin += 1
            end = stop
            while end > begin and text[end - 1].isspace():
                end -= 1
            if end > begin:
                held = tuple(quote for quote in inside if begin <= quote.start and quote.end <= end)
                found.append(Sentence(begin, end, number, held))
            begin = stop
    return found


def _short_enough(text: str, begin: int, stops: list[int]) -> Iterator[int]:
    """Yield the ends of sentences, with further ones where a sentence is too long."""
    for stop in stops:
        yield from cuts(text, begin, stop)
        yield stop
        begin = stop


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    """Return the paragraphs; the lines of a list belong to the one that leads in to it."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\r\n]+", text[start:]):
        if not match[0].strip():
            continue
        first, last = start + match.start(), start + match.end()
        led = found and text[found[-1][0] : found[-1][1]].rstrip().endswith((":", ";"))
        if led and _BULLET.match(match[0]):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _stops(text: str, first: int, last: int, quotes: list[Quote], short: set[str]) -> list[int]:
    """Return the places just behind the sentences of a paragraph."""
    found = []
    for match in _END.finditer(text, first, last):
        quote = next((each for each in quotes if each.start <= match.start() <= each.end), None)
        place = match.end()
        if quote is not None:
            if place != quote.end:
                continue
            place += 1
        while place < last and text[place] in ")]":
            place += 1
        if place >= last or (text[place].isspace() and _starts(text, place, last)):
            before = re.search(r"[\w.]*$", text[max(first, match.start() - 12) : match.start()])
            word = before[0].lower() if before else ""
            if quote is not None or match[0] != "." or not (word in short or len(word.split(".")[-1]) == 1):
                found.append(place)
    return found


def _starts(text: str, place: int, last: int) -> bool:
    while place < last and text[place].isspace():
        place += 1
    return place < last and not text[place].islower()
