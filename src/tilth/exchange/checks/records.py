"""Records as checks see them, from rows not yet taken in or from what a project holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import Claim, Picture

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["CheckRecord", "of_claims", "of_pictures"]


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """One record.

    Attributes
    ----------
    row
        Row in its file; 0 for a record of the project.
    shape
        Where it is, None when nothing or nothing certain is told.
    point
        lon, lat where the shape is a point.
    """

    kind: str
    subject: str
    row: int
    record: str
    values: Mapping[str, Any]
    shape: BaseGeometry | None = None
    point: tuple[float, float] | None = None
    valid: str | None = None
    personal: bool = False
    claims: tuple[str, ...] = ()


def of_claims(rows: Iterable[tuple[int, str, Claim]]) -> Iterator[CheckRecord]:
    """Yield the records of claims given with row and identifier."""
    listed = list(rows)
    shapes, points = _shapes([claim.place for _, _, claim in listed])
    for (row, record, claim), shape, point in zip(listed, shapes, points, strict=True):
        personal = claim.access == "personal"
        yield CheckRecord(
            claim.kind, claim.subject, row, record, claim.values, shape, point, claim.valid, personal
        )


def of_pictures(pictures: Iterable[Picture]) -> Iterator[CheckRecord]:
    """Yield the records of pictures; contested values are left out, they are listed elsewhere."""
    listed = [picture for picture in pictures if picture.kind is not None]
    shapes, points = _shapes([picture.value("place") for picture in listed])
    for picture, shape, point in zip(listed, shapes, points, strict=True):
        values = {
            name: told.value
            for name, told in picture.told.items()
            if name != "place" and told.value is not None
        }
        last = picture.claims[-1].claim
        personal = any(item.claim.access == "personal" for item in picture.claims)
        record = picture.subject.partition(":")[2]
        ids = tuple(item.id for item in picture.claims)
        yield CheckRecord(
            str(picture.kind), picture.subject, 0, record, values, shape, point, last.valid, personal, ids
        )


def _shapes(
    places: Sequence[Mapping[str, Any] | None],
) -> tuple[list[BaseGeometry | None], list[tuple[float, float] | None]]:
    """Return the shapes of places and their coordinates where they are points, made all at once."""
    import numpy as np
    import shapely

    shapes: list[Any] = [None] * len(places)
    points: list[tuple[float, float] | None] = [None] * len(places)
    for at, place in enumerate(places):
        if place is None:
            continue
        geometry = place["geometry"]
        if geometry["type"] == "Point":
            lon, lat = geometry["coordinates"][:2]
            points[at] = (float(lon), float(lat))
        else:
            shapes[at] = _shape(geometry)
    where = {at: point for at, point in enumerate(points) if point is not None}
    if where:
        drawn: Any = shapely.points(np.array(list(where.values())))
        for at, made in zip(where, drawn, strict=True):
            shapes[at] = made
    return shapes, points


def _shape(geometry: Mapping[str, Any]) -> BaseGeometry | None:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        return shape(dict(geometry))
    except (ShapelyError, ValueError):
        return None
