"""Reading an article: its sentences, who says them, and what each asserts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tilth.reading._about import about, channel, said_on, stance
from tilth.reading._cues import Cues, pattern
from tilth.reading._drafts import Draft, trimmed
from tilth.reading._facts import Context, facts_in
from tilth.reading._limits import blocks
from tilth.reading._mentions import mentions_in
from tilth.reading._quoted import quoted
from tilth.reading._reported import reported
from tilth.reading._sentences import Sentence, sentences_in
from tilth.reading._speakers import Speakers
from tilth.reading._topics import topic_of
from tilth.reading._words import load
from tilth.reading.article import Article
from tilth.reading.proposal import Proposal, moved

__all__ = ["read"]

_ENOUGH = 3.0
_NEAR = 500


def read(article: Article) -> list[Proposal]:
    """Return the claims that an article makes or reports, in text order.

    An article that never names cluster munitions yields none.

    Examples
    --------
    >>> text = "The Pentagon said that cluster munitions would be sent to Ukraine."
    >>> found = read(Article.of_text(text, name="a", lang="en"))
    >>> [(each.speaker, each.content) for each in found]
    [('Pentagon', 'cluster munitions would be sent to Ukraine')]
    """
    made: list[Proposal] = []
    for start, end in blocks(article.text):
        whole = end - start == len(article.text)
        part = article if whole else replace(article, text=article.text[start:end])
        made += [
            moved(each, start, f"{article.name}-{len(made) + 1 + n}") for n, each in enumerate(_read(part))
        ]
    return made


def _read(article: Article) -> list[Proposal]:
    """Return the claims of a text that is not too long to be held in view at once."""
    if not pattern(article.lang, "on_topic_re").search(article.text):
        return []
    day = str(article.date) if article.date else None
    mentions = mentions_in(article.text, article.lang, day)
    speakers = Speakers(article.text, article.lang, mentions, Cues(article.text, article.lang))
    sentences = sentences_in(article.text, _begin(article.text), load(article.lang))
    drafts = [draft for draft in _drafts(sentences, speakers) if draft.end > draft.start]
    context = Context.of(article.text, article.lang)
    made: list[Proposal] = []
    for draft in sorted(_single(drafts), key=lambda one: (one.start, one.end)):
        proposal = _proposal(draft, article, context, made[-1] if made else None, len(made) + 1)
        if proposal is not None:
            made.append(proposal)
    return made


def _begin(text: str) -> int:
    from tilth.times import leading_date

    found = leading_date(text)
    return found[1] if found else 0


def _drafts(sentences: list[Sentence], speakers: Speakers) -> Iterator[Draft]:
    """Yield the claims of each sentence: quoted, reported, or asserted by the article."""
    direct = False
    for number, sentence in enumerate(sentences):
        if number and sentences[number - 1].paragraph != sentence.paragraph:
            direct = False
        quotes = quoted(sentence, speakers, follows=direct)
        direct = bool(quotes)
        if quotes:
            yield from quotes
            yield from _behind(sentence, quotes, speakers)
            continue
        back = _backward(sentence, sentences[number - 1] if number else None, speakers)
        if back is not None:
            yield back
            yield from (each for each in reported(sentence, speakers) if each.rule == "verb-that")
            continue
        found = reported(sentence, speakers)
        if found:
            yield from found
            continue
        yield from _own(sentence, speakers)


def _behind(sentence: Sentence, quotes: list[Draft], speakers: Speakers) -> list[Draft]:
    """Return what a sentence reports behind its quotes, with a conjunction."""
    cue = quotes[-1].cue
    start = max(sentence.quotes[-1].end + 1, cue.end if cue else 0)
    return [
        each
        for each in reported(sentence, speakers, start=start, heard=quotes[-1].speaker)
        if each.rule == "verb-that"
    ]


def _backward(sentence: Sentence, before: Sentence | None, speakers: Speakers) -> Draft | None:
    """Read a sentence that only says who said the one before it."""
    text = speakers.text
    if before is None or not pattern(speakers.lang, "back_sentence").search(
        text[sentence.start : sentence.end]
    ):
        return None
    for cue in speakers.cues.between(sentence.start, sentence.end):
        speaker = speakers.before(cue, sentence.start) or speakers.after(cue, sentence.end)
        if speaker is not None:
            speakers.note(speaker)
            start, end = trimmed(text, before.start, before.end)
            return Draft(start, end, "indirect", "back", (sentence.start, sentence.end), speaker, cue, 0.7)
    return None


def _own(sentence: Sentence, speakers: Speakers) -> Iterator[Draft]:
    """Yield what the article itself asserts, when it is on cluster munitions."""
    text, lang = speakers.text, speakers.lang
    if pattern(lang, "skip_article_re").search(text, sentence.start, sentence.end):
        return
    cuts = [sentence.start]
    for cut in pattern(lang, "split_article_re").finditer(text, sentence.start, sentence.end):
        cuts.append(cut.start())
    parts = [trimmed(text, first, last) for first, last in zip(cuts, [*cuts[1:], sentence.end], strict=True)]
    topics = [topic_of(text[first:last], lang) for first, last in parts]
    split = len(parts) > 1 and all(weight >= _ENOUGH for _, weight in topics)
    split = split and len({topic for topic, _ in topics}) > 1
    for start, end in parts if split else [trimmed(text, sentence.start, sentence.end)]:
        words = text[start:end]
        strong = pattern(lang, "on_topic_re").search(words)
        near = pattern(lang, "near_topic_re").search(words) or pattern(lang, "anaphoric_re").search(words)
        elliptic = pattern(lang, "elliptic_re").search(words) is not None
        _, weight = topic_of(words, lang)
        if (
            (strong and weight >= _ENOUGH / 2)
            or (near and weight >= _ENOUGH)
            or elliptic
            or (split and weight >= _ENOUGH)
        ):
            yield Draft(
                start,
                end,
                "article",
                "article",
                (sentence.start, sentence.end),
                weight=0.6 if strong else 0.4,
            )


def _single(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without an article claim that a later sentence gives to a speaker."""
    taken = {(each.start, each.end) for each in drafts if each.speaker}
    return [each for each in drafts if each.speaker or (each.start, each.end) not in taken]


