"""Words of a text with their places, and finding many plain phrases in them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

__all__ = ["Phrases", "Words", "words_of"]

Payload = TypeVar("Payload")
_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("’ʼ‘`", "''''")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: places, as written and in small letters."""

    text: str
    spans: list[tuple[int, int]]
    written: list[str]
    folded: list[str]


def words_of(text: str) -> Words:
    """Return the words of a text; marks between letters part them.

    Examples
    --------
    >>> words_of("U.S. forces").folded
    ['u', 's', 'forces']
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    written = [text[start:end] for start, end in spans]
    return Words(text, spans, written, [word.lower() for word in written])


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Payload]):
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    tail: str
    payload: Payload


class Phrases(Generic[Payload]):
    """Plain phrases, each with what it stands for; found in one pass over the words of a text."""

    def __init__(self, entries: Iterable[tuple[str, Payload]], *, folded: bool) -> None:
        self._folded = folded
        self._by_first: dict[str, list[_Entry[Payload]]] = {}
        for phrase, payload in entries:
            entry = self._entry(phrase, payload)
            if entry is not None:
                self._by_first.setdefault(entry.words[0], []).append(entry)
        for listed in self._by_first.values():
            listed.sort(key=lambda each: (-len(each.words), -len(each.tail)))

    def _entry(self, phrase: str, payload: Payload) -> _Entry[Payload] | None:
        plain = " ".join((phrase.lower() if self._folded else phrase).translate(_APOSTROPHES).split())
        found = list(_WORD.finditer(plain))
        if not found:
            return None
        gaps = tuple(plain[one.end() : other.start()] for one, other in pairwise(found))
        return _Entry(tuple(each[0] for each in found), gaps, plain[found[-1].end() :], payload)

    def find(self, words: Words) -> Iterator[tuple[int, int, Payload]]:
        """Yield start, end and payload of each phrase; at one place the longest, and all of that length."""
        listed = words.folded if self._folded else words.written
        for index, word in enumerate(listed):
            longest = 0
            for entry in self._by_first.get(word, ()):
                if len(entry.words) < longest:
                    break
                end = self._end(entry, words, listed, index)
                if end is not None:
                    longest = len(entry.words)
                    yield words.spans[index][0], end, entry.payload

    @staticmethod
    def _end(entry: _Entry[Payload], words: Words, listed: list[str], index: int) -> int | None:
        count = len(entry.words)
        if count > 1 and tuple(listed[index : index + count]) != entry.words:
            return None
        for number, gap in enumerate(entry.gaps):
            between = words.text[words.spans[index + number][1] : words.spans[index + number + 1][0]]
            same = between.isspace() and len(between) < 4 if gap == " " else _plain(between) == gap
            if not same:
                return None
        end = words.spans[index + count - 1][1]
        if entry.tail and _plain(words.text[end : end + len(entry.tail)]) != entry.tail:
            return None
        return end + len(entry.tail)


def _plain(between: str) -> str:
    return " ".join(between.translate(_APOSTROPHES).split()) if between.strip() else " "
