"""Claims made from rows, appended with an account of every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tilth.claims import Claim, problems_of, recorded_by_id
from tilth.exchange.intake import Draft, Intake, RowProblem
from tilth.project import Project

__all__ = ["take"]


def take(
    project: Project,
    name: str,
    kind: str,
    drafts: Sequence[Draft],
    problems: Iterable[RowProblem] = (),
    *,
    before: Sequence[Claim] = (),
    tool: str = "import",
    profile: str = "",
    dry_run: bool = False,
) -> Intake:
    """Append what the drafts hold and account for every row.

    Parameters
    ----------
    problems
        Rows that never became a draft (severity ``refused``) and remarks (``advisory``).
    before
        Claims that go in with them, such as the source; they are not rows.
    """
    listed = list(problems)
    good, doubles = _sort_out(drafts, listed)
    refused = len({problem.row for problem in listed if problem.severity == "refused"})
    claims = [draft.claim for draft in good]
    ids = [claim.id for claim in claims]
    listed += _same_record(good)
    added: set[str] = set()
    if dry_run:
        fresh = len(ids) - len(recorded_by_id(project.store, ids))
    else:
        added = set(project.append([*before, *claims], tool=tool).added) if claims else added
        fresh = sum(key in added for key in ids)
    return Intake(
        name=name,
        kind=kind,
        rows=len(claims) + doubles + refused,
        accepted=fresh,
        refused=refused,
        duplicates=doubles,
        unchanged=len(claims) - fresh,
        claims_added=len(added),
        problems=tuple(sorted(listed, key=lambda problem: problem.row)),
        profile=profile,
        claims=tuple(ids),
    )


def _same_record(drafts: Sequence[Draft]) -> list[RowProblem]:
    """Point at rows that tell something else of a record that an earlier row told of; both are kept."""
    first: dict[str, int] = {}
    found = []
    for draft in drafts:
        before = first.setdefault(draft.claim.subject, draft.row)
        if before != draft.row:
            reason = f"another content than row {before} under the same id"
            advice = "both are kept and contradict each other: correct one"
            found.append(
                RowProblem(draft.row, draft.record, "id", draft.record, "same id", "advisory", reason, advice)
            )
    return found


def _sort_out(drafts: Sequence[Draft], problems: list[RowProblem]) -> tuple[list[Draft], int]:
    """Return the drafts that are allowed and first of their kind, and how many were duplicates."""
    good: dict[str, Draft] = {}
    doubles = 0
    for draft in drafts:
        faults = problems_of(draft.claim)
        problems += [
            RowProblem(
                draft.row, draft.record, fault.field, fault.given, "vocabulary", "refused",
                f"allowed: {fault.allowed}", fault.advice,
            )
            for fault in faults
        ]  # fmt: skip
        if faults:
            continue
        key = draft.claim.id
        if key in good:
            doubles += 1
            reason = f"the same as row {good[key].row}"
            problems.append(
                RowProblem(draft.row, draft.record, "row", "", "duplicate", "advisory", reason, "kept once")
            )
        else:
            good[key] = draft
    return list(good.values()), doubles
