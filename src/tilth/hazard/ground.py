"""What records say of a piece of ground, checked and brought into metres for the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._effort import searched_ground
from tilth.hazard._grid import Extent, Grid
from tilth.hazard._known import Known, Points, Reported
from tilth.hazard._notes import Notes
from tilth.hazard._plain_records import plain
from tilth.hazard._searches import places, searches_of
from tilth.hazard._settings import assumed, settings
from tilth.hazard.records import Box, Cleared, EvidencePoint, Strike

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Records", "evidence_points", "known_ground"]


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
    notes = Notes()
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
    finds, signs = evidence_points(evidence, boxes, grid, notes)
    effort = searched_ground(searches_of(boxes, records.cleared, grid, notes), grid)
    return Known(grid, reported, effort, finds, signs, _mask(grid, extent)), notes.lines


def _inside(extent: Extent) -> Callable[[Any], bool]:
    west, south, east, north = extent
    return lambda one: west <= one.lon <= east and south <= one.lat <= north


def _mask(grid: Grid, extent: Extent) -> NDArray[np.bool_]:
    """Return which cells have their middle inside the extent."""
    lon, lat = grid.lonlat()
    west, south, east, north = extent
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def _reported(
    strikes: Sequence[Strike], grid: Grid, expected_left: Callable[[str, float], float | None], notes: Notes
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
    place = places(kept, grid)
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


def evidence_points(
    evidence: Sequence[EvidencePoint], boxes: Sequence[Box], grid: Grid, notes: Notes
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
        *places(finds, grid),
        *(place for box, place in zip(odd, places(odd, grid), strict=True) for _ in range(box.found or 0)),
    ]
    errors = [usual if one.accuracy_m is None else one.accuracy_m for one in finds]
    errors += [box.size_m / np.sqrt(12) for box in odd for _ in range(box.found or 0)]
    told = np.array([usual if one.accuracy_m is None else one.accuracy_m for one in signs])
    return (
        Points(np.array(spots).reshape(-1, 2), np.maximum(np.array(errors, float), 1.0)),
        Points(places(signs, grid), np.maximum(told.astype(float), 1.0)),
    )


def _count(one: EvidencePoint) -> int:
    return 1 if one.count is None else one.count
