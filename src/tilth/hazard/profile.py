"""A programme's rules for drawing areas: data with a source, never constants in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf
from pathlib import Path
from typing import Any

from tilth.hazard._errors import HazardError

__all__ = ["EvidenceRule", "Profile", "default_profile", "read_profile"]

_RULES = (
    "fade_out_m",
    "fade_out_inside",
    "accuracy_factor",
    "accuracy_unknown_m",
    "minimum_direct",
    "merging_m",
    "searched_enough",
    "box_gap_m",
    "minimal_area_m2",
    "simplify_m",
)
_CLASSES = ("CHA", "SHA")


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What one kind of evidence means: the class it supports, the radius it speaks for."""

    classification: str
    radius_m: float


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one programme.

    Attributes
    ----------
    unverified
        Names of the rules that were not checked against a national standard.
    """

    name: str
    fade_out_m: float
    fade_out_inside: bool
    accuracy_factor: float
    accuracy_unknown_m: float
    minimum_direct: float
    merging_m: float
    searched_enough: float
    box_gap_m: float
    minimal_area_m2: float
    simplify_m: float
    evidence: Mapping[str, EvidenceRule]
    colours: Mapping[str, str]
    unverified: tuple[str, ...]


@cache
def default_profile() -> Profile:
    """Return the shipped profile; its rules are not verified.

    Examples
    --------
    >>> default_profile().fade_out_m, "fade_out_m" in default_profile().unverified
    (50.0, True)
    """
    return _profile(tomllib.loads((files("tilth.data") / "profiles" / "default.toml").read_text("utf-8")))


def read_profile(path: Path) -> Profile:
    """Return a programme's own profile; what it leaves out comes from the shipped one.

    Raises
    ------
    HazardError
        No TOML, an unknown rule, or a value that cannot be.
    """
    try:
        own = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HazardError(f"{path.name} is no profile: {error}") from error
    shipped = tomllib.loads((files("tilth.data") / "profiles" / "default.toml").read_text("utf-8"))
    stray = set(own) - set(shipped)
    if stray:
        raise HazardError(
            f"{path.name}: unknown rules {sorted(stray)}; allowed: {', '.join(sorted(shipped))}"
        )
    for rule in (*_RULES, "evidence", "colours"):
        if not isinstance(own.get(rule, {}), Mapping):
            raise HazardError(f"{path.name}: {rule} is {own[rule]!r}; write a table [{rule}] with its parts")
    for tables in ("evidence", "colours"):
        own[tables] = _merged(shipped[tables], own.get(tables, {}))
    return _profile({**shipped, **own})


def _merged(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return rules by kind; what an own rule leaves out comes from the shipped one of that kind."""
    changed = {
        kind: {**shipped.get(kind, {}), **rule} for kind, rule in own.items() if isinstance(rule, Mapping)
    }
    odd = sorted(set(own) - set(changed))
    if odd:
        raise HazardError(f"{odd} are no tables; allowed is one table for each kind")
    return {**shipped, **changed}


def _profile(content: Mapping[str, Any]) -> Profile:
    name = str(content.get("name", "unnamed"))
    values = {rule: _value(name, rule, content[rule].get("value")) for rule in _RULES}
    evidence = {kind: _evidence(name, kind, rule) for kind, rule in content["evidence"].items()}
    unverified = [rule for rule in _RULES if content[rule].get("verified") is not True]
    unverified += [
        f"evidence.{kind}" for kind, rule in content["evidence"].items() if rule.get("verified") is not True
    ]
    return Profile(
        name=name,
        evidence=evidence,
        colours={kind: str(row.get("colour", "")) for kind, row in content["colours"].items()},
        unverified=tuple(unverified),
        **values,
    )


def _value(name: str, rule: str, value: Any) -> Any:
    """Return the value of a rule when it can be."""
    if rule == "fade_out_inside":
        if not isinstance(value, bool):
            raise HazardError(f"profile {name!r}: {rule} is {value!r}; allowed: true, false")
        return value
    highest = 1.0 if rule == "searched_enough" else inf
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= highest or value == inf or (highest == 1 and value == 0):
        allowed = "over 0 to 1" if highest == 1 else "0 or more"
        raise HazardError(f"profile {name!r}: {rule} is {value!r}; allowed: a number, {allowed}")
    return float(value)


def _evidence(name: str, kind: str, rule: Mapping[str, Any]) -> EvidenceRule:
    supports, radius = rule.get("class"), rule.get("radius_m")
    if supports not in _CLASSES:
        raise HazardError(
            f"profile {name!r}: class of evidence {kind} is {supports!r}; allowed: {', '.join(_CLASSES)}"
        )
    return EvidenceRule(supports, _value(name, f"evidence.{kind}.radius_m", radius))
