"""The account of areas: opening + found - cancelled - reduced - cleared + corrections = closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tilth.release._errors import ReleaseError
from tilth.release.records import AreaRecord, ReleaseRecord
from tilth.times import parse_time

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Account", "account"]

_LINES = ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")


@dataclass(frozen=True, slots=True)
class Account:
    """An account in m2 on the WGS84 ellipsoid.

    Attributes
    ----------
    total
        opening, found, cancelled, reduced, cleared, corrections, closing.
    by
        The same for each region.
    differences
        What does not fit: overlaps, land released that was no area, sizes stated otherwise.
    """

    on: str
    known_on: str | None
    total: dict[str, float]
    by: tuple[dict[str, Any], ...]
    differences: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the account with the keys of the contract."""
        return {
            "on": self.on,
            "known_on": self.known_on,
            "total": self.total,
            "by": list(self.by),
            "unit": "m2",
            "differences": list(self.differences),
        }


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(
        (files("tilth.data") / "release" / "account.yaml").read_text("utf-8")
    )
    return rules


def account(
    records: Iterable[AreaRecord | ReleaseRecord],
    on: str,
    *,
    since: str | None = None,
    known_on: str | None = None,
    by: Callable[[AreaRecord], str | None] | None = None,
) -> Account:
    """Return the account on a date.

    Land is counted once: areas that overlap are joined, and where outcomes overlap the stronger one
    (cleared, reduced, cancelled) counts. Released land that is no recorded area, or was none yet on
    that date, is not counted but listed.

    Parameters
    ----------
    records
        Areas and releases; those dated after `on` are left out, undated ones count as opening.
    since
        First day of the period; what was before it makes the opening. None: there is no opening
        but undated records.
    by
        Gives the region of an area; the record's own region when not given.

    Raises
    ------
    ReleaseError
        An unknown product.
    """
    dated = [record for record in records if not _after(record.date, on)]
    areas = sorted((r for r in dated if isinstance(r, AreaRecord)), key=lambda r: r.id)
    releases = sorted((r for r in dated if isinstance(r, ReleaseRecord)), key=lambda r: r.id)
    strange = sorted({r.product for r in releases} - set(_rules()["precedence"]["value"]))
    if strange:
        count = sum(r.product in strange for r in releases)
        raise ReleaseError(f"{count} releases as {strange}; allowed: cancelled, reduced, cleared")
    region_of = by or (lambda area: area.region)
    names = sorted({region_of(area) or "" for area in areas})
    parts = [[area for area in areas if (region_of(area) or "") == name] for name in names]
    rows = _by_region(names, parts, releases, since)
    differences = [*_overlaps(releases), *_outside(areas, releases), *_stated([*areas, *releases])]
    return Account(
        on=on,
        known_on=known_on,
        total=_sum([row["total"] for row in rows]),
        by=tuple(rows) if names not in ([], [""]) else (),
        differences=tuple(differences),
    )


def _by_region(
    names: Sequence[str],
    parts: Sequence[Sequence[AreaRecord]],
    releases: Sequence[ReleaseRecord],
    since: str | None,
) -> list[dict[str, Any]]:
    """Return the account of each region; land that two regions claim counts in the first only."""
    import shapely

    rows: list[dict[str, Any]] = []
    taken: BaseGeometry | None = None
    for name, areas in zip(names, parts, strict=True):
        rows.append({"region": name or None, "total": _total(areas, releases, since, taken)})
        land = shapely.union_all([_valid(area.geometry) for area in areas])
        taken = land if taken is None else shapely.union(taken, land)
    return rows


