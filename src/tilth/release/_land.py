"""Records made ready for overlay, and what overlay leaves measured on the ellipsoid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tilth.errors import TilthError
from tilth.release._errors import ReleaseError
from tilth.release._measure import polygons_m2
from tilth.release.records import AreaRecord, ReleaseRecord
from tilth.times import parse_time

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["Item", "common", "day_span", "m2", "ready", "union", "without"]

R = TypeVar("R", AreaRecord, ReleaseRecord)
_GRID_DEG = 1e-11
"""About a micrometre. Overlay without a grid fails on edges that almost coincide: GEOS 3.14 was seen to
leave lines, and to return a whole piece as what it shares with land it only touches."""


@dataclass(frozen=True, slots=True)
class Item(Generic[R]):
    """A record, its land as valid polygons, and the first and last day its date may be."""

    record: R
    land: BaseGeometry
    first: date | None
    last: date | None

    def is_certainly_after(self, day: date | None) -> bool:
        """Whether the record is dated, and later than a day on any reading."""
        return day is not None and self.first is not None and self.first > day


def ready(records: Iterable[R], end: date | None) -> tuple[list[Item[R]], list[dict[str, Any]]]:
    """Return the records up to the last day of the account, by id, and a line for each without an area."""
    items, listed = [], []
    for record in sorted(records, key=lambda record: (record.id, record.date or "")):
        first, last = day_span(record.date, record.id)
        if end is not None and first is not None and first > end:
            continue
        land, problem = _settled(record.geometry)
        if land is None:
            listed.append({"what": f"record has no area: {problem}", "records": [record.id], "area_m2": 0.0})
        else:
            items.append(Item(record, land, first, last))
    return items, listed


def day_span(when: str | None, whose: str) -> tuple[date | None, date | None]:
    """Return the first and last day a date may mean; an interval without end counts from its first day.

    Raises
    ------
    ReleaseError
        No date; the message names whose it was.
    """
    if not when:
        return None, None
    try:
        told = parse_time(when)
    except TilthError as error:
        raise ReleaseError(f"{whose}: {error}") from error
    first, last = told.earliest, told.latest
    return first, (last if last is not None else first)


def _settled(geometry: BaseGeometry | None) -> tuple[BaseGeometry | None, str]:
    from tilth.places import PlaceError, settle

    if geometry is None or geometry.is_empty:
        return None, "no geometry"
    try:
        land = _on_grid(settle(geometry)[0])
    except PlaceError as error:
        return None, str(error)
    return (None, geometry.geom_type) if land.is_empty else (land, "")


def _on_grid(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry joined, with corners on the grid of the overlay."""
    import shapely

    return _land_of(shapely.union_all([*_polygons(geometry), shapely.Polygon()], grid_size=_GRID_DEG))


def union(lands: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return land joined; one piece comes back as it is."""
    import shapely

    return lands[0] if len(lands) == 1 else _land_of(shapely.union_all(lands, grid_size=_GRID_DEG))


def common(land: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return what two lands share, without the lines and points where they only touch."""
    import shapely

    return _land_of(shapely.intersection(land, other, grid_size=_GRID_DEG))


def without(land: BaseGeometry, off: BaseGeometry) -> BaseGeometry:
    """Return land less other land."""
    import shapely

    return (
        land
        if off.is_empty or land.is_empty
        else _land_of(shapely.difference(land, off, grid_size=_GRID_DEG))
    )


def _land_of(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of what an overlay gave; the next overlay would fail on lines among them."""
    import shapely

    if geometry.geom_type in ("Polygon", "MultiPolygon") and geometry.is_valid:
        return geometry
    return shapely.union_all(list(_polygons(geometry)) or [shapely.Polygon()])


def m2(land: BaseGeometry) -> float:
    """Return the area on the WGS84 ellipsoid; lines and points that overlay leaves have none."""
    return polygons_m2(list(_polygons(land)))


def _polygons(land: BaseGeometry) -> Iterator[Polygon]:
    """Return the valid polygons of a geometry, however deep they lie in collections."""
    import shapely

    for part in shapely.get_parts(land):
        if part.geom_type == "Polygon":
            if part.is_valid and part.area > 0:
                yield part
            elif not part.is_valid:
                yield from _polygons(shapely.make_valid(part))
        elif hasattr(part, "geoms"):
            yield from _polygons(part)
