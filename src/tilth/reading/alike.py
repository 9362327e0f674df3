"""How alike two texts are: words in common, one held by the other, sequences of words in a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from tilth.reading._words import load, supported

__all__ = ["containment", "content_words", "folded", "negated", "resemblance", "same_rules", "sequences"]

_WORD = re.compile(r"\w+(?:['’.,]\d+)*")
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "..."})


@cache
def same_rules(part: str) -> Mapping[str, Any]:
    """Return a part of the rules on sameness: a value alone where a row has one.

    Examples
    --------
    >>> same_rules("statements")["same_words"]
    0.6
    """
    rows = load("same")[part]
    return {name: row["value"] if isinstance(row, dict) else row for name, row in rows.items()}


def folded(text: str) -> str:
    """Return a text in a form that case, quote marks, blanks and closing marks do not change.

    Examples
    --------
    >>> folded("“They  will be sent” ") == folded('"they will be sent"')
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_MARKS)
    return " ".join(plain.split()).strip(" .,;:!?")


def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that tell something: without the common words of any language read.

    Examples
    --------
    >>> sorted(content_words("The shells will be sent to Ukraine."))
    ['sent', 'shells', 'ukraine']
    """
    return frozenset(_WORD.findall(folded(text))) - _common()


def negated(text: str) -> bool:
    """Return whether a text holds a word that turns a statement round.

    Examples
    --------
    >>> negated("They were never used."), negated("They were used.")
    (True, False)
    """
    return _negations().search(folded(text)) is not None


@cache
def _negations() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{same_rules('statements')['negations']})(?!\w)")


@cache
def _common() -> frozenset[str]:
    return frozenset(word for lang in supported() for word in load(lang)["stop_words"].split())


def resemblance(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Return the share of all members that both sets hold (Jaccard); 0 when both are empty.

    Examples
    --------
    >>> resemblance(frozenset("abc"), frozenset("bcd"))
    0.5
    """
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def containment(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Return the share of the smaller set that the larger one holds; 0 when one is empty.

    Examples
    --------
    >>> containment(frozenset("ab"), frozenset("abcd"))
    1.0
    """
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def sequences(text: str, length: int) -> frozenset[int]:
    """Return the hashes of every `length` words in a row; a shorter text is one sequence."""
    words = _WORD.findall(folded(text))
    if not words:
        return frozenset()
    ends = range(max(1, len(words) - length + 1))
    return frozenset(hash(tuple(words[start : start + length])) for start in ends)
