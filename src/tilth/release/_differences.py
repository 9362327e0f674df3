"""What does not fit in an account: listed with the reason, never mended in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tilth.release._days import ALWAYS, FIRST
from tilth.release._overlaps import shared_land
from tilth.release._rules import rule
from tilth.release._sums import summed
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["difference", "differences", "outside_m2", "summary"]

_NAMED = 50
"""So many records are named in a line that stands for many."""


def difference(
    what: str, reason: str, records: list[str], m2: float, *, severity: str = "advisory", **more: Any
) -> dict[str, Any]:
    """Return a line of the list: what does not fit, why, which records and how much land.

    Severity is must_fix (the sums cannot be trusted until then), advisory or information.
    """
    told = {"what": what, "severity": severity, "reason": reason, "records": records, "area_m2": round(m2, 1)}
    return told | more


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return for each sort of difference how many there are and how much land they are about."""
    told: dict[str, dict[str, float]] = {}
    for row in rows:
        one = told.setdefault(row["what"].split(":")[0], {"count": 0, "area_m2": 0.0})
        one["count"] += row.get("count", 1)
        one["area_m2"] = round(one["area_m2"] + row["area_m2"], 1)
    return told


def differences(made: Partition, end: int) -> Iterator[dict[str, Any]]:
    """Return what does not fit among the records up to a day."""
    known = made.records.day <= end
    yield from _without_area(made, end)
    yield from _overlaps(made, known)
    yield from _two_regions(made, known)
    yield from _outside(made, known)
    yield from _stated(made, known)
    yield from _words(made, known)
    yield from _undated(made)
    yield from _unsettled(made)


def _without_area(made: Partition, end: int) -> Iterator[dict[str, Any]]:
    for row in made.without_area:
        if row["day"] <= end:
            what = f"record has no area: {row['reason']}"
            yield difference(what, "points and lines are counted apart, not in m2", [row["record"]], 0.0)


def _overlaps(made: Partition, known: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """Return releases that cover the same land: counted once."""
    told = made.records
    one, other, size = shared_land(made, known & ~told.is_area)
    same = (told.activity[one] != "") & (told.activity[one] == told.activity[other])
    double = "double counting suspected; counted once, by the earlier, of one day by the stronger"
    for first, second, m2, is_same in zip(
        told.id[one], told.id[other], size.round(1).tolist(), same.tolist(), strict=True
    ):
        yield {
            "what": "reports on one activity cover the same land" if is_same else "releases overlap",
            "severity": "information" if is_same else "advisory",
            "reason": "counted once" if is_same else double,
            "records": [first, second],
            "area_m2": m2,
        }


def _two_regions(made: Partition, known: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    told = made.records
    chosen = known & told.is_area & (told.region != "")
    if len(set(told.region[chosen])) < 2:
        return
    what = "areas of two regions overlap, counted in the first"
    for one, other, size in zip(*shared_land(made, chosen), strict=True):
        if told.region[one] != told.region[other]:
            names = [told.id[one], told.id[other]]
            yield difference(what, "one square metre has one region", names, float(size))


def outside_m2(made: Partition) -> NDArray[np.float64]:
    """Return how much of each release lies in no area, or only in areas recorded later."""
    import numpy as np

    told, last = made.records, np.iinfo(np.int64).max
    is_area = told.is_area[made.record]
    opened = np.full(len(made.m2), last)
    np.minimum.at(opened, made.face[is_area], told.day[made.record[is_area]])
    face, record = made.face[~is_area], made.record[~is_area]
    when = np.where(told.day[record] == FIRST, last - 1, told.day[record])
    return summed(record, made.m2[face] * (opened[face] > when), len(told))


def _outside(made: Partition, known: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    import numpy as np

    outside = outside_m2(made)
    what = "released land is no recorded area on that date"
    reason = "not counted: only recorded land is released"
    for at in np.flatnonzero(known & (outside > rule("sliver_m2"))).tolist():
        yield difference(what, reason, [made.records.id[at]], float(outside[at]))


def _stated(made: Partition, known: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """Return records whose stated size is further from the drawn one than the tolerance."""
    import numpy as np

    told = made.records
    apart = np.abs(told.stated_m2 - told.own_m2) > rule("stated_tolerance") * np.maximum(told.own_m2, 1.0)
    for at in np.flatnonzero(known & apart).tolist():
        what, reason = "stated size differs from the drawn one", "the drawn one is counted"
        stated = float(told.stated_m2[at])
        yield difference(what, reason, [told.id[at]], float(told.own_m2[at]), stated_m2=stated)


def _words(made: Partition, known: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """Return releases whose report used another word than their method gives."""
    import numpy as np

    told = made.records
    for at in np.flatnonzero(known & (told.said != "") & (told.said != told.kind)).tolist():
        what = f"reported as {told.said[at]}, counted as {told.kind[at]}"
        reason = "the word follows from the method of the work"
        yield difference(what, reason, [told.id[at]], float(told.own_m2[at]))


def _undated(made: Partition) -> Iterator[dict[str, Any]]:
    import numpy as np

    told = made.records
    for chosen, what, reason in (
        (told.is_area & (told.day == ALWAYS), "areas without a date", "they are part of every opening"),
        (~told.is_area & (told.day == FIRST), "releases without a date",
         "they free the land as soon as it is on record, before any period that has a first day"),
    ):  # fmt: skip
        rows = np.flatnonzero(chosen)
        if len(rows):
            names = [told.id[at] for at in rows[:_NAMED].tolist()]
            size = float(told.own_m2[rows].sum())
            yield difference(what, reason, names, size, severity="information", count=len(rows))


def _unsettled(made: Partition) -> Iterator[dict[str, Any]]:
    for row in made.unsettled:
        what, reason = (
            "pieces of a record do not add up to it",
            "its outline could not be cut cleanly: draw it anew",
        )
        yield difference(what, reason, [row["record"]], row["m2"], severity="must_fix")
