"""The process of land release as rules read from data: which moves an area may make, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tilth.release._errors import ReleaseError

__all__ = ["Move", "Process", "State", "moves", "process"]

_UNVERIFIED = ("P", "K")
_WARNING = "not verified: check your national standard"


@dataclass(frozen=True, slots=True)
class State:
    """Class and status of an area; for an activity, its kind and status."""

    classification: str = "none"
    status: str = "none"


@dataclass(frozen=True, slots=True)
class Process:
    """A programme's process as its file states it.

    Attributes
    ----------
    rules
        The content of the file; keys as in data/release/process.yaml.
    """

    name: str
    version: str
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """One move, judged for a state and its facts.

    Attributes
    ----------
    state
        Class and status after the move.
    method
        Method of a move that releases land; its product follows from it.
    opens
        What a move opens again: ``released`` land of the area, or a ``new_area``.
    failed
        Guards that are not met: guard, what is given, what is needed, what would meet it.
    approvals
        How many others than the mover must approve before it counts.
    verified
        False when the rule was read in no standard; `warning` says so.
    """

    name: str
    meaning: str
    state: State
    method: str | None
    opens: str | None
    failed: tuple[Mapping[str, Any], ...]
    approvals: int
    verified: bool
    source: str

    @property
    def allowed(self) -> bool:
        """Whether no guard failed."""
        return not self.failed

    @property
    def warning(self) -> str:
        """Words to show beside a rule that is not verified; empty for others."""
        return "" if self.verified else _WARNING

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "name": self.name,
            "meaning": self.meaning,
            "to": {"class": self.state.classification, "status": self.state.status},
            "allowed": self.allowed,
            "failed": [dict(guard) for guard in self.failed],
            "method": self.method,
            "opens": self.opens,
            "approvals": self.approvals,
            "verified": self.verified,
            "warning": self.warning,
            "source": self.source,
        }


def process(path: Path | None = None) -> Process:
    """Return a programme's process, the shipped one when no file is given.

    Raises
    ------
    ReleaseError
        The file is not of this form; the message says which move or guard.
    """
    return _shipped() if path is None else _read(path.read_text("utf-8"), path.name)


@cache
def _shipped() -> Process:
    return _read((files("tilth.data") / "release" / "process.yaml").read_text("utf-8"), "process.yaml")


def _read(text: str, name: str) -> Process:
    try:
        rules = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ReleaseError(f"{name} is no YAML: {error}") from error
    needed = ("name", "products", "reports", "guards", "moves")
    missing = [key for key in needed if not isinstance(rules, dict) or key not in rules]
    if missing:
        raise ReleaseError(f"{name} lacks {', '.join(missing)}: start from the shipped process.yaml")
    for kind in ("", "activity_"):
        known = rules.get(f"{kind}guards", {})
        for move in rules.get(f"{kind}moves", []):
            strange = [guard for guard in move.get("guards", []) if guard not in known]
            if strange or "to_status" not in move:
                told = f"asks for unknown guards {', '.join(strange)}" if strange else "has no to_status"
                raise ReleaseError(f"{name}: move {move.get('name')!r} {told}")
    return Process(str(rules["name"]), str(rules.get("version", "")), rules)


def moves(made: Process, state: State, facts: Mapping[str, Any], *, of: str = "area") -> tuple[Move, ...]:
    """Return every move of the process, allowed or not, in the order of the file.

    Parameters
    ----------
    facts
        What is known of the area, by the names that the guards use; what is missing counts as not so.
    of
        ``area`` or ``activity``.

    Examples
    --------
    >>> facts = {"direct_evidence": 1, "has_perimeter": True, "surveys": 1}
    >>> made = moves(process(), State("SHA", "open"), facts)
    >>> [move.name for move in made if move.allowed]
    ['confirm']
    >>> close = next(move for move in made if move.name == "close")
    >>> close.failed[0]["needed"], close.warning
    ('released land in the area', 'not verified: check your national standard')
    """
    prefix = "" if of == "area" else "activity_"
    guards = made.rules.get(f"{prefix}guards", {})
    return tuple(_judged(rule, guards, state, facts) for rule in made.rules.get(f"{prefix}moves", []))


def _judged(
    rule: Mapping[str, Any], guards: Mapping[str, Any], state: State, facts: Mapping[str, Any]
) -> Move:
    wrong = list(_wrong_state(rule, state))
    wrong += [failed for name in rule["guards"] if (failed := _failed(name, guards[name], facts))]
    to_class, to_status = rule.get("to_class", "same"), rule["to_status"]
    status = state.status if to_status == "same" else to_status
    return Move(
        name=rule["name"],
        meaning=rule.get("meaning", ""),
        state=State(
            state.classification if to_class == "same" else to_class, "open" if status == "none" else status
        ),
        method=rule.get("method"),
        opens=rule.get("opens"),
        failed=tuple(wrong),
        approvals=int(rule.get("approvals", 0)),
        verified=rule.get("tag") not in (*_UNVERIFIED, None),
        source=str(rule.get("source", "")),
    )


def _wrong_state(rule: Mapping[str, Any], state: State) -> Iterator[dict[str, Any]]:
    for name, given in (("class", state.classification), ("status", state.status)):
        allowed = rule.get(f"from_{name}")
        if allowed is not None and given not in allowed:
            yield {
                "guard": f"from_{name}",
                "given": given,
                "needed": f"{name} {' or '.join(allowed)}",
                "advice": f"'{rule['name']}' starts from another {name}: make the moves before it first",
            }


def _failed(name: str, guard: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a guard misses, None when it is met."""
    given = facts.get(guard["fact"])
    met = (
        bool(given) is guard["is"]
        if "is" in guard
        else (given or 0) >= guard["at_least"]
        if "at_least" in guard
        else (given or 0) <= guard["at_most"]
    )
    if met:
        return None
    return {"guard": name, "given": given, "needed": guard["needs"], "advice": guard["advice"]}
