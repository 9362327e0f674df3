"""Areas and releases of a project as the account takes them: from claims to records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture, Recorded, pictures, recorded_of_kind
from tilth.project.land_moves import Moved, moves_in_force
from tilth.project.project import Project
from tilth.times import parse_time

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.release import AreaRecord, ReleaseRecord

__all__ = ["STANDING", "LandClaims", "land_claims", "land_records", "pictures_of"]

STANDING = ("accepted", "proposed")
"""Status of claims that count unless only accepted ones are asked for."""


@dataclass(frozen=True, slots=True)
class LandClaims:
    """What a project tells of its land.

    Attributes
    ----------
    moves
        Moves of areas that are in force.
    waiting
        Releases made by a move that still lacks its approvals.
    """

    areas: Sequence[Picture]
    releases: Sequence[Picture]
    activities: Mapping[str, Picture]
    reports: Mapping[str, Picture]
    moves: Mapping[str, Sequence[Moved]]
    waiting: frozenset[str]


def pictures_of(
    project: Project, kind: str, *, known_on: str | None = None, statuses: Collection[str] = STANDING
) -> list[Picture]:
    """Return the pictures of all subjects of a kind that anything standing is told of, sorted."""
    subjects = sorted({item.claim.subject for item in recorded_of_kind(project.store, [kind], known_on)})
    drawn = pictures(project.store, subjects, known_on=known_on, statuses=statuses)
    return [drawn[subject] for subject in subjects if drawn[subject].claims]


def land_claims(
    project: Project, *, known_on: str | None = None, statuses: Collection[str] = STANDING
) -> LandClaims:
    """Return what the project tells of its land, as known on a date."""

    def told(kind: str) -> list[Picture]:
        return pictures_of(project, kind, known_on=known_on, statuses=statuses)

    moved, waiting = moves_in_force(project, known_on)
    return LandClaims(
        areas=told("hazardous_area"),
        releases=told("release"),
        activities={picture.subject: picture for picture in told("activity")},
        reports={picture.subject: picture for picture in told("field_report")},
        moves=moved,
        waiting=waiting,
    )


def land_records(told: LandClaims, by: str = "admin_unit") -> Iterator[AreaRecord | ReleaseRecord]:
    """Return the records of the account.

    An area whose outline was told anew has one record a version, each until the next: what a redrawn outline
    leaves out is a correction, not a release. Where outlines of the same date contradict each other the
    one recorded last counts.

    Parameters
    ----------
    by
        Property of an area that names its region.
    """
    replaced = _replaced(told.areas)
    for picture in told.areas:
        yield from _areas(picture, by, told.moves.get(picture.subject, ()), replaced.get(picture.subject))
    for picture in told.releases:
        if picture.subject not in told.waiting:
            yield from _releases(picture, told)
    yield from _reopened(told)


def _replaced(areas: Sequence[Picture]) -> dict[str, str]:
    """Return the day from which an area is replaced by another; the first where several do."""
    found: dict[str, str] = {}
    for picture in areas:
        day = _first_date(picture.claims)
        for old in picture.value("replaces") or ():
            if day is not None:
                found[old] = min(found.get(old, day), day)
    return found


def _areas(picture: Picture, by: str, moves: Sequence[Moved], replaced: str | None) -> Iterator[AreaRecord]:
    from tilth.release import AreaRecord

    versions = _outlines(picture.claims)
    ends = [*(_date(item) for item in versions[1:]), _gone(moves, replaced)]
    region = picture.value(by) if by in picture.told else None
    classes = _classes(picture, moves)
    for number, (item, until) in enumerate(zip(versions, ends, strict=True)):
        yield AreaRecord(
            id=picture.subject,
            geometry=_shape(item),
            classification=classes[0][1] if classes else None,
            date=_date(item) if number else _first_date(picture.claims),
            region=None if region is None else str(region),
            stated_m2=picture.value("area_stated_m2") if number == len(versions) - 1 else None,
            until=until,
            moves=tuple((day, word) for day, word in classes[1:] if day is not None),
            organisation=picture.value("organisation") if "organisation" in picture.told else None,
            claims=tuple(one.id for one in picture.claims),
        )


def _outlines(claims: Sequence[Recorded]) -> list[Recorded]:
    """Return the claims that give the outline, one a date, the last recorded of each, by date."""
    found: dict[str, Recorded] = {}
    for item in sorted(
        (item for item in claims if item.claim.place is not None), key=lambda item: item.order
    ):
        found[_start(item)] = item
    ordered = [found[day] for day in sorted(found)]
    same = [
        number
        for number in range(1, len(ordered))
        if ordered[number].claim.place == ordered[number - 1].claim.place
    ]
    return [item for number, item in enumerate(ordered) if number not in same]


def _classes(picture: Picture, moves: Sequence[Moved]) -> list[tuple[str | None, str]]:
    """Return the classes of an area, each with the day it holds from, by date; the first has none."""
    told = [
        (_start(item), item.order, str(item.claim.values["classification"]))
        for item in picture.claims
        if "classification" in item.claim.values
    ]
    told += [(move.day, move.order, move.to_class) for move in moves if move.to_class not in ("", "none")]
    steps: list[tuple[str | None, str]] = []
    for day, _, word in sorted(told):
        if not steps or steps[-1][1] != word:
            steps.append((day or None, word))
    return steps


def _gone(moves: Sequence[Moved], replaced: str | None) -> str | None:
    days = [move.day for move in moves if move.to_status == "discarded"]
    return min([*days, *([replaced] if replaced else [])], default=None)


def _releases(picture: Picture, told: LandClaims) -> Iterator[AreaRecord | ReleaseRecord]:
    from tilth.release import AreaRecord, ReleaseRecord, product_of

    placed = [item for item in picture.claims if item.claim.place is not None]
    stated, work = picture.value("product"), told.activities.get(picture.value("activity") or "")
    method = picture.value("method") or (work.value("activity_kind") if work else None)
    product = product_of(method) or stated
    if not placed or product is None:
        return
    item = max(placed, key=lambda one: (_start(one), one.order))
    claims = tuple(one.id for one in picture.claims)
    organisation = picture.value("organisation") or (work.value("organisation") if work else None)
    if stated == "found":
        yield AreaRecord(
            picture.subject, _shape(item), picture.value("to_class"), _release_date(picture, work),
            picture.value("admin_unit"), picture.value("area_m2"), organisation=organisation, claims=claims,
        )  # fmt: skip
        return
    report = told.reports.get(picture.value("report") or "")
    product = "correction" if stated == "correction" else product
    yield ReleaseRecord(
        id=picture.subject,
        geometry=_shape(item),
        product=product,
        date=_release_date(picture, work),
        area_id=picture.value("hazardous_area"),
        stated_m2=picture.value("area_m2"),
        organisation=organisation,
        activity=picture.value("activity"),
        report=report.value("report_kind") if report else None,
        said=stated if stated != product else None,
        claims=claims,
    )


def _reopened(told: LandClaims) -> Iterator[AreaRecord]:
    """Return the land that a failed inspection opened again, from the day of the move."""
    from tilth.release import AreaRecord

    shapes = {picture.subject: picture for picture in (*told.areas, *told.releases)}
    for subject, moves in told.moves.items():
        for move in moves:
            for name in move.opens:
                placed = [item for item in shapes[name].claims if item.claim.place] if name in shapes else []
                if placed:
                    yield AreaRecord(
                        subject, _shape(placed[-1]), move.to_class, _day_after(move.day), claims=(move.claim,)
                    )


def _day_after(day: str) -> str:
    """Return the day after: land that was released and failed on one day is open from the next."""
    from datetime import timedelta

    last = parse_time(day).latest
    return (last + timedelta(days=1)).isoformat() if last else day


def _release_date(picture: Picture, work: Picture | None) -> str | None:
    told = picture.value("date")
    last = picture.claims[-1].claim
    return str(told) if told else last.valid or last.said_on or (work.value("end") if work else None)


def _first_date(claims: Sequence[Recorded]) -> str | None:
    dated = [item for item in claims if item.claim.date_of_information]
    return _date(min(dated, key=_start)) if dated else None


def _date(item: Recorded) -> str | None:
    return item.claim.date_of_information


def _start(item: Recorded) -> str:
    """Return the first day of a claim's date of information, empty when it has none."""
    when = item.claim.date_of_information
    first = parse_time(when).earliest if when else None
    return first.isoformat() if first else ""


def _shape(item: Recorded) -> BaseGeometry:
    from shapely.geometry import shape

    place: Mapping[str, Any] = item.claim.place or {}
    return shape(place["geometry"])
