"""Work on an area: its land today, surveys, clearance, inspections and handovers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture
from tilth.project._land_lookup import naming, pictured, standing_on
from tilth.project._land_near import land_near
from tilth.project.land_records import land_records
from tilth.project.project import Project

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Work", "work_facts"]

_CLEARANCE = ("clearance", "BAC")
_OPEN = ("CHA", "SHA", "indication", "unclassified")
_RELEASED = ("cleared", "reduced", "cancelled")


@dataclass(frozen=True, slots=True)
class Work:
    """Work on an area.

    Attributes
    ----------
    land_m2
        What the land of the area is today: m2 by class or outcome; they add up to the area.
    open_land, released_land
        The land itself; None where there is none.
    releases, activities, visits, handovers
        The records.
    last_release
        Date of the newest release.
    """

    facts: Mapping[str, Any]
    behind: Mapping[str, tuple[str, ...]]
    land_m2: Mapping[str, float]
    open_land: BaseGeometry | None
    released_land: BaseGeometry | None
    releases: tuple[Picture, ...]
    activities: tuple[Picture, ...]
    visits: tuple[Picture, ...]
    handovers: tuple[Picture, ...]
    last_release: str | None


def work_facts(project: Project, area: str, outline: BaseGeometry | None, on: str | None = None) -> Work:
    """Return the work on an area up to a day, today when none is given."""
    day = on or date.today().isoformat()
    land_m2, open_land, released_land, touching = _land(project, area, day)
    releases = [
        told
        for told in pictured(project, touching | naming(project, "release", [area]))
        if told.subject in touching or _names(told, area)
    ]
    ids = {told.subject for told in releases}
    activities = _activities(project, area, outline, {_value(told, "activity") for told in releases} - {None})
    work_ids = {told.subject for told in activities}
    visits = _naming(project, "quality_visit", work_ids | ids, lambda told: _is_of(told, work_ids, ids))
    handovers = _naming(
        project, "handover", ids | {area}, lambda told: _names(told, area) or _is_on(told, ids)
    )
    facts, behind = _counted(project, releases, activities, visits, handovers)
    facts |= {
        "open_m2": sum(land_m2.get(word, 0.0) for word in _OPEN),
        "released_m2": sum(land_m2.get(word, 0.0) for word in _RELEASED),
    }
    dates = [when for told in releases if (when := _value(told, "date") or told.claims[-1].claim.valid)]
    return Work(
        facts, behind, land_m2, open_land, released_land, tuple(releases), activities, visits, handovers,
        max(dates, default=None),
    )  # fmt: skip


def _land(
    project: Project, area: str, day: str
) -> tuple[dict[str, float], BaseGeometry | None, BaseGeometry | None, set[str]]:
    """Return the area's land by what it is, the open and the released land, and the releases on it."""
    import numpy as np
    import shapely

    from tilth.release import land_on, partition

    made = partition(land_records(land_near(project, area)))
    own = np.flatnonzero((made.records.id == area) & made.records.is_area)
    faces = np.unique(made.face[np.isin(made.record, own)])
    touching = made.record[np.isin(made.face, faces)]
    words = land_on(made, day)[faces]
    sums = {str(word): float(made.m2[faces][words == word].sum()) for word in sorted(set(words.tolist()))}
    is_released = np.isin(words, _RELEASED)
    is_open = np.isin(words, _OPEN)
    lands = [
        shapely.union_all(made.polygons[faces[chosen]], grid_size=1e-11) if chosen.any() else None
        for chosen in (is_open, is_released)
    ]
    releases = {str(made.records.id[at]) for at in touching if not made.records.is_area[at]}
    return sums, lands[0], lands[1], releases


def _activities(
    project: Project, area: str, outline: BaseGeometry | None, named: set[str]
) -> tuple[Picture, ...]:
    """Return the activities that released land, that name the area, or that name none and lie on it."""
    lying = standing_on(project, "activity", outline)
    found = pictured(project, named | lying | naming(project, "activity", [area]))
    return tuple(
        told
        for told in found
        if told.subject in named
        or _names(told, area)
        or (told.subject in lying and not _value(told, "hazardous_area"))
    )


