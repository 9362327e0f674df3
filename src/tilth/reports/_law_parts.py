"""What the law adds to a state's dossier: standing over time, deadlines, cases, open questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from tilth.project import Project
from tilth.project.cases import Case, cases_of
from tilth.project.law_facts import LawFacts, law_facts
from tilth.reports.figures import Figures
from tilth.reports.standing_chart import STANDINGS, legend, standing_chart
from tilth.reports.wording import state_name

__all__ = ["LAW_CONTENTS", "law_parts"]

LAW_CONTENTS = (
    ("over-time", "Standing over time"),
    ("deadlines", "Deadlines"),
    ("cases", "Cases"),
    ("open-questions", "Open questions"),
)
_REGIMES = ("ccm", "att", "ccw_p5")
_COMPUTED = "a date that follows from the treaty"
_TOLD = "a standing in words"
_FIXED = {
    "stockpile_destruction": "destruction of stocks, if it held any",
    "clearance": "clearance of remnants, if it had any",
}
_WHEN = {"coming": "coming", "overdue": "overdue", "past": "came due; not known whether it was met"}
_WHEN |= {"reported": "reported"}


def law_parts(project: Project, figures: Figures, state: str, today: date) -> dict[str, Any]:
    """Return chart, deadlines, cases and open questions of a state, from accepted and proposed claims."""
    known = law_facts(project, proposed=True)
    cases = [each for each in cases_of(project) if _takes_part(each, state)]
    return {
        "chart": _chart(known, state, today),
        "legend": legend(),
        "stays": list(_stays(figures, known, state)),
        "due": list(_deadlines(figures, known, state, today)),
        "cases": [_case(figures, each) for each in cases],
        "open": _open(figures, cases),
    }


def _claims_on(known: LawFacts, state: str, regime: str) -> list[str]:
    """Return the claims on a state's joining and leaving; on the Convention also extensions and reports."""
    found = [each.origin for each in known.participations if (each.state, each.regime) == (state, regime)]
    if regime == "ccm":
        found += [each.origin for each in known.extensions if each.state == state]
        found += [each.origin for each in known.reports.get(state, ())]
    return found


def _chart(known: LawFacts, state: str, today: date) -> Markup:
    from tilth.law import regime_title, standing_over_time

    rows = [(regime_title(each), standing_over_time(state, each, known.participations)) for each in _REGIMES]
    return standing_chart(state_name(state), rows, today)


def _stays(figures: Figures, known: LawFacts, state: str) -> Iterable[dict[str, Any]]:
    from tilth.law import regime_title, standing_over_time

    for regime in _REGIMES:
        claims = _claims_on(known, state, regime)
        for stay in standing_over_time(state, regime, known.participations):
            words = STANDINGS[stay.standing]
            shown = figures.figure(stay.since, claims=claims, exact=_TOLD) if stay.since and claims else None
            yield {
                "regime": regime_title(regime),
                "words": words,
                "since": shown or stay.since or "from the start",
                "because": stay.because,
            }


def _deadlines(figures: Figures, known: LawFacts, state: str, today: date) -> Iterable[dict[str, Any]]:
    from tilth.law import LawError, calendar, deadlines

    claims, reports = _claims_on(known, state, "ccm"), known.reports.get(state)
    try:
        found = calendar(state, today, known.participations, known.extensions, reports)
        fixed = deadlines(state, today, known.participations, known.extensions)["ccm"]
    except LawError:
        return
    passed = [
        {"date": fixed[duty], "what": words, "article": fixed["articles"][duty], "status": "passed"}
        for duty, words in _FIXED.items()
        if fixed["outlook"][duty] == "passed" and fixed[duty] and fixed[duty] != today.isoformat()
    ]
    listed = [{**each, "status": words} for status, words in _WHEN.items() for each in found[status]]
    for each in (*listed, *passed):
        when = figures.figure(each["date"], claims=claims, exact=_COMPUTED) if claims else each["date"]
        yield {name: each[name] for name in ("what", "article", "status")} | {"when": when}


def _takes_part(case: Case, state: str) -> bool:
    return any(each["state"] == state for each in case.answer["findings"])


def _case(figures: Figures, case: Case) -> dict[str, Any]:
    asked = case.question
    via = ", ".join(state_name(each) for each in asked.get("via", ()))
    way = f" by way of {via}" if via else ""
    other = f" and {state_name(asked['other'])}" if asked.get("other") else ""
    by = f"{asked['act'].replace('_', ' ').capitalize()}: {state_name(asked['actor'])}{other}"
    return {
        "title": f"{by}{way}, {asked['on']}",
        "note": figures.note(run=case.run),
        "findings": [_finding(each) for each in case.answer["findings"]],
        "changed": [words.replace("_", " ") for words in case.changed],
    }


def _finding(found: Mapping[str, Any]) -> dict[str, Any]:
    from tilth.law import regime_title

    return {
        "state": state_name(found["state"]),
        "role": found["role"].replace("_", " "),
        "regime": regime_title(found["regime"]),
        "outcome": found["outcome"].replace("_", " "),
        "citation": found["citation"],
        "readings": [{**each, "outcome": each["outcome"].replace("_", " ")} for each in found["readings"]],
        "flags": found["flags"],
    }


def _open(figures: Figures, cases: Iterable[Case]) -> list[dict[str, Any]]:
    runs: dict[str, list[str]] = {}
    for case in cases:
        for question in case.answer["open_questions"]:
            runs.setdefault(question, []).append(case.run)
    return [
        {"words": words, "notes": Markup("").join(figures.note(run=run) for run in behind)}
        for words, behind in runs.items()
    ]
