"""One drawing of hazardous areas on a flat grid in metres."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tilth.hazard._reach import radius_m
from tilth.hazard._shapes import (
    bridged,
    closed,
    discs,
    gathered,
    grown,
    hulls,
    joined,
    less,
    parts,
    simpler,
)
from tilth.hazard._sheets import corners_of, grid_of
from tilth.hazard._trace import Step
from tilth.hazard.areas import Areas, DrawnArea
from tilth.hazard.boxes import box_class
from tilth.hazard.profile import Profile
from tilth.hazard.records import Box, EvidencePoint

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["Drawing"]

_SLIVER_M2 = 0.01
"""Smaller leftovers come from rounding."""


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
        self.discs: Any = discs(self.at, self.radii)
        squares: Any = shapely.polygons(xy[len(points) :].reshape(-1, 4, 2))
        self.squares = squares
        self.classes = np.array([box_class(box, rules) for box in boxes], dtype=object)
        kinds = [rules.evidence[point.kind].classification for point in points]
        self.direct = np.array(kinds, dtype=object) == "CHA"
        self.weak: set[int] = set()
        self.green = closed(self.squares[self.classes == "green"], rules.box_gap_m)

    def draw(self) -> Areas:
        """Return the areas; evidence on a shared edge belongs to the confirmed one."""
        confirmed = self._strong(self._confirmed())
        reached = less(joined(self.discs[~self.direct]), gathered(confirmed))
        suspected = self._suspected(reached, gathered(confirmed))
        members = self._members([*confirmed, *suspected])
        finds = self._meeting(confirmed, self.squares, self.classes == "red")
        behind = self._meeting(suspected, self.discs, ~self.direct)
        areas = [self._area(part, "CHA", members[n], finds[n]) for n, part in enumerate(confirmed)]
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
            cut_out=self._cut_out(reached),
        )

    def _confirmed(self) -> list[Polygon]:
        """Return the confirmed areas: what lies nearer than twice the fade-out grows together."""
        import shapely

        fade, outline = self.rules.fade_out_m, self.rules.confirmed_outline
        wide = discs(self.at, self.radii + fade)[self.direct]
        land = grown(self.squares[self.classes == "red"], wide, fade, square=outline == "squares")
        land = bridged(land, self.rules.merging_m - 2 * fade, fade + 1)
        land = hulls(land) if outline == "hull" and not land.is_empty else land
        corners: Any = "mitre" if outline == "squares" else "round"
        land = land if self.rules.fade_out_inside else shapely.buffer(land, -fade, join_style=corners)
        return parts(simpler(land, self.rules.simplify_m))

    def _strong(self, confirmed: Sequence[Polygon]) -> list[Polygon]:
        """Return the confirmed areas with evidence enough; evidence of the others is taken as suspicion.

        Such evidence keeps its fade-out.
        """
        finds = self._meeting(confirmed, self.squares, self.classes == "red")
        direct = self._meeting(confirmed, self.at, self.direct)
        strong = []
        for part, boxes, points in zip(confirmed, finds, direct, strict=True):
            if boxes or len(points) >= self.rules.minimum_direct:
                strong.append(part)
            else:
                self.weak.update(points)
                self.direct[points] = False
                self.discs[points] = discs(self.at[points], self.radii[points] + self.rules.fade_out_m)
        return strong

    def _suspected(self, reached: BaseGeometry, confirmed: BaseGeometry) -> list[Polygon]:
        """Return the land reached by other evidence less confirmed land and land searched without a find."""
        land = less(simpler(reached, self.rules.simplify_m), confirmed) if self.rules.simplify_m else reached
        least = max(self.rules.minimal_area_m2, _SLIVER_M2)
        return [part for part in parts(less(land, self.green)) if part.area >= least]

    def _cut_out(self, reached: BaseGeometry) -> tuple[str, ...]:
        """Return the boxes searched without a find that took land off suspected areas."""
        import numpy as np
        import shapely

        green, lands = np.flatnonzero(self.classes == "green"), shapely.get_parts(reached)
        if not len(green) or not len(lands):
            return ()
        box, land = shapely.STRtree(lands).query(self.squares[green], predicate="intersects")
        shared = shapely.area(shapely.intersection(self.squares[green[box]], lands[land]))
        return tuple(sorted({self.boxes[n].id for n in green[box[shared > _SLIVER_M2]]}))

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
        import numpy as np
        import shapely

        meeting: list[list[int]] = [[] for _ in parts]
        if not parts or not len(shapes):
            return meeting
        wanted = np.arange(len(shapes)) if only is None else np.flatnonzero(only)
        # The parts are asked, not the shapes: what is asked is prepared once, and parts have many corners.
        part, shape = shapely.STRtree(shapes[wanted]).query(np.asarray(parts), predicate="intersects")
        order = np.lexsort((shape, part))
        for number, each in zip(part[order].tolist(), wanted[shape[order]].tolist(), strict=True):
            meeting[number].append(each)
        return meeting

    def _area(
        self,
        part: Polygon,
        classification: str,
        points: Sequence[int],
        boxes: Sequence[int],
        behind: Sequence[int] = (),
    ) -> DrawnArea:
        from tilth.places import area_m2, settle, to_wgs84

        finds = [self.boxes[n].id for n in boxes]
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
            trace=tuple(self._trace(classification, points, boxes, behind)),
            core=self._core(points, boxes) if classification == "CHA" else None,
        )

    def _core(self, points: Sequence[int], boxes: Sequence[int]) -> BaseGeometry | None:
        """Return the evidence of a confirmed area without its fade-out, in degrees."""
        from tilth.places import to_wgs84

        held = [n for n in points if self.direct[n]]
        land = joined([*self.squares[list(boxes)], *discs(self.at[held], self.radii[held])])
        return None if land.is_empty else to_wgs84(land, self.crs)

    def _trace(
        self, classification: str, points: Sequence[int], boxes: Sequence[int], behind: Sequence[int]
    ) -> list[Step]:
        """Return what the rules did to one area."""
        from tilth.hazard._traced import confirmed_steps, suspected_steps

        told = [self.points[n] for n in points]
        if classification == "CHA":
            weak = [self.points[n].id for n in points if n in self.weak]
            return confirmed_steps(self.rules, told, len(boxes), weak)
        return suspected_steps(self.rules, [self.points[n] for n in behind] or told, not self.green.is_empty)

    def _why(self, points: Sequence[int], finds: Sequence[str], behind: Sequence[int]) -> str:
        kinds = sorted({self.points[n].kind for n in points})
        why = f"{len(points)} evidence points ({', '.join(kinds) or 'none'}), {len(finds)} boxes with finds"
        if not points and not finds and behind:
            ids = sorted(self.points[n].id for n in behind)
            why += f"; within reach of {', '.join(ids[:5])}{' and others' if len(ids) > 5 else ''}"
        weak = [n for n in points if n in self.weak]
        if weak:
            why += f"; direct evidence of an area under the minimum of {self.rules.minimum_direct:g}: "
            why += ", ".join(sorted(self.points[n].id for n in weak[:5]))
        return why

    def _without(self, members: Sequence[Sequence[int]]) -> dict[str, str]:
        """Return the evidence in no area, each with the reason."""
        import shapely

        held = {n for points in members for n in points}
        reasons = {
            True: "lies in a box searched to standard without a find",
            False: f"the land left round it is under {self.rules.minimal_area_m2:g} m2",
        }
        return {
            point.id: reasons[bool(shapely.intersects(self.green, self.at[n]))]
            for n, point in enumerate(self.points)
            if n not in held
        }

    def _unresolved(self, confirmed: Sequence[Polygon]) -> tuple[str, ...]:
        """Return the boxes not searched that touch confirmed land."""
        touching = self._meeting(confirmed, self.squares, self.classes == "none")
        return tuple(sorted({self.boxes[n].id for boxes in touching for n in boxes}))
