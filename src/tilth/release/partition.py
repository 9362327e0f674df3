"""The land as a partition: faces that lie over no other, each with its whole history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.release._columns import Columns, columns
from tilth.release._errors import ReleaseError
from tilth.release._lands import settled_lands
from tilth.release._measure import each_m2, widths_m
from tilth.release._noding import Faces, cut_into_faces
from tilth.release._rules import rule
from tilth.release._spells import Spells, spells_of
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
    """Return faces whose areas add up to each record, on the finest grid on which they do."""
    import numpy as np

    best: tuple[Faces, NDArray[np.float64]] | None = None
    least, off = np.inf, np.zeros(len(lands))
    for grid_deg in rule("grids_deg"):
        faces = cut_into_faces(lands, float(grid_deg))
        m2 = each_m2(faces.polygons)
        summed = np.bincount(faces.land, m2[faces.face], minlength=len(lands))
        apart = np.abs(summed - told.own_m2)
        wrong = apart > np.maximum(rule("conservation") * told.own_m2, 1e-3)
        if best is None or wrong.sum() < least:
            best, least, off = (faces, m2), wrong.sum(), np.where(wrong, apart, 0.0)
        if not wrong.any():
            break
    assert best is not None  # there is always a grid
    listed = [{"record": told.id[at], "m2": float(off[at])} for at in np.flatnonzero(off).tolist()]
    return *best, tuple(listed)
