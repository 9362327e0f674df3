"""When the duties of a State Party fall due: stocks, clearance, reports, with extensions on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tilth.law._calendar import Stretch, after, next_yearly
from tilth.law._extensions import Extension, extensions_of
from tilth.law._known import known_rows
from tilth.law._regimes import regime_facts
from tilth.law._timeline import Step, days_of, span, timeline
from tilth.law.participation import Participation
from tilth.law.standing import as_date, standing
from tilth.law.states import require_existing, state_code
from tilth.times import PartialDate

__all__ = ["deadlines", "due_words", "stay_on"]

_REGIME = "ccm"


def deadlines(
    state: str,
    on: str | date | PartialDate | None = None,
    facts: Iterable[Participation] | None = None,
    extensions: Iterable[Extension] = (),
    conflicts: Sequence[Stretch] = (),
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
        Newer facts, which win over the packaged tables.
    extensions : iterable of Extension, optional
        Newer extensions, laid over those on record.
    conflicts : sequence of (date, date or None)
        Armed conflicts of the state, for withdrawals held back by Art. 20(3).

    Returns
    -------
    dict
        ``{"ccm": {"in_force", "stockpile_destruction", "clearance", "initial_report",
        "next_report", "articles", "outlook", "extensions", "notes", "flags", "facts"}}``; dates are
        None for a state in which the Convention is not and will not be in force. ``outlook`` says
        of each deadline whether it is coming, passed or unclear.

    Raises
    ------
    LawError
        For an unknown state, one that did not exist then, or a date that cannot be read.

    Examples
    --------
    >>> found = deadlines("Nigeria", "2023-12-01")["ccm"]
    >>> found["in_force"], found["initial_report"], found["next_report"]
    ('2023-08-01', '2024-01-28', '2024-04-30')
    """
    given = tuple(facts or ())
    code = state if any(each.state == state for each in given) else state_code(state)
    day = as_date(on if on is not None else date.today())
    require_existing(code, *days_of(day))
    terms = regime_facts(_REGIME)["deadlines"]
    known = standing(code, _REGIME, day, given, conflicts)
    answer: dict[str, Any] = {
        "in_force": None,
        **dict.fromkeys(terms),
        "standing": known.standing,
        "articles": {name: term["article"] for name, term in terms.items()},
        "outlook": dict.fromkeys(terms),
        "extensions": [],
        "notes": [],
        "flags": list(known.flags),
        "facts": list(known.facts),
    }
    first = days_of(day)[0]
    force, left = stay_on(known_rows(code, _REGIME, given), first, conflicts)
    if force is None:
        answer["notes"].append(f"the Convention is not in force for {code}: no deadline runs")
    elif force.days[0] == date.min:
        answer["notes"].append(f"when the Convention came into force for {code} is not on record")
    else:
        _fill(answer, force.days, first)
        _extend(answer, extensions_of(code, tuple(extensions)), first)
        _end(answer, code, left, first)
        _doubt(answer, known.standing, force.days[0], first)
    return {_REGIME: answer}


def stay_on(
    rows: Sequence[Participation], on: date, conflicts: Sequence[Stretch] = ()
) -> tuple[Step | None, date | None]:
    """Return the entry into force of the stay under way on a day, and when that stay ended or ends.

    The stay is the last one begun by then, or else the first to come.
    """
    if not rows:
        return None, None
    steps = timeline(rows, conflicts)
    entries = [number for number, step in enumerate(steps) if step.standing == "party"]
    if not entries:
        return None, None
    begun = [number for number in entries if steps[number].days[0] <= on]
    chosen = begun[-1] if begun else entries[0]
    after_it = steps[chosen + 1 :]
    left = next((step.days[0] for step in after_it if step.standing == "former_party"), None)
    return steps[chosen], left


def _fill(answer: dict[str, Any], force: tuple[date, date], on: date) -> None:
    terms = regime_facts(_REGIME)["deadlines"]
    answer["in_force"] = span(force)
    for name in ("stockpile_destruction", "clearance", "initial_report"):
        due = (after(force[0], terms[name]), after(force[1], terms[name]))
        answer[name] = span(due)
        answer["outlook"][name] = "coming" if on <= due[1] else "passed"
    yearly = terms["next_report"]
    first_report = after(force[0], terms["initial_report"])
    answer["next_report"] = next_yearly(max(on, first_report), yearly["month"], yearly["day"]).isoformat()
    answer["outlook"]["next_report"] = "coming"


def _extend(answer: dict[str, Any], extensions: Sequence[Extension], on: date) -> None:
    """Put the extensions known on the day; only one that was granted moves the deadline."""
    for each in extensions:
        if days_of(each.decided)[0] > on:
            continue
        answer["extensions"].append(_told(each))
        if each.moves:
            answer[each.duty] = each.deadline
            answer["outlook"][each.duty] = "coming" if on.isoformat() <= each.deadline else "passed"
        elif each.decision == "requested":
            answer["notes"].append(
                f"{each.duty} to {each.deadline} was requested ({each.decided}); the decision was not seen"
            )
            if answer["outlook"][each.duty] == "passed" and answer[each.duty] < each.deadline:
                answer["outlook"][each.duty] = "unclear"
        if each.tag != "verified":
            answer["flags"].append("not verified")
    answer["flags"] = list(dict.fromkeys(answer["flags"]))
    _unsettled(answer)


def _unsettled(answer: dict[str, Any]) -> None:
    terms = regime_facts(_REGIME)["deadlines"]
    for duty, outlook in answer["outlook"].items():
        if outlook != "unclear":
            continue
        term = terms[duty]["extension"]
        most = after(date.fromisoformat(answer[duty]), term)
        answer["notes"].append(
            f"{duty}: the last deadline on record has passed; unclear until the decision is looked up. "
            f"The most that one extension can give is {most} ({term['article']})"
        )


def _told(each: Extension) -> dict[str, str]:
    return {
        "state": each.state,
        "duty": each.duty,
        "decided": str(each.decided),
        "deadline": each.deadline,
        "decision": each.decision,
        "source_url": each.source,
        "note": each.note,
        "origin": each.origin,
    }


def _end(answer: dict[str, Any], code: str, left: date | None, on: date) -> None:
    if left is None or left > on:
        return
    answer["notes"].append(f"{code} withdrew with effect on {left}: deadlines after that day no longer run")
    for name in answer["outlook"]:
        if answer[name] is not None and str(answer[name]) >= left.isoformat():
            answer[name], answer["outlook"][name] = None, None


def _doubt(answer: dict[str, Any], word: str, force: date, on: date) -> None:
    if word == "provisional":
        answer["notes"].append("it applies Art. 1 provisionally: the deadlines do not run yet (Art. 18)")
    elif force > on:
        answer["notes"].append(
            f"the Convention comes into force for it on {force}; the deadlines run from then"
        )


def due_words(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the deadlines as words that the texts of rules may use."""
    found = answer[_REGIME]
    named = {
        "stocks_by": "stockpile_destruction",
        "clearance_by": "clearance",
        "first_report_by": "initial_report",
        "next_report_by": "next_report",
    }
    return {word: found[name] or "the deadline, not on record" for word, name in named.items()}
