"""Hazardous areas from evidence and boxes, by a programme's rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tilth.hazard._errors import HazardError
from tilth.hazard.boxes import box_class
from tilth.hazard.profile import Profile, default_profile
from tilth.hazard.records import Box, EvidencePoint

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Areas", "DrawnArea", "draw_areas"]

_GRID_M = 0.01


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """One suspected (SHA) or confirmed (CHA) hazardous area, in WGS84, and what it rests on."""

    id: str
    classification: str
    geometry: BaseGeometry
    area_m2: float
    rule: str
    evidence_ids: tuple[str, ...]
    box_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas drawn, and what a surveyor should look at.

    Attributes
    ----------
    without_area
        Evidence that lies in no area, with the reason.
    unresolved
        Boxes not searched that touch a confirmed area: the edge there is not known.
    """

    areas: tuple[DrawnArea, ...]
    profile: str
    unverified: tuple[str, ...]
    without_area: dict[str, str] = field(default_factory=dict)
    unresolved: tuple[str, ...] = ()


def draw_areas(
    evidence: Iterable[EvidencePoint], boxes: Iterable[Box] = (), profile: Profile | None = None
) -> Areas:
    """Return areas that never overlap; the result does not depend on the order of what is given.

    Confirmed areas are grown by the fade-out round boxes with finds and direct evidence; parts nearer
    than twice the fade-out become one. Suspected areas are grown round other evidence by the radius
    of its kind; confirmed land and boxes searched to standard without a find are taken off.

    Raises
    ------
    HazardError
        Evidence of a kind the profile does not know.
    tilth.places.PlaceError
        An extent too wide for one grid in metres.
    """
    rules = profile or default_profile()
    points = sorted(evidence, key=lambda point: point.id)
    squares = sorted(boxes, key=lambda box: box.id)
    strange = sorted({point.kind for point in points} - set(rules.evidence))
    if strange:
        count = sum(point.kind in strange for point in points)
        raise HazardError(f"{count} evidence points of kind {strange}; allowed: {', '.join(rules.evidence)}")
    if not points and not squares:
        return Areas((), rules.name, rules.unverified)
    return _Drawing(points, squares, rules).draw()


