"""Snapshots of a growing set: records that an earlier one held and this one does not are withdrawn."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from tilth.claims import Claim, recorded_in, recorded_of_kind, review_claim, statuses_of
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.importing.sheets import Sheet
from tilth.exchange.intake import RowProblem
from tilth.project import Project

__all__ = ["withdrawn"]

_STANDING = ("accepted", "proposed", "disputed")


def withdrawn(
    project: Project, mapping: Mapping, subjects: AbstractSet[str], sheet: Sheet
) -> tuple[list[RowProblem], list[Claim]]:
    """Return a line and a retraction for each record of the set that the snapshot no longer holds.

    The retraction is a program's: where a person accepted the record it counts only when a person
    agrees.
    """
    sources = [
        item.claim.subject
        for item in recorded_of_kind(project.store, ["source"])
        if item.claim.values.get("series") == mapping.series
    ]
    items = [
        item
        for item in recorded_in(project.store, list(dict.fromkeys(sources)))
        if item.claim.kind == mapping.kind and item.claim.subject not in subjects
    ]
    statuses = statuses_of(project.store, items)
    problems: list[RowProblem] = []
    claims: list[Claim] = []
    for item in items:
        if statuses[item.id].name not in _STANDING:
            continue
        record = item.claim.subject.partition(":")[2]
        reason = f"held by an earlier snapshot of {mapping.series}, not by {sheet.name}"
        by = f"import:{mapping.series}"[:200]
        claims.append(review_claim(item.id, "retract", by, reason=reason[:300]))
        advice = "taken as withdrawn by its source; reopen it if it still holds"
        problems.append(RowProblem(0, record, "record", record, "withdrawn", "info", reason, advice))
    return problems, claims
