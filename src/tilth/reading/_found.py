"""The claims of each sentence: quoted, reported, or asserted by the article itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from tilth.reading._clauses import parts
from tilth.reading._cues import pattern
from tilth.reading._drafts import Draft, trimmed
from tilth.reading._quoted import quoted
from tilth.reading._reported import reported
from tilth.reading._sentences import Sentence
from tilth.reading._speakers import Speakers
from tilth.reading._view import View
from tilth.reading._words import load

__all__ = ["drafts_in"]

_SHORTEST = 12
_FRONT = 60
_NEAR = 30
_FEW = 4
_BULLET = re.compile(r"\s*[*•·]\s")


def drafts_in(view: View) -> list[Draft]:
    """Return what may be claims of an article, in text order without overlap."""
    found: list[Draft] = []
    for drafts in _by_sentence(view):
        for draft in drafts:
            if draft.rule == "back":
                found = [each for each in found if not (_overlap(each, draft) and _below(each, draft))]
            if draft.end > draft.start and not any(_overlap(each, draft) for each in found[-8:]):
                found.append(draft)
    return sorted(found, key=lambda one: (one.start, one.end))


def _below(each: Draft, back: Draft) -> bool:
    """Tell whether a claim gives way to who is said to have told the whole sentence."""
    if each.speaker is None:
        return True
    told = back.speaker is not None and back.speaker.entity.kind != "media"
    return told and each.rule in {"verb-to", "verb-object"}


def _overlap(one: Draft, other: Draft) -> bool:
    return one.start < other.end and other.start < one.end


def _by_sentence(view: View) -> Iterator[list[Draft]]:
    speakers, before, direct = view.speakers, None, False
    for sentence in view.sentences:
        if before is not None and before.paragraph != sentence.paragraph:
            direct = False
        quotes = quoted(sentence, speakers, follows=direct)
        direct = bool(quotes)
        if quotes:
            yield _ahead(sentence, quotes, speakers) + quotes + _behind(sentence, quotes, speakers)
        else:
            back = _backward(sentence, before, speakers)
            found = reported(sentence, speakers) or _listed(sentence, speakers)
            if back is not None:
                found = [back, *(each for each in found if each.rule == "verb-that")]
                speakers.last = back.speaker
            if not found:
                _told(sentence, speakers)
            split = [each for draft in found for each in _split(draft, speakers)]
            yield split + list(_own(sentence, found, speakers))
        before = sentence


def _listed(sentence: Sentence, speakers: Speakers) -> list[Draft]:
    """Return a sentence of a list as the claim of who spoke before it."""
    line = speakers.text.rfind("\n", 0, sentence.start) + 1
    if speakers.last is None or not _BULLET.match(speakers.text, line):
        return []
    if not speakers.resolver.said or speakers.last.entity != speakers.resolver.said[-1]:
        return []
    whole = (sentence.start, sentence.end)
    start, end = trimmed(speakers.text, *whole)
    return [Draft(start, end, "indirect", "listed", whole, speakers.last)] if end - start > _SHORTEST else []


def _told(sentence: Sentence, speakers: Speakers) -> None:
    """Keep of whom a sentence tells that reports nothing: a quote that follows may be theirs."""
    subject = speakers.subject(sentence.start, min(sentence.end, sentence.start + _FRONT))
    if subject is not None and subject.role in {"known", "organ", "name", "anaphor", "office"}:
        speakers.last = subject
        speakers.resolver.told = subject.entity


def _ahead(sentence: Sentence, quotes: list[Draft], speakers: Speakers) -> list[Draft]:
    """Return what a sentence reports before its first quote, with a conjunction."""
    stop = sentence.quotes[0].start - 1
    if stop - sentence.start < _SHORTEST:
        return []
    part = Sentence(sentence.start, stop, sentence.paragraph)
    return [
        each for each in reported(part, speakers) if each.rule == "verb-that" and each.end <= quotes[0].start
    ]


def _behind(sentence: Sentence, quotes: list[Draft], speakers: Speakers) -> list[Draft]:
    """Return what a sentence reports behind its quotes, with a conjunction."""
    cue = quotes[-1].cue
    start = max(sentence.quotes[-1].end + 1, cue.end if cue else 0)
    return [
        each
        for each in reported(sentence, speakers, start=start, heard=quotes[-1].speaker)
        if each.rule in {"verb-that", "verb-to"}
    ]


def _backward(sentence: Sentence, before: Sentence | None, speakers: Speakers) -> Draft | None:
    """Read a sentence that only says who said the one before it."""
    text = speakers.text
    said = pattern(speakers.lang, "back_sentence").search(text[sentence.start : sentence.end])
    if before is None or not said:
        return None
    led = pattern(speakers.lang, "as_words").match(text, sentence.start, sentence.end)
    comma = text.find(",", sentence.start, sentence.end) if led else -1
    for cue in speakers.cues.between(max(sentence.start, comma), sentence.end):
        speaker = speakers.of(cue, sentence.start, sentence.end)
        if speaker is None or speaker.role == "state":
            speaker = speakers.far(cue, sentence.end) or speaker
        if speaker is not None:
            speaker = speakers.cited(cue, speaker, sentence.end)
            speakers.note(speaker)
            start, end = trimmed(text, before.start, before.end)
            return Draft(start, end, "indirect", "back", (sentence.start, sentence.end), speaker, cue)
    return None


def _split(draft: Draft, speakers: Speakers) -> Iterator[Draft]:
    """Yield a reported claim by its clauses; what a relative clause adds is the article's own."""
    if draft.rule in {"verb-object", "verb-to", "verb-bracket"}:
        yield draft
        return
    for start, end, kind in parts(speakers, draft.start, draft.end):
        start, end = trimmed(speakers.text, start, end)
        if end - start < _SHORTEST:
            continue
        if kind == "relative":
            yield Draft(start, end, "article", "relative", draft.sentence)
        else:
            yield replace(draft, start=start, end=end)


