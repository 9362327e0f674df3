"""Which rule did what to one drawn area, step by step, with the value it had and whether that is verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tilth.hazard.profile import Profile

__all__ = ["Step", "Steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One rule as it was applied to one area.

    Attributes
    ----------
    did
        What it did, in words.
    is_verified
        Whether the rule's value was checked against a national standard.
    """

    rule: str
    value: float | bool | str
    unit: str
    is_verified: bool
    source: str
    did: str

    def to_json(self) -> dict[str, Any]:
        """Return the step as plain JSON values."""
        told = {name: getattr(self, name) for name in ("rule", "value", "unit", "source", "did")}
        return {**told, "verified": self.is_verified}


class Steps:
    """The steps of one area, in the order in which they were taken.

    Examples
    --------
    >>> from tilth.hazard.profile import default_profile
    >>> steps = Steps(default_profile())
    >>> steps.add("fade_out_m", "the land was grown by it")
    >>> steps.done[0].value, steps.done[0].is_verified
    (50.0, False)
    """

    def __init__(self, rules: Profile) -> None:
        self.rules = rules
        self.done: list[Step] = []

    def add(self, rule: str, did: str) -> None:
        """Note that a rule of the profile did something."""
        one = self.rules.rules[rule]
        self.done.append(Step(rule, one.value, one.unit, one.is_verified, one.source, did))

    def add_kind(self, kind: str, did: str) -> None:
        """Note what the rule for a kind of evidence did."""
        one, name = self.rules.evidence[kind], f"evidence.{kind}"
        verified = name not in self.rules.unverified
        self.done.append(Step(name, one.radius_m, "m", verified, one.source, did))
