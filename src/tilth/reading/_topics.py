"""What a claim is about: the topic by weighted words, those of the main clause before all."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tilth.reading._cues import pattern
from tilth.reading._words import alternatives, load

__all__ = ["TOPICS", "scores", "topic_of"]

TOPICS = (
    *("transfer", "use", "production", "stockpile", "expiry", "treaty", "law", "dud_rate", "harm"),
    *("contamination", "clearance", "threat", "reaction", "definition", "other"),
)
_ASIDE = 0.5
_FAILS = 5.0
_LASTING = frozenset({"harm", "definition"})
_COUNT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"[\w()|?:\\*+\[\]]+")
_Hits = tuple[tuple[str, float], ...]
_Expressions = list[tuple[str, float, re.Pattern[str]]]


def _single(alternative: str) -> bool:
    """Tell whether an alternative matches within one word."""
    plain = _PLAIN.fullmatch(alternative.replace("(?:", "("))
    return bool(plain) and r"\s" not in alternative and r"\W" not in alternative


@cache
def _lexicon(
    lang: str,
) -> tuple[list[tuple[str, float, re.Pattern[str]]], list[tuple[str, float, re.Pattern[str]]]]:
    """Return the expressions for single words and those for phrases, by topic and weight."""
    words: _Expressions = []
    phrases: _Expressions = []
    for topic, weighted in load(lang)["topics"].items():
        for weight, expression in weighted.items():
            parts = alternatives(expression)
            single = [each for each in parts if _single(each)]
            longer = [each for each in parts if not _single(each)]
            if single:
                words.append((topic, float(weight), re.compile(rf"(?:{'|'.join(single)})\Z", re.I)))
            if longer:
                made = re.compile(rf"(?<!\w)(?:{'|'.join(longer)})(?!\w)", re.I)
                phrases.append((topic, float(weight), made))
    return words, phrases


@lru_cache(maxsize=200_000)
def _hits(word: str, lang: str) -> _Hits:
    return tuple((topic, weight) for topic, weight, each in _lexicon(lang)[0] if each.match(word))


def scores(words: str, lang: str) -> dict[str, float]:
    """Return the weight of each topic found.

    A second word of a kind counts half, further ones less; words of a subordinate clause count half.
    """
    first, last = _main(words, lang)
    counted: dict[tuple[str, float], dict[str, float]] = {}
    for match in _WORD.finditer(words):
        word = match[0].lower()
        for hit in _hits(word, lang):
            _count(counted, hit, word, match.start(), first, last)
    for topic, weight, expression in _lexicon(lang)[1]:
        for match in expression.finditer(words):
            _count(counted, (topic, weight), match[0].lower(), match.start(), first, last)
    found: dict[str, float] = {}
    for (topic, weight), listed in counted.items():
        parts = sorted(listed.values(), reverse=True)
        total = sum(part * 0.5**number for number, part in enumerate(parts))
        found[topic] = found.get(topic, 0.0) + weight * total
    return found


def _count(
    counted: dict[tuple[str, float], dict[str, float]],
    hit: tuple[str, float],
    word: str,
    place: int,
    first: int,
    last: int,
) -> None:
    listed = counted.setdefault(hit, {})
    listed[word] = max(listed.get(word, 0.0), 1.0 if first <= place < last else _ASIDE)


def _main(words: str, lang: str) -> tuple[int, int]:
    """Return where the main clause lies: before the first subordinate one, or behind it."""
    found = pattern(lang, "subordinate").search(words)
    if found is None:
        return 0, len(words)
    if found.start() > 3:
        return 0, found.start()
    comma = words.find(",", found.end())
    return (comma, len(words)) if 0 <= comma < len(words) - 12 else (0, len(words))


def topic_of(words: str, lang: str) -> tuple[str, float]:
    """Return the heaviest topic and its weight; of equals the first in the order of the list.

    Examples
    --------
    >>> topic_of("the shells were delivered", "en")[0]
    'transfer'
    """
    found = scores(words, lang)
    if not found:
        return "other", 0.0
    best = max(found, key=lambda topic: (found[topic], -TOPICS.index(topic)))
    if best in _LASTING and found.get("contamination", 0.0) >= _FAILS and not _COUNT.search(words):
        best = "contamination"
    return best, found[best]
