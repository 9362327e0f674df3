"""What a claim is about: the topic by weighted words, and the attitude of its speaker."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._words import load

__all__ = ["TOPICS", "scores", "topic_of"]

TOPICS = (
    *("transfer", "use", "production", "stockpile", "expiry", "treaty", "law", "dud_rate", "harm"),
    *("contamination", "clearance", "threat", "reaction", "definition", "other"),
)


@cache
def _lexicon(lang: str) -> list[tuple[str, float, re.Pattern[str]]]:
    return [
        (topic, float(weight), re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.I))
        for topic, weighted in load(lang)["topics"].items()
        for weight, expression in weighted.items()
    ]


def scores(words: str, lang: str) -> dict[str, float]:
    """Return the weight of each topic found; a second word of a kind counts half, further ones less."""
    found: dict[str, float] = {}
    for topic, weight, expression in _lexicon(lang):
        count = len({match[0].lower() for match in expression.finditer(words)})
        if count:
            found[topic] = found.get(topic, 0.0) + weight * (2 - 0.5 ** (count - 1))
    return found


def topic_of(words: str, lang: str) -> tuple[str, float]:
    """Return the heaviest topic and its weight; of equals the first in the order of the list."""
    found = scores(words, lang)
    if not found:
        return "other", 0.0
    best = max(found, key=lambda topic: (found[topic], -TOPICS.index(topic)))
    return best, found[best]
