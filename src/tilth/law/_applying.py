"""Applying one clause to one case: exceptions first, open questions kept, every step told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.law._conditions import Asker, Condition, all_of, answers_of
from tilth.law._rule import Clause, Reading

__all__ = ["Verdict", "apply_clause", "filled", "told_conditions", "why"]

Tried = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clause says in a case: the clause that decided, and how it came to that.

    `tried` holds every exception considered, each with its conditions, their answers and the
    exceptions considered within it.
    """

    clause: Clause
    outcome: str
    because: tuple[str, ...]
    depends_on: tuple[str, ...]
    readings: tuple[Reading, ...]
    tried: tuple[Tried, ...]


def apply_clause(
    clause: Clause, asked: Asker, words: Mapping[str, str], parameters: Mapping[str, Any]
) -> Verdict:
    """Return what the clause says; its own conditions are taken as met."""
    because = (filled(clause.because, words),)
    tried: list[Tried] = []
    pending: list[str] = []
    for exception in clause.exceptions:
        answers = answers_of(exception.when, asked, parameters)
        holds, open_ones = all_of(answers)
        tried.append(
            {
                "rule": exception.id,
                "applied": holds,
                "why": why(holds, open_ones, words),
                "citation": filled(exception.citation, words),
                "conditions": told_conditions(answers, asked, words),
                "exceptions": [],
            }
        )
        if holds:
            inner = apply_clause(exception, asked, words, parameters)
            tried[-1]["exceptions"] = list(inner.tried)
            depends = tuple(dict.fromkeys((*pending, *inner.depends_on)))
            return Verdict(
                inner.clause, inner.outcome, because + inner.because, depends, inner.readings, tuple(tried)
            )
        if holds is None:
            citation = filled(exception.citation, words)
            pending.append(f"{exception.outcome} if {_joined(open_ones, words)} ({citation})")
    outcome = clause.if_unknown if pending and clause.if_unknown else clause.outcome
    depends = tuple(dict.fromkeys((*(filled(each, words) for each in clause.depends_on), *pending)))
    return Verdict(clause, outcome, because, depends, clause.readings, tuple(tried))


def why(holds: bool | None, conditions: tuple[Condition, ...], words: Mapping[str, str]) -> str:
    """Return in words why a clause applied or not."""
    if holds:
        return "its conditions hold"
    return f"{'not known whether' if holds is None else 'not so:'} {_joined(conditions, words)}"


def told_conditions(
    answers: list[tuple[Condition, bool | None]], asked: Asker, words: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return each condition in words with its answer, and whether the case itself says so."""
    return [
        {"condition": filled(each.text, words), "holds": holds, "stated": asked(each.ask) is not None}
        for each, holds in answers
    ]


def _joined(conditions: tuple[Condition, ...], words: Mapping[str, str]) -> str:
    return " and ".join(filled(each.text, words) for each in conditions)


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text of a rule with its words filled in."""
    return text.format_map(words) if "{" in text else text
