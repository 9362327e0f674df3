"""Checks over all rules: names, dates, words and keys that the engine must know."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from tilth.law._conditions import Condition
from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law._near import near
from tilth.law._regimes import regimes
from tilth.law._rule import Clause, Rule

__all__ = ["check_rules", "clauses"]

_WORDS = (
    "act",
    "count",
    "next_april_30",
    "clearance_after_hostilities",
    "stocks_by",
    "clearance_by",
    "first_report_by",
    "next_report_by",
)
_PLAIN_KEYS = ("act", "role", "purpose", "on")
_OWN = ("standing", "outcome", "consented", "deadline_passed", "hostilities_after_entry")
_PARAMETER_KEYS = {"from", "value", "text", "source", "tag"}


def clauses(clause: Clause) -> Iterator[Clause]:
    """Yield a clause and every exception within it."""
    yield clause
    for exception in clause.exceptions:
        yield from clauses(exception)


def check_rules(rules: Sequence[Rule]) -> None:
    """Raise LawError for a fault that shows only beside the other rules or the engine's words."""
    names = [each.id for rule in rules for each in clauses(rule.clause)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LawError(f"rule names given twice: {', '.join(twice)}; give each rule and exception its own")
    by_name = {rule.id: rule for rule in rules}
    for rule in rules:
        _check_dates(rule)
        _check_overlap(rule, by_name)
        _check_parameters(rule)
        for clause in clauses(rule.clause):
            _check_words(rule, clause)
            for condition in clause.when:
                _check_condition(rule, clause, condition)


def _day(rule: str, key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LawError(f"rule {rule}: {key} {text!r} is no date; write YYYY-MM-DD") from error


def _check_dates(rule: Rule) -> None:
    since = _day(rule.id, "from", rule.since) if rule.since else date.min
    until = _day(rule.id, "until", rule.until) if rule.until else date.max
    if until < since:
        raise LawError(f"rule {rule.id}: until {rule.until} lies before from {rule.since}; swap the dates")


def _check_overlap(rule: Rule, by_name: Mapping[str, Rule]) -> None:
    if not rule.replaces:
        return
    earlier = by_name.get(rule.replaces)
    if earlier is None:
        raise LawError(
            f"rule {rule.id} replaces {rule.replaces!r}, which is not there{near(rule.replaces, by_name)}"
        )
    if not rule.since or not earlier.until or earlier.until >= rule.since:
        raise LawError(
            f"rules {earlier.id} (until {earlier.until or 'now'}) and {rule.id} (from {rule.since or 'ever'})"
            " overlap in time: end the first the day before the second begins"
        )


def _check_parameters(rule: Rule) -> None:
    for name, dated in (rule.parameters or {}).items():
        days = []
        for each in dated:
            if set(each) != _PARAMETER_KEYS or not all(str(each[key]) for key in _PARAMETER_KEYS):
                needed = ", ".join(sorted(_PARAMETER_KEYS))
                raise LawError(f"rule {rule.id}: parameter {name} {dict(each)!r} needs {needed}")
            days.append(_day(rule.id, f"parameter {name} from", str(each["from"])))
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise LawError(
                f"rule {rule.id}: parameter {name} has dates that overlap or run backwards; sort them"
            )


def _texts(clause: Clause) -> Iterable[str]:
    return (clause.because, clause.citation, *clause.depends_on, *(each.text for each in clause.when))


def _check_words(rule: Rule, clause: Clause) -> None:
    known = (*_WORDS, *(rule.parameters or {}))
    for text in _texts(clause):
        for _, word, _, _ in string.Formatter().parse(text):
            if word is not None and word not in known:
                raise LawError(
                    f"rule {clause.id}: no word {{{word}}}{near(word, known)}; allowed are {', '.join(known)}"
                )


def _check_condition(rule: Rule, clause: Clause, condition: Condition) -> None:
    head, _, rest = condition.ask.partition(".")
    what, _, detail = rest.partition(".")
    named = (*regimes(), rule.regime)
    good = {
        "own": what in _OWN and (what not in ("standing", "outcome", "consented") or detail in named),
        "counterpart": what == "standing" and detail in named,
        "others": what == "outsider" and detail in named,
        "facts": rest in data_yaml("acts")["facts"],
        "munition": rest in data_yaml("definition")["keys"],
    }
    if condition.ask not in _PLAIN_KEYS and not good.get(head, False):
        raise LawError(f"rule {clause.id}: no key {condition.ask!r} to ask; see the README of the law data")
    if isinstance(condition.wanted, str) and condition.test not in ("is", "in"):
        _check_parameter_there(rule, clause, condition.wanted)
    allowed = _allowed_words(condition.ask)
    if allowed and condition.test == "in":
        for word in condition.wanted:
            if word not in allowed:
                raise LawError(
                    f"rule {clause.id}: {condition.ask} {word!r} is not one of {', '.join(allowed)}"
                )


def _check_parameter_there(rule: Rule, clause: Clause, name: str) -> None:
    if name not in (rule.parameters or {}):
        raise LawError(f"rule {clause.id}: no parameter {name!r}; give it with its dated values")


def _allowed_words(ask: str) -> tuple[str, ...]:
    acts: Any = data_yaml("acts")
    if ask == "act":
        return (*acts["acts"], *acts["inner_acts"])
    if ask == "facts.joint_operation_role":
        return tuple(acts["role_names"].get(each, each) for each in acts["joint_operation_role"])
    return tuple({"role": acts["roles"], "purpose": acts["purposes"]}.get(ask, ()))
