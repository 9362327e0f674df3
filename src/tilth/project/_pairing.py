"""Whether two statements of one speaker are the same statement: by day, words, or facts across languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tilth.claims import Claim
from tilth.times import parse_time

__all__ = ["Said", "days_of", "fact_key", "likeness"]

_KEYS = {
    "transfer": ("supplier", "recipient", "status"),
    "treaty_status": ("state", "treaty", "status"),
    "use": ("by", "in_country", "status"),
    "dud_rate": ("rate_low", "rate_high", "bound"),
    "ban": ("treaty", "acts"),
    "quantity": ("value", "unit", "what"),
}
_TELLING = 2
"""Parties or figures that a fact must state to recognise a statement by it."""

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is compared with others.

    Attributes
    ----------
    said, published
        First and last day on which it may have been said, and its source been published.
    words, negated
        Words that tell something, and whether one turns them round.
    facts
        Keys of its typed facts.
    """

    id: str
    speaker: str
    source: str
    lang: str
    said: Days | None
    published: Days | None
    words: frozenset[str]
    negated: bool
    facts: frozenset[tuple[Any, ...]]

    @property
    def day(self) -> Days | None:
        """When it was said, or else published."""
        return self.said or self.published


def days_of(told: str | None) -> Days | None:
    """Return the first and last day of a date as told; None when it has no such bounds."""
    if told is None:
        return None
    when = parse_time(told)
    if when.earliest is None or when.latest is None:
        return None
    return when.earliest, when.latest


def fact_key(claim: Claim) -> tuple[Any, ...] | None:
    """Return what must agree between facts of one statement in two languages; None when it tells too little.

    Examples
    --------
    >>> fact_key(Claim(kind="use", subject="use:a", values={"by": "RUS", "in_country": "UKR"}))
    ('use', 'RUS', 'UKR', 'None')
    """
    names = _KEYS.get(claim.kind, ())
    told = [str(claim.values.get(name)) for name in names]
    stated = sum(name in claim.values for name in names)
    return (claim.kind, *told) if stated >= _TELLING else None


def likeness(one: Said, other: Said, rules: Mapping[str, Any]) -> float:
    """Return how alike two statements are, 0 when they are not the same statement."""
    if one.speaker != other.speaker or not _same_day(one, other, int(rules["days_between_publication"])):
        return 0.0
    if one.lang and other.lang and one.lang != other.lang:
        common = len(one.facts & other.facts)
        return 0.5 if common >= int(rules["facts_in_common"]) else 0.0
    if one.negated != other.negated or not _same_figures(one.words, other.words):
        return 0.0
    return _same_words(one.words, other.words, rules)


def _same_figures(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the figures of one statement are among those of the other."""
    figures = [{word for word in words if word[0].isdigit()} for words in (one, other)]
    return figures[0] <= figures[1] or figures[1] <= figures[0]


def _same_words(one: frozenset[str], other: frozenset[str], rules: Mapping[str, Any]) -> float:
    from tilth.reading import containment, resemblance

    if min(len(one), len(other)) < int(rules["fewest_words"]):
        return 1.0 if one == other and one else 0.0
    alike, held = resemblance(one, other), containment(one, other)
    return max(alike, held) if alike >= rules["same_words"] or held >= rules["contained_words"] else 0.0


def _same_day(one: Said, other: Said, tolerance: int) -> bool:
    if one.said and other.said:
        return one.said[0] <= other.said[1] and other.said[0] <= one.said[1]
    first, second = one.day, other.day
    if first is None or second is None:
        return False
    return max((second[0] - first[1]).days, (first[0] - second[1]).days) <= tolerance
