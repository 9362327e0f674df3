"""Applying one clause to one case: exceptions first, open questions kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.law._conditions import Asker, Condition, all_of
from tilth.law._rule import Clause, Reading

__all__ = ["Verdict", "apply_clause"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clause says in a case: the clause that decided, and how it came to that."""

    clause: Clause
    outcome: str
    because: tuple[str, ...]
    depends_on: tuple[str, ...]
    readings: tuple[Reading, ...]
    tried: tuple[tuple[str, bool, str], ...]


def apply_clause(
    clause: Clause, asked: Asker, words: Mapping[str, str], parameters: Mapping[str, Any]
) -> Verdict:
    """Return what the clause says; its own conditions are taken as met."""
    because = (_filled(clause.because, words),)
    tried: list[tuple[str, bool, str]] = []
    pending: list[str] = []
    for exception in clause.exceptions:
        holds, open_ones = all_of(exception.when, asked, parameters)
        if holds:
            inner = apply_clause(exception, asked, words, parameters)
            won = (exception.id, True, "its conditions hold")
            return Verdict(
                inner.clause,
                inner.outcome,
                because + inner.because,
                tuple(dict.fromkeys((*pending, *inner.depends_on))),
                inner.readings,
                (*tried, won, *inner.tried),
            )
        tried.append((exception.id, False, _why(holds, open_ones, words)))
        if holds is None:
            pending.append(f"{exception.outcome} if {_joined(open_ones, words)} ({exception.citation})")
    outcome = clause.if_unknown if pending and clause.if_unknown else clause.outcome
    depends = (*(_filled(each, words) for each in clause.depends_on), *pending)
    return Verdict(clause, outcome, because, tuple(dict.fromkeys(depends)), clause.readings, tuple(tried))


def _why(holds: bool | None, conditions: tuple[Condition, ...], words: Mapping[str, str]) -> str:
    return f"{'not known whether' if holds is None else 'not so:'} {_joined(conditions, words)}"


def _joined(conditions: tuple[Condition, ...], words: Mapping[str, str]) -> str:
    return " and ".join(_filled(each.text, words) for each in conditions)


def _filled(text: str, words: Mapping[str, str]) -> str:
    return text.format_map(words) if "{" in text else text
