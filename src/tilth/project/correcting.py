"""Correcting a claim: the proposal stays, the reviewer's claim replaces it, facts go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tilth.claims import (
    Claim,
    Recorded,
    problems_of,
    recorded_about,
    recorded_by_id,
    recorded_parts,
    statuses_of,
)
from tilth.project._errors import ProjectError
from tilth.project.changes import changed_facts, changed_values, span_of_words
from tilth.project.project import Project
from tilth.project.speakers import entity_subject, speakers_of
from tilth.project.typed_facts import FACTS, fact_claim, typed_fact

__all__ = ["Correction", "correction_of", "source_text", "standing_facts"]

_GONE = ("rejected", "retracted", "corrected")


@dataclass(frozen=True, slots=True)
class Correction:
    """The claims of a correction: the one that replaces, and what comes with it (facts, a new speaker)."""

    replacement: Claim
    others: tuple[Claim, ...] = ()


def correction_of(project: Project, item: Recorded, changes: Mapping[str, Any]) -> Correction:
    """Return the claims that a reviewer's changes to one claim give.

    Parameters
    ----------
    changes
        Fields and properties by name, as texts or plain JSON values; for a statement also ``content``
        (words of the source, found there), ``facts`` (all of them anew) and ``fact`` (see
        `parse_settings`). A speaker is a name or an identifier; an unknown one becomes a new entity.

    Raises
    ------
    ProjectError
        Changes that the claim's kind does not have, that the source does not bear out, or that
        change nothing.
    """
    plain = {name: value for name, value in changes.items() if name not in ("fact", "facts", "speaker")}
    claim, entity = _spoken(project, item.claim, changes)
    claim = changed_values(_placed(project, claim, plain), plain)
    if item.claim.kind != "statement":
        if {"fact", "facts"} & set(changes):
            raise ProjectError(f"a {item.claim.kind} has no facts of its own: correct the statement")
        _refuse_none(item, changed=claim != item.claim)
        _refuse_faults([claim], item)
        return Correction(claim, tuple(entity))
    held = [typed_fact(part.claim) for part in standing_facts(project, item.id)]
    facts = _facts(held, changes)
    _refuse_none(item, changed=claim != item.claim or facts != held)
    # Naming the claim it corrects tells it from the proposal when facts alone differ.
    claim = replace(claim, values={**claim.values, "corrects": item.id})
    made = [fact_claim(fact, number, claim) for number, fact in enumerate(facts, 1)]
    _refuse_faults([claim, *made], item)
    return Correction(claim, (*entity, *made))


def _spoken(project: Project, claim: Claim, changes: Mapping[str, Any]) -> tuple[Claim, list[Claim]]:
    """Return the claim under its new speaker, and the entity when the project does not know it."""
    if "speaker" not in changes:
        return claim, []
    name = " ".join(str(changes["speaker"] or "").split())
    if not name:
        mode = "article" if claim.mode in ("direct", "indirect") else claim.mode
        return replace(claim, speaker=None, mode=mode), []
    mode = "indirect" if claim.mode == "article" else claim.mode
    subject, entity = _entity(project, name)
    return replace(claim, speaker=subject, mode=mode), entity


def _entity(project: Project, name: str) -> tuple[str, list[Claim]]:
    from tilth.reading import known_speaker

    held = speakers_of(project).find(name)
    if held:
        return held, []
    if name.startswith("entity:"):
        raise ProjectError(
            f"speaker {name!r} is no entity of {project.address}: give a name, or one it holds"
        )
    known = known_speaker(name)
    values: dict[str, Any] = {"name": known.name if known else name}
    values |= {"entity_kind": known.kind} if known else {}
    values |= {"country": known.state} if known and known.state else {}
    subject = entity_subject(str(values["name"]))
    return subject, [Claim(kind="entity", subject=subject, values=values)]


def _placed(project: Project, claim: Claim, changes: dict[str, Any]) -> Claim:
    """Settle content and span against the source's text, so that one always is the other's place."""
    if claim.kind != "statement" or not {"span", "content"} & set(changes):
        return claim
    text = source_text(project, claim.source)
    if text is None:
        return claim
    if changes.get("content") and not changes.get("span"):
        changes["span"] = list(
            span_of_words(text, str(changes["content"]), claim.span[0] if claim.span else 0)
        )
    start, end = changed_values(claim, {"span": changes.get("span")}).span or (0, 0)
    if not 0 <= start < end <= len(text):
        raise ProjectError(f"span {start}:{end} is not in the source, which has {len(text):,} characters")
    changes["content"] = text[start:end]
    return claim


def source_text(project: Project, source: str | None) -> str | None:
    """Return the text that offsets of a source's claims count, None when none is kept."""
    if source is None:
        return None
    texts = [item.claim.values.get("text") for item in recorded_about(project.store, [source])]
    return next((str(text) for text in texts if text), None)


def standing_facts(project: Project, statement: str) -> list[Recorded]:
    """Return the typed facts of a statement, without those that a review of their own took away."""
    parts = [item for item in recorded_parts(project.store, [statement]) if item.claim.kind in FACTS]
    statuses = statuses_of(project.store, [*recorded_by_id(project.store, [statement]), *parts])
    whole = statuses[statement].reviews
    return [
        item for item in parts if statuses[item.id].name not in _GONE or statuses[item.id].reviews == whole
    ]


def _facts(held: list[dict[str, Any]], changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the typed facts after the changes."""
    facts = held
    if "facts" in changes:
        given = changes["facts"] or []
        if not isinstance(given, list) or not all(isinstance(one, dict) and "type" in one for one in given):
            raise ProjectError('facts are a list of objects such as {"type": "use", "by": "RUS"}')
        facts = [dict(fact) for fact in given]
    facts = changed_facts(facts, changes.get("fact", ()))
    strange = sorted({str(fact["type"]) for fact in facts} - set(FACTS))
    if strange:
        raise ProjectError(f"no typed fact {', '.join(strange)}; allowed: {', '.join(FACTS)}")
    return facts


def _refuse_none(item: Recorded, *, changed: bool) -> None:
    if not changed:
        raise ProjectError(f"the correction of {item.id[:12]} changes nothing: the claim says so already")


def _refuse_faults(claims: list[Claim], item: Recorded) -> None:
    faults = [fault for number, claim in enumerate(claims) for fault in problems_of(claim, number)]
    if faults:
        told = "; ".join(
            f"{fault.field}: given {fault.given}, allowed {fault.allowed}" for fault in faults[:5]
        )
        raise ProjectError(f"the correction of {item.id[:12]} is refused, nothing was changed: {told}")
