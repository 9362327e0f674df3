"""Drafts against the vocabulary: what is allowed goes on, sealed; what can be kept of the rest is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tilth.claims import Claim, Problem, Sealed, seal, vocabulary
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.intake import Draft, RowProblem

__all__ = ["Admitted", "admit"]

_TRIES = 5
_PORTION = 5_000


@dataclass(slots=True)
class Admitted:
    """Rows that may go in, each once; rows that repeat another of them, with the row they repeat."""

    good: list[tuple[Draft, Sealed]] = field(default_factory=list)
    doubles: list[tuple[Draft, int]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def admit(drafts: Sequence[Draft], mapping: Mapping, *, say: Callable[[int], None] | None = None) -> Admitted:
    """Return what the vocabulary allows of the drafts; `say` is told how many were looked at."""
    made = Admitted()
    first: dict[bytes, int] = {}
    for at, draft in enumerate(drafts):
        if say is not None and at % _PORTION == 0:
            say(at)
        sealed = _sealed(draft, mapping, made.problems)
        if sealed is None:
            continue
        row = first.setdefault(sealed.digest, draft.row)
        if row != draft.row:
            made.doubles.append((draft, row))
            reason = f"the same as row {row}"
            made.problems.append(
                RowProblem(draft.row, draft.record, "row", "", "duplicate", "advisory", reason, "kept once")
            )
        else:
            made.good.append((draft, sealed))
    made.problems += _same_record([draft for draft, _ in made.good])
    return made


def _sealed(draft: Draft, mapping: Mapping, problems: list[RowProblem]) -> Sealed | None:
    """Return the sealed claim; values that are not allowed are left out where the mapping keeps the row."""
    claim = draft.claim
    told: list[RowProblem] = []
    for _ in range(_TRIES):
        found = seal(claim)
        if isinstance(found, Sealed):
            problems += told
            return found
        lesser = _without(claim, found) if mapping.bad_cells == "keep_row" else None
        if lesser is None:
            problems += [_problem(draft, fault, "refused") for fault in found]
            return None
        told += [_problem(draft, fault, "warning") for fault in found]
        claim = lesser
    return None


def _without(claim: Claim, faults: Sequence[Problem]) -> Claim | None:
    """Return the claim without the faulty values, their words kept; None when it cannot be without them."""
    kind = vocabulary()[claim.kind]
    values, wording, place = dict(claim.values), dict(claim.wording), claim.place
    for fault in faults:
        top, _, name = fault.field.partition(".")
        if top == "values" and name in values and not kind.properties[name].required:
            given = values.pop(name)
            wording.setdefault(name, str(given)[:20_000])
        elif top == "place" and kind.place == "optional" and place is not None:
            place = None
        elif top == "valid" and claim.valid is not None:
            claim = replace(claim, valid=None)
        else:
            return None
    return replace(claim, values=values, wording=wording, place=place)


def _problem(draft: Draft, fault: Problem, severity: str) -> RowProblem:
    field_name = fault.field.removeprefix("values.")
    reason = f"allowed: {fault.allowed}"
    return RowProblem(
        draft.row, draft.record, field_name, fault.given, "vocabulary", severity, reason, fault.advice
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


def hidden(value: Any, *, personal: bool) -> str:
    """Return a value for a report, hidden where it concerns a person."""
    return "not shown: it concerns a person" if personal else str(value)[:200]
