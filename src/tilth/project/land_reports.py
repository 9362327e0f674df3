"""Figures that reports state without drawing the land: counted once, apart from the land, and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from tilth.claims import Picture, Recorded, recorded_of_kind
from tilth.project.land_records import STANDING, pictures_of
from tilth.project.project import Project
from tilth.times import parse_time

__all__ = ["StatedApart", "activity_figures", "stated_without_land"]

_FIGURES = {
    "cancelled_m2": "cancelled",
    "reduced_m2": "reduced",
    "reduced_without_asset_m2": "reduced_without_asset",
    "cleared_m2": "cleared",
}


@dataclass(frozen=True, slots=True)
class StatedApart:
    """What is told without land: sums by product, and a line for each activity."""

    apart: dict[str, Any]
    differences: tuple[dict[str, Any], ...]


def activity_figures(
    project: Project,
    on: str | None = None,
    *,
    known_on: str | None = None,
    statuses: Collection[str] = STANDING,
) -> list[Any]:
    """Return what each activity states to have released up to a date, its reports counted once.

    See `tilth.release.counted_once`; each claim on an activity with figures is a report on it.
    """
    from tilth.release import counted_once

    kinds = {
        picture.subject: picture.value("report_kind")
        for picture in pictures_of(project, "field_report", known_on=known_on, statuses=statuses)
    }
    pictures = pictures_of(project, "activity", known_on=known_on, statuses=statuses)
    every = (report for picture in pictures for report in _reports(picture, kinds))
    return counted_once(report for report in every if on is None or not _is_after(report.date, on))


def _reports(picture: Picture, kinds: dict[str, str | None]) -> Iterator[Any]:
    from tilth.release import ActivityReport

    for item in picture.claims:
        values = item.claim.values
        stated = {word: float(values[name]) for name, word in _FIGURES.items() if name in values}
        if stated:
            report = values.get("report")
            yield ActivityReport(
                id=str(report or item.id),
                activity=picture.subject,
                kind=str(kinds.get(str(report)) or ("completion" if _is_done(item) else "progress")),
                date=item.claim.date_of_information or values.get("end"),
                method=picture.value("activity_kind"),
                stated_m2=stated,
                figures_are=values.get("figures_are"),
            )


def _is_after(date: str | None, on: str) -> bool:
    """Return whether a date is certainly after a day."""
    first = parse_time(date).earliest if date else None
    last = parse_time(on).latest
    return first is not None and last is not None and first > last


def _is_done(item: Recorded) -> bool:
    return bool(item.claim.values.get("status") == "completed")


def stated_without_land(
    project: Project, on: str, *, known_on: str | None = None, statuses: Collection[str] = STANDING
) -> StatedApart:
    """Return what is told of the land without an outline, up to a date: it is in no line of the account.

    Activities that state figures but have no released land drawn, spot tasks, and evidence points.
    """
    drawn = {
        item.claim.values.get("activity")
        for item in recorded_of_kind(project.store, ["release"], known_on)
        if item.claim.place is not None
    }
    sums: Counter[str] = Counter()
    rows = []
    for figures in activity_figures(project, on, known_on=known_on, statuses=statuses):
        if figures.activity not in drawn and figures.m2:
            sums.update(figures.m2)
            rows.append(_row(figures))
        rows += [_renamed(figures.activity, words) for words in figures.renamed]
    apart = {"stated_without_land_m2": dict(sorted(sums.items()))} if sums else {}
    return StatedApart(apart | _points(project, known_on), tuple(rows))


def _points(project: Project, known_on: str | None) -> dict[str, int]:
    """Return how many spot tasks and evidence points there are."""
    spots = [
        item
        for item in recorded_of_kind(project.store, ["activity"], known_on)
        if item.claim.values.get("activity_kind") == "eod_spot"
    ]
    evidence = {item.claim.subject for item in recorded_of_kind(project.store, ["evidence_point"], known_on)}
    counts = {"spot_tasks": len({item.claim.subject for item in spots}), "evidence_points": len(evidence)}
    return {name: count for name, count in counts.items() if count}


def _row(figures: Any) -> dict[str, Any]:
    words = ", ".join(f"{size:,.0f} m2 {name}" for name, size in figures.m2.items())
    return {
        "what": "activity states released land that is not drawn",
        "severity": "advisory",
        "reason": f"{words}; not counted: draw the land as a release of the activity",
        "records": [figures.activity],
        "area_m2": 0.0,
        "stated_m2": sum(figures.m2.values()),
    }


def _renamed(activity: str, words: str) -> dict[str, Any]:
    return {
        "what": "reported under another word than the method gives",
        "severity": "information",
        "reason": words,
        "records": [activity],
        "area_m2": 0.0,
    }
