"""Findings: what the rules of one regime say to one state in a question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from tilth.law._applying import Verdict, apply_clause
from tilth.law._case import Case, Found, only_cluster_munitions, strongest
from tilth.law._conditions import all_of
from tilth.law._question import Part
from tilth.law._regimes import regime_facts, regimes
from tilth.law._rule import Clause, Rule
from tilth.law.rules import rules
from tilth.law.standing import Standing

__all__ = ["findings_of", "regimes_asked"]


@cache
def _candidates(regime: str, act: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.regime == regime and act in rule.acts)


def regimes_asked(part: Part) -> list[str]:
    """Return the regimes with rules on the act, in the order of the regimes file: later ones may ask
    what earlier ones said.
    """
    found = dict.fromkeys(rule.regime for rule in rules() if part.act in rule.acts)
    mine = [each for each in found if not each.startswith("national:") or each == f"national:{part.state}"]
    order = regimes()
    return sorted(mine, key=lambda each: order.index(each.partition(":")[0]))


def findings_of(
    case: Case, part: Part, regime: str, outcomes: dict[str, str]
) -> tuple[list[Found], list[str]]:
    """Return the findings of one regime, and what stayed open."""
    known = case.standing(part.state, regime)
    asked = case.asker(part, outcomes)
    fitting = [rule for rule in _candidates(regime, part.act) if not rule.roles or part.role in rule.roles]
    if only_cluster_munitions(regime) and case.cluster == "no" and fitting:
        return [_not_regulated(part, known, fitting[0], ["not a cluster munition"])], []
    findings: list[Found] = []
    tried: list[dict[str, Any]] = []
    open_questions: list[str] = []
    for rule in fitting:
        applies, why = _applies(case, rule, known, asked)
        tried.append({"rule": rule.id, "applied": applies is True, "why": why})
        if applies:
            findings.append(_finding(case, part, known, rule, asked, tried[-1]))
            outcomes[regime] = strongest(findings) or ""
        elif applies is None:
            open_questions.append(f"{part.state}: {rule.id} ({rule.clause.citation}) turns on it: {why}")
    silent = _silent(part, known, fitting, findings, tried)
    for each in (found := silent + findings):
        each["trace"]["rules"] += [one for one in tried if one not in each["trace"]["rules"]]
    return found, open_questions


def _silent(
    part: Part, known: Standing, fitting: Sequence[Rule], findings: Sequence[Found], tried: Sequence[Any]
) -> list[Found]:
    """Return the finding that the regime's first rule does not bind the state, where that is so."""
    if not fitting:
        return []
    unbound = not set(known.possible) & set(fitting[0].bound)
    if not unbound and findings:
        return []
    return [_not_regulated(part, known, fitting[0], [tried[0]["why"]] if not unbound else [])]


def _applies(case: Case, rule: Rule, known: Standing, asked: Any) -> tuple[bool | None, str]:
    if not set(known.possible) & set(rule.bound):
        return False, f"it binds {' or '.join(rule.bound)}, and the state is {known.standing}"
    if case.in_time(rule) is False:
        return False, f"it holds from {rule.since or 'ever'} until {rule.until or 'now'}"
    holds, conditions = all_of(rule.clause.when, asked, case.about(rule)[1])
    texts = " and ".join(each.text for each in conditions)
    if holds:
        return True, "it binds the state, names the act and its conditions hold"
    return holds, f"{'not known whether' if holds is None else 'not so:'} {texts}"


def _finding(case: Case, part: Part, known: Standing, rule: Rule, asked: Any, tried: dict[str, Any]) -> Found:
    words, parameters = case.about(rule)
    words["act"] = part.act
    verdict = apply_clause(rule.clause, asked, words, parameters)
    found = _found(part, known, rule, verdict.clause, verdict.because)
    found["trace"]["rules"] = [tried, *_tried(verdict)]
    found["readings"] = [_reading(each) for each in verdict.readings]
    found["outcome"], found["depends_on"] = verdict.outcome, list(verdict.depends_on)
    doubts = _doubts(case, rule, known) if verdict.outcome != "not_regulated" else []
    if doubts:
        found["readings"] = _doubtful(found, [doubt for doubt, _ in doubts])
        found["depends_on"] += [text for _, text in doubts]
        found["outcome"] = "unclear"
    return found


def _doubtful(found: Found, doubts: list[str]) -> list[Found]:
    """Return the readings of a rule of which it is open whether it binds at all."""
    whether, source = " and ".join(doubts), found["source"]
    bound = found["readings"] or [{"outcome": found["outcome"], "held_by": f"if {whether}", "source": source}]
    return [*bound, {"outcome": "not_regulated", "held_by": f"unless {whether}", "source": source}]


def _doubts(case: Case, rule: Rule, known: Standing) -> list[tuple[str, str]]:
    """Return what is open about whether a rule binds at all: standing, date, object."""
    doubts = []
    if not set(known.possible) <= set(rule.bound):
        bound = " or ".join(each for each in known.possible if each in rule.bound)
        doubts.append(
            (f"the state is {bound}", f"the standing of {known.state}: {' or '.join(known.possible)}")
        )
    if case.in_time(rule) is None:
        doubts.append(
            ("the rule was in force on the day", f"the day: {rule.id} changes within {case.question.on}")
        )
    if only_cluster_munitions(rule.regime) and case.cluster == "unclear":
        doubts.append(("it is a cluster munition", "whether it is a cluster munition (Art. 2(2))"))
    return doubts


def _tried(verdict: Verdict) -> list[dict[str, Any]]:
    return [{"rule": name, "applied": applied, "why": why} for name, applied, why in verdict.tried]


def _reading(reading: Any) -> dict[str, str]:
    return {"outcome": reading.outcome, "held_by": reading.held_by, "source": reading.source}


def _not_regulated(part: Part, known: Standing, rule: Rule, because: list[str]) -> Found:
    """Return that a rule does not reach the state; where it left, the article on leaving is cited."""
    instead: Found = regime_facts(rule.regime).get("not_bound", {}).get(known.standing, {})
    return _found(part, known, rule, rule.clause, because) | instead


def _found(part: Part, known: Standing, rule: Rule, clause: Clause, because: Sequence[str]) -> Found:
    """Return a finding that nothing is regulated, for the caller to fill in."""
    doubtful = ("not verified",) if clause.tag != "verified" else ()
    return {
        "state": part.state,
        "role": part.role,
        "act": part.act,
        "regime": known.regime,
        "standing": known.standing,
        "rule": clause.id,
        "outcome": "not_regulated",
        "readings": [],
        "citation": clause.citation,
        "because": [*known.reasons, *because],
        "depends_on": [],
        "source": clause.source,
        "flags": list(dict.fromkeys((*known.flags, *doubtful))),
        "trace": {"facts": list(known.facts), "base_rule": rule.id, "rules": []},
    }
