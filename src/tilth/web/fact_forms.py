"""Typed facts as fields that a person can fill in, and the changes that a filled form asks for."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.claims import vocabulary
from tilth.project import FACTS

__all__ = ["FactField", "fact_changes", "fact_fields", "fact_types"]

_RENAMED = {"in_country": "in", "rate_low": "rate"}
_LEFT_OUT = ("rate_high", "synthetic", "source_url", "source_url_2", "attribution", "status_text")


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of a typed fact: its name, what it means, what is allowed, what stands there."""

    name: str
    meaning: str
    allowed: tuple[str, ...]
    value: str = ""


def fact_types() -> tuple[str, ...]:
    """Return the types of facts that a statement may hold."""
    return FACTS


def fact_fields(kind: str, fact: Mapping[str, Any] | None = None) -> list[FactField]:
    """Return the fields of a type of fact, filled with what a fact tells.

    Examples
    --------
    >>> [field.value for field in fact_fields("use", {"by": "RUS"}) if field.name == "by"]
    ['RUS']
    """
    told = fact or {}
    made = []
    for item in vocabulary()[kind].properties.values():
        name = _RENAMED.get(item.name, item.name)
        if item.name not in _LEFT_OUT and item.type != "ref":
            made.append(FactField(name, item.meaning, item.allowed, _written(told.get(name))))
    return made


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        numbers = all(isinstance(one, int | float) for one in value)
        return (".." if numbers else ",").join(str(one) for one in value)
    if isinstance(value, Mapping):
        return "..".join(str(value[name]) for name in ("low", "high") if name in value)
    return str(value)


def fact_changes(
    form: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]
) -> list[tuple[str | None, str | None, str]]:
    """Return the changes that a form asks for, as `tilth.project.parse_settings` gives them.

    Fields are named ``fact-NUMBER-NAME``; ``fact-NUMBER-gone`` takes a fact away, ``fact-new-type`` adds one.
    """
    changes: list[tuple[str | None, str | None, str]] = []
    for number, fact in enumerate(facts, 1):
        if form.get(f"fact-{number}-gone"):
            changes.append((str(number), None, ""))
            continue
        for field in fact_fields(str(fact["type"]), fact):
            given = form.get(f"fact-{number}-{field.name}")
            if isinstance(given, str) and given.strip() != field.value:
                changes.append((str(number), field.name, given.strip()))
    kind = str(form.get("fact-new-type") or "")
    if kind in FACTS:
        told = {
            field.name: str(form.get(f"fact-new-{field.name}") or "").strip() for field in fact_fields(kind)
        }
        parts = [f"{name}={value}" for name, value in told.items() if value]
        changes.append((None, None, shlex.join([kind, *parts])))
    return changes
