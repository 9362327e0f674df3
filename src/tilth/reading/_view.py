"""An article as the reader sees it: words, states, cues, mentions and sentences, each found once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tilth.reading._cues import Cues, pattern
from tilth.reading._mentions import mentions_in
from tilth.reading._register import Entity, register
from tilth.reading._sentences import Sentence, sentences_in
from tilth.reading._speakers import Speakers
from tilth.reading._tokens import words_of
from tilth.reading._units import Unit, states_of
from tilth.reading._words import load
from tilth.reading.article import Article

__all__ = ["View"]

_FRONT = 60
_KINDS = ("on_topic_re", "near_topic_re", "convention_re", "anaphoric_re")


def _coalition(each: Unit, entities: dict[str, Entity]) -> bool:
    return each.kind == "body" and each.key in entities and "coalition" in entities[each.key].nouns


@dataclass(frozen=True)
class View:
    """One article with what was found in it; all places count characters of its text."""

    article: Article
    begin: int

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.article.text

    @property
    def lang(self) -> str:
        """The language of the article."""
        return self.article.lang

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences, from where the text begins."""
        made: list[Sentence] = []
        for each in sentences_in(self.text, self.begin, load(self.lang)):
            last = made[-1] if made else None
            if last and last.paragraph == each.paragraph and self._attributes(last, each):
                made[-1] = Sentence(last.start, each.end, last.paragraph, last.quotes + each.quotes)
            else:
                made.append(each)
        return made

    def _attributes(self, last: Sentence, each: Sentence) -> bool:
        """Tell whether a sentence only says who asked or cried the quote that ends the one before."""
        closed = bool(last.quotes) and last.quotes[-1].end >= last.end - 2
        if not closed or self.text[last.quotes[-1].end - 1] not in "?!…" or each.quotes:
            return False
        for cue in self.speakers.cues.between(each.start, min(each.end, each.start + _FRONT)):
            if self.speakers.before(cue, each.start) or self.speakers.after(cue, each.end):
                return self.text[cue.end : each.end].lstrip()[:1] in {"", ".", ","}
        return False

    @cached_property
    def speakers(self) -> Speakers:
        """Those who may speak."""
        day = str(self.article.date) if self.article.date else None
        words = words_of(self.text)
        mentions = mentions_in(self.text, self.lang, day)
        title = mentions_in(self.article.title or "", self.lang, day)
        titled = tuple(each.entity for each in title if each.entity and not each.adjective)
        return Speakers(self.text, self.lang, mentions, Cues(self.text, self.lang, words), titled)

    @cached_property
    def kept(self) -> dict[tuple[int, int], list[Any]]:
        """What was found once for a part of the text, by its place."""
        return {}

    @cached_property
    def _states(self) -> tuple[list[Unit], list[int]]:
        found = states_of(words_of(self.text), self.lang)
        found = sorted([*found, *self._pointed(found)], key=lambda one: one.start)
        return found, [each.start for each in found]

    def _pointed(self, found: list[Unit]) -> list[Unit]:
        """Return the words that point back to a coalition that acts, once it was named."""
        read = register(self.lang)
        bodies = [each for each in found if _coalition(each, read.entities)]
        if not bodies:
            return []
        taken = [(each.start, each.end) for each in found]
        return [
            Unit(each.start, each.end, "body", bodies[0].key)
            for each in self.speakers.mentions
            if each.role == "anaphor" and "coalition" in each.classes and each.start > bodies[0].start
            if not any(start < each.end and each.start < end for start, end in taken)
        ]

    def states(self, start: int, end: int) -> list[Unit]:
        """Return the words of states in a part of the text."""
        found, starts = self._states
        return [
            each for each in found[bisect_left(starts, start) : bisect_left(starts, end)] if each.end <= end
        ]

    @cached_property
    def _marked(self) -> dict[str, list[int]]:
        return {
            kind: [match.start() for match in pattern(self.lang, kind).finditer(self.text)] for kind in _KINDS
        }

    def holds(self, kind: str, start: int, end: int) -> bool:
        """Tell whether words of a kind (on_topic_re, ...) stand in a part of the text."""
        places = self._marked[kind]
        first = bisect_left(places, start)
        return first < len(places) and places[first] < end

    @cached_property
    def titled(self) -> bool:
        """Whether the headline names the topic."""
        return bool(pattern(self.lang, "on_topic_re").search(self.article.title or ""))

    def count(self, kind: str) -> int:
        """Return how often words of a kind stand in the text."""
        return len(self._marked[kind])
