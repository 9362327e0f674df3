"""The account of areas: opening + found - cancelled - reduced - cleared + corrections = closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tilth.release._days import FIRST, first_day, last_day
from tilth.release._differences import differences, outside_m2, summary
from tilth.release._groups import Shares, months, shares_by
from tilth.release._lines import lines_of
from tilth.release.partition import Partition, partition
from tilth.release.records import AreaRecord, ReleaseRecord

__all__ = ["Account", "account", "account_of"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account in m2 on the WGS84 ellipsoid.

    Attributes
    ----------
    total
        opening, found, cancelled, reduced, cleared, corrections, closing; only corrections may be
        negative, and opening + found - cancelled - reduced - cleared + corrections = closing.
    by
        The same for each region, class, organisation or month; regions, classes and organisations add
        up to the total, months follow on from one another.
    differences
        What does not fit: overlaps, land released that was no area, sizes stated otherwise.
    since, by_kind, slivers, apart
        First day of the period; what the rows are; pieces narrower than a few centimetres, which are in
        the sums; and records without an area, which are not.
    """

    on: str
    known_on: str | None
    total: dict[str, float]
    by: tuple[dict[str, Any], ...]
    differences: tuple[dict[str, Any], ...]
    since: str | None = None
    by_kind: str = "region"
    slivers: Mapping[str, float] = field(default_factory=dict)
    apart: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the account with the keys of the contract, and a few more."""
        return {
            "on": self.on,
            "known_on": self.known_on,
            "from": self.since,
            "total": self.total,
            "by_kind": self.by_kind,
            "by": list(self.by),
            "unit": "m2",
            "slivers": dict(self.slivers),
            "apart": dict(self.apart),
            "differences_by_what": summary(self.differences),
            "differences": list(self.differences),
        }


def account(
    records: Iterable[AreaRecord | ReleaseRecord],
    on: str,
    *,
    since: str | None = None,
    known_on: str | None = None,
    by: Callable[[AreaRecord], str | None] | str = "region",
) -> Account:
    """Return the account on a date.

    Land is counted once: areas that overlap are joined, and of several outcomes the first counts, of one
    day the stronger (cleared, reduced, cancelled). Released land that is no recorded area, or was none yet
    on the day of its release, is not counted but listed. Land put on record again after its release is
    found anew. Edges are straight between longitudes and latitudes, as in GeoJSON, so that parts add up
    to the whole however land is cut: regions do not change the total, and the closing of a period is
    the opening of the next. `tilth.places.area_m2` takes edges as geodesics; the two differ by 0.01 m2
    for an edge of 100 m, by some 10 m2 for one of a kilometre.

    Parameters
    ----------
    records
        Areas and releases; undated areas count as opening. An area counts from the first day that its
        date may mean, a release from the last. Invalid polygons are settled first; records without an
        area (points) are listed.
    since
        First day of the period; what was before it makes the opening. None: there is no opening
        but undated records.
    known_on
        Day of knowledge, repeated in the account; the caller chooses the records known then.
    by
        What the rows are: region, class, organisation, month; or a function that gives the region of an
        area. Land that two regions claim counts in the first by name.

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
    made = partition(records, region_of=None if isinstance(by, str) else by)
    return account_of(made, on, since=since, known_on=known_on, by=by if isinstance(by, str) else "region")


def account_of(
    made: Partition,
    on: str,
    *,
    since: str | None = None,
    known_on: str | None = None,
    by: str = "region",
    regions: Shares | None = None,
    opening_m2: float | None = None,
) -> Account:
    """Return the account on a date from a partition; see `account`.

    Parameters
    ----------
    regions
        Land by region where regions are known by their borders (`tilth.release.shares_within`).
    opening_m2
        Closing of the account before as it was told then. What is known otherwise today goes into the
        corrections: opening + corrections is what today's records say.
    """
    end = last_day(on, "the account's date")
    start = FIRST if since is None else first_day(since, "the period's first day")
    shares = shares_by(made, by, start, end, regions)
    rows = months(made, start, end) if by == "month" else _rows(made, shares, by, start, end)
    total = lines_of(made, start, end)
    if opening_m2 is not None:
        total["corrections"] += total["opening"] - opening_m2
        total["opening"] = opening_m2
    return Account(
        on=on,
        known_on=known_on,
        total=total,
        by=tuple(rows),
        differences=tuple(differences(made, end)),
        since=since,
        by_kind=by,
        slivers=_slivers(made),
        apart=_apart(made, end),
    )


def _rows(made: Partition, shares: Shares | None, by: str, start: int, end: int) -> Sequence[dict[str, Any]]:
    if shares is None:
        return ()
    return [
        {"region" if by not in ("class", "organisation") else by: name or None, "name": name or None,
         "total": lines_of(made, start, end, shares, number)}
        for number, name in enumerate(shares.names)
    ]  # fmt: skip


def _slivers(made: Partition) -> dict[str, float]:
    return {"count": int(made.thin.sum()), "area_m2": float(made.m2[made.thin].sum())}


def _apart(made: Partition, end: int) -> dict[str, Any]:
    """Return what is in no line: records without an area, and land released that was no area."""
    rows = [row for row in made.without_area if row["day"] <= end]
    told, outside = made.records, outside_m2(made)
    products = sorted({str(word) for word in told.kind[~told.is_area]})
    known = ~told.is_area & (told.day <= end)
    return {
        "records_without_area": len(rows),
        "released_outside_areas_m2": {
            word: float(outside[known & (told.kind == word)].sum()) for word in products
        },
    }
