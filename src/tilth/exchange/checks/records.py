"""Records as checks see them, from rows not yet taken in or from what a project holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    """

    kind: str
    subject: str
    row: int
    record: str
    values: Mapping[str, Any]
    shape: BaseGeometry | None = None
    valid: str | None = None
    personal: bool = False
    claims: tuple[str, ...] = ()


def of_claims(rows: Iterable[tuple[int, str, Claim]]) -> Iterator[CheckRecord]:
    """Yield the records of claims given with row and identifier."""
    for row, record, claim in rows:
        personal = claim.access == "personal"
        shape = _shape(claim.place)
        yield CheckRecord(claim.kind, claim.subject, row, record, claim.values, shape, claim.valid, personal)


def of_pictures(pictures: Iterable[Picture]) -> Iterator[CheckRecord]:
    """Yield the records of pictures; contested values are left out, they are listed elsewhere."""
    for picture in pictures:
        if picture.kind is None:
            continue
        values = {
            name: told.value
            for name, told in picture.told.items()
            if name != "place" and told.value is not None
        }
        last = picture.claims[-1].claim
        personal = any(item.claim.access == "personal" for item in picture.claims)
        record = picture.subject.partition(":")[2]
        ids = tuple(item.id for item in picture.claims)
        shape = _shape(picture.value("place"))
        yield CheckRecord(picture.kind, picture.subject, 0, record, values, shape, last.valid, personal, ids)


def _shape(place: Mapping[str, Any] | None) -> BaseGeometry | None:
    if place is None:
        return None
    from shapely import Point
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    geometry = place["geometry"]
    if geometry["type"] == "Point":
        return Point(geometry["coordinates"])
    try:
        return shape(dict(geometry))
    except (ShapelyError, ValueError):
        return None
