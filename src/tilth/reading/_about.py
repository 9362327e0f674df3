"""What surrounds a claim: the states it is about, where and when it was said, and the attitude."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._drafts import Draft
from tilth.reading._view import View
from tilth.reading._words import load
from tilth.reading.article import Article

__all__ = ["about", "channel", "said_on", "stance"]


def about(view: View, start: int, end: int) -> tuple[str, ...]:
    """Return the states that a claim names, and the Convention, in the order named."""
    found = [each.key for each in view.states(start, end)]
    if view.holds("convention_re", start, end):
        found.append("CCM")
    return tuple(dict.fromkeys(found))


def _outside(draft: Draft, text: str) -> list[tuple[int, int]]:
    """Return the parts of the sentence around the claim, where the attribution stands."""
    first, last = draft.sentence
    parts = [(first, max(first, min(draft.start, last))), (min(last, max(first, draft.end)), last)]
    if draft.speaker and draft.cue and draft.start <= draft.cue.start < draft.end:
        parts.append((draft.cue.start, min(draft.end, max(draft.cue.end, draft.speaker.end) + 30)))
    return [part for part in parts if text[slice(*part)].strip()]


@cache
def _channels(lang: str) -> tuple[list[str], re.Pattern[str]]:
    """Return the names of the channels, and one expression with a numbered group for each."""
    listed = load(lang)["channels"]
    groups = "|".join(f"(?P<c{number}>{each})" for number, each in enumerate(listed.values()))
    return list(listed), re.compile(rf"(?<!\w)(?:{groups})(?!\w)")


def channel(draft: Draft, text: str, lang: str) -> str | None:
    """Return where it was said, if the attribution tells."""
    if draft.speaker is None:
        return None
    names, expression = _channels(lang)
    for part in _outside(draft, text):
        found = expression.search(text, *part)
        if found and found.lastgroup:
            return names[int(found.lastgroup[1:])]
    return None


def said_on(draft: Draft, article: Article) -> tuple[str | None, str | None]:
    """Return the words that date a statement, and the day in EDTF when they decide one."""
    from tilth.times import find_times

    if draft.speaker is None:
        return None, None
    cue = draft.cue.start if draft.cue else draft.start
    for start, end in _outside(draft, article.text):
        for found in find_times(article.text[start:end], article.date, article.lang):
            if abs(start + found.start - cue) <= 80:
                day = str(found.resolved) if found.resolved is not None else None
                return found.words, day if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    return None, None


def stance(draft: Draft, topic: str, content: str, lang: str) -> str:
    """Return the attitude of the speaker: by the cue, else by words of the claim."""
    if draft.speaker is None:
        return "neutral"
    if draft.cue is not None and draft.cue.stance != "neutral":
        return draft.cue.stance
    for name in ("denies", "accuses", "opposes", "supports", "confirms"):
        expression = load(lang)["stances"].get(name)
        if expression and re.search(rf"(?<!\w)(?:{expression})(?!\w)", content, re.I):
            return name
    return (
        {"harm": "accuses", "threat": "supports"}.get(topic, "neutral")
        if draft.mode == "direct"
        else "neutral"
    )
