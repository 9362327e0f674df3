"""What records say of a piece of ground, checked and brought into metres for the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._effort import Search, searched_ground
from tilth.hazard._grid import Extent, Grid
from tilth.hazard._known import Known, Points, Reported
from tilth.hazard._plain_records import plain
from tilth.hazard._settings import assumed, settings
from tilth.hazard.records import Box, EvidencePoint, Strike

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Cleared", "Records", "known_ground"]


@dataclass(frozen=True)
class Cleared:
    """Cleared land: a polygon in degrees, chance to find an item in it, items found."""

    id: str
    land: BaseGeometry
    detection: float
    found: int
    date: str = ""
    depth_m: float | None = None


@dataclass(frozen=True)
class Records:
    """What was told: strikes, evidence, boxes, cleared land."""

    strikes: tuple[Strike, ...] = ()
    evidence: tuple[EvidencePoint, ...] = ()
    boxes: tuple[Box, ...] = ()
    cleared: tuple[Cleared, ...] = ()

    def extent(self) -> Extent | None:
        """Return west, south, east, north of all records in degrees; None where there are none."""
        placed: list[Strike | EvidencePoint | Box] = [*self.strikes, *self.evidence, *self.boxes]
        spots = [(one.lon, one.lat) for one in placed]
        for one in self.cleared:
            west, south, east, north = one.land.bounds
            spots += [(west, south), (east, north)]
        if not spots:
            return None
        low, high = np.min(spots, axis=0), np.max(spots, axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass
class _Notes:
    lines: list[str] = field(default_factory=list)

    def say(self, words: str, ids: Sequence[str]) -> None:
        """Keep a note with how many records it concerns, and the first of them."""
        if ids:
            more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
            self.lines.append(f"{len(ids)} {words}: {', '.join(ids[:5])}{more}")


def known_ground(
    records: Records,
    grid: Grid,
    extent: Extent,
    expected_left: Callable[[str, float], float | None],
) -> tuple[Known, list[str]]:
    """Return what the model is given, and a note on whatever was set right or left out on the way.

    Rows are put in an order of their own content first: the order in which they were given never matters.

    Parameters
    ----------
    extent
        West, south, east, north in degrees; what lies outside is left out.
    expected_left : callable
        Items that a number of rounds of a munition are expected to leave; None where it cannot be said.
    """
    notes = _Notes()
    inside = _inside(extent)
    strikes, evidence, boxes = plain(records.strikes), plain(records.evidence), plain(records.boxes)
    for name, given, kept in (
        ("strikes given twice, counted once", records.strikes, strikes),
        ("evidence points given twice, counted once", records.evidence, evidence),
        ("boxes given twice, counted once", records.boxes, boxes),
    ):
        if len(given) > len(kept):
            notes.lines.append(f"{len(given) - len(kept)} {name}")
    placed: list[EvidencePoint | Box] = [*evidence, *boxes]
    outside = [one.id for one in placed if not inside(one)]
    notes.say("evidence points and boxes outside the extent, left out", outside)
    evidence = [one for one in evidence if inside(one)]
    boxes = [one for one in boxes if inside(one)]
    reported = _reported(strikes, grid, expected_left, notes)
    finds, signs = _evidence(evidence, boxes, grid, notes)
    effort = searched_ground(_searches(boxes, records.cleared, grid, notes), grid)
    return Known(grid, reported, effort, finds, signs, _mask(grid, extent)), notes.lines


def _inside(extent: Extent) -> Callable[[Any], bool]:
    west, south, east, north = extent
    return lambda one: west <= one.lon <= east and south <= one.lat <= north


def _mask(grid: Grid, extent: Extent) -> NDArray[np.bool_]:
    """Return which cells have their middle inside the extent."""
    lon, lat = grid.lonlat()
    west, south, east, north = extent
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def _places(rows: Sequence[Any], grid: Grid) -> NDArray[np.float64]:
    if not rows:
        return np.empty((0, 2))
    return grid.place(np.array([row.lon for row in rows]), np.array([row.lat for row in rows]))


def _reported(
    strikes: Sequence[Strike], grid: Grid, expected_left: Callable[[str, float], float | None], notes: _Notes
) -> Reported:
    """Return the strikes that could have left items here, defaults filled in."""
    usual, least = assumed("report", "accuracy_m"), assumed("report", "least_accuracy_m")
    crowd = int(assumed("report", "default_place"))
    spots: dict[tuple[float, float], int] = {}
    for one in strikes:
        spots[one.lon, one.lat] = spots.get((one.lon, one.lat), 0) + 1
    heaped = [one.id for one in strikes if spots[one.lon, one.lat] >= crowd]
    notes.say(
        f"strikes on one coordinate with {crowd - 1} others or more, taken for a default, left out", heaped
    )
    never = [one.id for one in strikes if one.certainty == 0]
    notes.say("strikes of certainty 0, left out", never)
    left_out = {*heaped, *never}
    kept = [one for one in strikes if one.id not in left_out]
    place = _places(kept, grid)
    sd = np.array([max(usual if one.accuracy_m is None else one.accuracy_m, least) for one in kept])
    size = np.array([grid.columns, grid.rows]) * grid.cell_m
    off = np.maximum(np.maximum(-place, place - size), 0).max(axis=1) if len(kept) else np.zeros(0)
    near = off <= 3 * sd + 3 * assumed("footprint", "along_sd_m", "median")
    notes.say(
        "strikes too far outside the extent to matter",
        [one.id for one, ok in zip(kept, near, strict=True) if not ok],
    )
    kept = [one for one, ok in zip(kept, near, strict=True) if ok]
    left = [_expected(one, expected_left) for one in kept]
    vague = [one.id for one, amount in zip(kept, left, strict=True) if np.isnan(amount)]
    notes.say(
        "strikes whose munition or rounds are not known: what they left is learned from the finds", vague
    )
    certainty = [assumed("report", "certainty") if one.certainty is None else one.certainty for one in kept]
    return Reported(place[near], sd[near], np.array(certainty), np.array(left))


def _expected(strike: Strike, expected_left: Callable[[str, float], float | None]) -> float:
    if not strike.munition or not strike.rounds:
        return float("nan")
    amount = expected_left(strike.munition, strike.rounds)
    return float("nan") if amount is None or amount <= 0 else float(amount)


def _evidence(
    evidence: Sequence[EvidencePoint], boxes: Sequence[Box], grid: Grid, notes: _Notes
) -> tuple[Points, Points]:
    """Return found items, one row each, and signs; a find in a box without effort is a chance find."""
    kinds = settings()["kinds"]
    strange = [one.id for one in evidence if one.kind not in kinds]
    notes.say(f"evidence points of another kind than {', '.join(sorted(kinds))}, left out", strange)
    usual = assumed("signs", "accuracy_m")
    finds = [one for one in evidence if kinds.get(one.kind) == "find" for _ in range(_count(one))]
    signs = [one for one in evidence if kinds.get(one.kind) == "sign"]
    odd = [box for box in boxes if box.found and not (box.searched and box.detection)]
    notes.say(
        "boxes with finds but no search: their finds are taken as chance finds", [box.id for box in odd]
    )
    spots = [
        *_places(finds, grid),
        *(place for box, place in zip(odd, _places(odd, grid), strict=True) for _ in range(box.found or 0)),
    ]
    errors = [usual if one.accuracy_m is None else one.accuracy_m for one in finds]
    errors += [box.size_m / np.sqrt(12) for box in odd for _ in range(box.found or 0)]
    told = np.array([usual if one.accuracy_m is None else one.accuracy_m for one in signs])
    return (
        Points(np.array(spots).reshape(-1, 2), np.maximum(np.array(errors, float), 1.0)),
        Points(_places(signs, grid), np.maximum(told.astype(float), 1.0)),
    )


def _count(one: EvidencePoint) -> int:
    return 1 if one.count is None else one.count


def _searches(boxes: Sequence[Box], cleared: Sequence[Cleared], grid: Grid, notes: _Notes) -> list[Search]:
    """Return searches with a known effort and outcome, boxes and cleared land."""
    looked = [box for box in boxes if box.searched and box.detection]
    silent = [box.id for box in looked if box.found is None]
    notes.say("boxes searched, but what they found is not known: taken as not searched", silent)
    looked = [box for box in looked if box.found is not None]
    sure = [box.id for box in looked if (box.searched or 0) * (box.detection or 0) >= 1]
    notes.say(
        "boxes wholly searched with detection 1: nothing can remain there, which no search can promise", sure
    )
    searches = [
        Search(
            (box.searched or 0) * (box.detection or 0),
            box.found or 0,
            box.date or "",
            (place[0], place[1], box.size_m),
        )
        for box, place in zip(looked, _places(looked, grid).tolist(), strict=True)
    ]
    for one in sorted(cleared, key=lambda land: (land.date, land.id, land.land.wkb)):
        searches.append(Search(one.detection, one.found, one.date, grid.land(one.land)))
    return searches
