"""Records that name something or lie on a piece of land, found without reading all of their kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from tilth.claims import Picture, pictures, recorded_of_kind
from tilth.project.land_records import STANDING
from tilth.project.project import Project

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["naming", "pictured", "positions", "standing_on"]

_AT_ONCE = 100


def naming(project: Project, kind: str, names: Iterable[str]) -> set[str]:
    """Return the subjects of a kind in whose claims one of the names stands."""
    found: set[str] = set()
    wanted = sorted(set(names))
    with project.store.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            tests = " OR ".join(f"body LIKE :name{number}" for number in range(len(part)))
            asked = {f"name{number}": f'%"{name}"%' for number, name in enumerate(part)} | {"kind": kind}
            query = text(f"SELECT DISTINCT subject FROM tilth_claim WHERE kind = :kind AND ({tests})")
            found |= {str(row[0]) for row in connection.execute(query, asked)}
    return found


def standing_on(project: Project, kind: str, land: BaseGeometry | None) -> set[str]:
    """Return the subjects of a kind of which a claim has a place that meets the land."""
    from shapely.geometry import shape

    if land is None:
        return set()
    bounds = land.bounds
    claims = [item.claim for item in recorded_of_kind(project.store, [kind])]
    placed = [(claim.subject, claim.place["geometry"]) for claim in claims if claim.place is not None]
    near = [(subject, geometry) for subject, geometry in placed if _is_near(geometry, bounds)]
    return {subject for subject, geometry in near if land.intersects(shape(geometry))}


def _is_near(geometry: Any, bounds: tuple[float, ...]) -> bool:
    west, south, east, north = bounds
    xs, ys = zip(*positions(geometry.get("coordinates", ())), strict=True)
    return bool(min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south)


def positions(coordinates: Sequence[Any]) -> Iterator[tuple[float, float]]:
    """Yield the corners of the coordinates of a GeoJSON geometry, of any depth."""
    if coordinates and isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for inner in coordinates:
        yield from positions(inner)


def pictured(project: Project, subjects: Iterable[str]) -> list[Picture]:
    """Return the pictures of subjects of which anything standing is told, sorted."""
    wanted = sorted(set(subjects))
    drawn = pictures(project.store, wanted, statuses=STANDING)
    return [drawn[subject] for subject in wanted if drawn[subject].claims]
