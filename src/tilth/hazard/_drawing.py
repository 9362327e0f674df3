"""One drawing of hazardous areas on a flat grid in metres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import cos, pi
from typing import TYPE_CHECKING, Any

from tilth.hazard._sheets import corners_of, grid_of
from tilth.hazard.areas import Areas, DrawnArea
from tilth.hazard.boxes import box_class
from tilth.hazard.profile import Profile
from tilth.hazard.records import Box, EvidencePoint

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["Drawing", "reach_m"]

_SLIVER_M2 = 0.01
"""Smaller leftovers come from rounding."""
_LEAST_RADIUS_M = 1.0
"""A point has no extent to grow from: it is drawn as a disc of at least this radius."""


def radius_m(point: EvidencePoint, rules: Profile) -> float:
    """Return how far from its position evidence speaks: the radius of its kind and its position error."""
    accuracy = rules.accuracy_unknown_m if point.accuracy_m is None else point.accuracy_m
    return max(rules.evidence[point.kind].radius_m + rules.accuracy_factor * accuracy, _LEAST_RADIUS_M)


def reach_m(points: Iterable[EvidencePoint], boxes: Iterable[Box], rules: Profile) -> float:
    """Return a distance from positions beyond which no land of the drawing lies, a hundredth to spare."""
    radii = [*(radius_m(point, rules) for point in points), *(box.size_m for box in boxes)]
    return 1.01 * (max(radii, default=0.0) + rules.fade_out_m)


class Drawing:
    """Points and boxes of one neighbourhood on its grid."""

    def __init__(self, points: Sequence[EvidencePoint], boxes: Sequence[Box], rules: Profile) -> None:
        import numpy as np
        import shapely

        from tilth.places import from_wgs84

        self.crs = grid_of([*points, *boxes])
        self.rules, self.points, self.boxes = rules, points, boxes
        spots = np.array([(point.lon, point.lat) for point in points]).reshape(-1, 2)
        corners = corners_of(boxes).reshape(-1, 2) if boxes else spots[:0]
        flat = from_wgs84(shapely.MultiPoint(np.vstack([spots, corners])), self.crs)
        xy = shapely.get_coordinates(flat)
        self.at: Any = shapely.points(xy[: len(points)])
        self.radii = np.array([radius_m(point, rules) for point in points])
        self.discs = self._discs(self.radii)
        self.squares: Any = shapely.polygons(xy[len(points) :].reshape(-1, 4, 2))
        self.classes = np.array([box_class(box, rules) for box in boxes], dtype=object)
        kinds = [rules.evidence[point.kind].classification for point in points]
        self.direct = np.array(kinds, dtype=object) == "CHA"

    def _discs(self, radii: Any) -> Any:
        """Return a disc round each point: 32 sides that touch the circle from outside, never within it."""
        import shapely

        return shapely.buffer(self.at, radii / cos(pi / 32), quad_segs=8)

    def draw(self) -> Areas:
        """Return the areas; evidence on a shared edge belongs to the confirmed one."""
        confirmed = self._confirmed()
        suspected = self._suspected(confirmed)
        members = self._members([*confirmed, *suspected])
        finds = self._meeting(confirmed, self.squares, self.classes == "red")
        behind = self._meeting(suspected, self.discs, ~self.direct)
        areas = [
            self._area(part, "CHA", members[n], [self.boxes[k].id for k in finds[n]])
            for n, part in enumerate(confirmed)
        ]
        areas += [
            self._area(part, "SHA", members[len(confirmed) + n], (), behind[n])
            for n, part in enumerate(suspected)
        ]
        return Areas(
            areas=tuple(areas),
            profile=self.rules.name,
            unverified=self.rules.unverified,
            without_area=self._without(members),
            unresolved=self._unresolved(confirmed),
        )

    def _confirmed(self) -> list[Polygon]:
        """Return the confirmed areas: what lies nearer than twice the fade-out grows together."""
        import shapely

        fade = self.rules.fade_out_m
        red = shapely.buffer(self.squares[self.classes == "red"], fade, quad_segs=8)
        grown = [*red, *self._discs(self.radii + fade)[self.direct]]
        land = _joined(grown)
        return _parts(land if self.rules.fade_out_inside else shapely.buffer(land, -fade))

    def _suspected(self, confirmed: Sequence[Polygon]) -> list[Polygon]:
        """Return the land round other evidence, less confirmed land and land searched without a find."""
        import shapely

        land = _joined(self.discs[~self.direct])
        green = _joined(self.squares[self.classes == "green"])
        for off in (shapely.MultiPolygon(confirmed), green):
            land = land if land.is_empty or off.is_empty else shapely.difference(land, off)
        least = max(self.rules.minimal_area_m2, _SLIVER_M2)
        return [part for part in _parts(land) if part.area >= least]

    def _members(self, parts: Sequence[Polygon]) -> list[list[int]]:
        """Return the numbers of the points that lie in each part; each point in the first part only."""
        members: list[list[int]] = [[] for _ in parts]
        held: set[int] = set()
        for n, points in enumerate(self._meeting(parts, self.at)):
            members[n] = [point for point in points if point not in held]
            held.update(members[n])
        return members

    def _meeting(self, parts: Sequence[Polygon], shapes: Any, only: Any = None) -> list[list[int]]:
        """Return the numbers of the shapes that meet each part."""
        import shapely

        meeting: list[list[int]] = [[] for _ in parts]
        if parts and len(shapes):
            for shape, part in shapely.STRtree(parts).query(shapes, predicate="intersects").T.tolist():
                if only is None or only[shape]:
                    meeting[part].append(shape)
        return meeting

    def _area(
        self,
        part: Polygon,
        classification: str,
        points: Sequence[int],
        finds: Sequence[str],
        behind: Sequence[int] = (),
    ) -> DrawnArea:
        from tilth.places import area_m2, settle, to_wgs84

        geometry, _ = settle(to_wgs84(part, self.crs))
        evidence = tuple(sorted(self.points[n].id for n in points))
        corners = " ".join(f"{degrees:.5f}" for degrees in geometry.bounds)
        key = f"{classification} {corners} {evidence} {tuple(sorted(finds))}"
        return DrawnArea(
            id=f"{classification.lower()}-{sha256(key.encode()).hexdigest()[:10]}",
            classification=classification,
            geometry=geometry,
            area_m2=area_m2(geometry),
            rule=f"{self.rules.name}: {'fade-out' if classification == 'CHA' else 'radius by kind'}",
            evidence_ids=evidence,
            box_ids=tuple(sorted(finds)),
            why=self._why(points, finds, behind),
        )

    def _why(self, points: Sequence[int], finds: Sequence[str], behind: Sequence[int]) -> str:
        kinds = sorted({self.points[n].kind for n in points})
        why = f"{len(points)} evidence points ({', '.join(kinds) or 'none'}), {len(finds)} boxes with finds"
        if not points and not finds and behind:
            ids = sorted(self.points[n].id for n in behind)
            why += f"; within reach of {', '.join(ids[:5])}{' and others' if len(ids) > 5 else ''}"
        return why

    def _without(self, members: Sequence[Sequence[int]]) -> dict[str, str]:
        """Return the evidence in no area, each with the reason."""
        import shapely

        held = {n for points in members for n in points}
        searched = _joined(self.squares[self.classes == "green"])
        reasons = {
            True: "lies in a box searched to standard without a find",
            False: f"the land left round it is under {self.rules.minimal_area_m2:g} m2",
        }
        return {
            point.id: reasons[bool(shapely.intersects(searched, self.at[n]))]
            for n, point in enumerate(self.points)
            if n not in held
        }

    def _unresolved(self, confirmed: Sequence[Polygon]) -> tuple[str, ...]:
        """Return the boxes not searched that touch confirmed land."""
        touching = self._meeting(confirmed, self.squares, self.classes == "none")
        return tuple(sorted({self.boxes[n].id for boxes in touching for n in boxes}))


def _joined(lands: Any) -> BaseGeometry:
    """Return land joined; what does not touch is never compared."""
    import shapely

    return shapely.disjoint_subset_union_all(list(lands))


def _parts(land: Any) -> list[Polygon]:
    """Return the polygons of some land in a fixed order."""
    import shapely

    parts = [part for part in shapely.get_parts(land) if part.geom_type == "Polygon" and part.area > 0]
    return sorted(parts, key=lambda part: (part.bounds, part.area))
