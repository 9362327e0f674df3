"""Cleared land as searches: from clearance on record and from land released as cleared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tilth.claims import Picture
from tilth.project._ground_notes import GroundNotes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.hazard import Cleared

__all__ = ["cleared_land"]

_CLEARING = ("clearance", "BAC")


def cleared_land(
    activities: Sequence[Picture], releases: Sequence[Picture], finds: Sequence[Picture], notes: GroundNotes
) -> list[Cleared]:
    """Return cleared land whose detection and finds are known.

    Land released as cleared by an activity that counts itself is not counted twice. Where no number of finds
    is told, the finds on record of the activity are counted; where there is none either, the land is taken as
    not searched, which a note says.
    """
    done = [
        p
        for p in activities
        if p.value("activity_kind") in _CLEARING and p.value("status") in (None, "completed")
    ]
    rows = [(picture, _cleared(picture, finds)) for picture in done]
    counted = {picture.subject for picture, made in rows if made is not None}
    rows += [
        (picture, _cleared(picture, finds))
        for picture in releases
        if picture.value("product") == "cleared" and picture.value("activity") not in counted
    ]
    unusable = [picture.subject for picture, made in rows if made is None]
    notes.say("clearances without polygon, detection or finds, taken as not searched", unusable)
    return [made for _, made in rows if made is not None]


def _cleared(picture: Picture, finds: Sequence[Picture]) -> Cleared | None:
    from tilth.hazard import Cleared

    land, detection, found = _land(picture), picture.value("detection"), picture.value("found")
    if found is None:
        own = [p for p in finds if p.value("activity") == picture.subject]
        found = sum(int(p.value("quantity") or 1) for p in own) if own else None
    if land is None or not detection or found is None:
        return None
    depth = picture.value("depth_cm")
    day = picture.value("end") or picture.value("date") or picture.value("start") or ""
    depth_m = None if depth is None else depth / 100
    return Cleared(picture.subject, land, detection, found, str(day), depth_m)


def _land(picture: Picture) -> BaseGeometry | None:
    from shapely.geometry import shape

    from tilth.places import settle

    place = picture.value("place")
    land = shape(place["geometry"]) if place is not None else None
    if land is None or land.is_empty or land.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    settled: BaseGeometry = settle(land)[0]
    return settled
