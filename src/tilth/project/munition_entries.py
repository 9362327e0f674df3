"""Rows that a user adds to the tables or corrects, as claims of that user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tilth.claims import Claim, Recorded, problems_of, recorded_about, review_claim, statuses_of
from tilth.munitions import MunitionError, munitions_of
from tilth.munitions import check_rates as check_rate_rows
from tilth.project._errors import ProjectError
from tilth.project.facts import claims_of_rows, columns_of
from tilth.project.project import Project
from tilth.project.reviewing import reviewer_of

__all__ = ["Entered", "enter_rows", "table_of"]

_TABLES = (
    "failure_rates",
    "munitions",
    "footprints",
    "clearance_productivity",
    "casualties",
    "transfers",
    "stockpiles",
    "stockpile_changes",
)


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering rows did, by identifier of the row."""

    table: str
    added: tuple[str, ...]
    corrected: tuple[str, ...]
    unchanged: tuple[str, ...]


def table_of(columns: Sequence[str]) -> str:
    """Return the table that columns belong to: the one that knows all of them.

    Raises
    ------
    ProjectError
        When no table knows all, or several do; the nearest is named with the strange columns.

    Examples
    --------
    >>> table_of(["row_id", "munition_or_submunition", "setting", "rate_point"])
    'failure_rates'
    """
    given = set(columns)
    known = {name: {"id", "row_id", *columns_of(name)["columns"]} for name in _TABLES}
    fits = [name for name in _TABLES if given <= known[name]]
    if not fits or not given - {"id", "row_id"}:
        nearest = min(_TABLES, key=lambda name: len(given - known[name]))
        strange = ", ".join(sorted(given - known[nearest])) or "none but an identifier"
        raise ProjectError(
            f"columns {strange} belong to no table; nearest is {nearest}"
            f" with {', '.join(sorted(known[nearest]))}"
        )
    if len(fits) > 1:
        raise ProjectError(f"the columns fit {' and '.join(fits)}: add one that only the table you mean has")
    return fits[0]


def enter_rows(
    project: Project, rows: Sequence[Mapping[str, str]], *, by: str | None = None, reason: str | None = None
) -> Entered:
    """Add rows to a project as accepted claims; one whose row is on record corrects it. All rows or none.

    The claims that a row corrects get a review "correct" of who enters it: they stay on record, and stay
    visible.

    Raises
    ------
    ProjectError
        No rows, strange columns, a row without identifier, or values that the vocabulary refuses.
    MunitionError
        A failure rate that is none, such as 2.35 for 2.35 per cent.
    """
    if not rows:
        raise ProjectError("the table has no rows: nothing to add")
    name = table_of(list(rows[0]))
    whole = [_whole(name, row, at) for at, row in enumerate(rows, 1)]
    _check(name, whole)
    made = list(claims_of_rows(name, whole))
    _refuse_unfit([claim for _, claim in made])
    reviewer, today = reviewer_of(project, by), date.today().isoformat()
    batch: list[Claim] = []
    done: dict[str, list[str]] = {"added": [], "corrected": [], "unchanged": []}
    for source, claim in made:
        before = _standing(project, claim)
        state = "added" if not before else "corrected"
        if any(item.id == claim.id for item in before):
            state = "unchanged"
        done[state].append(claim.subject.split(":", 1)[1])
        if state == "unchanged":
            continue
        batch += [source] if source else []
        batch.append(claim)
        batch += [
            review_claim(item.id, "correct", reviewer, reason=reason, replacement=claim.id, on=today)
            for item in before
        ]
    if batch:
        project.append(batch, tool="enter", state="accepted", recorded_by=by)
    return Entered(name, *(tuple(done[state]) for state in ("added", "corrected", "unchanged")))


def _whole(name: str, row: Mapping[str, str], at: int) -> dict[str, str]:
    """Return the row in every column of its table, with an identifier."""
    rule = columns_of(name)
    key = "row_id" if "{row_id}" in rule["subject"] else "id"
    id_ = (row.get("row_id") or row.get("id") or "").strip()
    if not id_:
        raise ProjectError(
            f"row {at} of {name} has no {key}: give each row an identifier so that it can be cited"
        )
    cells = {column: (row.get(column) or "").strip() for column in rule["columns"]}
    return {**cells, key: id_}


def _check(name: str, rows: Sequence[Mapping[str, str]]) -> None:
    if name == "failure_rates":
        check_rate_rows(rows)
    if name == "munitions":
        try:
            munitions_of(rows)
        except ValueError as error:
            raise MunitionError(f"a munition row cannot be read: {error}") from None


def _refuse_unfit(claims: Sequence[Claim]) -> None:
    faults = [f"{claim.subject}: {fault}" for claim in claims for fault in problems_of(claim)]
    worded = [
        f"{claim.subject}: {name} {claim.wording[name]!r} does not fit"
        for claim in claims
        for name in claim.wording
        if name
        in (
            "rate_low",
            "rate_high",
            "rate_point",
            "n_tested",
            "n_failed",
            "total_submunitions",
            "munitions_count",
            "art2_exclusion",
        )
    ]
    if faults or worded:
        told = [*faults, *worded]
        raise ProjectError(f"{len(told)} values do not fit, nothing was added: {'; '.join(told[:5])}")


def _standing(project: Project, claim: Claim) -> list[Recorded]:
    """Return the claims on the same row that stand."""
    found = [item for item in recorded_about(project.store, [claim.subject]) if item.claim.kind == claim.kind]
    statuses = statuses_of(project.store, found)
    return [item for item in found if statuses[item.id].name in ("accepted", "proposed")]
