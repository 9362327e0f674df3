"""The closing page: each footnote with its claims, each claim with its words and its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tilth.claims import Recorded, pictures, recorded_by_id, statuses_of
from tilth.project import Project
from tilth.reports.figures import Footnote
from tilth.reports.wording import claim_detail, claim_words

__all__ = ["closing"]

_SHOWN = 40
"""So many claims a footnote lists; runs over thousands of records name the rest by number."""


def closing(project: Project, footnotes: Sequence[Footnote]) -> dict[str, Any]:
    """Return ``notes`` and ``claims`` for the closing page."""
    runs = {item.id: item for item in recorded_by_id(project.store, _runs(footnotes))}
    behind = {note.number: _behind(note, runs) for note in footnotes}
    wanted = list(dict.fromkeys(key for keys in behind.values() for key in keys[:_SHOWN]))
    read = recorded_by_id(project.store, wanted)
    found = {item.id: item for item in read if item.claim.access != "personal"}
    sources = _sources(project, found.values())
    names = _names(project, found.values())
    states = {key: status.name for key, status in statuses_of(project.store, list(found.values())).items()}
    notes = [_note(note, behind[note.number], found, runs) for note in footnotes]
    claims = [_claim(found[key], sources, names, states[key]) for key in wanted if key in found]
    return {"notes": notes, "claims": claims}


def _runs(footnotes: Iterable[Footnote]) -> list[str]:
    return [note.run for note in footnotes if note.run]


def _behind(note: Footnote, runs: dict[str, Recorded]) -> list[str]:
    if note.run and note.run in runs:
        return list(runs[note.run].claim.values.get("inputs", ()))
    return list(note.claims)


def _note(
    note: Footnote, keys: Sequence[str], found: dict[str, Recorded], runs: dict[str, Recorded]
) -> dict[str, Any]:
    listed = [{"id": key, "words": claim_words(found[key].claim)} for key in keys[:_SHOWN] if key in found]
    run = runs.get(note.run or "")
    return {
        "number": note.number,
        "claims": listed,
        "more": max(len(keys) - _SHOWN, 0),
        "run": _run(run) if run else None,
    }


def _run(run: Recorded) -> dict[str, Any]:
    values = run.claim.values
    tables = values.get("parameters", {}).get("tables", {})
    words = "; ".join(f"table {name}, SHA-256 {digest[:12]}" for name, digest in tables.items())
    return {
        "id": run.id,
        "command": values["command"],
        "version": values.get("version", ""),
        "seed": values.get("seed"),
        "words": f"Used {words}." if words else "",
    }


def _claim(item: Recorded, sources: dict[str, Any], names: dict[str, str], state: str) -> dict[str, Any]:
    claim = item.claim
    source = sources.get(claim.source or "", {})
    rating = f"{claim.reliability or '-'}{claim.credibility or '-'}"
    return {
        "id": item.id,
        "kind": claim.kind.replace("_", " "),
        "state": state,
        "content": claim.values.get("content"),
        "lang": source.get("lang"),
        "detail": claim_detail(claim),
        "speaker": names.get(claim.speaker or ""),
        "said_on": claim.said_on,
        "source": source.get("title") or claim.source,
        "url": source.get("url"),
        "rating": rating if rating != "--" else None,
    }


def _sources(project: Project, items: Iterable[Recorded]) -> dict[str, Any]:
    wanted = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: {name: drawn[key].value(name) for name in ("title", "url", "lang")} for key in wanted}


def _names(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    wanted = sorted({item.claim.speaker for item in items if item.claim.speaker})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: drawn[key].value("name") or key for key in wanted}
