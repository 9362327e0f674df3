"""Repairs that checks offer: made valid, swapped, closed; applied only as a person's correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import Appended, Recorded, recorded_about, statuses_of
from tilth.exchange._errors import ExchangeError
from tilth.exchange.checks import Finding, check_project
from tilth.project import Project, Verdict, review_claims
from tilth.project.geojson import geojson

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["REPAIRS", "Repair", "apply_repairs", "offered_repairs"]

REPAIRS = ("make_valid", "swap", "close_traverse")
_STANDING = ("accepted", "proposed", "disputed")


@dataclass(frozen=True, slots=True)
class Repair:
    """A change to one claim that a check offers.

    Attributes
    ----------
    name
        make_valid, swap or close_traverse.
    claim
        Identifier of the claim that would be corrected; it is kept.
    place
        The place as it would be.
    note
        What the repair does, in words.
    """

    name: str
    rule: str
    subject: str
    claim: str
    place: Mapping[str, Any]
    note: str

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def offered_repairs(
    project: Project, findings: Sequence[Finding] | None = None, *, country: str = ""
) -> list[Repair]:
    """Return the repairs that the checks of a project offer; nothing is changed.

    Parameters
    ----------
    findings
        What the checks found; they are run when not given.
    """
    listed = check_project(project, country=country) if findings is None else findings
    wanted = {(one.subject, one.repair): one for one in listed if one.repair}
    items = recorded_about(project.store, list(dict.fromkeys(subject for subject, _ in wanted)))
    statuses = statuses_of(project.store, items)
    by_subject: dict[str, list[Recorded]] = {}
    for item in items:
        if statuses[item.id].name in _STANDING and item.claim.place is not None:
            by_subject.setdefault(item.claim.subject, []).append(item)
    return [
        repair
        for (subject, _), finding in wanted.items()
        for item in by_subject.get(subject, [])
        for repair in _repair(finding, item)
    ]


def _repair(finding: Finding, item: Recorded) -> Iterator[Repair]:
    from shapely.geometry import shape

    place = item.claim.place or {}
    made = _mended(finding.repair, shape(dict(place["geometry"])))
    if made is not None:
        geometry, note = made
        new = {**place, "geometry": geojson(geometry)}
        yield Repair(finding.repair, finding.rule, finding.subject, item.id, new, note)


def _mended(name: str, shape: BaseGeometry) -> tuple[BaseGeometry, str] | None:
    """Return the repaired shape and what was done; None when there is nothing to do or it cannot be."""
    import shapely

    from tilth.places import PlaceError, settle

    if name == "swap":
        turned = shapely.transform(shape, lambda xy: xy[:, ::-1])
        return turned, "latitude and longitude exchanged"
    if name == "close_traverse":
        if shape.geom_type != "LineString":
            return None
        corners = shapely.get_coordinates(shape)
        shape = shapely.Polygon(corners)
        note = "closed by a straight side from the last point to the first; no point was moved"
        try:
            settled, more = settle(shape)
        except PlaceError:
            return None
        return settled, f"{note}; {more}" if more else note
    try:
        settled, note = settle(shape)
    except PlaceError:
        return None
    return (settled, note) if note else None


def apply_repairs(
    project: Project, repairs: Sequence[Repair], *, by: str | None = None, reason: str | None = None
) -> Appended:
    """Record repairs as a person's corrections, all or none; the claims as they were are kept.

    Raises
    ------
    ExchangeError
        None given.
    """
    if not repairs:
        raise ExchangeError("no repair is offered there: see 'tilth check' for what is found")
    verdicts = [
        Verdict("correct", one.claim, {"place": dict(one.place)}, reason or f"{one.rule}: {one.note}"[:300])
        for one in repairs
    ]
    return review_claims(project, verdicts, by=by)
