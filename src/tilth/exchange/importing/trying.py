"""Trying a sheet out: what importing it would do, told row by row; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tilth.claims import Claim, Sealed
from tilth.exchange.importing._admitting import Admitted, admit
from tilth.exchange.importing._drafting import Drafted, draft_rows
from tilth.exchange.importing._snapshots import withdrawn
from tilth.exchange.importing._told import change_problem
from tilth.exchange.importing._updating import Change, Holdings, compared
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.importing.outcome import Fate, Outcome, Say
from tilth.exchange.importing.sheets import Sheet
from tilth.exchange.intake import Draft
from tilth.project import Project

__all__ = ["try_out"]


def try_out(
    project: Project,
    sheet: Sheet,
    mapping: Mapping,
    source: Claim,
    *,
    synthetic: bool = False,
    say: Say | None = None,
) -> Outcome:
    """Return what importing a sheet would do; nothing is written.

    Parameters
    ----------
    source
        The claim of the file, see `tilth.exchange.sources.source_of_file`.
    say
        Told the step, how much of it is done, and of how much.
    """
    tell = say or (lambda _step, _done, _total: None)
    tell("reading cells", 0, sheet.rows)
    drafted = draft_rows(sheet, mapping, source, synthetic=synthetic)
    tell("checking", 0, sheet.rows)
    admitted = admit(drafted.drafts, mapping, say=lambda done: tell("checking", done, sheet.rows))
    tell("comparing with the project", sheet.rows, sheet.rows)
    subjects = [sealed.claim.subject for _, sealed in admitted.good]
    held = Holdings.of(project, mapping.kind, subjects)
    changes = list(compared(admitted.good, held, name=sheet.name))
    made = Outcome(sheet, mapping, source, problems=[*drafted.problems, *admitted.problems])
    _fates(made, admitted, changes)
    _claims(made, drafted, admitted, changes)
    _withdraw(project, made, drafted.subjects)
    _checks(project, made, admitted)
    _moves(made, changes)
    made.problems.sort(key=lambda problem: problem.row)
    return made


def _fates(made: Outcome, admitted: Admitted, changes: Sequence[Change]) -> None:
    by_row: dict[int, Fate] = {}
    for (draft, _), change in zip(admitted.good, changes, strict=True):
        fate = "unchanged" if change.word == "unchanged" else "accepted"
        names = tuple(name for name, _, _ in change.differing)
        by_row[draft.row] = Fate(
            draft.row, draft.record, fate, change.sealed.claim.subject, change.word, names, change.sealed.id
        )
        if change.word in ("correction", "update", "late") and change.differing:
            made.problems.append(change_problem(draft, change))
    for draft, row in admitted.doubles:
        subject = draft.claim.subject
        by_row[draft.row] = Fate(draft.row, draft.record, "duplicate", subject, f"the same as row {row}")
    reasons = {problem.row: problem for problem in reversed(made.problems) if problem.severity == "refused"}
    for row in range(1, made.sheet.rows + 1):
        if row in by_row:
            made.fates.append(by_row[row])
            continue
        problem = reasons[row]
        made.fates.append(Fate(row, problem.record, "refused", note=f"{problem.field}: {problem.reason}"))


def _claims(made: Outcome, drafted: Drafted, admitted: Admitted, changes: Sequence[Change]) -> None:
    """Collect what goes in: the rows that tell something, what they correct, and mended originals."""
    for (draft, _), change in zip(admitted.good, changes, strict=True):
        if change.word == "unchanged":
            continue
        made.claims.append(change.sealed)
        made.claims += change.claims
        if draft.row in drafted.mended:
            made.claims.append(_original(draft, change.sealed, drafted.mended[draft.row]))


def _original(draft: Draft, sealed: Sealed, told: tuple[str, str]) -> Claim:
    """Return the claim that keeps an outline as it was given."""
    note, original = told
    values: dict[str, Any] = {
        "of_claim": sealed.id,
        "row": draft.row,
        "record": draft.record[:300],
        "field": "geometry",
        "before": original,
        "rule": "make_valid",
        "severity": "warning",
        "reason": note,
    }
    claim = sealed.claim
    subject = f"repair:{sealed.id[:32]}"
    return Claim(
        kind="repair",
        subject=subject,
        values=values,
        source=claim.source,
        access=claim.access,
        part_of=sealed.id,
    )


def _withdraw(project: Project, made: Outcome, subjects: set[str]) -> None:
    if not (made.mapping.series and made.mapping.complete):
        return
    problems, claims = withdrawn(project, made.mapping, subjects, made.sheet)
    made.problems += problems
    made.claims += claims


def _checks(project: Project, made: Outcome, admitted: Admitted) -> None:
    """Add what the named checks find in the rows; a check never changes a row."""
    from tilth.exchange.checks import check_rows

    made.problems += check_rows(project, made.mapping, admitted.good)


def _moves(made: Outcome, changes: Sequence[Change]) -> None:
    """Add a line when many records moved at once the same way."""
    from tilth.exchange.checks import moved_together

    pairs = []
    compared_ones = 0
    for change in changes:
        point = _point(change.sealed.claim.place)
        compared_ones += change.word != "new" and point is not None
        before = next((held for name, held, _ in change.differing if name == "place"), None)
        if point is not None and _point(before) is not None:
            pairs.append((_point(before), point))
    line = moved_together(pairs, compared_ones)
    if line is not None:
        made.problems.append(line)


def _point(place: Any) -> Any:
    """Return lon, lat of a place that is a point, None of any other."""
    if not place or place["geometry"]["type"] != "Point":
        return None
    return tuple(place["geometry"]["coordinates"][:2])
