"""Personal claims made coarse by rule, so that nobody is recognised in what is published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from tilth.claims import Claim, vocabulary

__all__ = ["coarse"]


@cache
def _rules() -> dict[str, dict[str, Any]]:
    rules: dict[str, dict[str, Any]] = yaml.safe_load(
        (files("tilth.data") / "exchange" / "coarsening.yaml").read_text("utf-8")
    )
    return rules


def coarse(claim: Claim) -> tuple[Claim, str] | None:
    """Return a claim without what identifies a person, and the rule; None when no rule covers its kind.

    Personal properties, wording, speaker, source and remarks are left out; the place is rounded to a grid,
    dates to months, and the subject's identifier is replaced by a number that does not lead back.

    Examples
    --------
    >>> victim = Claim(kind="victim", subject="victim:ana-1", access="personal",
    ...     values={"name": "Ana", "age_group": "girl", "status": "injured"}, valid="2024-03-09")
    >>> made, rule = coarse(victim)
    >>> made.values, made.valid, made.access, rule
    ({'age_group': 'girl', 'status': 'injured'}, '2024-03', 'public', 'victim-district-month@1')
    """
    rule = _rules().get(claim.kind)
    if rule is None:
        return None
    properties = vocabulary()[claim.kind].properties
    gone = {name for name, item in properties.items() if item.personal} | set(rule["drop"])
    values = {
        name: _month(value) if properties[name].type in ("date", "period") else value
        for name, value in claim.values.items()
        if name in properties and name not in gone
    }
    made = Claim(
        kind=claim.kind,
        subject=f"{claim.kind}:coarse-{sha256(claim.id.encode()).hexdigest()[:16]}",
        values=values,
        mode=claim.mode,
        valid=_month(claim.valid) if claim.valid else None,
        said_on=_month(claim.said_on) if claim.said_on else None,
        access=str(rule["to"]),
    )
    return replace(made, place=_place(claim.place, rule)), str(rule["rule"])


def _month(words: str) -> str:
    """Return the month of a date, or its year where it tells no month."""
    found = re.search(r"\d{4}(-(0[1-9]|1[0-2]))?", words)
    return found[0] if found else words


def _place(place: Mapping[str, Any] | None, rule: Mapping[str, Any]) -> dict[str, Any] | None:
    if place is None or place["geometry"]["type"] != "Point":
        return None
    step = float(rule["place_degrees"])
    pair = [round(round(value / step) * step, 6) for value in place["geometry"]["coordinates"]]
    accuracy = max(float(rule["accuracy_m"]), float(place.get("accuracy_m", 0)))
    return {"geometry": {"type": "Point", "coordinates": pair}, "accuracy_m": accuracy}
