"""What waits for a reviewer, and recording a reviewer's verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text

from tilth.claims import Appended, Claim, Recorded, recorded_about, recorded_by_id, review_claim, statuses_of
from tilth.project._errors import ProjectError
from tilth.project.project import Project

__all__ = ["review_claims", "reviewer_of", "waiting"]

_PROPOSED = """SELECT DISTINCT c.claim_no, c.id
FROM tilth_claim c JOIN tilth_entry e ON e.claim_no = c.claim_no
WHERE e.state = 0 AND c.kind <> 'source' ORDER BY c.claim_no"""
_REOPENED = """SELECT DISTINCT subject FROM tilth_claim
WHERE kind = 'review' AND body LIKE '%"verdict":"reopen"%' ORDER BY subject"""
_SHORTEST = 8


def waiting(project: Project, limit: int = 200) -> list[dict[str, Any]]:
    """Return proposed claims that nobody reviewed; facts stay with the statement they are part of."""
    with project.store.reading() as connection:
        ids = [bytes(row.id).hex() for row in connection.execute(text(_PROPOSED))]
        reopened = [row.subject.removeprefix("claim:") for row in connection.execute(text(_REOPENED))]
    ids = list(dict.fromkeys([*ids, *reopened]))
    found: list[dict[str, Any]] = []
    for start in range(0, len(ids), 2_000):
        items = recorded_by_id(project.store, ids[start : start + 2_000])
        statuses = statuses_of(project.store, items)
        found += [
            _row(item) for item in items if statuses[item.id].name == "proposed" and not item.claim.part_of
        ]
        if len(found) >= limit:
            break
    return found[:limit]


def _row(item: Recorded) -> dict[str, Any]:
    claim = item.claim
    told = claim.values.get("content") or ", ".join(f"{name} {value}" for name, value in claim.values.items())
    return {
        "id": item.id,
        "kind": claim.kind,
        "subject": claim.subject,
        "speaker": claim.speaker,
        "rule": item.rule,
        "confidence": item.confidence,
        "words": str(told)[:160],
    }


def reviewer_of(project: Project, name: str | None) -> str:
    """Return the identifier of who reviews: the name given, else this installation's owner."""
    words = name or project.ledger.installation.owner
    return words if words.startswith("entity:") else f"entity:{words.strip().replace(' ', '-').lower()}"


def review_claims(
    project: Project,
    verdicts: Sequence[tuple[str, str]],
    *,
    by: str | None = None,
    reason: str | None = None,
) -> Appended:
    """Record verdicts ``(accept | reject | retract | reopen, identifier)``; all or none.

    Identifiers may be shortened to their first 8 digits or more where that is one claim.

    Raises
    ------
    ProjectError
        An identifier that names no claim, or several.
    """
    reviewer, today = reviewer_of(project, by), date.today().isoformat()
    claims = [
        _verdict(project, word, full_id(project, key), reviewer, reason, today) for word, key in verdicts
    ]
    return project.append(claims, tool="review", state="accepted")


def _verdict(
    project: Project, word: str, target: str, reviewer: str, reason: str | None, today: str
) -> Claim:
    before = [
        item for item in recorded_about(project.store, [f"claim:{target}"]) if item.claim.speaker == reviewer
    ]
    last = before[-1] if before else None
    if last is not None and last.claim.values["verdict"] == word:
        return last.claim
    return review_claim(target, word, reviewer, reason=reason, on=today, after=last.id if last else None)


def full_id(project: Project, key: str) -> str:
    """Return the whole identifier of a claim from its first digits."""
    digits = key.lower()
    if len(digits) < _SHORTEST or len(digits) > 64 or set(digits) - set("0123456789abcdef"):
        raise ProjectError(
            f"{key!r} is no identifier of a claim: give at least {_SHORTEST} of its hex digits"
        )
    low, high = bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))
    query = text("SELECT id FROM tilth_claim WHERE id BETWEEN :low AND :high LIMIT 2")
    with project.store.reading() as connection:
        found = [bytes(row.id).hex() for row in connection.execute(query, {"low": low, "high": high})]
    if len(found) != 1:
        count = "no claim" if not found else "several claims"
        raise ProjectError(f"{key!r} names {count} in {project.address}: list them with 'tilth review'")
    return found[0]
