"""Findings: what the rules of one regime say to one state in a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tilth.law._applying import apply_clause, filled, told_conditions, why
from tilth.law._case import Case, Found, only_cluster_munitions, strongest
from tilth.law._conditions import all_of, answers_of
from tilth.law._finding import doubted, found_by, not_bound, not_covered, not_defined
from tilth.law._question import Part
from tilth.law._regimes import regimes
from tilth.law._rule import Rule
from tilth.law.rules import rules
from tilth.law.standing import Standing

__all__ = ["findings_of", "regimes_asked"]


@cache
def _candidates(regime: str, act: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.regime == regime and act in rule.acts)


def regimes_asked(part: Part) -> list[str]:
    """Return every regime for one state, in the order of the regimes file: later ones may ask what
    earlier ones said.
    """
    return [each if each != "national" else f"national:{part.state}" for each in regimes()]


def findings_of(
    case: Case, part: Part, regime: str, outcomes: dict[str, str]
) -> tuple[list[Found], list[str]]:
    """Return the findings of one regime, at least one, and what stayed open."""
    known = case.standing(part.state, regime)
    fitting = [rule for rule in _candidates(regime, part.act) if not rule.roles or part.role in rule.roles]
    if only_cluster_munitions(regime) and case.cluster == "no":
        return [_outside_definition(case, part, known, fitting)], []
    findings: list[Found] = []
    tried: list[dict[str, Any]] = []
    open_questions: list[str] = []
    for rule in fitting:
        found, told = _ask(case, part, known, rule, outcomes)
        tried.append(told)
        findings += [found] if found else []
        outcomes[regime] = strongest(findings) or ""
        if told["applied"] is None:
            open_questions.append(
                f"{part.state}: {rule.id} ({rule.clause.citation}) turns on it: {told['why']}"
            )
    findings = _silent(part, known, fitting, findings, tried) + findings
    for each in findings:
        each["trace"]["rules"] = tried
    return findings, open_questions


def _outside_definition(case: Case, part: Part, known: Standing, fitting: Sequence[Rule]) -> Found:
    """Return that rules on cluster munitions do not reach the object; of a law not read, nothing is said."""
    if known.regime.startswith("national:") and not fitting:
        return not_covered(part, known)
    found = not_defined(case, part, known)
    found["trace"]["rules"] = [
        _told(rule, case.about(rule, part)[0], "the object is no cluster munition") for rule in fitting
    ]
    return found


def _told(rule: Rule, words: Mapping[str, str], why_not: str) -> dict[str, Any]:
    citation = filled(rule.clause.citation, words)
    told = {"rule": rule.id, "title": rule.title, "applied": False, "why": why_not}
    return told | {"citation": citation, "conditions": [], "exceptions": []}


def _ask(
    case: Case, part: Part, known: Standing, rule: Rule, outcomes: dict[str, str]
) -> tuple[Found | None, dict[str, Any]]:
    """Return the finding of a rule if it applies, and how it was tried."""
    words, parameters = case.about(rule, part)
    told = _told(rule, words, _outside(case, rule, known))
    if told["why"]:
        return None, told
    asked = case.asker(part, outcomes)
    answers = answers_of(rule.clause.when, asked, parameters)
    holds, open_ones = all_of(answers)
    told |= {"applied": holds, "why": why(holds, open_ones, words)}
    told |= {"conditions": told_conditions(answers, asked, words)}
    if not holds:
        return None, told
    told["why"] = "it binds the state, names the act and its conditions hold"
    verdict = apply_clause(rule.clause, asked, words, parameters)
    told["exceptions"] = list(verdict.tried)
    return doubted(case, rule, known, found_by(part, known, verdict, words)), told


def _outside(case: Case, rule: Rule, known: Standing) -> str:
    if not set(known.possible) & set(rule.bound):
        return f"it binds {' or '.join(rule.bound)}, and the state is {known.standing}"
    if case.in_time(rule) is False:
        return f"it holds from {rule.since or 'ever'} until {rule.until or 'now'}"
    return ""


def _silent(
    part: Part,
    known: Standing,
    fitting: Sequence[Rule],
    findings: Sequence[Found],
    tried: Sequence[dict[str, Any]],
) -> list[Found]:
    """Return the finding that nothing binds the state, or that no rule is loaded, where that is so."""
    possible = set(known.possible)
    if not fitting:
        if known.regime.startswith("national:") or possible & {"party", "provisional"}:
            return [not_covered(part, known)]
        return [not_bound(part, known, _first_rule(known.regime), [])]
    first = fitting[0]
    if not findings and any(possible & set(rule.bound) for rule in fitting):
        return [not_covered(part, known)]
    if not findings:
        return [not_bound(part, known, first, [tried[0]["why"]])]
    return [] if possible & set(first.bound) else [not_bound(part, known, first, [])]


def _first_rule(regime: str) -> Rule:
    return next(rule for rule in rules() if rule.regime == regime)
