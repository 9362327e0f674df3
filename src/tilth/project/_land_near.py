"""What a project tells of the land on and around one area, found without reading all of its land."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import text

from tilth.project._land_lookup import pictured, positions
from tilth.project.land_moves import Moved, moves_in_force
from tilth.project.land_records import LandClaims
from tilth.project.project import Project

if TYPE_CHECKING:
    from tilth.claims import Picture, Store

__all__ = ["land_near"]

Bounds = tuple[float, float, float, float]

_LAND = ("hazardous_area", "release")


def land_near(project: Project, area: str) -> LandClaims:
    """Return what the project tells of the land whose bounds meet those of an area.

    Faces of the area come out of it as they come out of all land: a face is made by the records that
    cover it, and those meet the area. Outlines of every claim count, former ones too.
    """
    places = _places_of(project.store)
    moves, waiting = moves_in_force(project)
    opened = _opened(moves)
    own = {area, *opened.get(area, ())}
    near = places.meeting(own) | own
    near |= {mover for mover, names in opened.items() if not near.isdisjoint(names)}
    near |= {name for mover in near for name in opened.get(mover, ())}
    near |= places.replacing(near)
    told = pictured(project, near)
    releases = _of_kind(told, "release")
    return LandClaims(
        areas=_of_kind(told, "hazardous_area"),
        releases=releases,
        activities=_named(project, releases, "activity"),
        reports=_named(project, releases, "report"),
        moves={mover: moved for mover, moved in moves.items() if mover in near},
        waiting=waiting,
    )


def _opened(moves: Mapping[str, Sequence[Moved]]) -> dict[str, set[str]]:
    """Return the releases and areas that the moves of each area open again."""
    return {mover: {name for move in moved for name in move.opens} for mover, moved in moves.items()}


def _of_kind(told: Sequence[Picture], kind: str) -> list[Picture]:
    return [picture for picture in told if picture.subject.startswith(f"{kind}:")]


def _named(project: Project, releases: Sequence[Picture], name: str) -> dict[str, Picture]:
    named = {value for told in releases for value in (told.value(name),) if isinstance(value, str)}
    return {picture.subject: picture for picture in pictured(project, named)}


class _Places:
    """Bounds of all places of land claims. Claims never change: only new ones are ever read."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = -1
        self._subjects: list[str] = []
        self._bounds: list[Bounds] = []
        self._rows_of: dict[str, list[int]] = {}
        self._replacing: dict[str, set[str]] = {}
        self._columns: Any = None

    def read_on(self, store: Store) -> None:
        """Read what was recorded since the last time."""
        kinds = ", ".join(f"'{kind}'" for kind in _LAND)
        query = (
            "SELECT claim_no, subject, body FROM tilth_claim"
            f" WHERE kind IN ({kinds}) AND claim_no > :last ORDER BY claim_no"
        )
        with self._lock, store.reading() as connection:
            for number, subject, body in connection.execute(text(query), {"last": self._last}):
                self._add(str(subject), orjson.loads(body))
                self._last = int(number)

    def _add(self, subject: str, claim: Mapping[str, Any]) -> None:
        for old in claim.get("values", {}).get("replaces") or ():
            self._replacing.setdefault(old, set()).add(subject)
        bounds = _bounds((claim.get("place") or {}).get("geometry") or {})
        if bounds is not None:
            self._rows_of.setdefault(subject, []).append(len(self._subjects))
            self._subjects.append(subject)
            self._bounds.append(bounds)
            self._columns = None

    def meeting(self, subjects: Iterable[str]) -> set[str]:
        """Return the subjects with a place whose bounds meet those of one of these subjects."""
        import numpy as np

        with self._lock:
            if self._columns is None:
                self._columns = np.array(self._bounds, dtype=float).reshape(-1, 4).T
            west, south, east, north = self._columns
            found: set[str] = set()
            for row in {row for subject in subjects for row in self._rows_of.get(subject, ())}:
                one = self._bounds[row]
                meets = (west <= one[2]) & (east >= one[0]) & (south <= one[3]) & (north >= one[1])
                found |= {self._subjects[at] for at in np.flatnonzero(meets).tolist()}
            return found

    def replacing(self, subjects: Iterable[str]) -> set[str]:
        """Return the areas that replace one of these."""
        with self._lock:
            return {new for old in subjects for new in self._replacing.get(old, ())}


_KEPT: WeakKeyDictionary[Store, _Places] = WeakKeyDictionary()
_KEEPING = Lock()


def _places_of(store: Store) -> _Places:
    with _KEEPING:
        places = _KEPT.setdefault(store, _Places())
    places.read_on(store)
    return places


def _bounds(geometry: Mapping[str, Any]) -> Bounds | None:
    from shapely.geometry import shape

    if "geometries" in geometry:
        west, south, east, north = shape(dict(geometry)).bounds
        return west, south, east, north
    corners = list(positions(geometry.get("coordinates", ())))
    if not corners:
        return None
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
