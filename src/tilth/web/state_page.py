"""States: a list with where each stands, and everything about one of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from markupsafe import Markup

from tilth.claims import Recorded, recorded_by_id, statuses_of
from tilth.law import LawError, calendar, standing
from tilth.project.law_facts import LawFacts, law_facts
from tilth.project.search import Question, find
from tilth.reports import state_name, state_parts
from tilth.web._errors import WebError
from tilth.web.claim_rows import claim_rows
from tilth.web.desk import Desk
from tilth.web.languages import Language
from tilth.web.web_figures import WebFigures

__all__ = ["due_everywhere", "law_at", "state_page", "states_list"]

_FACTS = ("transfer", "treaty_status", "use", "stockpile", "dud_rate", "ban", "quantity")
_MOST = 150
_STATEMENTS = 20
_SHOWN = ("accepted", "proposed", "disputed")
_CODE = re.compile(r"[A-Z]{3}")


def law_at(desk: Desk) -> LawFacts:
    """Return what the project's claims say about treaties."""
    return desk.kept(("law facts",), lambda: law_facts(desk.project, proposed=True))


def states_list(desk: Desk, today: date) -> list[dict[str, Any]]:
    """Return every state that a treaty claim names, with its standing today and what falls due next."""
    return desk.kept(("states", today), lambda: _states(law_at(desk), today))


def _states(known: LawFacts, today: date) -> list[dict[str, Any]]:
    by_state: dict[str, list[Any]] = {}
    for each in known.participations:
        by_state.setdefault(each.state, []).append(each)
    rows = []
    for state, facts in by_state.items():
        try:
            ccm = standing(state, "ccm", today, [each for each in facts if each.regime == "ccm"])
        except LawError:
            continue
        claims = [each.origin for each in facts if each.regime == "ccm" and each.origin]
        row = {"code": state, "name": state_name(state), "standing": ccm.standing, "since": ccm.since}
        rows.append(row | {"claims": claims, "due": None, "overdue": 0} | _due(known, state, today))
    return sorted(rows, key=lambda row: str(row["name"]))


def _due(known: LawFacts, state: str, today: date) -> dict[str, Any]:
    try:
        found = calendar(state, today, known.participations, known.extensions, known.reports.get(state))
    except LawError:
        return {}
    coming, overdue = found["coming"], found["overdue"]
    return {"due": coming[0] if coming else None, "overdue": len(overdue), "overdue_rows": overdue}


def due_everywhere(desk: Desk, today: date) -> list[dict[str, Any]]:
    """Return what is overdue, the longest first, each with its state and claims."""
    rows = [
        {**each, "code": row["code"], "name": row["name"], "claims": row["claims"]}
        for row in states_list(desk, today)
        for each in row.get("overdue_rows", ())
    ]
    return sorted(rows, key=lambda row: str(row["date"]))


def state_page(desk: Desk, code: str, language: Language) -> dict[str, Any]:
    """Return what the page of a state shows.

    Raises
    ------
    WebError
        The code is no state's, or nothing speaks of it.
    """
    if not _CODE.fullmatch(code) or state_name(code) == code:
        raise WebError(404, f"{code[:20]!r} is no state: give its ISO 3166 code, such as UKR")
    about = _about(desk, code)
    parts = state_parts(desk.project, WebFigures(language), code, about)
    parts["timeline"] = _drawing(parts["timeline"])
    said = find(desk.search(), Question(kind="statement", state=code), _STATEMENTS)
    stock = find(desk.search(), Question(kind="stockpile", state=code), _MOST, count=False)
    return {
        **parts,
        "code": code,
        "said": claim_rows(desk, said.ids),
        "said_more": said.total - len(said.ids) or (1 if said.more else 0),
        "stock": claim_rows(desk, stock.ids),
        "about": about,
    }


def _drawing(timeline: Markup) -> Markup:
    """Return the timeline with links to claims; a drawing that holds links is a group to a screen reader."""
    words = str(timeline).replace("#claim-", "/behind?claims=").replace('role="img"', 'role="group"', 1)
    return Markup(words)


def _about(desk: Desk, code: str) -> list[Recorded]:
    """Return the claims that stand and concern a state, the newest of each kind."""
    ids: dict[str, None] = {}
    for kind in ("statement", *_FACTS):
        found = find(desk.search(), Question(kind=kind, state=code), _MOST, count=False)
        ids |= dict.fromkeys(found.ids)
    items = recorded_by_id(desk.store, list(ids))
    statuses = statuses_of(desk.store, items)
    return [item for item in items if statuses[item.id].name in _SHOWN and item.claim.access != "personal"]
