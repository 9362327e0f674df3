"""The rows of an account: whose each spell is, by region, class, organisation; and months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.release._days import NEVER
from tilth.release._errors import ReleaseError
from tilth.release._lines import lines_of
from tilth.release._spells import classes
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Shares", "months", "shares_by", "shares_within"]

_KINDS = ("region", "class", "organisation", "month")


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Which m2 of each face, or of each spell, belong to which row.

    Attributes
    ----------
    names
        Names of the rows; the empty one holds what belongs to none.
    item, row, m2
        A face (or a spell, when `of_spells`), the number of its row, and how much of it.
    """

    names: tuple[str, ...]
    item: NDArray[np.int64]
    row: NDArray[np.int64]
    m2: NDArray[np.float64]
    of_spells: bool = False

    def weight(self, made: Partition, number: int) -> NDArray[np.float64]:
        """Return the m2 of each spell that belong to a row."""
        import numpy as np

        own = self.row == number
        count = len(made.spells.face) if self.of_spells else len(made.m2)
        summed: NDArray[np.float64] = np.bincount(self.item[own], self.m2[own], minlength=count)
        return summed if self.of_spells else summed[made.spells.face]


def shares_by(made: Partition, by: str, start: int, end: int, regions: Shares | None) -> Shares | None:
    """Return whose the land is; None when there are no rows.

    Raises
    ------
    ReleaseError
        `by` is nothing that an account can be divided by.
    """
    if by not in _KINDS:
        raise ReleaseError(f"an account by {by!r} is not known; allowed: {', '.join(_KINDS)}")
    if by == "month":
        return None
    if by == "region":
        return regions if regions is not None else _by_record(made)
    return _by_class(made) if by == "class" else _by_organisation(made, start, end)


def shares_within(made: Partition, names: Sequence[str], borders: NDArray[Any]) -> Shares:
    """Return the land of each face by the region within whose borders it lies.

    Land that two regions claim counts in the first by name; land in none has the empty name. The parts
    of a face add up to it.

    Parameters
    ----------
    names, borders
        Name and valid polygon of each region, in WGS84.
    """
    import numpy as np
    import shapely

    order = np.argsort(np.asarray(names, dtype=object), kind="stable")
    lands, kept = np.asarray(borders, dtype=object)[order], tuple(sorted(set(names)))
    number = {name: at for at, name in enumerate(kept)}
    row_of = np.array([number[names[at]] for at in order.tolist()], dtype=np.int64)
    shapely.prepare(lands)
    region, face = shapely.STRtree(made.polygons).query(lands, predicate="intersects")
    whole = shapely.covers(lands[region], made.polygons[face])
    inside = _first(face[whole], region[whole], len(made.m2))
    settled = inside >= 0
    items, rows, sizes = [np.flatnonzero(settled)], [row_of[inside[settled]]], [made.m2[settled]]
    cut = ~settled[face]
    for item, row, m2 in _parts(made, face[cut], region[cut], lands, row_of):
        items.append(item), rows.append(row), sizes.append(m2)
    item, row, m2 = np.concatenate(items), np.concatenate(rows), np.concatenate(sizes)
    rest = made.m2 - np.bincount(item, m2, minlength=len(made.m2))
    left = np.flatnonzero(np.abs(rest) > 1e-6)
    return Shares(
        (*kept, ""), np.r_[item, left], np.r_[row, np.full(len(left), len(kept))], np.r_[m2, rest[left]]
    )


