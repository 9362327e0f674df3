"""Making geometries valid, with a note of what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from tilth.places._errors import PlaceError
from tilth.places.place import problem_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["settle"]

_PLAIN = {0: "point", 1: "line", 2: "area"}


def settle(geometry: BaseGeometry) -> tuple[BaseGeometry, str]:
    """Return a valid geometry and a note of what was changed; the note is empty when nothing was.

    Altitudes are dropped. An invalid polygon is rebuilt from its rings (shapely's "structure" method): what
    lies within a shell and not within a hole stays, each place once. Parts that collapse to lines or points
    are dropped and counted in the note. Valid geometries come back as they are, ring order included.

    Raises
    ------
    PlaceError
        When nothing of the geometry's own kind remains, or it has no finite coordinates at all.

    Examples
    --------
    >>> crossed = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])
    >>> settled, note = settle(crossed)
    >>> settled.geom_type, note
    ('MultiPolygon', 'made valid (Self-intersection at 0.5 0.5): Polygon became MultiPolygon of 2 parts')
    >>> settle(settled)[1]
    ''
    """
    notes: list[str] = []
    if geometry.has_z:
        geometry = shapely.force_2d(geometry)
        notes.append("altitudes were dropped")
    problem = problem_of(geometry)
    if problem is not None:
        geometry, note = _repaired(geometry, problem)
        notes.append(note)
    return geometry, "; ".join(notes)


def _repaired(geometry: BaseGeometry, problem: str) -> tuple[BaseGeometry, str]:
    dimension = int(shapely.get_dimensions(geometry))
    if "no coordinates" in problem or "not finite" in problem:
        raise PlaceError(f"the {geometry.geom_type} cannot be settled: {problem}; give its coordinates")
    repaired = shapely.make_valid(geometry, method="structure", keep_collapsed=True)
    parts = [part for part in _parts(repaired) if not part.is_empty]
    kept = [part for part in parts if shapely.get_dimensions(part) == dimension]
    if not kept:
        raise PlaceError(
            f"the {geometry.geom_type} cannot be settled: {problem}, and no {_PLAIN.get(dimension, 'part')} "
            "remains after repair; draw it anew, or record it as a line or a point"
        )
    single = _together(kept, dimension)
    note = f"made valid ({problem}): {geometry.geom_type} became {_named(single)}"
    dropped = len(parts) - len(kept)
    if dropped:
        note += f", {dropped} collapsed part{'s' if dropped > 1 else ''} dropped"
    return single, note


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        found.extend(_parts(part) if hasattr(part, "geoms") else [part])
    return found


def _together(parts: list[Any], dimension: int) -> BaseGeometry:
    """Return parts as one geometry; areas are united, since repair can leave them side by side."""
    if len(parts) == 1:
        only: BaseGeometry = parts[0]
        return only
    if dimension == 2:
        return shapely.union_all(parts)
    return shapely.MultiLineString(parts) if dimension == 1 else shapely.MultiPoint(parts)


def _named(geometry: BaseGeometry) -> str:
    if hasattr(geometry, "geoms"):
        return f"{geometry.geom_type} of {len(geometry.geoms)} parts"
    return str(geometry.geom_type)
