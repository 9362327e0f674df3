"""The register, and each transfer's law case and consequences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tilth.claims import Claim, pictures, recorded_of_kind, statuses_of
from tilth.munitions import (
    Entry,
    Munition,
    MunitionError,
    class_in,
    consequences,
    expect,
    named_in,
    resolve,
)
from tilth.project.facts import fact_claims
from tilth.project.project import Project

__all__ = ["aftermath_of", "entries_in", "law_case_of", "munition_of", "rounds_of"]

_KINDS = ("transfer", "stockpile", "stockpile_change")
_PER_ROUNDS = 1_000


def entries_in(project: Project | None) -> list[Entry]:
    """Return what is said of holdings and transfers; without a project, the shipped rows."""
    if project is None:
        return [_entry(claim.id, claim, "accepted", {}) for claim, _ in fact_claims() if claim.kind in _KINDS]
    items = recorded_of_kind(project.store, _KINDS)
    statuses = statuses_of(project.store, items)
    kept = [item for item in items if statuses[item.id].name in ("accepted", "proposed", "disputed")]
    speakers = sorted({item.claim.speaker for item in kept if item.claim.speaker})
    drawn = pictures(project.store, speakers, statuses=("accepted", "proposed"))
    names = {key: str(drawn[key].value("name") or key.split(":", 1)[1]) for key in speakers}
    return [_entry(item.id, item.claim, statuses[item.id].name, names) for item in kept]


def _entry(key: str, claim: Claim, status: str, names: Mapping[str, str]) -> Entry:
    said = names.get(claim.speaker or "") or str(claim.values.get("attribution") or "") or "the source itself"
    return Entry(key, claim.subject, claim.kind, claim.values, claim.wording, said, claim.said_on, status)


def munition_of(values: Mapping[str, Any], munitions: Sequence[Munition] | None = None) -> Munition | None:
    """Return the munition or class that a claim names, None when it names none."""
    named = str(values.get("munition") or "").removeprefix("munition:")
    words = str(values.get("item") or "")
    if not named and words.startswith(("none", "submunition")):
        return None
    try:
        return (
            resolve(named, munitions) if named else named_in(words, munitions) or class_in(words, munitions)
        )
    except MunitionError:
        return class_in(named, munitions)


def law_case_of(values: Mapping[str, Any], munition: Munition | None) -> dict[str, Any] | None:
    """Return the law's question and findings on a transfer, None when it is no case.

    For want of a date the answer is for none: the law of a transfer depends on the day.
    """
    from tilth.law import LawError, assess

    days = [str(values[name]) for name in ("announced", "delivered", "date") if values.get(name)]
    supplier, recipient = (str(values.get(side) or "") for side in ("supplier", "recipient"))
    if not days or not all(len(code) == 3 for code in (supplier, recipient)):
        return None
    question: dict[str, Any] = {"on": days[0], "act": "transfer", "actor": supplier, "other": recipient}
    if values.get("via"):
        question["via"] = list(values["via"])
    if munition is not None and munition.kind != "class":
        question["munition"] = munition.id
    try:
        answer = assess(question)
    except LawError:
        return None
    kept = ("state", "role", "regime", "outcome", "citation")
    return {
        "question": question,
        "findings": [{name: each.get(name) for name in kept} for each in answer["findings"]],
    }


def aftermath_of(
    values: Mapping[str, Any],
    munition: Munition | None,
    *,
    rates: Iterable[Mapping[str, Any]] | None = None,
) -> dict[str, Any] | None:
    """Return what a transfer would leave if all of it were used; None when it names no munition and no class.

    Where no number is told, it is worked out for 1,000 rounds and says so. Money is never turned into rounds.
    """
    if munition is None or str(values.get("quantity_text", "")) == "0":
        return None
    rounds, told = rounds_of(values)
    try:
        answer = expect(munition, rounds, rates=rates)
    except MunitionError:
        answer = expect(munition, _PER_ROUNDS, rates=rates)
        told = False
    found = consequences(answer, munition)
    return {
        "munition": munition.id,
        "rounds": answer.to_json()["rounds"],
        "per_rounds": not told,
        "submunitions": answer.to_json()["submunitions"],
        "rate": answer.rate.to_json(),
        "unexploded": answer.unexploded.to_json(),
        "consequences": found.to_json(),
    }


def rounds_of(values: Mapping[str, Any]) -> tuple[Any, bool]:
    """Return the rounds of a transfer as a number or range, and whether any is told; else 1,000."""
    from tilth.munitions import rounds_told

    value = values.get("quantity")
    if isinstance(value, dict):
        given = [value[name] for name in ("low", "value", "high") if name in value]
        return (min(given), max(given)), True
    if isinstance(value, int | float) and value > 0:
        return round(value), True
    words = rounds_told(str(values.get("quantity_text") or ""))
    return (words, True) if words is not None else (_PER_ROUNDS, False)