def _first(face: NDArray[np.int64], region: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return the first region of each face, -1 for none."""
    import numpy as np

    made = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(made, face, region)
    return np.where(made == np.iinfo(np.int64).max, -1, made)


def _parts(
    made: Partition,
    face: NDArray[np.int64],
    region: NDArray[np.int64],
    lands: NDArray[Any],
    row_of: NDArray[np.int64],
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    """Return the parts of faces that a border cuts, region by region in order of name."""
    import numpy as np
    import shapely

    from tilth.release._rules import rule

    grid = rule("grids_deg")[0]
    rest = {at: made.polygons[at] for at in np.unique(face).tolist()}
    for number in np.unique(region).tolist():
        faces = face[region == number]
        pieces = np.array([rest[at] for at in faces.tolist()], dtype=object)
        border = shapely.set_precision(lands[number], grid)
        yield faces, np.full(len(faces), row_of[number]), _m2(shapely.intersection(pieces, border, grid_size=grid))
        left = shapely.difference(pieces, border, grid_size=grid)
        rest.update(zip(faces.tolist(), left, strict=True))


def _m2(lands: NDArray[Any]) -> NDArray[np.float64]:
    """Return the areas of what an overlay gave; lines and points among it have none."""
    import numpy as np
    import shapely

    from tilth.release._measure import each_m2

    parts, owner = shapely.get_parts(lands, return_index=True)
    areal = shapely.get_type_id(parts) == 3
    summed: NDArray[np.float64] = np.bincount(owner[areal], each_m2(parts[areal]), minlength=len(lands))
    return summed


def _by_record(made: Partition) -> Shares | None:
    """Return the faces by the regions that the areas on them name; the first by name where several do."""
    import numpy as np

    told = made.records
    names = sorted({name for name in told.region if name})
    if not names:
        return None
    rows = [*names, ""]
    known = {name: at for at, name in enumerate(rows)}
    of_record = np.array([known[name] for name in told.region], dtype=np.int64)
    is_area = told.is_area[made.record]
    row = np.full(len(made.m2), len(names))
    np.minimum.at(row, made.face[is_area], of_record[made.record[is_area]])
    return _trimmed(rows, np.arange(len(made.m2)), row, made.m2, made)


def _trimmed(
    rows: Sequence[str], item: NDArray[np.int64], row: NDArray[np.int64], m2: NDArray[np.float64], made: Partition
) -> Shares:
    """Return shares with the unnamed row first, or without it when nothing of record lies in it."""
    import numpy as np

    recorded = np.isin(item, made.spells.face) & (row == len(rows) - 1)
    if recorded.any():
        return Shares(("", *rows[:-1]), item, (row + 1) % len(rows), m2)
    return Shares(tuple(rows[:-1]), item[row < len(rows) - 1], row[row < len(rows) - 1], m2[row < len(rows) - 1])


def _by_class(made: Partition) -> Shares:
    import numpy as np

    spells, words = made.spells, classes()
    used = np.unique(spells.cls)
    place = np.searchsorted(used, spells.cls)
    names = tuple(words[at] for at in used.tolist())
    return Shares(names, np.arange(len(spells.face)), place, made.m2[spells.face], of_spells=True)


def _by_organisation(made: Partition, start: int, end: int) -> Shares:
    """Return spells by who released the land in the period, else by who put it on record."""
    import numpy as np

    spells, told = made.spells, made.records
    gone = (spells.release >= 0) & (spells.end >= start) & (spells.end <= end)
    names = np.where(gone, told.organisation[spells.release], told.organisation[spells.area])
    kept = sorted(set(names.tolist()))
    number = {name: at for at, name in enumerate(kept)}
    row = np.array([number[name] for name in names.tolist()], dtype=np.int64)
    return Shares(tuple(kept), np.arange(len(row)), row, made.m2[spells.face], of_spells=True)


def months(made: Partition, start: int, end: int) -> Iterator[dict[str, Any]]:
    """Return a row for each month in which anything moved; each closes where the next one opens."""
    import numpy as np

    days = np.r_[made.spells.start, made.spells.end]
    days = days[(days >= start) & (days <= end) & (days < NEVER)]
    undated = days[days < 2]
    if len(undated):
        yield {"month": None, "name": None, "total": lines_of(made, start, 1)}
    for year, month in sorted({date.fromordinal(day).timetuple()[:2] for day in np.unique(days[days > 1]).tolist()}):
        first = date(year, month, 1).toordinal()
        last = (date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1
        name = f"{year}-{month:02d}"
        yield {"month": name, "name": name, "total": lines_of(made, max(first, start), min(last, end))}
