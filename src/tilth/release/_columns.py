"""Records as columns, so that sums over many of them are quick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.release._days import NEVER, area_day, release_day
from tilth.release._measure import each_m2
from tilth.release._sums import summed
from tilth.release.records import AreaRecord, ReleaseRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Columns", "columns"]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Areas, then releases; one entry a record.

    Attributes
    ----------
    day, until
        First day on record, or last day it may have been released; day an area was struck off.
    kind
        Class of an area, product of a release.
    moves
        Later classes of an area by day; empty for most.
    own_m2
        Area of the record measured by itself.
    stated_m2
        Area as stated, NaN where none is.
    """

    id: NDArray[Any]
    is_area: NDArray[np.bool_]
    day: NDArray[np.int64]
    until: NDArray[np.int64]
    kind: NDArray[Any]
    moves: NDArray[Any]
    own_m2: NDArray[np.float64]
    stated_m2: NDArray[np.float64]
    region: NDArray[Any]
    organisation: NDArray[Any]
    activity: NDArray[Any]
    report: NDArray[Any]
    said: NDArray[Any]
    claims: NDArray[Any]

    def __len__(self) -> int:
        return len(self.id)


def columns(
    records: Sequence[AreaRecord | ReleaseRecord],
    lands: NDArray[Any],
    region_of: Callable[[AreaRecord], str | None] | None,
) -> Columns:
    """Return records as columns."""
    import numpy as np
    import shapely

    parts, owner = shapely.get_parts(lands, return_index=True)
    rows = [_area(r, region_of) if isinstance(r, AreaRecord) else _release(r) for r in records]
    stated = [np.nan if r.stated_m2 is None else float(r.stated_m2) for r in records]
    return Columns(
        id=_texts([record.id for record in records]),
        is_area=np.array([isinstance(record, AreaRecord) for record in records], dtype=bool),
        day=np.array([row[0] for row in rows], dtype=np.int64),
        until=np.array([row[1] for row in rows], dtype=np.int64),
        kind=_texts([row[2] for row in rows]),
        moves=_texts([row[3] for row in rows]),
        own_m2=summed(owner, each_m2(parts), len(lands)),
        stated_m2=np.array(stated, dtype=np.float64),
        region=_texts([row[4] for row in rows]),
        organisation=_texts([record.organisation or "" for record in records]),
        activity=_texts([row[5] for row in rows]),
        report=_texts([row[6] for row in rows]),
        said=_texts([row[7] for row in rows]),
        claims=_texts([record.claims for record in records]),
    )


def _area(record: AreaRecord, region_of: Callable[[AreaRecord], str | None] | None) -> tuple[Any, ...]:
    until = NEVER if record.until is None else release_day(record.until, record.id)
    moves = tuple(sorted((area_day(day, record.id), word) for day, word in record.moves))
    region = region_of(record) if region_of else record.region
    day = area_day(record.date, record.id)
    return day, max(day, until), record.classification or "", moves, region or "", "", "", ""


def _release(record: ReleaseRecord) -> tuple[Any, ...]:
    told = record.activity or "", record.report or "", record.said or ""
    return release_day(record.date, record.id), NEVER, record.product, (), "", *told


def _texts(values: Sequence[Any]) -> NDArray[Any]:
    """Return values as an array of objects, tuples included."""
    import numpy as np

    made = np.empty(len(values), dtype=object)
    made[:] = list(values)
    return made
