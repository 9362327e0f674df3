"""What a project's claims say of the ground: strikes, evidence, boxes, cleared land."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture, pictures, recorded_of_kind, statuses_of
from tilth.project._ground_notes import GroundNotes
from tilth.project.hazard_cleared import cleared_land
from tilth.project.project import Project

if TYPE_CHECKING:
    from tilth.hazard import Box, EvidencePoint, Records, Strike

__all__ = ["HAZARD_KINDS", "GroundRecords", "ground_claims", "ground_records"]

HAZARD_KINDS = ("strike", "evidence_point", "find", "survey_box", "activity", "release")
"""Kinds of claim that the map of what remains is made from."""

_READ = ("place", "certainty", "rounds", "munition", "searched", "detection", "found", "size_m", "count")
_ITEMS = ("submunition", "cluster_munition")


@dataclass(frozen=True)
class GroundRecords:
    """Records from claims, ready for `tilth.hazard`.

    Attributes
    ----------
    inputs
        Identifiers of the claims they come from, with the kind of each.
    notes
        What could not be used or was counted elsewhere, in words, with the subjects.
    left_out
        How many claims nobody has accepted yet, by kind.
    synthetic
        Whether any of them is made up.
    """

    records: Records
    inputs: dict[str, str]
    notes: tuple[str, ...]
    left_out: dict[str, int]
    synthetic: bool


def ground_records(project: Project, *, proposed: bool = False) -> GroundRecords:
    """Return what accepted claims say of the ground; with `proposed` also what nobody reviewed yet."""
    from tilth.hazard import Records

    by_kind = {kind: _pictures(project, kind, proposed) for kind in HAZARD_KINDS}
    every = [picture for made in by_kind.values() for picture in made]
    notes = GroundNotes()
    for name in _READ:
        notes.say(
            f"records on whose {name} claims differ: taken as not known",
            [p.subject for p in every if name in p.conflicts],
        )
    strikes = _made(by_kind["strike"], _strike, notes)
    boxes = _made(by_kind["survey_box"], _box, notes)
    evidence = _made(by_kind["evidence_point"], _evidence, notes)
    cleared = cleared_land(by_kind["activity"], by_kind["release"], by_kind["find"], notes)
    evidence += _chance_finds(by_kind["find"], boxes, {one.id for one in cleared}, notes)
    return GroundRecords(
        records=Records(tuple(strikes), tuple(evidence), tuple(boxes), tuple(cleared)),
        inputs=ground_claims(project, proposed=proposed),
        notes=tuple(notes.lines),
        left_out={} if proposed else _left_out(project),
        synthetic=any(picture.value("synthetic") == "yes" for picture in every),
    )


def _pictures(project: Project, kind: str, proposed: bool) -> list[Picture]:
    subjects = sorted({item.claim.subject for item in recorded_of_kind(project.store, [kind])})
    statuses = ("accepted", "proposed") if proposed else ("accepted",)
    drawn = pictures(project.store, subjects, statuses=statuses)
    return [drawn[subject] for subject in subjects if drawn[subject].claims]


def ground_claims(
    project: Project, *, proposed: bool = False, only: tuple[str, ...] = ("accepted",)
) -> dict[str, str]:
    """Return the identifiers of the claims that a map is made from, with the kind of each."""
    items = recorded_of_kind(project.store, list(HAZARD_KINDS))
    statuses = statuses_of(project.store, items)
    wanted = (*only, "proposed") if proposed else only
    return {item.id: item.claim.kind for item in items if statuses[item.id].name in wanted}


def _left_out(project: Project) -> dict[str, int]:
    waiting = list(ground_claims(project, only=("proposed",)).values())
    return {kind: waiting.count(kind) for kind in HAZARD_KINDS if kind in waiting}


def _made(pictured: list[Picture], make: Callable[[Picture], Any], notes: GroundNotes) -> list[Any]:
    rows = [(picture.subject, make(picture)) for picture in pictured]
    notes.say("records without a position, left out", [key for key, row in rows if row is None])
    return [row for _, row in rows if row is not None]


def _spot(picture: Picture) -> tuple[float, float, float | None] | None:
    """Return longitude, latitude and 1-sigma radius; of land its middle, and half of its radius at least."""
    from math import pi, sqrt

    from shapely.geometry import shape

    from tilth.places import area_m2

    place = picture.value("place")
    if place is None:
        return None
    land, accuracy = shape(place["geometry"]), place.get("accuracy_m")
    if land.is_empty:
        return None
    if land.geom_type in ("Polygon", "MultiPolygon"):
        accuracy = max(accuracy or 0.0, sqrt(area_m2(land) / pi) / 2)
    return float(land.centroid.x), float(land.centroid.y), accuracy


def _strike(picture: Picture) -> Strike | None:
    from tilth.hazard import Strike

    if (spot := _spot(picture)) is None:
        return None
    told = {name: picture.value(name) for name in ("date", "munition", "rounds", "certainty")}
    return Strike(picture.subject, *spot, **told)


def _evidence(picture: Picture) -> EvidencePoint | None:
    from tilth.hazard import EvidencePoint

    if (spot := _spot(picture)) is None:
        return None
    kind = picture.value("evidence_kind") or "informant"
    return EvidencePoint(picture.subject, *spot, picture.value("date"), kind, picture.value("count"))


def _box(picture: Picture) -> Box | None:
    from tilth.hazard import Box

    spot, size = _spot(picture), picture.value("size_m")
    if spot is None or not size:
        return None
    told = {name: picture.value(name) for name in ("searched", "detection", "found", "date")}
    return Box(picture.subject, spot[0], spot[1], size, **told)


def _chance_finds(
    finds: list[Picture], boxes: list[Box], cleared: set[str], notes: GroundNotes
) -> Iterator[EvidencePoint]:
    """Yield items found by chance; those of a box or a clearance are counted there."""
    from tilth.hazard import EvidencePoint

    items = [p for p in finds if p.value("category") in _ITEMS or p.value("remnant_kind")]
    counted = []
    met = _BoxesThatFound(boxes)
    for picture in items:
        spot = _spot(picture)
        if spot is None:
            continue
        if picture.value("activity") in cleared or met.hold(spot[0], spot[1], picture.value("date")):
            counted.append(picture.subject)
            continue
        yield EvidencePoint(
            picture.subject, *spot, picture.value("date"), "submunition", picture.value("quantity")
        )
    notes.say("finds of a box or a clearance, counted with its own number", counted)


class _BoxesThatFound:
    """Searched boxes with finds, by the day."""

    def __init__(self, boxes: list[Box]) -> None:
        self.by_day: dict[str, list[Box]] = {}
        for box in boxes:
            if box.found and box.searched and box.date:
                self.by_day.setdefault(box.date, []).append(box)

    def hold(self, lon: float, lat: float, day: str | None) -> bool:
        """Return whether a find on a day lies in a box that was searched on it with a find."""
        from pyproj import Geod

        geod = Geod(ellps="WGS84")
        for box in self.by_day.get(day or "", ()):
            _, _, east = geod.inv(box.lon, lat, lon, lat)
            _, _, north = geod.inv(lon, box.lat, lon, lat)
            if max(east, north) <= box.size_m / 2:
                return True
        return False
