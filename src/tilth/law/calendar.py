"""What falls due for a state: coming deadlines, and reports that are overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tilth.law._calendar import Stretch, next_yearly
from tilth.law._extensions import Extension
from tilth.law._known import known_rows
from tilth.law._regimes import regime_facts
from tilth.law._timeline import days_of, timeline
from tilth.law.deadlines import deadlines, stay_on
from tilth.law.participation import Participation
from tilth.law.rules import framework
from tilth.law.standing import as_date
from tilth.law.states import state_code
from tilth.times import PartialDate

__all__ = ["Report", "calendar"]

_AHEAD = 2
"""So many yearly reports ahead are listed."""


@dataclass(frozen=True, slots=True)
class Report:
    """A transparency report on record: the year it was due in, its kind and when it came.

    Attributes
    ----------
    year : int
        Calendar year of submission.
    kind : str
        ``initial``, ``annual``, ``voluntary`` or ``update``; empty counts as annual.
    submitted : str
        Day of submission, ISO 8601; empty when not known.
    origin : str
        Claim it is told by.
    """

    year: int
    kind: str = ""
    submitted: str = ""
    origin: str = ""


def calendar(
    state: str,
    on: str | date | PartialDate | None = None,
    facts: Iterable[Participation] | None = None,
    extensions: Iterable[Extension] = (),
    reports: Sequence[Report] | None = None,
    conflicts: Sequence[Stretch] = (),
) -> dict[str, Any]:
    """Return what falls due for a state under the Convention on Cluster Munitions, in order of date.

    Parameters
    ----------
    state : str
        Code or name.
    on : str, date or PartialDate, optional
        Day from which is looked ahead and back; today when left out.
    facts, extensions, conflicts
        As for `deadlines`.
    reports : sequence of Report, optional
        Reports on record. None means that no record is at hand: past reports are then listed in
        ``past`` as ``not on record``, not as overdue.

    Returns
    -------
    dict
        ``state``, ``on``, ``coming``, ``overdue``, ``past`` (came due, and whether it was met is not
        known), ``reported``, ``notes``, ``flags``. Each entry has
        ``date``, ``what``, ``duty``, ``article``, ``status``.

    Raises
    ------
    LawError
        For an unknown state, one that did not exist then, or a date that cannot be read.

    Examples
    --------
    >>> found = calendar("Philippines", "2019-08-01")
    >>> [(each["date"], each["duty"]) for each in found["coming"]][:2]
    [('2019-12-28', 'initial_report'), ('2020-04-30', 'next_report')]
    """
    given = tuple(facts or ())
    code = state if any(each.state == state for each in given) else state_code(state)
    day = as_date(on if on is not None else date.today())
    today = days_of(day)[0]
    found = deadlines(code, day, given, extensions, conflicts)["ccm"]
    answer: dict[str, Any] = {"state": code, "on": str(day), "coming": [], "overdue": [], "past": []}
    answer["reported"] = []
    answer |= {"notes": list(found["notes"]), "flags": list(found["flags"])}
    entries = [*_steps(code, given, conflicts, today), *_fixed(found, today)]
    force, left = stay_on(known_rows(code, "ccm", given), today, conflicts)
    if found["in_force"] and force is not None:
        entries += list(_reports(found, force.days[0], left, today, reports))
    for each in sorted(entries, key=lambda one: (one["date"], one["duty"])):
        answer[_PLACE[each["status"]]].append(each)
    return answer


_PLACE = {
    "coming": "coming",
    "passed": "past",
    "unclear": "past",
    "overdue": "overdue",
    "not on record": "past",
    "submitted": "reported",
    "submitted late": "reported",
}


def _steps(
    code: str, given: Sequence[Participation], conflicts: Sequence[Stretch], today: date
) -> Iterator[dict[str, str]]:
    """Yield changes of standing under the Convention that lie ahead."""
    rows = known_rows(code, "ccm", given)
    for step in timeline(rows, conflicts) if rows else ():
        if step.days[0] > today and step.days[0] != date.max:
            what = {"party": "entry into force", "former_party": "withdrawal takes effect"}
            if step.standing in what:
                article = framework()[step.rule].citation if step.rule else "as stated"
                yield _entry(step.days[0], what[step.standing], "standing", article, "coming")


def _fixed(found: dict[str, Any], today: date) -> Iterator[dict[str, str]]:
    words = {"stockpile_destruction": "destruction of stocks", "clearance": "clearance of remnants"}
    only = {"stockpile_destruction": "if it holds stocks", "clearance": "if it has remnants"}
    for duty, what in words.items():
        outlook = found["outlook"][duty]
        if outlook in ("coming", "unclear") or (outlook == "passed" and found[duty] == today.isoformat()):
            yield _entry(found[duty], f"{what}, {only[duty]}", duty, found["articles"][duty], outlook)


def _entry(day: date | str, what: str, duty: str, article: str, status: str) -> dict[str, str]:
    return {"date": str(day), "what": what, "duty": duty, "article": article, "status": status}


def _reports(
    found: dict[str, Any], force: date, left: date | None, today: date, reports: Sequence[Report] | None
) -> Iterator[dict[str, Any]]:
    """Yield the first report and each yearly one, with whether it came."""
    articles = found["articles"]
    first = found["initial_report"]
    if first and (left is None or first < left.isoformat()):
        what = "first transparency report"
        yield _reported(first, what, "initial_report", articles["initial_report"], today, reports)
    for due in _yearly(force if first is None else date.fromisoformat(first), today):
        if left is None or due < left:
            what = f"transparency report on {due.year - 1}"
            yield _reported(due.isoformat(), what, "next_report", articles["next_report"], today, reports)


def _yearly(first: date, today: date) -> Iterator[date]:
    term = regime_facts("ccm")["deadlines"]["next_report"]
    due = next_yearly(first, term["month"], term["day"])
    ahead = 0
    while ahead < _AHEAD:
        yield due
        ahead += due >= today
        due = date(due.year + 1, due.month, due.day)


def _reported(
    due: str, what: str, duty: str, article: str, today: date, reports: Sequence[Report] | None
) -> dict[str, Any]:
    came = [each for each in reports or () if _answers(each, due, duty)]
    entry: dict[str, Any] = _entry(due, what, duty, article, "coming")
    if came:
        late = came[0].submitted > due
        entry["status"] = "submitted late" if late else "submitted"
        return entry | {"submitted": came[0].submitted, "claims": [each.origin for each in came]}
    if due < today.isoformat():
        entry["status"] = "overdue" if reports is not None else "not on record"
        entry["days_late"] = (today - date.fromisoformat(due)).days
    return entry


def _answers(report: Report, due: str, duty: str) -> bool:
    initial = report.kind == "initial"
    if duty == "initial_report":
        return initial
    return not initial and report.year == int(due[:4])
