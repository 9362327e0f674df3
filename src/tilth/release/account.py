"""The account of areas: opening + found - cancelled - reduced - cleared + corrections = closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tilth.release._differences import differences
from tilth.release._errors import ReleaseError
from tilth.release._land import Item, common, day_span, m2, ready, union, without
from tilth.release._pieces import Group, groups, pieces
from tilth.release.records import AreaRecord, ReleaseRecord

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
        opening, found, cancelled, reduced, cleared, corrections, closing; none is negative, and
        opening + found - cancelled - reduced - cleared + corrections = closing.
    by
        The same for each region; the regions add up to the total.
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
    the day of its release, is not counted but listed. Land put on record again after its release is
    found anew. Edges are straight between longitudes and latitudes, as in GeoJSON, so that parts add up
    to the whole however land is cut: regions do not change the total, and the closing of a period is
    the opening of the next. `tilth.places.area_m2` takes edges as geodesics; the two differ by 0.01 m2
    for an edge of 100 m, by some 10 m2 for one of a kilometre. All lines are summed from the same
    pieces; corrections are therefore 0.

    Parameters
    ----------
    records
        Areas and releases; those dated after `on` are left out, undated ones count as opening.
        Invalid polygons are settled first; records without an area (points) are listed.
    since
        First day of the period; what was before it makes the opening. None: there is no opening
        but undated records.
    known_on
        Day of knowledge, repeated in the account; the caller chooses the records known then.
    by
        Gives the region of an area; the record's own region when not given. Land that two regions
        claim counts in the first by name.

    Raises
    ------
    ReleaseError
        An unknown product, or a date that cannot be read.

    Examples
    --------
    >>> from shapely import box
    >>> area = AreaRecord("a", box(105, 16, 105.001, 16.001), date="2020")
    >>> work = ReleaseRecord("r", box(105, 16, 105.001, 16.0005), "cleared", date="2021-03")
    >>> total = account([area, work], "2021-12-31", since="2021").total
    >>> round(total["opening"]), round(total["cleared"]), round(total["closing"])
    (11844, 5922, 5922)
    """
    given = list(records)
    _refuse_products([r for r in given if isinstance(r, ReleaseRecord)])
    end, start = day_span(on, "the account's date")[1], day_span(since, "the period's first day")[0]
    areas, no_areas = ready((r for r in given if isinstance(r, AreaRecord)), end)
    releases, no_releases = ready((r for r in given if isinstance(r, ReleaseRecord)), end)
    regions = [(by(item.record) if by else item.record.region) or "" for item in areas]
    totals = {name: dict.fromkeys(_LINES, 0.0) for name in sorted(set(regions))}
    region_of = dict(zip(map(id, areas), regions, strict=True))
    for group in groups(areas, releases):
        _count(group, [region_of[id(item)] for item in group.areas], start, totals)
    rows = [{"region": name or None, "total": total} for name, total in totals.items()]
    return Account(
        on=on,
        known_on=known_on,
        total={line: sum(total[line] for total in totals.values()) for line in _LINES},
        by=tuple(rows) if set(totals) - {""} else (),
        differences=(*no_areas, *no_releases, *differences(areas, releases, regions, _rules())),
    )


def _refuse_products(releases: Sequence[ReleaseRecord]) -> None:
    allowed = sorted(_rules()["precedence"]["value"])
    strange = [release for release in releases if release.product not in allowed]
    if strange:
        raise ReleaseError(
            f"{len(strange)} releases as {sorted({release.product for release in strange})}, the first is "
            f"{strange[0].id}; allowed: {', '.join(allowed)}"
        )


def _count(
    group: Group, regions: Sequence[str], since: date | None, totals: dict[str, dict[str, float]]
) -> None:
    """Add the pieces of a group to the totals of the regions they lie in."""
    claims = _claims(group.areas, regions)
    for piece in pieces(group, since, _rules()["precedence"]["value"]):
        for name, land in claims:
            size = m2(piece.land if len(claims) == 1 else common(piece.land, land))
            totals[name][piece.origin] += size
            totals[name][piece.outcome] += size


def _claims(areas: Sequence[Item[AreaRecord]], regions: Sequence[str]) -> list[tuple[str, BaseGeometry]]:
    """Return the land of each region in a group, none over another's."""
    claims: list[tuple[str, BaseGeometry]] = []
    for name in sorted(set(regions)):
        own = union([item.land for item, region in zip(areas, regions, strict=True) if region == name])
        claims.append((name, without(own, union([land for _, land in claims]))))
    return claims
