"""Figures that reports state: each activity once, compared with the land that was drawn for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture, Recorded
from tilth.project.land_partition import beside, count_of, land_key
from tilth.project.land_records import STANDING, pictures_of
from tilth.project.project import Project
from tilth.times import parse_time

if TYPE_CHECKING:
    from tilth.release import ActivityFigures, Partition

__all__ = ["StatedApart", "activity_figures", "stated_apart"]

_FIGURES = {
    "cancelled_m2": "cancelled",
    "reduced_m2": "reduced",
    "reduced_without_asset_m2": "reduced_without_asset",
    "cleared_m2": "cleared",
}
_ALWAYS = "0000"


@dataclass(frozen=True, slots=True)
class StatedApart:
    """What is told without land: sums by product, and a line for each activity that does not fit."""

    apart: dict[str, Any]
    differences: tuple[dict[str, Any], ...]


def activity_figures(
    project: Project,
    on: str | None = None,
    *,
    known_on: str | None = None,
    statuses: Collection[str] = STANDING,
    key: str | None = None,
) -> list[ActivityFigures]:
    """Return what each activity states to have released up to a date, its reports counted once.

    See `tilth.release.counted_once`; each claim on an activity with figures is a report on it.
    """
    from tilth.release import ActivityFigures, ActivityReport, counted_once

    told = _kept(project, key or land_key(project, known_on, statuses), known_on, statuses)
    made = []
    for row in told["activities"]:
        if on is None or not _is_after(row["last"], on):
            made.append(ActivityFigures(**row["figures"]))
        else:
            reports = (ActivityReport(**report) for report in row["reports"])
            made += counted_once(report for report in reports if not _is_after(report.date, on))
    return made


def stated_apart(
    project: Project,
    made: Partition,
    on: str,
    *,
    known_on: str | None = None,
    statuses: Collection[str] = STANDING,
    key: str | None = None,
) -> StatedApart:
    """Return what is told of the land without an outline, up to a date, and figures that differ from it.

    Activities that state figures but have no released land drawn, spot tasks and evidence points are in no
    line of the account. An activity that states another sum than the land drawn for it is listed.
    """
    from tilth.release import released_by_activity, stated_tolerance

    key = key or land_key(project, known_on, statuses)
    drawn = released_by_activity(made, on)
    sums: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for figures in activity_figures(project, on, known_on=known_on, statuses=statuses, key=key):
        stated = sum(figures.m2.values())
        if figures.activity in drawn:
            if abs(stated - drawn[figures.activity]) > stated_tolerance() * max(drawn[figures.activity], 1.0):
                rows.append(_other(figures, stated, drawn[figures.activity]))
        elif stated:
            sums.update(figures.m2)
            rows.append(_undrawn(figures, stated))
        rows += [_renamed(figures.activity, words) for words in figures.renamed]
    apart: dict[str, Any] = {"stated_without_land_m2": dict(sorted(sums.items()))} if sums else {}
    spots = _kept(project, key, known_on, statuses)["spot_tasks"]
    points = {"spot_tasks": spots, "evidence_points": count_of(project, "evidence_point", known_on)}
    apart |= {name: count for name, count in points.items() if count}
    return StatedApart(apart, tuple(rows))


def _kept(project: Project, key: str, known_on: str | None, statuses: Collection[str]) -> dict[str, Any]:
    return beside(project, key, "reports", lambda: _told(project, known_on, statuses))


def _told(project: Project, known_on: str | None, statuses: Collection[str]) -> dict[str, Any]:
    """Return the figures of all activities, the date of the last report of each, and the reports."""
    from tilth.release import counted_once

    kinds = {
        picture.subject: picture.value("report_kind")
        for picture in pictures_of(project, "field_report", known_on=known_on, statuses=statuses)
    }
    pictures = pictures_of(project, "activity", known_on=known_on, statuses=statuses)
    rows = []
    for picture in pictures:
        reports = [_plain(report) for report in _reports(picture, kinds)]
        for figures in counted_once(_reports(picture, kinds)):
            last = max((report["date"] or _ALWAYS for report in reports), default=_ALWAYS)
            row = {"last": last if last != _ALWAYS else None, "figures": _plain(figures), "reports": reports}
            rows.append(row)
    spots = sum(picture.value("activity_kind") == "eod_spot" for picture in pictures)
    return {"activities": rows, "spot_tasks": spots}


def _plain(told: Any) -> dict[str, Any]:
    made = asdict(told).items()
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in made}


def _reports(picture: Picture, kinds: Mapping[str, str | None]) -> Iterator[Any]:
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


def _words(m2: Mapping[str, float]) -> str:
    return ", ".join(f"{size:,.0f} m2 {name}" for name, size in m2.items())


def _line(what: str, severity: str, reason: str, records: Sequence[str], **more: float) -> dict[str, Any]:
    told = {"what": what, "severity": severity, "reason": reason, "records": list(records), "area_m2": 0.0}
    return told | more


def _undrawn(figures: ActivityFigures, stated: float) -> dict[str, Any]:
    reason = f"{_words(figures.m2)}; not counted: draw the land as a release of the activity"
    what = "activity states released land that is not drawn"
    return _line(what, "advisory", reason, [figures.activity], stated_m2=stated)


def _other(figures: ActivityFigures, stated: float, drawn: float) -> dict[str, Any]:
    left_out = f"; left out: {', '.join(figures.left_out)}" if figures.left_out else ""
    told = f"{_words(figures.m2) or 'nothing'} in {', '.join(figures.counted)}"
    reason = f"{told}{left_out}; the drawn land counts"
    what = "activity states another sum than the land drawn for it"
    return _line(what, "advisory", reason, [figures.activity], stated_m2=stated, area_m2=round(drawn, 1))


def _renamed(activity: str, words: str) -> dict[str, Any]:
    return _line("reported under another word than the method gives", "information", words, [activity])
