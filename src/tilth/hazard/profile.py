"""A programme's rules for drawing areas: data with a source, never constants in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tilth.hazard._errors import HazardError

__all__ = ["EvidenceRule", "Profile", "default_profile", "read_profile"]

_RULES = (
    "fade_out_m",
    "fade_out_inside",
    "accuracy_factor",
    "accuracy_unknown_m",
    "searched_enough",
    "minimal_area_m2",
)


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
    searched_enough: float
    minimal_area_m2: float
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
        own = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HazardError(f"{path.name} is no profile: {error}") from error
    shipped = tomllib.loads((files("tilth.data") / "profiles" / "default.toml").read_text("utf-8"))
    stray = set(own) - set(shipped)
    if stray:
        raise HazardError(
            f"{path.name}: unknown rules {sorted(stray)}; allowed: {', '.join(sorted(shipped))}"
        )
    return _profile({**shipped, **own, "evidence": {**shipped["evidence"], **own.get("evidence", {})}})


def _profile(content: Mapping[str, Any]) -> Profile:
    values = {rule: content[rule]["value"] for rule in _RULES}
    wrong = {rule: value for rule, value in values.items() if not isinstance(value, bool) and not value >= 0}
    if wrong or not 0 < values["searched_enough"] <= 1:
        raise HazardError(
            f"profile {content.get('name')!r}: values cannot be negative, shares run to 1: {wrong}"
        )
    evidence = {
        kind: EvidenceRule(str(rule["class"]), float(rule["radius_m"]))
        for kind, rule in content["evidence"].items()
    }
    unverified = [rule for rule in _RULES if not content[rule].get("verified")]
    unverified += [
        f"evidence.{kind}" for kind, rule in content["evidence"].items() if not rule.get("verified")
    ]
    return Profile(
        name=str(content.get("name", "unnamed")),
        evidence=evidence,
        colours={name: str(row["colour"]) for name, row in content["colours"].items()},
        unverified=tuple(unverified),
        **values,
    )
