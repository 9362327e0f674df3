"""Making a move of an area: its claims, and the release or the new area that it brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.claims import Claim, Picture
from tilth.project._errors import ProjectError
from tilth.project.area_facts import AreaFacts, area_facts, area_named
from tilth.project.area_moves import state_of
from tilth.project.geojson import geojson
from tilth.project.land_moves import moves_of
from tilth.project.project import Project
from tilth.project.reviewing import reviewer_of
from tilth.release import Move, Process, State, moves, process, product_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Wish", "move_area"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A move that somebody asks for.

    Attributes
    ----------
    name
        Name of the move in the process: confirm, cancel, clear, close ...
    land
        Part of the area that it is about; for a release the open land of the area when not given.
    depth_cm, criteria
        Of a release.
    evidence
        Identifiers of what it rests on besides what is on record.
    """

    name: str
    by: str | None = None
    on: str | None = None
    reason: str | None = None
    land: BaseGeometry | None = None
    criteria: Sequence[str] = ()
    depth_cm: float | None = None
    evidence: Sequence[str] = ()

    def given(self) -> dict[str, Any]:
        """Return the facts told with the wish."""
        return {
            "has_reason": bool(self.reason),
            "has_criteria": bool(self.criteria),
            "depth_cm": self.depth_cm,
        }


def move_area(project: Project, area: str, wish: Wish, *, rules: Path | None = None) -> dict[str, Any]:
    """Make a move: add its claims; it counts once as many others as the process asks for approved it.

    Returns ``{"area", "move", "claim", "claims_added", "in_force", "approvals_needed", "to", "releases",
    "new_area", "warning"}``. Others approve with ``tilth review P --accept CLAIM``.

    Raises
    ------
    ProjectError
        No such move, or a guard that is not met: the message says which, what is given, what would meet it.
    """
    made = process(rules)
    known = area_facts(project, area_named(project, area), made, land=wish.land, given=wish.given())
    state = state_of(known.area, moves_of(project, known.area.subject))
    move = _chosen(made, state, known.facts, wish.name)
    if not move.allowed:
        raise ProjectError(_refusal(known.area, state, move))
    by, day = reviewer_of(project, wish.by), wish.on or date.today().isoformat()
    others = _besides(known, move, wish, by, day)
    claim = _claim(known, state, move, wish, by, day, others, made)
    done = project.append(
        [*others, claim], tool="areas move", state="proposed" if move.approvals else "accepted"
    )
    return {
        "area": known.area.subject,
        "move": move.name,
        "claim": claim.id,
        "claims_added": len(done.added),
        "in_force": move.approvals == 0,
        "approvals_needed": move.approvals,
        "to": {"class": move.state.classification, "status": move.state.status},
        "releases": [one.subject for one in others if one.kind == "release"],
        "new_area": next((one.subject for one in others if one.kind == "hazardous_area"), None),
        "warning": move.warning,
    }


def _chosen(made: Process, state: State, facts: Mapping[str, Any], name: str) -> Move:
    every = moves(made, state, facts)
    found = next((move for move in every if move.name == name), None)
    if found is None:
        raise ProjectError(f"no move {name!r}; there are {', '.join(move.name for move in every)}")
    return found


def _refusal(area: Picture, state: State, move: Move) -> str:
    lacks = "; ".join(
        f"{guard['guard']}: needed {guard['needed']}, given {guard['given']}: {guard['advice']}"
        for guard in move.failed
    )
    where = f"{state.classification}, {state.status}"
    return f"{area.subject} ({where}) cannot make the move {move.name!r}: {lacks}"


