"""One claim of an answer as a proposal: found in the text, in allowed words, or refused with a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tilth.reading._drafts import trimmed
from tilth.reading._mentions import Mention, mentions_in
from tilth.reading._register import Entity, register
from tilth.reading.article import Article
from tilth.reading.endpoint._facts import checked_fact
from tilth.reading.endpoint._search import Searchable
from tilth.reading.endpoint._settings import allowed, bound
from tilth.reading.endpoint._speakers import speaker_of
from tilth.reading.proposal import Proposal

__all__ = ["Checker", "Refused"]

Span = tuple[int, int]
_SHORTEST = 8


class Refused(ValueError):
    """A claim that is not accepted; the message is the reason."""


@dataclass
class Checker:
    """The article that claims are checked against, and what was left out of claims that were accepted."""

    article: Article
    text: Searchable
    mentions: list[Mention]
    states: frozenset[str]
    left_out: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, article: Article) -> Checker:
        """Return the checker of an article."""
        day = str(article.date) if article.date else None
        return cls(
            article,
            Searchable(article.text),
            mentions_in(article.text, article.lang, day),
            frozenset(register(article.lang).adjectives),
        )

    def proposal(self, claim: dict[str, Any], within: Span) -> Proposal:
        """Return the proposal for one claim of an answer on a part of the article.

        Raises
        ------
        Refused
            With the reason, which never repeats words of the answer.
        """
        mode, topic = _word(claim, "mode", "mode"), _word(claim, "topic", "statement.topic")
        speaks = _words(claim, "speaker_as_written")
        cue = _words(claim, "cue")
        if (mode == "article") != (_words(claim, "speaker") is None):
            raise Refused("mode and speaker disagree")
        if mode == "article":
            speaks = cue = None
        elif speaks is None:
            raise Refused("no words that stand for the speaker")
        span = self._content(_content(claim), within, [words for words in (speaks, cue) if words])
        speaker_span, entity = self._speaker(claim, speaks, span)
        cue_span = self._near(cue, span) if cue else None
        if cue and cue_span is None:
            raise Refused("cue is not in the text beside the content")
        return self._made(claim, (mode, topic), span, (speaker_span, entity), cue_span)

    def _content(self, content: str, within: Span, beside: list[str]) -> Span:
        """Return the one place of the content, which speaker and cue stand beside."""
        places = self.text.places(content, *within)
        if not places:
            raise Refused("content is not in the text")
        if len(places) > 1:
            places = [one for one in places if beside and all(self._near(words, one) for words in beside)]
        if len(places) != 1:
            raise Refused("content stands at several places")
        span = trimmed(self.article.text, *places[0])
        if span[1] - span[0] < _SHORTEST:
            raise Refused("content is too short")
        return span

    def _speaker(
        self, claim: dict[str, Any], speaks: str | None, span: Span
    ) -> tuple[Span | None, Entity | None]:
        if speaks is None:
            return None, None
        place = self._near(speaks, span) or self.text.nearest(speaks, *span, len(self.article.text))
        if place is None:
            raise Refused("words for the speaker are not in the text")
        entity = speaker_of(str(claim["speaker"]), place, self.mentions, self.text)
        if entity is None:
            raise Refused("speaker is named nowhere in the text")
        return place, entity

    def _near(self, words: str, span: Span) -> Span | None:
        return self.text.nearest(words, *span, reach=bound("near_characters"))

    def _made(
        self,
        claim: dict[str, Any],
        words: tuple[str, str],
        span: Span,
        speaker: tuple[Span | None, Entity | None],
        cue_span: Span | None,
    ) -> Proposal:
        written, day = self._said_on(claim, span)
        speaker_span, entity = speaker
        return Proposal(
            id=self.article.name,
            speaker=entity.name if entity else None,
            speaker_as_written=self._at(speaker_span),
            speaker_span=speaker_span,
            cue=self._at(cue_span),
            cue_span=cue_span,
            mode=words[0],
            channel=self._beside(claim, "channel", span),
            said_on=day,
            said_on_as_written=written,
            content=self.article.text[slice(*span)],
            content_span=span,
            topic=words[1],
            stance=self._stance(claim),
            about=self._about(claim),
            facts=self._facts(claim, span),
            optional=False,
            rule="endpoint",
            confidence=None,
            speaker_kind=entity.kind if entity else None,
            speaker_state=entity.state if entity else None,
        )

    def _at(self, span: Span | None) -> str | None:
        return self.article.text[slice(*span)] if span else None

    def _beside(self, claim: dict[str, Any], name: str, span: Span) -> str | None:
        """Return short words of the text beside the content, if the claim gives some that stand there."""
        words = _words(claim, name)
        place = self._near(words, span) if words else None
        self.left_out[f"{name} that is not beside the content"] += words is not None and place is None
        return self._at(place)

    def _said_on(self, claim: dict[str, Any], span: Span) -> tuple[str | None, str | None]:
        """Return the words that tell the day, and the day as worked out here, never as the model has it."""
        from tilth.times import find_times

        written = self._beside(claim, "said_on_as_written", span)
        found = find_times(written, self.article.date, self.article.lang) if written else []
        day = str(found[0].resolved) if found and found[0].resolved is not None else None
        return written, day if day and len(day) == len("2023-07-07") and day.replace(
            "-", ""
        ).isdigit() else None

    def _stance(self, claim: dict[str, Any]) -> str:
        stance = claim.get("stance")
        if claim.get("mode") == "article" or stance not in allowed("stance"):
            self.left_out["stance that is none"] += stance not in allowed("stance")
            return "neutral"
        return str(stance)

    def _about(self, claim: dict[str, Any]) -> tuple[str, ...]:
        given = claim.get("about")
        listed = given[: bound("about")] if isinstance(given, list) else []
        known = [one for one in listed if isinstance(one, str) and (one in self.states or one == "CCM")]
        self.left_out["state that is none"] += len(listed) - len(known)
        return tuple(dict.fromkeys(known))

    def _facts(self, claim: dict[str, Any], span: Span) -> tuple[dict[str, Any], ...]:
        given = claim.get("facts")
        listed = given[: bound("facts")] if isinstance(given, list) else []
        content = Searchable(self.article.text[slice(*span)])
        made = [checked_fact(fact, content, self.text, self.states) for fact in listed]
        self.left_out["fact that is none, or says what the text does not"] += made.count(None)
        unique = {repr(sorted(fact.items(), key=lambda item: item[0])): fact for fact in made if fact}
        return tuple(unique.values())


def _word(claim: dict[str, Any], name: str, vocabulary: str) -> str:
    word = claim.get(name)
    if not isinstance(word, str) or word not in allowed(vocabulary):
        raise Refused(f"{name} is none of the allowed words")
    return word


def _words(claim: dict[str, Any], name: str) -> str | None:
    words = claim.get(name)
    if words is None or (isinstance(words, str) and not words.strip()):
        return None
    if not isinstance(words, str) or len(words) > bound("words_characters"):
        raise Refused(f"{name} is no short text")
    return words


def _content(claim: dict[str, Any]) -> str:
    content = claim.get("content")
    if not isinstance(content, str) or not content.strip():
        raise Refused("no content")
    if len(content) > bound("content_characters"):
        raise Refused("content is too long")
    return content
