"""Reports on work: the word for the land they release, and figures of one activity counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tilth.release._days import release_day
from tilth.release.process import Process, process

__all__ = ["ActivityFigures", "ActivityReport", "counted_once", "product_of"]

_PRODUCTS = ("cancelled", "reduced", "cleared")


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """What one report states of one activity.

    Attributes
    ----------
    kind
        Sort of report: progress, completion, cancellation, handover ...
    method
        Work that was done: NTS, TS, clearance, BAC ...
    stated_m2
        Figures by the report's own words: cancelled, reduced, reduced_without_asset, cleared.
    figures_are
        increment, running_total or total, where the form says so; else the process decides by kind.
    """

    id: str
    activity: str
    kind: str
    date: str | None = None
    method: str | None = None
    stated_m2: Mapping[str, float] = field(default_factory=dict)
    figures_are: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """What an activity released in m2, from its reports counted once.

    Attributes
    ----------
    m2
        Figures by product; the product follows from the method.
    counted, left_out
        Reports that count, and those that do not, each with the reason.
    renamed
        What the reports called it where the method gives another word.
    """

    activity: str
    m2: Mapping[str, float]
    counted: tuple[str, ...]
    left_out: Mapping[str, str]
    renamed: tuple[str, ...] = ()


def product_of(method: str | None, made: Process | None = None) -> str | None:
    """Return cancelled, reduced or cleared as the method gives it, None for one that releases no land.

    Examples
    --------
    >>> product_of("NTS"), product_of("TS"), product_of("BAC"), product_of("eod_spot")
    ('cancelled', 'reduced', 'cleared', None)
    """
    rule = (made or process()).rules["products"].get(method)
    return str(rule["product"]) if rule else None


def counted_once(reports: Iterable[ActivityReport], made: Process | None = None) -> list[ActivityFigures]:
    """Return the figures of each activity, sorted; no report is added to another that repeats it.

    Of reports that give a total (completion, cancellation) the newest counts and takes the place of all
    progress reports; else the newest running total; else increments are added. A handover adds nothing.
    The same report given twice counts once; of two versions the newer.

    Examples
    --------
    >>> half = ActivityReport("r1", "a", "progress", "2024-03", "clearance", {"cleared": 400.0})
    >>> whole = ActivityReport("r2", "a", "completion", "2024-05", "clearance", {"cleared": 1000.0})
    >>> counted_once([half, whole, half])[0].m2
    {'cleared': 1000.0}
    """
    rules = made or process()
    by_activity: dict[str, dict[str, ActivityReport]] = {}
    for report in sorted(reports, key=_newness):
        by_activity.setdefault(report.activity, {})[report.id] = report
    return [_figures(name, list(found.values()), rules) for name, found in sorted(by_activity.items())]


def _newness(report: ActivityReport) -> tuple[int, str, str]:
    return release_day(report.date, report.id), report.id, str(sorted(report.stated_m2.items()))


def _counts(report: ActivityReport, rules: Process) -> str:
    told = rules.rules["reports"].get(report.kind, {}).get("counts", "nothing")
    if told == "nothing":
        return "nothing"
    return report.figures_are or str(told)


def _figures(name: str, reports: Sequence[ActivityReport], rules: Process) -> ActivityFigures:
    """Return the figures of one activity from its reports in order of date."""
    groups: dict[str, list[ActivityReport]] = {}
    for report in reports:
        groups.setdefault(_counts(report, rules), []).append(report)
    best = next((kind for kind in ("total", "running_total", "increment") if kind in groups), None)
    counted = [] if best is None else groups[best] if best == "increment" else groups[best][-1:]
    used = {report.id for report in counted}
    newest = counted[-1].id if counted else ""
    left_out = {
        report.id: "adds nothing: a report on work already counted"
        if _counts(report, rules) == "nothing"
        else f"its figures are within those of {newest}"
        for report in reports
        if report.id not in used
    }
    m2: dict[str, float] = {}
    renamed: list[str] = []
    for report in counted:
        for word, size in _named(report, rules, renamed):
            m2[word] = m2.get(word, 0.0) + size
    return ActivityFigures(name, m2, tuple(report.id for report in counted), left_out, tuple(renamed))


def _named(report: ActivityReport, rules: Process, renamed: list[str]) -> list[tuple[str, float]]:
    """Return a report's figures under the word that its method gives."""
    product = product_of(report.method, rules)
    told: list[tuple[str, float]] = []
    for word, size in report.stated_m2.items():
        by_hand = word == "reduced_without_asset"
        right: str = "cancelled" if by_hand else (product or word)
        if right != word:
            renamed.append(f"{report.id}: reported as {word.replace('_', ' ')}, counted as {right}")
        if right in _PRODUCTS and size:
            told.append((right, float(size)))
    return told