def _naming(
    project: Project, kind: str, names: set[str], wanted: Callable[[Picture], bool]
) -> tuple[Picture, ...]:
    return tuple(told for told in pictured(project, naming(project, kind, names)) if wanted(told))


def _value(told: Picture, name: str) -> Any:
    return told.value(name) if name in told.told else None


def _names(told: Picture, area: str) -> bool:
    named = _value(told, "hazardous_area")
    return area in named if isinstance(named, list) else named == area


def _is_on(told: Picture, releases: set[str]) -> bool:
    named = _value(told, "release") or ()
    return bool(releases & ({named} if isinstance(named, str) else set(named)))


def _is_of(told: Picture, activities: set[str], releases: set[str]) -> bool:
    return _value(told, "activity") in activities or _is_on(told, releases)


def _counted(
    project: Project,
    releases: Sequence[Picture],
    activities: Sequence[Picture],
    visits: Sequence[Picture],
    handovers: Sequence[Picture],
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    groups = {
        "surveys": [told for told in activities if _value(told, "activity_kind") in ("NTS", "TS")],
        "nts": _done(activities, ("NTS",)),
        "ts": _done(activities, ("TS",)),
        "clearance_begun": [told for told in activities if _is_begun(told)],
        "clearance": _done(activities, _CLEARANCE),
        "completion_reports": _completion(project, (*releases, *activities)),
        "quality_passed": [told for told in visits if _passed(told)],
        "quality_failed": [told for told in visits if _failed(told)],
        "handovers": list(handovers),
    }
    facts: dict[str, Any] = {name: len(found) for name, found in groups.items()}
    facts |= _told_of_work(project, activities) | _told_of_handover(handovers)
    return facts, {name: tuple(told.subject for told in found) for name, found in groups.items()}


def _done(activities: Sequence[Picture], kinds: Sequence[str]) -> list[Picture]:
    chosen = [told for told in activities if _value(told, "activity_kind") in kinds]
    return [told for told in chosen if _value(told, "status") == "completed"]


def _is_begun(told: Picture) -> bool:
    begun = _value(told, "status") in ("ongoing", "completed", "suspended")
    return _value(told, "activity_kind") in _CLEARANCE and begun


def _completion(project: Project, works: Sequence[Picture]) -> list[Picture]:
    every = [item.claim.values for told in works for item in told.claims]
    reports = pictured(project, {str(values["report"]) for values in every if "report" in values})
    return [told for told in reports if _value(told, "report_kind") == "completion"]


def _passed(told: Picture) -> bool:
    return _value(told, "result") in ("passed", "passed_with_remarks")


def _failed(told: Picture) -> bool:
    return _value(told, "result") == "failed" and not _value(told, "measures_done")


def _told_of_work(project: Project, activities: Sequence[Picture]) -> dict[str, Any]:
    clearances = [told for told in activities if _value(told, "activity_kind") in _CLEARANCE]
    surveys = [told for told in activities if _value(told, "activity_kind") == "TS"]
    criteria = ("cancellation_criteria", "reduction_criteria")
    return {
        "depth_cm": max((_value(told, "depth_cm") or 0 for told in clearances), default=0),
        "has_operator": any(_value(told, "organisation") for told in activities),
        "has_criteria": any(_value(told, name) for told in activities for name in criteria),
        "searched": _searched(project, surveys),
    }


def _searched(project: Project, surveys: Sequence[Picture]) -> bool:
    """Return whether a technical survey tells what it searched, itself or by the boxes of its task."""
    if any(_value(told, "searched_m2") or _value(told, "detection_m2") for told in surveys):
        return True
    tasks = {str(task) for told in surveys if (task := _value(told, "task"))}
    boxes = pictured(project, naming(project, "survey_box", tasks))
    return any(_value(box, "task") in tasks and _value(box, "searched") for box in boxes)


def _told_of_handover(handovers: Sequence[Picture]) -> dict[str, Any]:
    return {
        "markers_recorded": any(_value(told, "markers_recorded") == "yes" for told in handovers),
        "community_informed": any(_value(told, "community_informed") == "yes" for told in handovers),
        "restrictions_stated": any(_value(told, "restrictions") for told in handovers),
    }