def _own(sentence: Sentence, taken: Iterable[Draft], speakers: Speakers) -> Iterator[Draft]:
    """Yield the clauses of a sentence that nobody is said to have said."""
    text = speakers.text
    closed = [span for draft in taken for span in _spans(draft)]
    if pattern(speakers.lang, "skip_article_re").search(text, sentence.start, sentence.end):
        return
    lead = pattern(speakers.lang, "article_lead").match(text, sentence.start, sentence.end)
    for start, end, kind in parts(speakers, lead.end() if lead else sentence.start, sentence.end):
        start, end = trimmed(text, start, end)
        end = _ahead_of(start, end, list(taken), speakers)
        if end - start < _SHORTEST or any(start < last and first < end for first, last in closed):
            continue
        rule = "article" if kind == "main" else kind
        yield Draft(start, end, "article", rule, (sentence.start, sentence.end))


def _ahead_of(start: int, end: int, taken: list[Draft], speakers: Speakers) -> int:
    """Return where a clause ends before the attribution that a conjunction joins to it, else its end."""
    for draft in taken:
        if not (draft.cue and draft.speaker and start < draft.cue.start < end):
            continue
        subject = draft.speaker.start
        first = subject if start + _SHORTEST < subject < draft.cue.start else draft.cue.start
        joint = _joint(speakers.lang).search(speakers.text, max(start, first - _NEAR), first)
        finite = pattern(speakers.lang, "finite")
        told = finite.search(speakers.text, max(start, subject if first > subject else start), first)
        if (
            joint
            and draft.start > first
            and told
            and len(speakers.text[start : joint.start()].split()) >= _FEW
        ):
            return trimmed(speakers.text, start, joint.start())[1]
    return end


@cache
def _joint(lang: str) -> re.Pattern[str]:
    """Return an expression for a conjunction of clauses that ends some words: "and later", "but"."""
    joins = load(lang)["clause_joins"]
    return re.compile(rf",?\s+(?:{joins})(?:\s+\w+)?\s+\Z", re.I)


def _spans(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield the places a reported claim takes; whom a relative clause lets speak may stand in another one."""
    yield draft.start, draft.end
    if draft.cue:
        yield draft.cue.start, draft.cue.end
    elif draft.speaker:
        yield draft.speaker.start, draft.speaker.end
