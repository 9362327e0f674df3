"""The land of each face by the borders of regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tilth.release._groups import Shares
from tilth.release._measure import each_m2
from tilth.release._rules import rule
from tilth.release._sums import summed
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["shares_within"]

_ROUNDING_M2 = 0.01


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
        items.append(item)
        rows.append(row)
        sizes.append(m2)
    item, row, m2 = np.concatenate(items), np.concatenate(rows), np.concatenate(sizes)
    return _complete(made, (*kept, ""), item, row, m2)


def _complete(
    made: Partition,
    names: tuple[str, ...],
    item: NDArray[np.int64],
    row: NDArray[np.int64],
    m2: NDArray[np.float64],
) -> Shares:
    """Return shares that add up to each face: land in no region goes to the last row.

    What rounding left over, less than a square decimetre, stays with the first part of the face.
    """
    import numpy as np

    rest = made.m2 - summed(item, m2, len(made.m2))
    is_land = np.abs(rest) > _ROUNDING_M2
    first, at = np.unique(item, return_index=True)
    m2[at] += np.where(is_land[first], 0.0, rest[first])
    is_land |= ~np.isin(np.arange(len(made.m2)), first)
    left = np.flatnonzero(is_land)
    return Shares(
        names, np.r_[item, left], np.r_[row, np.full(len(left), len(names) - 1)], np.r_[m2, rest[left]]
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

    grid = rule("grids_deg")[1]
    rest = {at: made.polygons[at] for at in np.unique(face).tolist()}
    for number in np.unique(region).tolist():
        faces = face[region == number]
        pieces = np.array([rest[at] for at in faces.tolist()], dtype=object)
        border = shapely.set_precision(lands[number], grid)
        shared = shapely.intersection(pieces, border, grid_size=grid)
        yield faces, np.full(len(faces), row_of[number]), _m2(shared)
        left = shapely.difference(pieces, border, grid_size=grid)
        rest.update(zip(faces.tolist(), left, strict=True))


def _m2(lands: NDArray[Any]) -> NDArray[np.float64]:
    """Return the areas of what an overlay gave; lines and points among it have none."""
    import shapely

    parts, owner = shapely.get_parts(lands, return_index=True)
    areal = shapely.get_type_id(parts) == 3
    return summed(owner[areal], each_m2(parts[areal]), len(lands))
