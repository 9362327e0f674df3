"""What is known of an area, by the names that the process of land release asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture, pictures
from tilth.project._errors import ProjectError
from tilth.project._land_lookup import naming, pictured, standing_on
from tilth.project.area_work import Work, work_facts
from tilth.project.land_records import STANDING, pictures_of
from tilth.project.project import Project
from tilth.times import parse_time

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.release import Process

__all__ = ["AreaFacts", "area_facts", "area_named"]

_KIND = "hazardous_area"


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """Facts of an area, and the records behind each.

    Attributes
    ----------
    facts
        Values by the names the guards of the process use.
    behind
        Identifiers of the records behind a fact.
    work
        Releases, activities, inspections and handovers of the area.
    """

    area: Picture
    outline: BaseGeometry | None
    facts: Mapping[str, Any]
    behind: Mapping[str, tuple[str, ...]]
    work: Work = field(repr=False)


def area_named(project: Project, name: str) -> Picture:
    """Return the picture of an area given by its identifier, the part after the colon, or its number.

    Raises
    ------
    ProjectError
        No such area, or several.
    """
    wanted = name if name.startswith(f"{_KIND}:") else f"{_KIND}:{name}"
    exact = pictures(project.store, [wanted], statuses=STANDING)[wanted]
    if exact.claims and exact.kind == _KIND:
        return exact
    every = pictures_of(project, _KIND)
    found = [area for area in every if area.subject == wanted]
    found = found or [area for area in every if area.value("local_id") == name or area.value("name") == name]
    if len(found) == 1:
        return found[0]
    near = ", ".join(area.subject for area in (found or every)[:5]) or "none"
    told = f"{len(found)} areas are called" if found else "no area is called"
    raise ProjectError(f"{told} {name!r} in {project.address}: there are {near} ...")


def area_facts(
    project: Project,
    area: Picture,
    rules: Process,
    *,
    land: BaseGeometry | None = None,
    given: Mapping[str, Any] | None = None,
) -> AreaFacts:
    """Return the facts of an area.

    Parameters
    ----------
    land
        Part of the area that a move is about; evidence elsewhere does not count against it.
    given
        Facts told with the move: a reason, criteria, a depth.
    """
    outline = outline_of(area)
    work = work_facts(project, area.subject, outline)
    evidence = _evidence(project, area, outline, rules)
    direct = [one for one in evidence if one.is_direct]
    left = [one for one in direct if one.lies_in(land if land is not None else work.open_land)]
    after = [one for one in direct if _is_after(one.date, work.last_release)]
    facts = {
        **_own(area, outline),
        "evidence": len(evidence) + len(area.value("indirect_evidence") or ()),
        "direct_evidence": len(direct),
        "direct_evidence_left": len(left),
        "evidence_after_release": len(after),
        **work.facts,
        **{name: value for name, value in (given or {}).items() if value not in (None, False, "")},
    }
    behind = {
        "evidence": _names(evidence),
        "direct_evidence": _names(direct),
        "direct_evidence_left": _names(left),
        "evidence_after_release": _names(after),
        **work.behind,
    }
    return AreaFacts(area, outline, facts, {name: told for name, told in behind.items() if told}, work)


def outline_of(area: Picture) -> BaseGeometry | None:
    """Return the outline of an area as last told, settled; None when nothing with an area is told."""
    from shapely.geometry import shape

    from tilth.places import PlaceError, settle

    placed = [item.claim.place for item in area.claims if item.claim.place is not None]
    if not placed:
        return None
    try:
        land = settle(shape(placed[-1]["geometry"]))[0]
    except PlaceError:
        return None
    return land if land.area > 0 else None


def _own(area: Picture, outline: BaseGeometry | None) -> dict[str, Any]:
    claims = [item.claim for item in area.claims]
    return {
        "has_place": any(claim.place is not None for claim in claims),
        "has_perimeter": outline is not None,
        "has_date": any(claim.date_of_information for claim in claims),
        "has_source": any(claim.source or claim.speaker for claim in claims),
        "has_benchmark": area.value("benchmark") is not None,
    }


@dataclass(frozen=True, slots=True)
class _Evidence:
    name: str
    is_direct: bool
    date: str | None
    point: BaseGeometry | None

    def lies_in(self, land: BaseGeometry | None) -> bool:
        """Return whether it lies in the land; without a place it counts as lying there."""
        return self.point is None or land is None or bool(land.intersects(self.point))


def _evidence(
    project: Project, area: Picture, outline: BaseGeometry | None, rules: Process
) -> list[_Evidence]:
    """Return the evidence that names the area or lies within it."""
    direct = set(rules.rules.get("direct_evidence", {}).get("value", ()))
    named = set(area.value("direct_evidence") or ())
    found = []
    for kind in ("evidence_point", "find", "accident"):
        lying = standing_on(project, kind, outline) | {name for name in named if name.startswith(f"{kind}:")}
        for picture in pictured(project, lying | naming(project, kind, [area.subject])):
            point = _point(picture)
            own = area.subject == _value(picture, "hazardous_area") or picture.subject in named
            if own or (point is not None and outline is not None and outline.intersects(point)):
                word = _value(picture, "evidence_kind") or kind
                is_direct = _directness(picture, word, direct) or picture.subject in named
                when = _value(picture, "date") or picture.claims[-1].claim.date_of_information
                found.append(_Evidence(picture.subject, is_direct, when, point))
    return found


def _directness(picture: Picture, word: str, direct: Iterable[str]) -> bool:
    told = _value(picture, "directness")
    return told == "direct" if told else word in direct or word == "find"


def _value(picture: Picture, name: str) -> Any:
    return picture.value(name) if name in picture.told else None


def _point(picture: Picture) -> BaseGeometry | None:
    from shapely.geometry import shape

    place = picture.value("place")
    return shape(place["geometry"]) if place else None


def _is_after(date: str | None, last: str | None) -> bool:
    """Return whether a date is certainly after a release."""
    if not date or not last:
        return False
    first, end = parse_time(date).earliest, parse_time(last).latest
    return first is not None and end is not None and first > end


def _names(evidence: Sequence[_Evidence]) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in evidence))
