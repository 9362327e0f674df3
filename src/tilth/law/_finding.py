"""One finding: its shape, and the doubts that turn it unclear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tilth.law._applying import Verdict, filled
from tilth.law._case import Case, Found, only_cluster_munitions, words_unread
from tilth.law._question import Part
from tilth.law._regimes import regime_facts, regime_title
from tilth.law._rule import Block, Clause, Rule
from tilth.law.rules import framework
from tilth.law.standing import Standing

__all__ = ["NOT_COVERED", "doubted", "found_by", "not_bound", "not_covered", "not_defined"]

NOT_COVERED = "not covered by the rules loaded"


def found_by(part: Part, known: Standing, verdict: Verdict, words: Mapping[str, str]) -> Found:
    """Return the finding of a rule that applied."""
    clause = verdict.clause
    found = _finding(part, known, clause, filled(clause.citation, words))
    found["outcome"] = verdict.outcome
    found["because"] += verdict.because
    found["depends_on"] = list(verdict.depends_on)
    found["readings"] = [
        {"outcome": each.outcome, "held_by": each.held_by, "source": each.source} for each in verdict.readings
    ]
    return _flagged(found, clause.tag != "verified" or words_unread(words))


def doubted(case: Case, rule: Rule, known: Standing, found: Found) -> Found:
    """Return the finding, unclear where it is open whether the rule binds at all."""
    doubts = _doubts(case, rule, known) if found["outcome"] != "not_regulated" else []
    if not doubts:
        return found
    whether = " and ".join(doubt for doubt, _ in doubts)
    if_bound = {"outcome": found["outcome"], "held_by": f"if {whether}", "source": found["source"]}
    unless = {"outcome": "not_regulated", "held_by": f"unless {whether}", "source": found["source"]}
    found["readings"] = [*(found["readings"] or [if_bound]), unless]
    found["depends_on"] += [text for _, text in doubts]
    found["outcome"] = "unclear"
    return found


def _doubts(case: Case, rule: Rule, known: Standing) -> list[tuple[str, str]]:
    """Return what is open about whether a rule binds at all: standing, date, object."""
    doubts = []
    if not set(known.possible) <= set(rule.bound):
        bound = " or ".join(each for each in known.possible if each in rule.bound)
        told = " or ".join(known.possible)
        doubts.append((f"the state is {bound}", f"the standing of {known.state}: {told}"))
    if case.in_time(rule) is None:
        told = f"the day: {rule.id} changes within {case.question.on}"
        doubts.append(("the rule was in force on the day", told))
    if only_cluster_munitions(rule.regime) and case.cluster == "unclear":
        doubts.append(("it is a cluster munition", "whether it is a cluster munition (Art. 2(2))"))
    return doubts


def not_bound(part: Part, known: Standing, rule: Rule, because: Sequence[str]) -> Found:
    """Return that a regime does not reach the state; where it left, the article on leaving is cited."""
    found = _finding(part, known, rule.clause, filled(rule.clause.citation, _Plain(rule)))
    found["because"] += because
    instead: Found = regime_facts(rule.regime).get("not_bound", {}).get(known.standing, {})
    return _flagged(found | instead, rule.clause.tag != "verified")


class _Plain(dict[str, str]):
    """Words of a rule that does not apply: the newest text of each parameter."""

    def __init__(self, rule: Rule) -> None:
        super().__init__({name: str(each[-1]["text"]) for name, each in (rule.parameters or {}).items()})


def not_defined(case: Case, part: Part, known: Standing) -> Found:
    """Return that the object is no cluster munition, so that no rule on these applies."""
    block = framework()["CCM-2"]
    found = _finding(part, known, block, str(case.definition["citation"]))
    found["because"] += ["it is no cluster munition, so no rule on cluster munitions applies"]
    found["because"] += case.definition["because"]
    return _flagged(found, block.tag != "verified")


def not_covered(part: Part, known: Standing) -> Found:
    """Return that no rule of a regime is loaded for the act: an open question, never leave."""
    found = _finding(part, known, _NONE, NOT_COVERED) | {"source": known.source}
    act = part.act.replace("_", " ")
    found["outcome"] = "unclear"
    found["because"] += [f"{NOT_COVERED}: no rule of {_whose(known)} on {act} answers here"]
    found["depends_on"] = [f"what {_whose(known)} says on {act}"]
    return _flagged(found, False)


def _whose(known: Standing) -> str:
    regime = known.regime
    return f"the national law of {known.state}" if ":" in regime else f"the {regime_title(regime)}"


_NONE = Block("not covered", "", "", "", NOT_COVERED, "", "verified")


def _finding(part: Part, known: Standing, clause: Clause | Block, citation: str) -> Found:
    """Return a finding that nothing is regulated, for the caller to fill in.

    `rule` is the rule of the reference, `clause` the block or exception that decides.
    """
    return {
        "state": part.state,
        "role": part.role,
        "act": part.act,
        "regime": known.regime,
        "standing": known.standing,
        "rule": clause.heading if isinstance(clause, Clause) else clause.id,
        "clause": clause.id,
        "outcome": "not_regulated",
        "readings": [],
        "citation": citation,
        "because": list(known.reasons),
        "depends_on": [],
        "source": clause.source,
        "flags": list(known.flags),
        "trace": {
            "facts": _facts(known),
            "standing": {
                "standing": known.standing,
                "possible": list(known.possible),
                "since": known.since,
                "until": known.until,
                "why": list(known.reasons),
                "articles": list(known.rules),
            },
            "rules": [],
        },
    }


def _facts(known: Standing) -> list[dict[str, str]]:
    return [{"fact": each, "kind": "claim" if _is_claim(each) else "table row"} for each in known.facts]


def _is_claim(origin: str) -> bool:
    return len(origin) == 64 and set(origin) <= set("0123456789abcdef")


def _flagged(found: Found, doubtful: bool) -> Found:
    flags: list[Any] = [*found["flags"], *(("not verified",) if doubtful else ())]
    found["flags"] = list(dict.fromkeys(flags))
    return found
