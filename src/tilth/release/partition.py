"""The land as a partition: faces that lie over no other, each with its whole history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.release._columns import Columns, columns
from tilth.release._errors import ReleaseError
from tilth.release._lands import settled_lands
from tilth.release._measure import each_m2, widths_m
from tilth.release._noding import Faces, cut_into_faces, groups_of
from tilth.release._rules import rule
from tilth.release._spells import Spells, spells_of
from tilth.release._sums import summed
from tilth.release.records import AreaRecord, ReleaseRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Partition", "partition"]


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Every piece of recorded land once, with what became of it over all time.

    It does not depend on the date of an account: one partition answers for every day and period.

    Attributes
    ----------
    records
        The records with an area, as columns: areas first, then releases.
    polygons, m2
        The faces and their areas on the WGS84 ellipsoid.
    face, record
        Pairs: a face, and a record that covers it.
    spells
        Stretches of time in which a face was open and of one class.
    thin
        Whether a face is a sliver.
    without_area
        Records that have no area (points, lines, nothing), each with its reason and day.
    unsettled
        Records whose faces do not add up to their own area within the allowed share, with the difference.
    """

    records: Columns
    polygons: NDArray[Any]
    m2: NDArray[np.float64]
    face: NDArray[np.int64]
    record: NDArray[np.int64]
    spells: Spells
    thin: NDArray[np.bool_]
    without_area: tuple[dict[str, Any], ...]
    unsettled: tuple[dict[str, Any], ...]


def partition(
    records: Iterable[AreaRecord | ReleaseRecord],
    *,
    region_of: Callable[[AreaRecord], str | None] | None = None,
) -> Partition:
    """Return the partition of the land of all records.

    Areas that overlap are joined, and each face has one history. It is open from the first day on which
    an area on it may have been on record, and closed by the first release that is not certainly earlier;
    a release counts on the last day it may have happened. Of releases on the same day the one named first
    in ``precedence`` (data/release/account.yaml) counts. Land put on record again after its release is
    open anew. The faces of each record are added up and compared with the record measured by itself;
    where they differ by more than the allowed share the group is cut again on a coarser grid.

    Parameters
    ----------
    records
        In any order; the same record given twice changes nothing.
    region_of
        Gives the region of an area; the record's own region when not given.

    Raises
    ------
    ReleaseError
        A date that cannot be read, or a product that is none.

    Examples
    --------
    >>> from shapely import box
    >>> made = partition([AreaRecord("a", box(105, 16, 105.001, 16.001)),
    ...                   ReleaseRecord("r", box(105, 16, 105.001, 16.0005), "cleared", "2021")])
    >>> [round(size) for size in sorted(made.m2)]
    [5922, 5922]
    """
    given = sorted(set(records), key=_order)
    _refuse_products([record for record in given if isinstance(record, ReleaseRecord)])
    lands, reasons = settled_lands([record.geometry for record in given])
    kept = [at for at in range(len(given)) if at not in reasons]
    told = columns([given[at] for at in kept], lands[kept], region_of)
    faces, m2, unsettled = _sound_faces(lands[kept], told)
    return Partition(
        records=told,
        polygons=faces.polygons,
        m2=m2,
        face=faces.face,
        record=faces.land,
        spells=spells_of(faces.face, faces.land, told),
        thin=widths_m(faces.polygons, m2) < rule("sliver_width_m"),
        without_area=tuple(_without_area(given[at], reason) for at, reason in reasons.items()),
        unsettled=unsettled,
    )


def _order(record: AreaRecord | ReleaseRecord) -> tuple[bool, str, str, str]:
    kind = record.classification if isinstance(record, AreaRecord) else record.product
    return isinstance(record, ReleaseRecord), record.id, record.date or "", kind or ""


def _refuse_products(releases: Sequence[ReleaseRecord]) -> None:
    allowed = [*sorted(rule("precedence")), "correction"]
    strange = [release for release in releases if release.product not in allowed]
    if strange:
        raise ReleaseError(
            f"{len(strange)} releases as {sorted({release.product for release in strange})}, the first is "
            f"{strange[0].id}; allowed: {', '.join(allowed)}"
        )


def _without_area(record: AreaRecord | ReleaseRecord, reason: str) -> dict[str, Any]:
    from tilth.release._days import area_day

    return {
        "record": record.id,
        "reason": reason,
        "claims": list(record.claims),
        "day": area_day(record.date, record.id),
        "stated_m2": record.stated_m2,
    }


def _sound_faces(
    lands: NDArray[Any], told: Columns
) -> tuple[Faces, NDArray[np.float64], tuple[dict[str, Any], ...]]:
    """Return faces that add up to each record; a group in which they do not is cut on the next grid."""
    import numpy as np

    label = groups_of(lands) if len(lands) else np.zeros(0, dtype=np.int64)
    grids, made, sizes = rule("grids_deg"), [], []
    left, apart = np.arange(len(lands)), np.zeros(len(lands))
    for grid_deg in grids:
        faces = cut_into_faces(lands[left], label[left], float(grid_deg))
        m2 = each_m2(faces.polygons)
        apart = np.abs(summed(faces.land, m2[faces.face], len(left)) - told.own_m2[left])
        apart[apart <= np.maximum(rule("conservation") * told.own_m2[left], 1e-3)] = 0.0
        again = np.isin(label[left], label[left][apart > 0]) & (grid_deg != grids[-1])
        made.append(_kept(faces, m2, ~again, left))
        sizes.append(len(made[-1][1]))
        if not again.any():
            break
        left = left[again]
    starts = np.repeat(np.cumsum([0, *sizes[:-1]]), [len(one.face) for one, _ in made])
    whole = Faces(
        np.concatenate([one.polygons for one, _ in made]),
        np.concatenate([one.face for one, _ in made]) + starts,
        np.concatenate([one.land for one, _ in made]),
    )
    wrong = np.flatnonzero(apart)
    listed = [{"record": told.id[left[at]], "m2": float(apart[at])} for at in wrong.tolist()]
    return whole, np.concatenate([m2 for _, m2 in made]), tuple(listed)


def _kept(
    faces: Faces, m2: NDArray[np.float64], sound: NDArray[np.bool_], left: NDArray[np.int64]
) -> tuple[Faces, NDArray[np.float64]]:
    """Return the faces of lands that are done, numbered anew, with the lands' own numbers."""
    import numpy as np

    pairs = sound[faces.land] & (m2 > rule("nothing_m2"))[faces.face]
    used, face = np.unique(faces.face[pairs], return_inverse=True)
    return Faces(faces.polygons[used], face, left[faces.land[pairs]]), m2[used]
