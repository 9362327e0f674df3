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

__all__ = ["EvidenceRule", "Profile", "Rule", "default_profile", "read_profile", "shipped_profiles"]

_RULES = (
    "box_m",
    "share_to_search",
    "depth_cm",
    "fade_out_m",
    "fade_out_inside",
    "confirmed_outline",
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
_OUTLINES = ("grown", "squares", "hull")
_SHARES = ("searched_enough", "share_to_search")


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What one kind of evidence means: the class it supports, the radius it speaks for."""

    classification: str
    radius_m: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the value of a rule comes from, and what it means."""

    value: float | bool | str
    unit: str
    meaning: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one programme.

    Attributes
    ----------
    rules
        Every rule with its unit, meaning and source, by name.
    meanings
        What each colour of a box means.
    unverified
        Names of the rules that were not checked against a national standard.
    """

    name: str
    box_m: float
    share_to_search: float
    depth_cm: float
    fade_out_m: float
    fade_out_inside: bool
    confirmed_outline: str
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
    rules: Mapping[str, Rule]
    meanings: Mapping[str, str]
    version: str = ""
    note: str = ""


@cache
def shipped_profiles() -> tuple[str, ...]:
    """Return the names of the shipped profiles.

    Examples
    --------
    >>> shipped_profiles()
    ('default', 'lebanon_like', 'southeast_asia_like')
    """
    folder = files("tilth.data") / "profiles"
    return tuple(sorted(one.name[:-5] for one in folder.iterdir() if one.name.endswith(".toml")))


@cache
def default_profile() -> Profile:
    """Return the shipped profile; its rules are not verified.

    Examples
    --------
    >>> default_profile().fade_out_m, "fade_out_m" in default_profile().unverified
    (50.0, True)
    """
    return _profile(tomllib.loads((files("tilth.data") / "profiles" / "default.toml").read_text("utf-8")))


def read_profile(path: Path | str) -> Profile:
    """Return a programme's own profile, or a shipped one by name; what it leaves out comes from ``default``.

    Raises
    ------
    HazardError
        No such profile, no TOML, an unknown rule, or a value that cannot be.
    """
    named = str(path)
    if named in shipped_profiles():
        text, name = (files("tilth.data") / "profiles" / f"{named}.toml").read_text("utf-8"), named
    elif not Path(path).is_file():
        shipped = ", ".join(shipped_profiles())
        raise HazardError(f"no profile {named!r}: give a TOML file, or a shipped one: {shipped}")
    else:
        text, name = _text(Path(path)), Path(path).name
    try:
        return _profile(_completed(tomllib.loads(text), name))
    except tomllib.TOMLDecodeError as error:
        raise HazardError(f"{name} is no profile: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HazardError(f"{path.name} is no profile: {error}") from error


def _completed(own: dict[str, Any], name: str) -> dict[str, Any]:
    """Return rules with those of the shipped default where there is no own one."""
    shipped = tomllib.loads((files("tilth.data") / "profiles" / "default.toml").read_text("utf-8"))
    stray = set(own) - set(shipped)
    if stray:
        raise HazardError(f"{name}: unknown rules {sorted(stray)}; allowed: {', '.join(sorted(shipped))}")
    for rule in (*_RULES, "evidence", "colours"):
        if not isinstance(own.get(rule, {}), Mapping):
            raise HazardError(f"{name}: {rule} is {own[rule]!r}; write a table [{rule}] with its parts")
    for tables in ("evidence", "colours"):
        own[tables] = _merged(shipped[tables], own.get(tables, {}))
    return {**shipped, **own}


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
        rules={rule: _rule(content[rule], values[rule]) for rule in _RULES},
        meanings={kind: str(row.get("meaning", "")) for kind, row in content["colours"].items()},
        version=str(content.get("version", "")),
        note=str(content.get("note", "")),
        **values,
    )


def _rule(told: Mapping[str, Any], value: Any) -> Rule:
    unit, meaning, source = (str(told.get(part, "")) for part in ("unit", "meaning", "source"))
    return Rule(value, unit, meaning, source, told.get("verified") is True)


def _value(name: str, rule: str, value: Any) -> Any:
    """Return the value of a rule when it can be."""
    if rule == "confirmed_outline":
        if value not in _OUTLINES:
            raise HazardError(f"profile {name!r}: {rule} is {value!r}; allowed: {', '.join(_OUTLINES)}")
        return value
    if rule == "fade_out_inside":
        if not isinstance(value, bool):
            raise HazardError(f"profile {name!r}: {rule} is {value!r}; allowed: true, false")
        return value
    highest = 1.0 if rule in _SHARES else inf
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
    reach = _value(name, f"evidence.{kind}.radius_m", radius)
    return EvidenceRule(supports, reach, str(rule.get("source", "")))
