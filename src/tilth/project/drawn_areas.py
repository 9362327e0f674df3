"""Hazardous areas drawn by a person: what to know of an outline before it is saved, and saving it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from tilth import __version__
from tilth.claims import Claim, pictures, recorded_about
from tilth.places import PlaceError, area_m2, problem_of, settle
from tilth.project._errors import ProjectError
from tilth.project.geojson import geojson
from tilth.project.project import Project
from tilth.project.reviewing import Verdict, review_claims, reviewer_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.project.mapped import PlacedRow

__all__ = ["Drawn", "DrawnCheck", "check_drawn", "save_drawn"]

_STANDING = ("accepted", "proposed", "disputed")
_SAME = 0.995
"""Share of both outlines that lies in each other from which they count as the same one."""


@dataclass(frozen=True, slots=True)
class DrawnCheck:
    """One thing found out about an outline: ``must_fix``, ``advisory`` or ``information``."""

    rule: str
    severity: str
    reason: str
    advice: str = ""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area as a person drew it.

    Attributes
    ----------
    edited
        Subject of the area whose outline this is anew; None for a new area.
    """

    geometry: BaseGeometry
    classification: str
    reason: str
    date: str = ""
    local_id: str = ""
    name: str = ""
    edited: str | None = None


def check_drawn(
    geometry: BaseGeometry, near: Sequence[PlacedRow], *, edited: str | None = None, smallest_m2: float = 0.0
) -> list[DrawnCheck]:
    """Return what is wrong with an outline or worth knowing, the gravest first.

    Parameters
    ----------
    near
        Features whose bounds it touches: areas, releases, evidence.
    edited
        Subject that is drawn anew; its old outline is no overlap.
    smallest_m2
        Size under which the profile drops an area.
    """
    problem = None if geometry.geom_type in ("Polygon", "MultiPolygon") else "it is no area"
    problem = problem or problem_of(geometry)
    if problem:
        advice = "move the corners so that the outline does not cross itself"
        return [DrawnCheck("outline", "must_fix", f"the outline cannot be used: {problem}", advice)]
    found = []
    size = area_m2(geometry)
    if size < max(smallest_m2, 1.0):
        reason = f"{size:,.1f} m² is under the {max(smallest_m2, 1.0):,.0f} m² that the profile keeps"
        found.append(DrawnCheck("size", "advisory", reason, "check the scale of the map and the corners"))
    found += [
        check for row in near if row.values["subject"] != edited for check in _overlap(geometry, size, row)
    ]
    inside = [row for row in near if row.layer == "evidence_point" and geometry.covers(row.geometry)]
    found.append(DrawnCheck("evidence", "information", f"{len(inside)} points of evidence lie inside"))
    if not inside:
        advice = "an area without evidence needs a reason that says what it rests on"
        found.append(DrawnCheck("no_evidence", "advisory", "no evidence on record lies inside", advice))
    return sorted(found, key=lambda check: ("must_fix", "advisory", "information").index(check.severity))


def _overlap(geometry: BaseGeometry, size: float, row: PlacedRow) -> list[DrawnCheck]:
    if row.layer not in ("hazardous_area", "release") or not geometry.intersects(row.geometry):
        return []
    try:
        shared = area_m2(settle(shapely.intersection(geometry, settle(row.geometry)[0]))[0])
    except PlaceError:  # they touch only
        return []
    subject = str(row.values["subject"])
    if shared < 1.0:
        return []
    if row.layer == "release":
        said = f"{shared:,.0f} m² lie on land already {row.values.get('product') or 'released'}: {subject}"
        return [DrawnCheck("released", "advisory", said, "say in the reason why it is opened again", subject)]
    other = row.values.get("computed_area_m2") or size
    if shared > _SAME * size and shared > _SAME * other:
        said, advice = f"it has the outline of {subject}", "change that area instead of drawing it twice"
        return [DrawnCheck("same", "advisory", said, advice, subject)]
    said = f"{shared:,.0f} m² lie in {subject} too"
    advice = "the account counts land once; let the outlines meet at one line where they should not overlap"
    return [DrawnCheck("overlap", "advisory", said, advice, subject)]


def save_drawn(project: Project, drawn: Drawn, *, by: str | None = None) -> str:
    """Keep a drawn area; return its subject.

    A new one is a proposed claim, which counts when a reviewer accepts it. A changed outline corrects the
    claim that the old one rests on, as a review with its reason does; the old claim stays in the ledger.

    Raises
    ------
    ProjectError
        No reason, an outline that must be mended, a number that another area has, or an area whose place
        several claims hold.
    """
    if not drawn.reason.strip():
        raise ProjectError("an area is drawn for a reason: write what it rests on")
    faults = [check for check in check_drawn(drawn.geometry, []) if check.severity == "must_fix"]
    if faults:
        raise ProjectError(f"{faults[0].reason}; {faults[0].advice}")
    return _changed(project, drawn, by) if drawn.edited else _new(project, drawn, by)


def _new(project: Project, drawn: Drawn, by: str | None) -> str:
    place = {"geometry": geojson(drawn.geometry), "notation": "gis"}
    values = {"classification": drawn.classification, "rule": "drawn by hand", "note": drawn.reason}
    values |= {name: value for name in ("local_id", "name") if (value := getattr(drawn, name))}
    claim = Claim(
        kind="hazardous_area",
        subject=_subject(project, drawn, place),
        values=values,
        place=place,
        valid=f"{drawn.date or date.today().isoformat()}/..",
        speaker=reviewer_of(project, by),
        said_on=date.today().isoformat(),
    )
    project.append([claim], tool=f"web-map@{__version__}")
    return claim.subject


def _subject(project: Project, drawn: Drawn, place: dict[str, Any]) -> str:
    from tilth.claims import content_hash

    own = "-".join(drawn.local_id.lower().split()) or f"drawn-{content_hash(place)[:10]}"
    subject = f"hazardous_area:{own}"
    if recorded_about(project.store, [subject]):
        raise ProjectError(f"{subject} is there already: give another number, or change that area's outline")
    return subject


def _changed(project: Project, drawn: Drawn, by: str | None) -> str:
    subject = str(drawn.edited)
    told = pictures(project.store, [subject], statuses=_STANDING)[subject].told.get("place")
    if told is None:
        raise ProjectError(f"{subject}: no area with a place on record; look it up in Areas")
    held = told.sides[0].claims
    if len(told.sides) > 1 and told.how == "contested":
        raise ProjectError(f"{subject}: its claims differ on the place; settle that in Claims first")
    place = {"geometry": geojson(drawn.geometry), "notation": "gis"}
    verdicts = [Verdict("correct", held[0], {"place": place, "classification": drawn.classification})]
    verdicts += [Verdict("retract", key) for key in held[1:]]
    review_claims(project, verdicts, by=by, reason=drawn.reason)
    return subject
