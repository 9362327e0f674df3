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
from tilth.release._sums import summed
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Shares", "months", "shares_by"]

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
        own = self.row == number
        count = len(made.spells.face) if self.of_spells else len(made.m2)
        each = summed(self.item[own], self.m2[own], count)
        return each if self.of_spells else each[made.spells.face]


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
    rows: Sequence[str],
    item: NDArray[np.int64],
    row: NDArray[np.int64],
    m2: NDArray[np.float64],
    made: Partition,
) -> Shares:
    """Return shares with the unnamed row first, or without it when nothing of record lies in it."""
    import numpy as np

    recorded = np.isin(item, made.spells.face) & (row == len(rows) - 1)
    if recorded.any():
        return Shares(("", *rows[:-1]), item, (row + 1) % len(rows), m2)
    return Shares(
        tuple(rows[:-1]), item[row < len(rows) - 1], row[row < len(rows) - 1], m2[row < len(rows) - 1]
    )


def _by_class(made: Partition) -> Shares:
    import numpy as np

    spells, words = made.spells, classes()
    used = np.unique(spells.cls)
    place = np.searchsorted(used, spells.cls)
    names = tuple(words[at] for at in used.tolist())
    return Shares(names, np.arange(len(spells.face)), place, made.m2[spells.face], of_spells=True)


def _by_organisation(made: Partition, start: int, end: int) -> Shares:
    """Return spells by who released the land in the period, else by who put it on record.

    Spells of other classes before it belong to the same stretch of time, and so to the same row.
    """
    import numpy as np

    spells, told = made.spells, made.records
    stretch = np.cumsum(spells.is_new) - 1
    last = np.searchsorted(stretch, stretch, side="right") - 1
    release, until = spells.release[last], spells.end[last]
    gone = (release >= 0) & (until >= start) & (until <= end)
    first = np.searchsorted(stretch, stretch)
    names = np.where(gone, told.organisation[release], told.organisation[spells.area[first]])
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
    for year, month in sorted(
        {date.fromordinal(day).timetuple()[:2] for day in np.unique(days[days > 1]).tolist()}
    ):
        first = date(year, month, 1).toordinal()
        last = (date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1
        name = f"{year}-{month:02d}"
        yield {"month": name, "name": name, "total": lines_of(made, max(first, start), min(last, end))}
