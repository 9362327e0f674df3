"""Hazardous areas from evidence and boxes, by a programme's rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tilth.hazard._errors import HazardError
from tilth.hazard._trace import Step
from tilth.hazard.profile import Profile, default_profile
from tilth.hazard.records import Box, EvidencePoint

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Areas", "DrawnArea", "draw_areas"]


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """One suspected (SHA) or confirmed (CHA) hazardous area, in WGS84, and what it rests on.

    Attributes
    ----------
    evidence_ids
        Evidence that lies in it; no evidence lies in two areas.
    box_ids
        Boxes with finds that it was grown from.
    trace
        Which rule did what to it, in order.
    core
        The evidence itself, with its errors of position and without any fade-out; None for suspected land.
    """

    id: str
    classification: str
    geometry: BaseGeometry
    area_m2: float
    rule: str
    evidence_ids: tuple[str, ...]
    box_ids: tuple[str, ...]
    why: str
    trace: tuple[Step, ...] = ()
    core: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas drawn, and what a surveyor should look at.

    Attributes
    ----------
    without_area
        Evidence that lies in no area, with the reason.
    unresolved
        Boxes not searched that touch a confirmed area: the edge there is not known.
    cut_out
        Boxes searched to standard without a find that took land off suspected areas.
    """

    areas: tuple[DrawnArea, ...]
    profile: str
    unverified: tuple[str, ...]
    without_area: dict[str, str] = field(default_factory=dict)
    unresolved: tuple[str, ...] = ()
    cut_out: tuple[str, ...] = ()


def draw_areas(
    evidence: Iterable[EvidencePoint], boxes: Iterable[Box] | None = None, profile: Profile | None = None
) -> Areas:
    """Return areas that never overlap; the result does not depend on the order of what is given.

    Confirmed areas are grown by the fade-out round boxes with finds and direct evidence; parts nearer
    than twice the fade-out become one. Suspected areas are grown round other evidence by the radius
    of its kind; confirmed land and boxes searched to standard without a find are taken off, and those
    boxes listed. Direct evidence short of the profile's minimum is taken as suspicion. Places a degree
    or more apart are drawn on grids of their own and do not influence each other.

    Raises
    ------
    HazardError
        Evidence of a kind the profile does not know.
    tilth.places.PlaceError
        An extent too wide for one grid in metres, or positions that are none.

    Examples
    --------
    >>> item = EvidencePoint("e1", 105.8, 16.7, accuracy_m=5.0, kind="submunition")
    >>> [(area.classification, round(area.area_m2, -2)) for area in draw_areas([item]).areas]
    [('CHA', 11400.0)]
    """
    rules = profile or default_profile()
    points = sorted(evidence, key=lambda point: (point.id, point.lon, point.lat, point.kind))
    squares = sorted(boxes or (), key=lambda box: (box.id, box.lon, box.lat, box.size_m))
    _refuse_kinds(points, rules)
    if not points and not squares:
        return Areas((), rules.name, rules.unverified)
    return _together(_drawn(points, squares, rules), rules)


def _refuse_kinds(points: Sequence[EvidencePoint], rules: Profile) -> None:
    strange = [point for point in points if point.kind not in rules.evidence]
    if strange:
        kinds = sorted({point.kind for point in strange})
        raise HazardError(
            f"{len(strange)} evidence points of kind {kinds}, the first is {strange[0].id}; "
            f"allowed: {', '.join(rules.evidence)}"
        )


def _drawn(points: Sequence[EvidencePoint], boxes: Sequence[Box], rules: Profile) -> list[Areas]:
    """Return the areas of each neighbourhood."""
    from tilth.hazard._drawing import Drawing
    from tilth.hazard._reach import reach_m
    from tilth.hazard._sheets import neighbourhoods

    drawn = []
    for group in neighbourhoods([*points, *boxes], reach_m(points, boxes, rules)):
        near = [spot for spot in group if isinstance(spot, EvidencePoint)]
        squares = [spot for spot in group if isinstance(spot, Box)]
        drawn.append(Drawing(near, squares, rules).draw())
    return drawn


def _together(drawn: Sequence[Areas], rules: Profile) -> Areas:
    areas = sorted(
        (area for part in drawn for area in part.areas), key=lambda area: (area.classification, area.id)
    )
    without = {key: reason for part in drawn for key, reason in part.without_area.items()}
    return Areas(
        areas=tuple(areas),
        profile=rules.name,
        unverified=rules.unverified,
        without_area=dict(sorted(without.items())),
        unresolved=tuple(sorted(key for part in drawn for key in part.unresolved)),
        cut_out=tuple(sorted(key for part in drawn for key in part.cut_out)),
    )
