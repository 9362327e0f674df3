"""Typed facts as claims that are part of the statement they stand in, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tilth.claims import Claim

__all__ = ["FACTS", "fact_claim", "fact_subject", "typed_fact"]

_PARTIES = {
    "transfer": ("supplier", "recipient"),
    "treaty_status": ("state", "treaty"),
    "use": ("by", "in_country"),
    "stockpile": ("holder",),
    "dud_rate": ("munition",),
    "ban": ("treaty",),
}
FACTS = (*_PARTIES, "quantity")
"""Kinds of claims that a statement's typed facts become."""


def fact_claim(fact: Mapping[str, Any], number: int, statement: Claim) -> Claim:
    """Return the claim of the `number`-th typed fact (``{"type": "use", "by": ...}``) of a statement.

    Examples
    --------
    >>> said = Claim(kind="statement", subject="statement:1", values={"content": "..."}, speaker="entity:a")
    >>> fact = fact_claim({"type": "use", "by": "RUS", "in": "UKR", "status": "alleged"}, 1, said)
    >>> fact.subject, fact.values["in_country"], fact.part_of == said.id
    ('use:RUS-UKR', 'UKR', True)
    """
    kind = str(fact["type"])
    values = _values(kind, {name: value for name, value in fact.items() if name != "type"})
    return Claim(
        kind=kind,
        subject=fact_subject(kind, values, f"{statement.subject.split(':', 1)[1]}-{number}"),
        values=values,
        speaker=statement.speaker,
        mode=statement.mode,
        stance=statement.stance,
        said_on=statement.said_on,
        source=statement.source,
        span=statement.span,
        part_of=statement.id,
    )


def _values(kind: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in fact.items() if value not in (None, [], "")}
    if kind == "use" and "in" in values:
        values["in_country"] = values.pop("in")
    if kind == "dud_rate":
        values |= _rate_bounds(values.pop("rate", None), str(values.get("bound", "exact")))
    if kind == "quantity" and isinstance(values.get("value"), list | tuple):
        low, high = values["value"]
        values["value"] = {"low": low, "high": high}
    return values


def _rate_bounds(rate: Any, bound: str) -> dict[str, Any]:
    """Return the rate in per cent as a lower and an upper bound, as far as each is told."""
    if rate is None:
        return {}
    low, high = rate if isinstance(rate, list | tuple) else (rate, rate)
    return ({"rate_low": low} if bound != "max" else {}) | ({"rate_high": high} if bound != "min" else {})


def fact_subject(kind: str, values: Mapping[str, Any], otherwise: str) -> str:
    """Return what a typed fact is about, so that contradicting facts meet under one subject."""
    parties = _PARTIES.get(kind)
    if parties is None:
        return f"{kind}:{otherwise}"
    named = [re.sub(r"[^\w]+", "-", str(values.get(name, "unnamed"))).strip("-") for name in parties]
    return f"{kind}:{'-'.join(named)}"[:190]


def typed_fact(claim: Claim) -> dict[str, Any]:
    """Return the typed fact that a claim was made from: the reverse of `fact_claim`.

    Examples
    --------
    >>> typed_fact(Claim(kind="dud_rate", subject="dud_rate:x", values={"rate_high": 2.35, "bound": "max"}))
    {'type': 'dud_rate', 'bound': 'max', 'rate': 2.35}
    """
    values = dict(claim.values)
    if claim.kind == "use" and "in_country" in values:
        values["in"] = values.pop("in_country")
    if claim.kind == "dud_rate":
        ends = [values.pop(name) for name in ("rate_low", "rate_high") if name in values]
        if ends:
            values["rate"] = ends[0] if len(set(ends)) == 1 else ends
    if claim.kind == "quantity" and isinstance(values.get("value"), dict):
        ends = [values["value"].get(name) for name in ("low", "high")]
        values["value"] = ends if None not in ends else values["value"]
    return {"type": claim.kind, **values}