def _total(
    areas: Sequence[AreaRecord],
    releases: Sequence[ReleaseRecord],
    since: str | None,
    taken: BaseGeometry | None,
) -> dict[str, float]:
    before = [area for area in areas if _is_before(area.date, since)]
    after = [area for area in areas if not _is_before(area.date, since)]
    old = _without(_union(before), taken)
    all_land = _without(_union([*before, *after]), taken)
    gone_before = [release for release in releases if _is_before(release.date, since)]
    freed_before = _intersection(_union(gone_before), old)
    opening = _without(old, freed_before)
    found = _without(all_land, old)
    open_land = _union_of(opening, found)
    rest = [release for release in releases if not _is_before(release.date, since)]
    freed = {product: 0.0 for product in _rules()["precedence"]["value"]}
    counted: BaseGeometry | None = None
    for product in freed:
        land = _intersection(_union([r for r in rest if r.product == product]), open_land)
        land = _without(land, counted)
        freed[product] = _m2(land)
        counted = land if counted is None else _union_of(counted, land)
    closing = _m2(_without(open_land, counted))
    total = {"opening": _m2(opening), "found": _m2(found), **freed}
    expected = total["opening"] + total["found"] - sum(freed.values())
    total["corrections"] = closing - expected if abs(closing - expected) > _allowed(total) else 0.0
    total["closing"] = expected + total["corrections"]
    return {line: total[line] for line in _LINES}


def _allowed(total: dict[str, float]) -> float:
    """Return the rounding that cutting polygons may leave: 1 m2 in 10 km2, and never under 1 m2."""
    share = float(_rules()["balance_m2_per_m2"]["value"])
    return max(1.0, share * (total["opening"] + total["found"]))


def _sum(totals: Sequence[dict[str, float]]) -> dict[str, float]:
    return {line: sum(total[line] for total in totals) for line in _LINES}


def _overlaps(releases: Sequence[ReleaseRecord]) -> list[dict[str, Any]]:
    import shapely

    if len(releases) < 2:
        return []
    shapes = [_valid(release.geometry) for release in releases]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    found = []
    for one, other in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        if one < other and (size := _m2(shapely.intersection(shapes[one], shapes[other]))) > _sliver():
            ids = [releases[one].id, releases[other].id]
            found.append({"what": "releases overlap", "records": ids, "area_m2": round(size, 1)})
    return found


def _outside(areas: Sequence[AreaRecord], releases: Sequence[ReleaseRecord]) -> list[dict[str, Any]]:
    """List land released that lies in no area, or in one recorded only later."""
    found = []
    for release in releases:
        then = [area for area in areas if release.date is None or not _after(area.date, release.date)]
        rest = _without(_valid(release.geometry), _union(then))
        if _m2(rest) > _sliver():
            what = "released land is no recorded area on that date"
            found.append({"what": what, "records": [release.id], "area_m2": round(_m2(rest), 1)})
    return found


def _stated(records: Sequence[AreaRecord | ReleaseRecord]) -> list[dict[str, Any]]:
    tolerance = float(_rules()["stated_tolerance"]["value"])
    found = []
    for record in records:
        if record.stated_m2 is None:
            continue
        measured = _m2(_valid(record.geometry))
        if abs(record.stated_m2 - measured) > tolerance * max(measured, 1.0):
            row = {"what": "stated size differs from the drawn one", "records": [record.id]}
            found.append({**row, "stated_m2": record.stated_m2, "area_m2": round(measured, 1)})
    return found


def _sliver() -> float:
    return float(_rules()["sliver_m2"]["value"])


def _after(when: str | None, on: str) -> bool:
    """Whether a date is certainly after another."""
    first, last = (parse_time(when).earliest if when else None), parse_time(on).latest
    return first is not None and last is not None and first > last


def _is_before(when: str | None, since: str | None) -> bool:
    """Whether a record belongs to the opening: certainly before the period, or not dated."""
    if when is None:
        return True
    if since is None:
        return False
    last, start = parse_time(when).latest, parse_time(since).earliest
    return last is not None and start is not None and last < start


def _union(records: Sequence[AreaRecord | ReleaseRecord]) -> BaseGeometry:
    import shapely

    return shapely.union_all([_valid(record.geometry) for record in records])


def _union_of(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    import shapely

    return shapely.union(one, other)


def _intersection(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    import shapely

    return shapely.intersection(one, other)


def _without(land: BaseGeometry, off: BaseGeometry | None) -> BaseGeometry:
    import shapely

    return land if off is None or off.is_empty else shapely.difference(land, off)


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    import shapely

    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def _m2(land: BaseGeometry) -> float:
    from shapely import get_parts

    from tilth.places import areas_m2

    parts = [part for part in get_parts(land) if part.geom_type == "Polygon" and not part.is_empty]
    return float(areas_m2(parts).sum()) if parts else 0.0
