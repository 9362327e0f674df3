"""Reading an article: its sentences, who says them, and what each asserts."""

from __future__ import annotations

from dataclasses import replace

from tilth.reading._about import about, channel, said_on, stance
from tilth.reading._confidence import Signs, confidence_of, kept_from, off_topic, signs_of
from tilth.reading._cues import pattern
from tilth.reading._dealings import Context
from tilth.reading._drafts import Draft
from tilth.reading._facts import facts_in
from tilth.reading._found import drafts_in
from tilth.reading._limits import blocks
from tilth.reading._subjects import lead_topic, subject_of
from tilth.reading._topics import topic_of
from tilth.reading._view import View
from tilth.reading._wrapped import unwrapped
from tilth.reading.article import Article
from tilth.reading.proposal import Proposal, as_written, moved

__all__ = ["candidates", "read"]

_DECIDES = 1.5


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
        found = [each for each, _ in candidates(part) if _likely(each)]
        made += [moved(each, start, f"{article.name}-{len(made) + 1 + n}") for n, each in enumerate(found)]
    return [as_written(each, article.text) for each in made] if "\n" in article.text else made


def candidates(article: Article) -> list[tuple[Proposal, Signs]]:
    """Return all that may be claims, also what is not likely one, with the signs its confidence rests on."""
    if not pattern(article.lang, "on_topic_re").search(article.text):
        return []
    joined = unwrapped(article.text)
    view = View(
        article if joined == article.text else replace(article, text=joined), _begin(joined, article.title)
    )
    context = Context.of(view)
    made: list[tuple[Proposal, Signs]] = []
    topic = lead = lead_topic(view)
    for number, draft in enumerate(drafts_in(view), 1):
        proposal, signs = _proposal(draft, view, context, (topic, lead), number)
        if off_topic(signs):
            continue
        if _likely(proposal):
            topic = proposal.topic
        made.append((proposal, signs))
    return made


def _likely(proposal: Proposal) -> bool:
    """Tell whether a proposal is sure enough to be kept."""
    return proposal.confidence is not None and proposal.confidence >= kept_from(proposal.mode)


def _begin(text: str, title: str | None) -> int:
    """Return where the article begins: behind a glued date, and behind its headline, which pages repeat."""
    from tilth.times import leading_date

    found = leading_date(text)
    begin = found[1] if found else 0
    head = len(text) - len(text[begin:].lstrip())
    line = text[head:].partition("\n")[0].strip()
    return head + len(line) if title and line and line == title.strip() else begin


def _topic(draft: Draft, view: View, before: str) -> tuple[str, float]:
    """Return the topic of a claim and its weight; one that is too light gives way to that of its sentence."""
    topic, weight = topic_of(view.text[draft.start : draft.end], view.lang)
    if weight >= _DECIDES:
        return topic, weight
    around, heavier = topic_of(view.text[draft.sentence[0] : draft.sentence[1]], view.lang)
    return (around if heavier >= _DECIDES else before), weight


def _proposal(
    draft: Draft, view: View, context: Context, topics: tuple[str, str], number: int
) -> tuple[Proposal, Signs]:
    text, lang, article = view.text, view.lang, view.article
    content = text[draft.start : draft.end]
    worded, weight = _topic(draft, view, topics[0])
    facts = facts_in(view, draft, worded, context)
    topic = subject_of(view, draft, worded, facts, topics[1])
    if topic != worded:
        facts = facts_in(view, draft, topic, context)
    signs = signs_of(draft, view, topic, weight, facts)
    speaker, cue = draft.speaker, draft.cue
    words, day = said_on(draft, article)
    made = Proposal(
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
        about=about(view, draft.start, draft.end),
        facts=tuple(facts),
        optional=False,
        rule=draft.rule,
        confidence=confidence_of(signs),
        speaker_kind=speaker.entity.kind if speaker else None,
        speaker_state=speaker.entity.state if speaker else None,
    )
    return made, signs