def _besides(known: AreaFacts, move: Move, wish: Wish, by: str, day: str) -> list[Claim]:
    """Return the release or the new area that the move makes."""
    key = known.area.subject.split(":", 1)[1]
    if move.method is not None:
        land = wish.land if wish.land is not None else known.work.open_land
        if land is None:
            raise ProjectError(f"{known.area.subject} has no open land left to release")
        values: dict[str, Any] = {
            "product": product_of(move.method), "method": move.method, "date": day,
            "hazardous_area": known.area.subject,
        }  # fmt: skip
        values |= {"criteria": list(wish.criteria)} if wish.criteria else {}
        values |= {"activity": works[0]} if len(works := _works(known, move)) == 1 else {}
        values |= (
            {"depth_cm": depth} if move.method != "NTS" and (depth := known.facts.get("depth_cm")) else {}
        )
        place = {"geometry": geojson(land), "notation": "gis"}
        subject = f"release:{key}-{move.name}-{day}-{_digest(place)}"
        return [Claim(kind="release", subject=subject, values=values, speaker=by, place=place, valid=day)]
    if move.opens == "new_area":
        return [_new_area(known, wish, by, day, key)]
    return []


def _works(known: AreaFacts, move: Move) -> tuple[str, ...]:
    """Return the completed activities that a release may come from."""
    fact = {"NTS": "nts", "TS": "ts"}.get(move.method or "", "clearance")
    return known.behind.get(fact, ())


def _digest(place: Mapping[str, Any]) -> str:
    from tilth.claims import content_hash

    return content_hash(place)[:8]


def _new_area(known: AreaFacts, wish: Wish, by: str, day: str, key: str) -> Claim:
    land = wish.land if wish.land is not None else known.outline
    evidence = list(known.behind.get("evidence_after_release", ()))
    values: dict[str, Any] = {
        "classification": "CHA", "status": "open", "replaces": [known.area.subject],
        "note": wish.reason or "", "evidence_ids": evidence,
    }  # fmt: skip
    place = {"geometry": geojson(land), "notation": "gis"} if land is not None else None
    subject = f"hazardous_area:{key}-again-{day}"
    return Claim(
        kind="hazardous_area", subject=subject, values=values, speaker=by, place=place, valid=f"{day}/.."
    )


def _claim(
    known: AreaFacts, state: State, move: Move, wish: Wish, by: str, day: str, others: Sequence[Claim],
    made: Process,
) -> Claim:  # fmt: skip
    values: dict[str, Any] = {
        "hazardous_area": known.area.subject,
        "from_class": state.classification,
        "to_class": move.state.classification,
        "from_status": state.status,
        "to_status": move.state.status,
        "date": day,
        "event": move.name,
        "approvals_needed": move.approvals,
        "process": f"{made.name} {made.version}",
    }
    rests_on = {name for guard in ("direct_evidence", "quality_failed", "quality_passed") for name in
                known.behind.get(guard, ())}  # fmt: skip
    optional: dict[str, Any] = {
        "reason": wish.reason,
        "evidence": sorted({*wish.evidence, *rests_on})[:5_000],
        "releases": [one.subject for one in others if one.kind == "release"],
        "opens": _opened(known) if move.opens == "released" else [],
    }
    values |= {name: value for name, value in optional.items() if value}
    subject = f"area_status_change:{known.area.subject.split(':', 1)[1]}-{move.name}-{day}"
    return Claim(kind="area_status_change", subject=subject, values=values, speaker=by, valid=day)


def _opened(known: AreaFacts) -> list[str]:
    """Return the releases whose inspection failed, by itself or by its work; all where that tells nothing."""
    failed = set(known.behind.get("quality_failed", ()))
    visits = [visit for visit in known.work.visits if visit.subject in failed]
    named = {name for visit in visits for name in _value(visit, "release") or ()}
    works = {_value(visit, "activity") for visit in visits} - {None}
    every = known.work.releases
    found = [told.subject for told in every if told.subject in named]
    found = found or [told.subject for told in every if _value(told, "activity") in works]
    return found or [told.subject for told in every]


def _value(told: Picture, name: str) -> Any:
    return told.value(name) if name in told.told else None
