"""Where an area is in the process, and which moves it may make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture
from tilth.project.area_facts import area_facts, area_named
from tilth.project.land_moves import Moved, moves_of
from tilth.project.project import Project
from tilth.release import Move, State, moves, process

if TYPE_CHECKING:
    pass

__all__ = ["area_moves", "area_status", "state_of"]


_GIVEN = ("reason", "criteria", "depth")
"""Guards that the one who makes the move can meet by saying so."""


def area_status(project: Project, area: str, *, rules: Path | None = None) -> dict[str, Any]:
    """Return where an area is in the process: class, status, its land by outcome, history and facts.

    Keys: area, name, class, status, land_m2 (by class or outcome, today), history (moves with who, when, why,
    approvals), waiting (moves not yet approved), facts, behind (records behind the facts), process, warning.
    """
    made = process(rules)
    known = area_facts(project, area_named(project, area), made)
    every = moves_of(project, known.area.subject)
    state = state_of(known.area, every)
    return {
        "area": known.area.subject,
        "name": known.area.value("name"),
        "class": state.classification,
        "status": state.status,
        "land_m2": dict(known.work.land_m2),
        "history": [_told(move) for move in every if move.is_in_force],
        "waiting": [_told(move) for move in every if not move.is_in_force],
        "facts": dict(known.facts),
        "behind": {name: list(records) for name, records in known.behind.items()},
        "releases": [told.subject for told in known.work.releases],
        "activities": [told.subject for told in known.work.activities],
        "process": f"{made.name} {made.version}",
        "claims": [item.id for item in known.area.claims],
    }


def area_moves(project: Project, area: str, *, rules: Path | None = None) -> list[dict[str, Any]]:
    """Return every move of the process with whether the area may make it, and what each forbidden one lacks.

    Each is as `tilth.release.Move.to_json` gives it. A reason and criteria are given with a move, so that
    guards on them alone do not make a move look forbidden: it is ``allowed`` with ``to_give`` naming them.
    """
    made = process(rules)
    known = area_facts(project, area_named(project, area), made)
    state = state_of(known.area, moves_of(project, known.area.subject))
    return [_offered(move) for move in moves(made, state, known.facts)]


def _offered(move: Move) -> dict[str, Any]:
    told = move.to_json()
    to_give = [guard["guard"] for guard in told["failed"] if guard["guard"] in _GIVEN]
    told["failed"] = [guard for guard in told["failed"] if guard["guard"] not in _GIVEN]
    return told | {"allowed": not told["failed"], "to_give": to_give}


def state_of(area: Picture, every: Sequence[Moved]) -> State:
    """Return class and status: what was told last of each, by date of information, then by recording."""
    told: list[tuple[str, Any, str | None, str | None]] = [
        (item.claim.date_of_information or "", item.order, *_values(item.claim.values))
        for item in area.claims
    ]
    told += [(move.day, move.order, move.to_class, move.to_status) for move in every if move.is_in_force]
    state = {"class": "none", "status": "open"}
    for _, _, cls, status in sorted(told, key=lambda one: one[:2]):
        state["class"] = cls or state["class"]
        state["status"] = status or state["status"]
    return State(state["class"], state["status"])


def _values(values: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return values.get("classification"), values.get("status")


def _told(move: Moved) -> dict[str, Any]:
    return {
        "move": move.event,
        "date": move.day,
        "class": move.to_class,
        "status": move.to_status,
        "by": move.by,
        "reason": move.reason,
        "approved_by": list(move.approved_by),
        "approvals_needed": move.needs,
        "claim": move.claim,
    }
