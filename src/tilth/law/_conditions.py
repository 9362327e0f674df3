"""Conditions of rules: a question to the case, answered yes, no or not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tilth.law._errors import LawError

__all__ = ["TESTS", "Asker", "Condition", "all_of", "answers_of"]

Asker = Callable[[str], Any]
"""Gives what the case says under a key such as ``purpose`` or ``facts.waiver``; None if nothing."""

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, wanted: value is wanted,
    "in": lambda value, wanted: value in wanted,
    "at_least": lambda value, wanted: value >= wanted,
    "at_most": lambda value, wanted: value <= wanted,
    "below": lambda value, wanted: value < wanted,
    "above": lambda value, wanted: value > wanted,
}
TESTS = tuple(_TESTS)
_OTHER_KEYS = {"ask", "text", "if_missing", "id", "citation"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One question to the case.

    Attributes
    ----------
    ask : str
        Key of what is asked.
    test : str
        ``is``, ``in``, ``at_least``, ``at_most``, ``below`` or ``above``.
    wanted : object
        What the answer is held against; a text under a numeric test names a parameter.
    text : str
        The condition in words, as it reads when it holds.
    if_missing : bool or None
        Answer when the case says nothing; None leaves it open.
    id, citation : str
    """

    ask: str
    test: str
    wanted: Any
    text: str
    if_missing: bool | None = None
    id: str = ""
    citation: str = ""

    @classmethod
    def from_mapping(cls, block: Mapping[str, Any], rule: str) -> Condition:
        """Return the condition of a rule block, or raise LawError naming the rule."""
        tests = [key for key in block if key in _TESTS]
        strange = set(block) - set(_TESTS) - _OTHER_KEYS
        if len(tests) != 1 or strange or not block.get("ask") or not block.get("text"):
            raise LawError(
                f"rule {rule}: condition {dict(block)!r} needs 'ask', 'text' and one of {', '.join(_TESTS)}; "
                f"besides these only {', '.join(sorted(_OTHER_KEYS))} are allowed"
            )
        return cls(
            str(block["ask"]),
            tests[0],
            block[tests[0]],
            str(block["text"]),
            block.get("if_missing"),
            str(block.get("id", "")),
            str(block.get("citation", "")),
        )

    def holds(self, asked: Asker, parameters: Mapping[str, Any] | None = None) -> bool | None:
        """Return whether it holds; None when the case does not say."""
        value = asked(self.ask)
        if value is None:
            return self.if_missing
        wanted = self.wanted
        if self.test not in ("is", "in") and isinstance(wanted, str):
            wanted = (parameters or {}).get(wanted)
        if wanted is None:
            return None
        if self.test == "in" and isinstance(value, tuple):
            return _several(value, wanted)
        return _TESTS[self.test](value, wanted)


def _several(values: tuple[Any, ...], wanted: Any) -> bool | None:
    """Return whether all of several possible values fit; None when only some do."""
    fitting = [value in wanted for value in values]
    return fitting[0] if len(set(fitting)) == 1 else None


def answers_of(
    conditions: Iterable[Condition], asked: Asker, parameters: Mapping[str, Any] | None = None
) -> list[tuple[Condition, bool | None]]:
    """Return each condition with its answer: yes, no or not known."""
    return [(each, each.holds(asked, parameters)) for each in conditions]


def all_of(answers: Iterable[tuple[Condition, bool | None]]) -> tuple[bool | None, tuple[Condition, ...]]:
    """Return whether all hold, with the conditions that failed, or those that stay open."""
    told = list(answers)
    failed = tuple(each for each, answer in told if answer is False)
    if failed:
        return False, failed
    pending = tuple(each for each, answer in told if answer is None)
    return (None, pending) if pending else (True, ())
