"""What the rules can ask of a question about one state in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from tilth.law._calendar import after
from tilth.law._extensions import Extension
from tilth.law._question import Part, Question
from tilth.law._regimes import regime_facts
from tilth.law._rule import Rule
from tilth.law._timeline import days_of
from tilth.law.deadlines import deadlines, due_words
from tilth.law.standing import Standing, standing

__all__ = ["SECTIONS", "WORDS", "Case", "Found", "only_cluster_munitions", "strongest", "words_unread"]

Found = dict[str, Any]
_STRONGEST = ("prohibited", "unclear", "conditional", "permitted", "not_regulated")
_TREATY = "ccm"


class Case:
    """A question with the standings and deadlines it needs, each worked out once."""

    def __init__(
        self, question: Question, cluster: Mapping[str, Any], extensions: Sequence[Extension] = ()
    ) -> None:
        self.question = question
        self.cluster = str(cluster["answer"])
        self.definition = cluster
        self.days = days_of(question.on)
        self._extensions = tuple(extensions)
        self._standings: dict[tuple[str, str], Standing] = {}
        self._due: dict[str, dict[str, Any]] = {}

    def standing(self, state: str, regime: str) -> Standing:
        """Return a state's standing on the date of the question."""
        key = (state, regime)
        if key not in self._standings:
            conflicts = self.question.conflicts.get(state, ())
            self._standings[key] = standing(state, regime, self.question.on, self.question.given, conflicts)
        return self._standings[key]

    def due(self, state: str) -> dict[str, Any]:
        """Return a state's deadlines under the Convention on the date of the question."""
        if state not in self._due:
            conflicts = self.question.conflicts.get(state, ())
            self._due[state] = deadlines(
                state, self.question.on, self.question.given, self._extensions, conflicts
            )
        return self._due[state]

    def asker(self, part: Part, outcomes: Mapping[str, str]) -> Callable[[str], Any]:
        """Return the function that answers the conditions of rules for one state."""

        def asked(key: str) -> Any:
            head, _, rest = key.partition(".")
            return SECTIONS[head](self, part, rest, outcomes)

        return asked

    def about(self, rule: Rule, part: Part) -> tuple[Mapping[str, str], dict[str, Any]]:
        """Return the words a rule's texts may use, and its parameters on the date."""
        given: dict[str, str] = {"act": part.act.replace("_", " ")}
        values, unread = {}, False
        for name, dated in (rule.parameters or {}).items():
            past = [each for each in dated if each["from"] <= self.days[1].isoformat()] or dated[:1]
            values[name], given[name] = past[-1]["value"], str(past[-1].get("text", past[-1]["value"]))
            unread = unread or past[-1]["tag"] != "verified"
        return _Words(self, part, given, unread), values

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
        if not others:
            return None
        stands = [self.standing(each, regime) for each in sorted(others)]
        not_party = {"outsider", "signatory", "former_party"}
        if any(set(each.possible) <= not_party for each in stands):
            return True
        return None if any(set(each.possible) & not_party for each in stands) else False

    @cached_property
    def day(self) -> str | None:
        """The date of the question where it is one day."""
        return self.days[0].isoformat() if self.days[0] == self.days[1] else None


class _Words(dict[str, str]):
    """The words that a rule's texts may use; deadlines are worked out only when a text asks."""

    def __init__(self, case: Case, part: Part, given: Mapping[str, str], unread: bool) -> None:
        super().__init__(given)
        self._case, self._part, self.unread = case, part, unread

    def __missing__(self, key: str) -> str:
        return _WORDS[key](self._case, self._part)


def words_unread(words: Mapping[str, str]) -> bool:
    """Return whether a parameter that the words tell was not read in full at its source."""
    return isinstance(words, _Words) and words.unread


def _count(case: Case, _: Part) -> str:
    count = case.question.facts.get("count")
    return f"{count:g}" if isinstance(count, int | float) else "not given"


def _next_april(case: Case, _: Part) -> str:
    term = regime_facts(_TREATY)["deadlines"]["next_report"]
    year = min(case.days[1].year, date.max.year - 1) + 1
    return date(year, term["month"], term["day"]).isoformat()


def _after_hostilities(case: Case, _: Part) -> str:
    ended = case.question.facts.get("hostilities_ended")
    term = regime_facts(_TREATY)["deadlines"]["clearance"]
    return after(date.fromisoformat(ended), term).isoformat() if ended else "a day not on record"


def _due_word(word: str) -> Callable[[Case, Part], str]:
    return lambda case, part: due_words(case.due(part.state))[word]


_WORDS: dict[str, Callable[[Case, Part], str]] = {
    "count": _count,
    "next_april_30": _next_april,
    "clearance_after_hostilities": _after_hostilities,
    **{each: _due_word(each) for each in ("stocks_by", "clearance_by", "first_report_by", "next_report_by")},
}
WORDS = (*_WORDS, "act")


def _own(case: Case, part: Part, rest: str, outcomes: Mapping[str, str]) -> Any:
    what, _, detail = rest.partition(".")
    if what == "outcome":
        return outcomes.get(detail)
    if what == "consented":
        return case.standing(part.state, detail).consented
    if what == "deadline_passed":
        outlook = case.due(part.state)[_TREATY]["outlook"][detail]
        return None if outlook in (None, "unclear") else outlook == "passed"
    if what == "hostilities_after_entry":
        ended, force = case.question.facts.get("hostilities_ended"), case.due(part.state)[_TREATY]["in_force"]
        return ended > force if ended and force else None
    return case.standing(part.state, detail).possible


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


SECTIONS: dict[str, Callable[[Case, Part, str, Mapping[str, str]], Any]] = {
    "act": lambda _, part, __, ___: part.act,
    "role": lambda _, part, __, ___: part.role,
    "purpose": lambda case, _, __, ___: case.question.purpose,
    "on": lambda case, _, __, ___: case.day,
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