class _Drawing:
    """One drawing on a flat grid in metres."""

    def __init__(self, points: Sequence[EvidencePoint], boxes: Sequence[Box], rules: Profile) -> None:
        import numpy as np
        import shapely

        from tilth.places import from_wgs84, working_grid

        lons = [*(point.lon for point in points), *(box.lon for box in boxes)]
        lats = [*(point.lat for point in points), *(box.lat for box in boxes)]
        self.crs = working_grid((min(lons), min(lats), max(lons), max(lats))).crs
        self.rules, self.points, self.boxes = rules, points, boxes
        flat = from_wgs84(shapely.MultiPoint(list(zip(lons, lats, strict=True))), self.crs)
        corners = shapely.get_coordinates(flat)
        self.at: Any = shapely.points(corners[: len(points)])
        half = np.array([box.size_m / 2 for box in boxes])
        x, y = corners[len(points) :, 0], corners[len(points) :, 1]
        self.squares: Any = shapely.box(x - half, y - half, x + half, y + half)
        self.classes = np.array([box_class(box, rules) for box in boxes], dtype=object)

    def draw(self) -> Areas:
        direct, rest = self._kinds("CHA"), self._kinds("SHA")
        red = self.squares[self.classes == "red"]
        core = [*red, *self._circles(direct)]
        confirmed = self._grown(core)
        suspected = self._suspected(rest, confirmed)
        areas = [*self._named(confirmed, "CHA"), *self._named(suspected, "SHA")]
        return Areas(
            areas=tuple(areas),
            profile=self.rules.name,
            unverified=self.rules.unverified,
            without_area=self._without(areas),
            unresolved=self._unresolved(confirmed),
        )

    def _kinds(self, classification: str) -> list[int]:
        kinds = self.rules.evidence
        return [
            n for n, point in enumerate(self.points) if kinds[point.kind].classification == classification
        ]

    def _circles(self, chosen: Sequence[int]) -> Any:
        """Return a disc for each point: the radius of its kind and its position error."""
        import numpy as np
        import shapely

        rules = self.rules
        radii = [
            rules.evidence[self.points[n].kind].radius_m
            + rules.accuracy_factor * _or(self.points[n].accuracy_m, rules.accuracy_unknown_m)
            for n in chosen
        ]
        return shapely.buffer(self.at[list(chosen)], np.maximum(radii, 1.0), quad_segs=8)

    def _grown(self, core: Sequence[Any]) -> list[BaseGeometry]:
        """Return the confirmed areas: what lies nearer than twice the fade-out grows together."""
        import shapely

        if not core:
            return []
        fade = self.rules.fade_out_m
        grown = shapely.union_all(shapely.buffer(core, fade, quad_segs=8))
        settled = grown if self.rules.fade_out_inside else shapely.buffer(grown, -fade)
        return _parts(settled)

    def _suspected(self, chosen: Sequence[int], confirmed: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        import shapely

        if not chosen:
            return []
        land = shapely.union_all(self._circles(chosen))
        off = [*confirmed, *self.squares[self.classes == "green"]]
        land = shapely.difference(land, shapely.union_all(off)) if off else land
        return [part for part in _parts(land) if part.area >= self.rules.minimal_area_m2]

    def _named(self, parts: Sequence[BaseGeometry], classification: str) -> list[DrawnArea]:
        import shapely

        tree = shapely.STRtree(parts)
        inside: Any = tree.query(self.at, predicate="intersects") if len(self.at) else [[], []]
        members: dict[int, list[int]] = {}
        for point, part in zip(*inside, strict=True):
            members.setdefault(int(part), []).append(int(point))
        touched: Any = tree.query(self.squares, predicate="intersects") if len(self.squares) else [[], []]
        finds: dict[int, list[int]] = {}
        for box, part in zip(*touched, strict=True):
            if self.classes[box] == "red":
                finds.setdefault(int(part), []).append(int(box))
        named = [
            self._area(part, classification, members.get(n, []), finds.get(n, []))
            for n, part in enumerate(parts)
        ]
        return sorted(named, key=lambda area: area.id)

    def _area(
        self, part: BaseGeometry, classification: str, points: Sequence[int], boxes: Sequence[int]
    ) -> DrawnArea:
        from tilth.places import area_m2, to_wgs84

        evidence = tuple(sorted(self.points[n].id for n in points))
        finds = tuple(sorted(self.boxes[n].id for n in boxes)) if classification == "CHA" else ()
        west, south, _, _ = part.bounds
        key = f"{classification} {west:.0f} {south:.0f} {evidence} {finds}"
        geometry = to_wgs84(part, self.crs)
        kinds = sorted({self.points[n].kind for n in points})
        why = f"{len(evidence)} evidence points ({', '.join(kinds) or 'none'}), {len(finds)} boxes with finds"
        return DrawnArea(
            id=f"{classification.lower()}-{sha256(key.encode()).hexdigest()[:10]}",
            classification=classification,
            geometry=geometry,
            area_m2=area_m2(geometry),
            rule=f"{self.rules.name}: {'fade-out' if classification == 'CHA' else 'radius by kind'}",
            evidence_ids=evidence,
            box_ids=finds,
            why=why,
        )

    def _without(self, areas: Sequence[DrawnArea]) -> dict[str, str]:
        held = {key for area in areas for key in area.evidence_ids}
        reason = "lies in a box searched to standard without a find, or what was left was too small"
        return {point.id: reason for point in self.points if point.id not in held}

    def _unresolved(self, confirmed: Sequence[BaseGeometry]) -> tuple[str, ...]:
        import shapely

        if not confirmed or not len(self.squares):
            return ()
        touching = shapely.intersects(shapely.union_all(confirmed), self.squares)
        return tuple(
            box.id
            for box, near, colour in zip(self.boxes, touching, self.classes, strict=True)
            if near and colour == "none"
        )


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _parts(land: Any) -> list[BaseGeometry]:
    """Return the polygons of some land on a grid of a centimetre, in a fixed order."""
    import shapely

    settled = shapely.set_precision(land, _GRID_M)
    parts = [part for part in shapely.get_parts(settled) if part.geom_type == "Polygon" and part.area > 0]
    return sorted(parts, key=lambda part: part.bounds)
