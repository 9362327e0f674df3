"""What does not fit in an account: listed for a person to look at, never corrected in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tilth.release._land import Item, common, m2, union, without
from tilth.release.records import AreaRecord, ReleaseRecord

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["differences"]


def differences(
    areas: Sequence[Item[AreaRecord]],
    releases: Sequence[Item[ReleaseRecord]],
    regions: Sequence[str],
    rules: Mapping[str, Any],
) -> Iterator[dict[str, Any]]:
    """Return releases that overlap, areas that two regions claim, land that was no area, stated sizes."""
    sliver = float(rules["sliver_m2"]["value"])
    yield from _overlaps("releases overlap", releases, range(len(releases)), sliver)
    yield from _overlaps("areas of two regions overlap, counted in the first", areas, regions, sliver)
    yield from _outside(areas, releases, sliver)
    yield from _stated([*areas, *releases], float(rules["stated_tolerance"]["value"]))


def _overlaps(
    what: str, items: Sequence[Item[Any]], kinds: Sequence[Any], sliver: float
) -> Iterator[dict[str, Any]]:
    """Return the pairs of different kind that share more than a sliver."""
    import shapely

    if len(set(kinds)) < 2:
        return
    lands = [item.land for item in items]
    first, second = shapely.STRtree(lands).query(lands, predicate="intersects")
    for one, other in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        if one < other and kinds[one] != kinds[other]:
            size = m2(common(lands[one], lands[other]))
            if size > sliver:
                yield _row(what, size, items[one], items[other])


def _outside(
    areas: Sequence[Item[AreaRecord]], releases: Sequence[Item[ReleaseRecord]], sliver: float
) -> Iterator[dict[str, Any]]:
    """Return land released that lies in no area, or in one recorded only later."""
    import shapely

    lands: list[BaseGeometry] = [area.land for area in areas]
    tree = shapely.STRtree(lands)
    for release in releases:
        near = [areas[n] for n in tree.query(release.land, predicate="intersects").tolist()]
        then = [area.land for area in near if not area.is_certainly_after(release.last)]
        size = m2(without(release.land, union(then)))
        if size > sliver:
            yield _row("released land is no recorded area on that date", size, release)


def _stated(items: Sequence[Item[Any]], tolerance: float) -> Iterator[dict[str, Any]]:
    """Return records whose stated size is further from the drawn one than the tolerance."""
    for item in items:
        stated = item.record.stated_m2
        if stated is not None and abs(stated - (size := m2(item.land))) > tolerance * max(size, 1.0):
            row = _row("stated size differs from the drawn one", size, item)
            yield {**row, "stated_m2": stated}


def _row(what: str, size: float, *items: Item[Any]) -> dict[str, Any]:
    return {"what": what, "records": [item.record.id for item in items], "area_m2": round(size, 1)}
