"""What the rules can ask of a question about one state in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tilth.law._question import Part, Question
from tilth.law._regimes import regime_facts
from tilth.law._rule import Rule
from tilth.law._timeline import days_of
from tilth.law.standing import Standing, standing

__all__ = ["Case", "Found"]

Found = dict[str, Any]
_STRONGEST = ("prohibited", "unclear", "conditional", "permitted", "not_regulated")


class Case:
    """A question with the standings it needs, each worked out once."""

    def __init__(self, question: Question, cluster: str) -> None:
        self.question = question
        self.cluster = cluster
        self.days = days_of(question.on)
        self._standings: dict[tuple[str, str], Standing] = {}

    def standing(self, state: str, regime: str) -> Standing:
        """Return a state's standing on the date of the question."""
        key = (state, regime)
        if key not in self._standings:
            conflicts = self.question.conflicts.get(state, ())
            self._standings[key] = standing(state, regime, self.question.on, self.question.given, conflicts)
        return self._standings[key]

    def asker(self, part: Part, outcomes: Mapping[str, str]) -> Any:
        """Return the function that answers the conditions of rules for one state."""

        def asked(key: str) -> Any:
            head, _, rest = key.partition(".")
            if head == "act":
                return part.act
            if head == "role":
                return part.role
            if head == "purpose":
                return self.question.purpose
            return _SECTIONS[head](self, part, rest, outcomes)

        return asked

    def about(self, rule: Rule) -> tuple[dict[str, str], dict[str, Any]]:
        """Return the words a rule's texts may use, and its parameters on the date."""
        words = {"next_april_30": date(min(self.days[1].year, 9998) + 1, 4, 30).isoformat()}
        values = {}
        for name, dated in (rule.parameters or {}).items():
            past = [each for each in dated if each["from"] <= self.days[1].isoformat()] or dated[:1]
            values[name], words[name] = past[-1]["value"], str(past[-1].get("text", past[-1]["value"]))
        return words, values

    def in_time(self, rule: Rule) -> bool | None:
        """Return whether a rule is in force on the date; None when the date is too coarse to say."""
        since = date.fromisoformat(rule.since) if rule.since else date.min
        until = date.fromisoformat(rule.until) if rule.until else date.max
        if self.days[1] < since or self.days[0] > until:
            return False
        return True if since <= self.days[0] and self.days[1] <= until else None

    def outsiders(self, part: Part, regime: str) -> bool | None:
        """Return whether another state in the question is certainly not party to a regime."""
        others = {each.state for each in self.question.parts} - {part.state}
        stands = [self.standing(each, regime) for each in sorted(others)]
        not_party = {"outsider", "signatory", "former_party"}
        if any(set(each.possible) <= not_party for each in stands):
            return True
        return None if any(set(each.possible) & not_party for each in stands) else False


def _own(case: Case, part: Part, rest: str, outcomes: Mapping[str, str]) -> Any:
    what, _, regime = rest.partition(".")
    return outcomes.get(regime) if what == "outcome" else case.standing(part.state, regime).possible


def _counterpart(case: Case, part: Part, rest: str, _: Mapping[str, str]) -> Any:
    regime = rest.partition(".")[2]
    return case.standing(part.counterpart, regime).possible if part.counterpart else None


def _others(case: Case, part: Part, rest: str, _: Mapping[str, str]) -> Any:
    return case.outsiders(part, rest.partition(".")[2])


def _facts(case: Case, _: Part, rest: str, __: Mapping[str, str]) -> Any:
    return case.question.facts.get(rest)


def _munition(case: Case, _: Part, rest: str, __: Mapping[str, str]) -> Any:
    given = case.question.munition
    found = given.get(rest) if isinstance(given, Mapping) else None
    return case.question.facts.get(rest) if found is None else found


_SECTIONS = {
    "own": _own,
    "counterpart": _counterpart,
    "others": _others,
    "facts": _facts,
    "munition": _munition,
}


def strongest(findings: list[Found]) -> str | None:
    """Return the outcome that counts for other regimes: a ban before doubt before leave."""
    held = {each["outcome"] for each in findings}
    return next((each for each in _STRONGEST if each in held), None)


def only_cluster_munitions(regime: str) -> bool:
    """Return whether a regime's rules speak of cluster munitions alone."""
    return bool(regime_facts(regime).get("only_cluster_munitions"))
