"""Rows that go back to one origin: an echo is not a second piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tilth.munitions._model import model
from tilth.munitions._rows import RateRow

__all__ = ["Echoes", "echoes"]


@dataclass(frozen=True, slots=True)
class Echoes:
    """Rows that repeat others: why they do not count alone, and whom they join."""

    reasons: Mapping[str, str]
    members: Mapping[str, tuple[RateRow, ...]]


def echoes(rows: Sequence[RateRow], why: Mapping[str, str]) -> Echoes:
    """Return the echoes among the rows that `why` does not leave out already.

    The first usable row of an origin speaks for it and the others join it. An echo of a row that is left
    out is left out with it, unless that row was only not read at its source. A row that goes back to
    several is a summary of them and says nothing new.
    """
    known = {row.id: row for row in rows}
    reasons: dict[str, str] = {}
    members: dict[str, tuple[RateRow, ...]] = {}
    heads: dict[str, str] = {}
    for row in rows:
        if why[row.id]:
            continue
        origin = _origin(row, known)
        if origin is None:
            reasons[row.id] = f"goes back to several rows through {', '.join(row.origins)}: counted there"
        elif origin != row.id and not _may_lead(origin, why):
            reasons[row.id] = f"repeats {origin}, which is left out: {why[origin]}"
        else:
            head = heads.setdefault(origin, row.id)
            if head != row.id:
                reasons[row.id] = f"same origin as {head}: counted once"
                members[head] = (*members.get(head, ()), row)
    return Echoes(reasons, members)


def _may_lead(origin: str, why: Mapping[str, str]) -> bool:
    return not why[origin] or why[origin] == model()["left_out"]["verification"]["located"]


def _origin(row: RateRow, known: Mapping[str, RateRow]) -> str | None:
    """Return the row this one goes back to (itself when to none given), None when to several."""
    passed = {row.id}
    while True:
        origins = [origin for origin in row.origins if origin in known]
        if len(origins) > 1:
            return None
        if not origins or origins[0] in passed:
            return row.id
        passed.add(origins[0])
        row = known[origins[0]]
