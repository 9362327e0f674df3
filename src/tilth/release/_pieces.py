"""Land cut into pieces with one origin and one outcome each, so that an account adds up by its making."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.release._land import Item, common, union, without
from tilth.release.records import AreaRecord, ReleaseRecord

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Group", "Piece", "groups", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Land that was opening or found, and is closing or was cleared, reduced or cancelled."""

    origin: str
    outcome: str
    land: BaseGeometry


@dataclass(frozen=True, slots=True)
class Group:
    """Areas and releases that touch one another, and nothing else."""

    areas: list[Item[AreaRecord]]
    releases: list[Item[ReleaseRecord]]


def groups(areas: Sequence[Item[AreaRecord]], releases: Sequence[Item[ReleaseRecord]]) -> Iterator[Group]:
    """Return the groups that hold an area; each can be accounted for by itself."""
    import numpy as np
    import shapely
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    lands = [*(item.land for item in areas), *(item.land for item in releases)]
    if not lands:
        return
    one, other = shapely.STRtree(lands).query(lands, predicate="intersects")
    links = coo_array((np.ones(len(one), dtype=bool), (one, other)), shape=(len(lands), len(lands)))
    count, label = connected_components(links, directed=False)
    made = [Group([], []) for _ in range(count)]
    for number, item in zip(label[: len(areas)].tolist(), areas, strict=True):
        made[number].areas.append(item)
    for number, release in zip(label[len(areas) :].tolist(), releases, strict=True):
        made[number].releases.append(release)
    yield from (group for group in made if group.areas)


def pieces(group: Group, since: date | None, precedence: Sequence[str]) -> Iterator[Piece]:
    """Return what became of the land of a group, piece by piece, none over another.

    Time is cut where the period begins, and where land was put on record after an earlier release of it:
    such land is found again. Within one stretch of time the outcome named first in `precedence` counts.
    """
    cuts = _cuts(group, since)
    start = 0 if since is None else cuts.index(since) + 1
    open_land: dict[str, Any] = {"opening": union([]), "found": union([])}
    for stretch in range(len(cuts) + 1):
        fresh = [item for item in group.areas if _stretch(item, cuts) == stretch]
        is_period = stretch >= start
        _record(fresh, open_land, "found" if is_period else "opening")
        for product in precedence:
            freed = _freed([r for r in group.releases if r.record.product == product], fresh, cuts, stretch)
            for piece in _release(open_land, freed, product):
                if is_period:
                    yield piece
    for origin, land in open_land.items():
        if not land.is_empty:
            yield Piece(origin, "closing", land)


def _record(fresh: Sequence[Item[AreaRecord]], open_land: dict[str, Any], origin: str) -> None:
    """Add new areas to the open land; undated ones are opening even when no period was given."""
    for made, items in (
        ("opening", [item for item in fresh if item.first is None]),
        (origin, [item for item in fresh if item.first is not None]),
    ):
        if items:
            known = union([land for land in open_land.values() if not land.is_empty])
            new = without(union([item.land for item in items]), known)
            open_land[made] = union([land for land in (open_land[made], new) if not land.is_empty])


def _cuts(group: Group, since: date | None) -> list[date]:
    """Return the days on which a new stretch of time begins."""
    cuts = {since} if since is not None else set()
    for area in group.areas:
        if area.first is not None and area.first not in cuts:
            before = (r for r in group.releases if area.is_certainly_after(r.last))
            if any(area.land.intersects(release.land) for release in before):
                cuts.add(area.first)
    return sorted(cuts)


def _stretch(item: Item[Any], cuts: Sequence[date]) -> int:
    """Return the stretch of time of a record: the last it may lie in; undated ones lie in the first."""
    return 0 if item.last is None else bisect_right(cuts, item.last)


def _freed(
    releases: Sequence[Item[ReleaseRecord]],
    fresh: Sequence[Item[AreaRecord]],
    cuts: Sequence[date],
    stretch: int,
) -> BaseGeometry:
    """Return the land that releases free in a stretch of time.

    An earlier or undated release still frees an area that may have been on record before it.
    """
    lands = []
    for release in releases:
        own = _stretch(release, cuts)
        if own == stretch:
            lands.append(release.land)
        elif own < stretch:
            older = [area.land for area in fresh if not area.is_certainly_after(release.last)]
            lands += [common(release.land, union(older))] if older else []
    return union(lands)


def _release(open_land: dict[str, Any], freed: BaseGeometry, product: str) -> Iterator[Piece]:
    """Take freed land off the open land."""
    if freed.is_empty:
        return
    for origin, land in open_land.items():
        if not land.is_empty and land.intersects(freed):
            yield Piece(origin, product, common(land, freed))
            open_land[origin] = without(land, freed)
