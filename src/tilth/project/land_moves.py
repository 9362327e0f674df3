"""Moves of areas as claims: which are in force, which still lack approvals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tilth.claims import Recorded, recorded_about, recorded_of_kind, statuses_of
from tilth.project.project import Project

__all__ = ["Moved", "approvals_of", "moves_in_force", "moves_of"]

_KIND = "area_status_change"
_GONE = ("rejected", "retracted", "corrected", "disputed")


@dataclass(frozen=True, slots=True)
class Moved:
    """A move of an area that was recorded.

    Attributes
    ----------
    opens
        Releases or areas whose land the move opens again.
    releases
        Releases that the move makes.
    approved_by
        Who approved it, the mover left out.
    needs
        How many must.
    """

    claim: str
    area: str
    event: str
    day: str
    to_class: str
    to_status: str
    order: tuple[str, str, int]
    by: str | None
    reason: str
    evidence: tuple[str, ...]
    opens: tuple[str, ...]
    releases: tuple[str, ...]
    approved_by: tuple[str, ...]
    needs: int
    is_taken_back: bool

    @property
    def is_in_force(self) -> bool:
        """Whether enough others approved it, and nobody took it back."""
        return not self.is_taken_back and len(self.approved_by) >= self.needs


def moves_of(project: Project, area: str | None = None, known_on: str | None = None) -> list[Moved]:
    """Return the moves of an area, or of all, in order of date; those taken back are left out."""
    return [move for move in _every(project, area, known_on) if not move.is_taken_back]


def _every(project: Project, area: str | None, known_on: str | None) -> list[Moved]:
    items = [
        item
        for item in recorded_of_kind(project.store, [_KIND], known_on)
        if area is None or item.claim.values.get("hazardous_area") == area
    ]
    statuses = statuses_of(project.store, items, known_on)
    approved = approvals_of(project, items, known_on)
    moved = [_moved(item, approved[item.id], is_taken_back=statuses[item.id].name in _GONE) for item in items]
    return sorted(moved, key=lambda move: (move.day, move.order))


def moves_in_force(
    project: Project, known_on: str | None = None
) -> tuple[dict[str, list[Moved]], frozenset[str]]:
    """Return the moves in force by area, and the releases whose move is not: not approved, or taken back."""
    every = _every(project, None, known_on)
    found: dict[str, list[Moved]] = {}
    for move in every:
        if move.is_in_force:
            found.setdefault(move.area, []).append(move)
    waiting = {name for move in every if not move.is_in_force for name in move.releases}
    made = {name for moves in found.values() for move in moves for name in move.releases}
    return found, frozenset(waiting - made)


def approvals_of(
    project: Project, items: Sequence[Recorded], known_on: str | None = None
) -> dict[str, tuple[str, ...]]:
    """Return who accepted each claim last, its own speaker left out."""
    reviews = recorded_about(project.store, [f"claim:{item.id}" for item in items], known_on)
    last: dict[tuple[str, str], str] = {}
    for review in reviews:
        target, speaker = review.claim.subject.removeprefix("claim:"), review.claim.speaker or ""
        last[target, speaker] = str(review.claim.values.get("verdict"))
    return {
        item.id: tuple(
            sorted(
                speaker
                for (target, speaker), verdict in last.items()
                if target == item.id and verdict == "accept" and speaker != item.claim.speaker
            )
        )
        for item in items
    }


def _moved(item: Recorded, approved_by: tuple[str, ...], *, is_taken_back: bool) -> Moved:
    values = item.claim.values
    return Moved(
        claim=item.id,
        area=str(values["hazardous_area"]),
        event=str(values.get("event", "")),
        day=str(values.get("date") or item.claim.valid or item.recorded_at[:10]),
        to_class=str(values.get("to_class", "")),
        to_status=str(values.get("to_status", "")),
        order=item.order,
        by=item.claim.speaker,
        reason=str(values.get("reason", "")),
        evidence=tuple(values.get("evidence", ())),
        opens=tuple(values.get("opens", ())),
        releases=tuple(values.get("releases", ())),
        approved_by=approved_by,
        needs=int(values.get("approvals_needed", 0)),
        is_taken_back=is_taken_back,
    )
