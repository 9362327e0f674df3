"""The world at once: every state on one side of an act by every state on the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tilth.law._case import strongest
from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law._near import near
from tilth.law._regimes import regimes
from tilth.law._timeline import days_of
from tilth.law.assess import assess
from tilth.law.participation import Participation
from tilth.law.rules import rules
from tilth.law.standing import as_date, standing
from tilth.law.states import existed, state_codes
from tilth.times import PartialDate

__all__ = ["Matrix", "matrix"]

Outcomes = Mapping[str, str]
_REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Outcomes of an act on a date for each pair of states.

    States that stand alike to every regime get the same answers, so each distinct answer is kept
    once: ``answers[cells[i][j]]`` is that of ``states[i]`` acting and ``states[j]`` on the other side.

    Attributes
    ----------
    act, on : str
    roles : tuple of str
        Roles of the first and the second state.
    states : tuple of str
        ISO 3166 codes of the states that existed on the date.
    regimes : tuple of str
        Columns; ``national`` is the law of the state itself.
    answers : tuple of (mapping, mapping)
        For the first and the second state, regime to its strongest outcome.
    cells : tuple of tuple of int
        Number of the answer; -1 where both sides are one state.
    """

    act: str
    on: str
    roles: tuple[str, str]
    states: tuple[str, ...]
    regimes: tuple[str, ...]
    answers: tuple[tuple[Outcomes, Outcomes], ...]
    cells: tuple[tuple[int, ...], ...]

    def pairs(self) -> Iterator[tuple[str, str, Outcomes, Outcomes]]:
        """Yield each pair of states with the outcomes of both."""
        for first, row in zip(self.states, self.cells, strict=True):
            for second, cell in zip(self.states, row, strict=True):
                if cell >= 0:
                    yield first, second, *self.answers[cell]

    def to_json(self) -> dict[str, Any]:
        """Return the matrix as plain JSON values, each distinct answer once."""
        told = [dict(zip(self.roles, map(dict, each), strict=True)) for each in self.answers]
        return {
            "act": self.act,
            "on": self.on,
            "roles": list(self.roles),
            "regimes": list(self.regimes),
            "states": list(self.states),
            "answers": told,
            "cells": [list(row) for row in self.cells],
            "note": "information, not legal advice; answers[cells[i][j]]: states[i] acts with states[j]",
        }


def matrix(act: str, on: str | date | PartialDate, facts: Iterable[Participation] | None = None) -> Matrix:
    """Return who may do an act with whom on a date, for all states.

    Parameters
    ----------
    act : str
        An act that has another side, such as ``transfer``.
    on : str, date or PartialDate
    facts : iterable of Participation, optional
        Newer facts, which win over the packaged tables.

    Raises
    ------
    LawError
        For an act that is not known or has no other side, or a date that cannot be read.

    Examples
    --------
    >>> found = matrix("transfer", "2023-07-07")
    >>> supplier, recipient = found.answers[found.cells[found.states.index("DEU")][found.states.index("UKR")]]
    >>> supplier["ccm"], recipient["ccm"]
    ('prohibited', 'not_regulated')
    """
    frame = _frame(act)
    day, given = as_date(on), tuple(facts or ())
    states = tuple(code for code in state_codes() if existed(code, *days_of(day)))
    alike = {code: _class(code, day, given) for code in states}
    groups = sorted({each: code for code, each in reversed(alike.items())}.items(), key=lambda one: one[1])
    answers: list[tuple[Outcomes, Outcomes]] = []
    numbers: dict[tuple[Any, Any], int] = {}
    for one, first in groups:
        for other, second in groups:
            partner = _partner(alike, other, first) if first == second else second
            if partner is None:
                continue
            found = _answer(act, first, partner, day, given)
            if found not in answers:
                answers.append(found)
            numbers[one, other] = answers.index(found)
    cells = tuple(
        tuple(-1 if first == second else numbers[alike[first], alike[second]] for second in states)
        for first in states
    )
    roles = (frame["actor"]["role"], frame["other"]["role"])
    return Matrix(act, str(day), roles, states, _columns(), tuple(answers), cells)


def _frame(act: str) -> Mapping[str, Any]:
    acts = data_yaml("acts")["acts"]
    sided = [name for name, frame in acts.items() if "other" in frame]
    if act not in sided:
        raise LawError(
            f"no act {act!r} with another side{near(act, sided)}; a matrix is made of {', '.join(sided)}"
        )
    frame: Mapping[str, Any] = acts[act]
    return frame


def _columns() -> tuple[str, ...]:
    return regimes()


@cache
def _with_rules() -> frozenset[str]:
    return frozenset(rule.regime for rule in rules() if rule.regime.startswith("national:"))


def _class(code: str, day: PartialDate, given: tuple[Participation, ...]) -> tuple[Any, ...]:
    """Return what decides every answer about a state: its standings, and its own law if on record."""
    own = f"national:{code}"
    stands = [standing(code, each, day, given) for each in regimes() if each != "national"]
    law = (own, standing(code, own, day, given).possible) if own in _with_rules() else ()
    return (*((each.possible, each.consented) for each in stands), law)


def _partner(alike: Mapping[str, Any], group: Any, first: str) -> str | None:
    """Return another state of the same class, if there is one."""
    return next((code for code, each in alike.items() if each == group and code != first), None)


def _answer(
    act: str, first: str, second: str, day: PartialDate, given: tuple[Participation, ...]
) -> tuple[Outcomes, Outcomes]:
    findings = assess({"on": day, "act": act, "actor": first, "other": second}, given)["findings"]
    return _outcomes(findings, first), _outcomes(findings, second)


def _outcomes(findings: list[dict[str, Any]], state: str) -> Outcomes:
    by_regime: dict[str, list[dict[str, Any]]] = {}
    for each in findings:
        if each["state"] == state:
            by_regime.setdefault(each["regime"].partition(":")[0], []).append(each)
    return {name: strongest(found) or _REQUIRED for name, found in by_regime.items()}
