"""The chain's step of land: areas drawn from evidence and boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tilth import __version__
from tilth.claims import Claim, Picture, recorded_about
from tilth.project.geojson import geojson
from tilth.project.land_records import pictures_of
from tilth.project.project import Project
from tilth.project.reviewing import review_claims
from tilth.project.runs import latest_run, record_run, run_claim

if TYPE_CHECKING:
    from tilth.hazard import Areas, Box, DrawnArea, EvidencePoint

__all__ = ["draw_hazardous_areas"]

_TOOL = f"areas-draw@{__version__}"
_DRAWER = "entity:tilth"


def draw_hazardous_areas(project: Project) -> tuple[Areas, str] | None:
    """Draw areas from all evidence and boxes; keep them as proposed claims; return them and the run.

    Areas that an earlier drawing made and this one no longer makes are retracted by a review.
    Returns None when there is no evidence.
    """
    from tilth.hazard import draw_areas

    evidence, boxes = pictures_of(project, "evidence_point"), pictures_of(project, "survey_box")
    if not evidence:
        return None
    points = [point for picture in evidence for point in _points(picture)]
    squares = [box for picture in boxes for box in _boxes(picture)]
    areas = draw_areas(points, squares)
    dates = {point.id: point.date for point in points} | {box.id: box.date for box in squares}
    made_up = any(picture.value("synthetic") == "yes" for picture in evidence)
    claims = [_area_claim(area, dates, synthetic=made_up) for area in areas.areas]
    inputs = [item.id for picture in (*evidence, *boxes) for item in picture.claims]
    result = {
        "areas": [claim.id for claim in claims],
        "evidence": len(points),
        "boxes": len(squares),
        "SHA_m2": sum(area.area_m2 for area in areas.areas if area.classification == "SHA"),
        "CHA_m2": sum(area.area_m2 for area in areas.areas if area.classification == "CHA"),
        "SHA": sum(area.classification == "SHA" for area in areas.areas),
        "CHA": sum(area.classification == "CHA" for area in areas.areas),
    }
    _retract_gone(project, {claim.id for claim in claims})
    project.append(claims, tool=_TOOL)
    _reopen_drawn_again(project, [claim.id for claim in claims])
    return areas, record_run(project, run_claim("areas.draw", "all", result, inputs=inputs))


def _points(picture: Picture) -> Iterator[EvidencePoint]:
    from tilth.hazard import EvidencePoint

    place = picture.value("place")
    if place is None or place["geometry"]["type"] != "Point":
        return
    lon, lat = place["geometry"]["coordinates"][:2]
    yield EvidencePoint(
        id=picture.subject,
        lon=lon,
        lat=lat,
        accuracy_m=place.get("accuracy_m"),
        date=picture.value("date"),
        kind=picture.value("evidence_kind") or "informant",
        count=picture.value("count"),
    )


def _boxes(picture: Picture) -> Iterator[Box]:
    from shapely.geometry import shape

    from tilth.hazard import Box

    place, size = picture.value("place"), picture.value("size_m")
    if place is None or size is None:
        return
    centre = shape(place["geometry"]).centroid
    yield Box(
        id=picture.subject,
        lon=centre.x,
        lat=centre.y,
        size_m=size,
        searched=picture.value("searched"),
        detection=picture.value("detection"),
        found=picture.value("found"),
        date=picture.value("date"),
    )


def _area_claim(area: DrawnArea, dates: Mapping[str, str | None], *, synthetic: bool) -> Claim:
    """Return the claim of a drawn area; it is on record from the day of its first evidence."""
    values = {
        "classification": area.classification,
        "area_stated_m2": round(area.area_m2, 1),
        "rule": area.rule,
        "note": area.why,
    }
    values |= {"synthetic": "yes"} if synthetic else {}
    known = sorted(day for key in (*area.evidence_ids, *area.box_ids) if (day := dates.get(key)))
    behind = [*area.evidence_ids, *area.box_ids][:5_000]
    values |= {"evidence_ids": behind} if behind else {}
    place = {"geometry": geojson(area.geometry), "notation": "gis"}
    return Claim(
        kind="hazardous_area",
        subject=f"hazardous_area:{area.id}",
        values=values,
        place=place,
        valid=f"{known[0]}/.." if known else None,
    )


def _retract_gone(project: Project, kept: set[str]) -> None:
    before = latest_run(project, "areas.draw", "all")
    if before is None:
        return
    gone = [key for key in before.claim.values["result"]["areas"] if key not in kept]
    reason = "a later drawing from newer evidence does not make this area"
    if gone:
        review_claims(project, [("retract", key) for key in gone], by=_DRAWER, reason=reason)


def _reopen_drawn_again(project: Project, drawn: Sequence[str]) -> None:
    """Take back earlier retractions of areas that are drawn once more."""
    reviews = recorded_about(project.store, [f"claim:{key}" for key in drawn])
    own = [item.claim for item in reviews if item.claim.speaker == _DRAWER]
    last = {claim.subject.removeprefix("claim:"): claim.values["verdict"] for claim in own}
    again = [key for key, verdict in last.items() if verdict == "retract"]
    if again:
        reason = "a later drawing makes this area again"
        review_claims(project, [("reopen", key) for key in again], by=_DRAWER, reason=reason)
