"""From a figure to its ground: the polygons behind one cell of an account, and the class of land on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tilth.release._days import FIRST, day_name, first_day, last_day
from tilth.release._errors import ReleaseError
from tilth.release._groups import Shares, shares_by
from tilth.release._lines import LINES, line_masks
from tilth.release._spells import classes
from tilth.release._stints import EXITS
from tilth.release._sums import summed
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["cells", "land_on", "released_by_activity"]


def cells(
    made: Partition,
    line: str,
    on: str,
    *,
    since: str | None = None,
    by: str = "region",
    name: str | None = None,
    regions: Shares | None = None,
) -> list[dict[str, Any]]:
    """Return the polygons behind one figure of an account, the largest first; their areas add up to it.

    Each is ``{"face", "area_m2", "area", "release", "records", "claims", "opened", "closed"}``; ``face`` is
    the number of its polygon in ``Partition.polygons``. Of corrections, land struck off is negative.

    Parameters
    ----------
    line
        A line of the account: opening, found, cancelled, reduced, cleared, corrections or closing.
    by, name
        Row of the account; without a name, the line of the total.

    Raises
    ------
    ReleaseError
        No such line, or no such row.
    """
    import numpy as np

    start = FIRST if since is None else first_day(since, "the period's first day")
    end = last_day(on, "the account's date")
    weight = _weights(made, by, name, start, end, regions)
    signs = _signs(line_masks(made, start, end), line)
    size = weight * signs
    used = np.flatnonzero(size)
    rows = used[np.lexsort((used, -np.abs(size[used])))]
    covering = _covering(made, made.spells.face[rows])
    return [_row(made, at, float(size[at]), covering) for at in rows.tolist()]


def _weights(
    made: Partition, by: str, name: str | None, start: int, end: int, regions: Shares | None
) -> NDArray[np.float64]:
    if name is None:
        weight: NDArray[np.float64] = made.m2[made.spells.face]
        return weight
    shares = shares_by(made, by, start, end, regions)
    if shares is None or name not in shares.names:
        rows = ", ".join(repr(row) for row in (shares.names if shares else ())[:20]) or "none"
        raise ReleaseError(f"the account by {by} has no row {name!r}; it has {rows}")
    return shares.weight(made, shares.names.index(name))


def _signs(masks: dict[str, NDArray[np.bool_]], line: str) -> NDArray[np.int64]:
    import numpy as np

    if line not in LINES:
        raise ReleaseError(f"an account has no line {line!r}; allowed: {', '.join(LINES)}")
    if line != "corrections":
        return masks[line].astype(np.int64)
    plus, minus = masks["moved_in"].astype(np.int64), masks["moved_out"] | masks["corrections"]
    return plus - minus


def _covering(made: Partition, faces: NDArray[np.int64]) -> dict[int, list[int]]:
    """Return the records that cover each of the faces."""
    import numpy as np

    found: dict[int, list[int]] = {face: [] for face in faces.tolist()}
    pairs = np.isin(made.face, faces)
    for face, record in zip(made.face[pairs].tolist(), made.record[pairs].tolist(), strict=True):
        found[face].append(record)
    return found


def _row(made: Partition, at: int, m2: float, covering: dict[int, list[int]]) -> dict[str, Any]:
    spells, told = made.spells, made.records
    face, release = int(spells.face[at]), int(spells.release[at])
    behind = covering[face]
    return {
        "face": face,
        "area_m2": m2,
        "area": told.id[int(spells.area[at])],
        "release": told.id[release] if release >= 0 else None,
        "records": sorted({told.id[record] for record in behind}),
        "claims": sorted({claim for record in behind for claim in told.claims[record]}),
        "opened": day_name(int(spells.start[at])),
        "closed": day_name(int(spells.end[at])),
    }


def released_by_activity(made: Partition, on: str) -> dict[str, float]:
    """Return the m2 that each activity released up to a day, by the land drawn for it and counted once."""
    import numpy as np

    spells, told = made.spells, made.records
    released = (spells.release >= 0) & (spells.end <= last_day(on, "the day"))
    names, number = np.unique(told.activity[spells.release[released]].astype(str), return_inverse=True)
    drawn = {str(name): 0.0 for name in told.activity[~told.is_area] if name}
    sums = summed(number, made.m2[spells.face[released]], len(names))
    return drawn | {name: float(m2) for name, m2 in zip(names.tolist(), sums, strict=True) if name}


def land_on(made: Partition, on: str) -> NDArray[Any]:
    """Return what each face is at the end of a day: exactly one word each.

    CHA, SHA, indication or ``unclassified`` while it is open; cleared, reduced or cancelled once released;
    ``corrections`` when it was struck off; ``not_recorded`` before it was on record, and where only
    releases lie.

    Examples
    --------
    >>> from shapely import box
    >>> from tilth.release import AreaRecord, ReleaseRecord, partition
    >>> made = partition([AreaRecord("a", box(105, 16, 105.001, 16.001), "SHA", "2020"),
    ...                   ReleaseRecord("r", box(105, 16, 105.001, 16.0005), "cleared", "2021-05-01")])
    >>> [sorted(land_on(made, day)) for day in ("2020-06-01", "2021-05-01")]
    [['SHA', 'SHA'], ['SHA', 'cleared']]
    """
    import numpy as np

    end, spells = last_day(on, "the day"), made.spells
    begun = spells.start <= end
    order = np.flatnonzero(begun)[np.lexsort((spells.end[begun], spells.start[begun]))]
    words = np.array([name or "unclassified" for name in classes()], dtype=object)
    told = np.where(spells.end > end, words[spells.cls], np.array(EXITS, dtype=object)[spells.exit])
    state: NDArray[Any] = np.full(len(made.m2), "not_recorded", dtype=object)
    # of the spells of a face the last one stays
    state[spells.face[order]] = told[order]
    return state
