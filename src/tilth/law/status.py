"""A state under every regime on a date, and when its duties fall due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tilth.law._calendar import after, next_yearly
from tilth.law._files import data_rows
from tilth.law._known import known_rows
from tilth.law._regimes import regime_facts, regimes
from tilth.law._timeline import Step, days_of, timeline
from tilth.law.participation import Participation
from tilth.law.standing import as_date, standing
from tilth.law.states import state_code
from tilth.times import PartialDate

__all__ = ["deadlines", "status"]


def status(
    state: str, on: str | date | PartialDate, facts: Iterable[Participation] | None = None
) -> dict[str, Any]:
    """Return how a state stands to every regime on a date, ready for JSON.

    Returns
    -------
    dict
        ``state`` (code), ``on``, and ``regimes``: name to ``standing``, ``since``, ``until``,
        ``source``, with ``possible``, ``reasons``, ``flags`` and ``facts`` beside them. A national
        regime is there when a law is on record.

    Examples
    --------
    >>> found = status("Lithuania", "2025-03-06")["regimes"]["ccm"]
    >>> found["standing"], found["since"], found["until"]
    ('former_party', '2025-03-06', None)
    """
    given = tuple(facts or ())
    code = state if any(each.state == state for each in given) else state_code(state)
    day = as_date(on)
    names = [each if each != "national" else f"national:{code}" for each in regimes()]
    found = {}
    for name in names:
        if name.startswith("national:") and not known_rows(code, name, given):
            continue
        one = standing(code, name, day, given)
        found[name] = {
            "standing": one.standing,
            "since": one.since,
            "until": one.until,
            "source": one.source,
            "possible": list(one.possible),
            "reasons": list(one.reasons),
            "flags": list(one.flags),
            "facts": list(one.facts),
        }
    return {"state": code, "on": str(day), "regimes": found}


def deadlines(
    state: str, on: str | date | PartialDate | None = None, facts: Iterable[Participation] | None = None
) -> dict[str, Any]:
    """Return when the duties under the Convention on Cluster Munitions fall due for a state.

    Counted from the entry into force for that state: stocks 8 years (Art. 3(2)), clearance 10
    years (Art. 4(1)) or the latest extension granted by the date asked for, first report 180 days
    (Art. 7(1)), then each 30 April (Art. 7(2)). Clearance runs only where there are remnants, and
    stock destruction only where there are stocks; the dates are given all the same.

    Parameters
    ----------
    state : str
        Code or name.
    on : str, date or PartialDate, optional
        Day for which the next report and extensions are told; today when left out.
    facts : iterable of Participation, optional

    Returns
    -------
    dict
        ``{"ccm": {"in_force", "stockpile_destruction", "clearance", "initial_report",
        "next_report", "articles", "extensions", "notes"}}``; dates are None for a state in which
        the Convention is not and will not be in force.

    Examples
    --------
    >>> found = deadlines("Nigeria", "2023-12-01")["ccm"]
    >>> found["in_force"], found["initial_report"], found["next_report"]
    ('2023-08-01', '2024-01-28', '2024-04-30')
    """
    given = tuple(facts or ())
    code = state if any(each.state == state for each in given) else state_code(state)
    day = as_date(on if on is not None else date.today())
    terms = regime_facts("ccm")["deadlines"]
    answer: dict[str, Any] = {
        "in_force": None,
        **dict.fromkeys(terms),
        "articles": _articles(terms),
        "extensions": [],
        "notes": [],
    }
    steps = [step for row in known_rows(code, "ccm", given) for step in timeline(row)]
    force = next((step for step in steps if step.standing == "party"), None)
    if force is None:
        answer["notes"].append(f"the Convention is not in force for {code}: no deadline runs")
    else:
        _fill(answer, code, force.days[0], days_of(day)[0], _left(steps))
    return {"ccm": answer}


def _articles(terms: dict[str, Any]) -> dict[str, str]:
    return {name: term["article"] for name, term in terms.items()}


def _left(steps: list[Step]) -> date | None:
    return next((step.days[0] for step in steps if step.standing == "former_party"), None)


def _fill(answer: dict[str, Any], code: str, force: date, on: date, left: date | None) -> None:
    terms = regime_facts("ccm")["deadlines"]
    answer["in_force"] = force.isoformat()
    for name in ("stockpile_destruction", "clearance", "initial_report"):
        answer[name] = after(force, terms[name]).isoformat()
    yearly = terms["next_report"]
    due = next_yearly(max(on, date.fromisoformat(answer["initial_report"])), yearly["month"], yearly["day"])
    answer["next_report"] = due.isoformat()
    _extend(answer, code, on)
    if left is not None and left <= on:
        answer["next_report"] = None
        answer["notes"].append(
            f"{code} withdrew with effect on {left}: deadlines after that day no longer run"
        )


def _extend(answer: dict[str, Any], code: str, on: date) -> None:
    """Put the extensions known on the day; only one that was granted moves the deadline."""
    for row in data_rows("extensions"):
        if row["state"] != code or days_of(PartialDate.parse(row["decided"]))[0] > on:
            continue
        answer["extensions"].append(dict(row))
        if row["decision"] == "granted":
            answer[row["duty"]] = row["deadline"]
        else:
            answer["notes"].append(
                f"{row['duty']} to {row['deadline']} was requested; the decision was not seen"
            )
    if answer["extensions"] and answer["clearance"] < on.isoformat():
        answer["notes"].append(
            "clearance: the last deadline on record has passed; unclear until the decision is looked up"
        )