def _proposal(
    draft: Draft, article: Article, context: Context, last: Proposal | None, number: int
) -> Proposal | None:
    text, lang = article.text, article.lang
    content = text[draft.start : draft.end]
    topic, weight = topic_of(content, lang)
    if not weight:
        topic, _ = topic_of(text[draft.sentence[0] : draft.sentence[1]], lang)
    if topic == "other" and last is not None:
        topic = last.topic
    strong = pattern(lang, "on_topic_re").search(content)
    facts = facts_in(draft, topic, context)
    if not _relevant(draft, weight, strong, facts, text, lang):
        return None
    speaker, cue = draft.speaker, draft.cue
    words, day = said_on(draft, article)
    return Proposal(
        id=f"{article.name}-{number}",
        speaker=speaker.entity.name if speaker else None,
        speaker_as_written=text[speaker.start : speaker.end] if speaker else None,
        speaker_span=(speaker.start, speaker.end) if speaker else None,
        cue=text[cue.start : cue.end] if cue else None,
        cue_span=(cue.start, cue.end) if cue else None,
        mode=draft.mode,
        channel=channel(draft, text, lang),
        said_on=day,
        said_on_as_written=words,
        content=content,
        content_span=(draft.start, draft.end),
        topic=topic,
        stance=stance(draft, topic, content, lang),
        about=about(content, lang),
        facts=tuple(facts),
        optional=False,
        rule=draft.rule,
        confidence=round(min(0.95, draft.weight + (0.1 if weight >= _ENOUGH else -0.1)), 2),
        speaker_kind=speaker.entity.kind if speaker else None,
        speaker_state=speaker.entity.state if speaker else None,
    )


def _relevant(
    draft: Draft, weight: float, strong: re.Match[str] | None, facts: object, text: str, lang: str
) -> bool:
    """Tell whether a claim is on cluster munitions: by its words, its facts or its sentence."""
    if draft.speaker is None or strong or facts:
        return True
    if weight > 0 or draft.mode == "direct":
        return True
    first, last = draft.sentence
    return bool(pattern(lang, "on_topic_re").search(text, max(0, first - _NEAR), last + _NEAR))
