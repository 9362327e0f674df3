"""Transfers: who is said to have supplied whom, what the law answers, what would stay unexploded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.claims import Recorded, recorded_about, recorded_by_id, statuses_of
from tilth.law import assess
from tilth.project import latest_runs, law_case_of, munition_of, munitions_in
from tilth.project.search import Question, find
from tilth.reports import expectation_row, state_name
from tilth.web._errors import WebError
from tilth.web.claim_rows import claim_rows
from tilth.web.desk import Desk
from tilth.web.languages import Language
from tilth.web.state_page import law_at
from tilth.web.web_figures import WebFigures

__all__ = ["transfer_page", "transfers_list"]

_MOST = 400
_SHOWN = ("accepted", "proposed", "disputed")


def transfers_list(desk: Desk) -> list[dict[str, Any]]:
    """Return the transfers on record, newest first, claims about one gathered."""
    return desk.kept(("transfers",), lambda: _transfers(desk))


def _transfers(desk: Desk) -> list[dict[str, Any]]:
    found = find(desk.search(), Question(kind="transfer"), _MOST, count=False)
    items = recorded_by_id(desk.store, found.ids)
    statuses = statuses_of(desk.store, items)
    rows: dict[str, dict[str, Any]] = {}
    for item in items:
        if statuses[item.id].name in _SHOWN and item.claim.access != "personal":
            row = rows.setdefault(item.claim.subject, _row(item))
            row["claims"].append(item.id)
            row["when"] = row["when"] or _when(item)
            row["items"] |= dict.fromkeys(_words(item))
    return sorted(rows.values(), key=lambda row: str(row["when"] or ""), reverse=True)


def _row(item: Recorded) -> dict[str, Any]:
    values = item.claim.values
    return {
        "key": item.claim.subject.split(":", 1)[1],
        "supplier": state_name(str(values.get("supplier") or "")),
        "recipient": state_name(str(values.get("recipient") or "")),
        "status": values.get("status") or values.get("status_text"),
        "when": _when(item),
        "claims": [],
        "items": {},
    }


def _when(item: Recorded) -> str | None:
    values = item.claim.values
    told = [values.get(name) for name in ("delivered", "announced", "date")]
    return next((str(day) for day in (*told, item.claim.said_on) if day), None)


def _words(item: Recorded) -> list[str]:
    return [str(item.claim.values[name]) for name in ("munition", "item") if item.claim.values.get(name)][:1]


def transfer_page(desk: Desk, key: str, language: Language) -> dict[str, Any]:
    """Return what the page of a transfer shows.

    Raises
    ------
    WebError
        No transfer of that name.
    """
    subject = f"transfer:{key}"
    items = [item for item in recorded_about(desk.store, [subject]) if item.claim.kind == "transfer"]
    statuses = statuses_of(desk.store, items)
    items = [item for item in items if statuses[item.id].name in _SHOWN and item.claim.access != "personal"]
    if not items:
        raise WebError(404, f"no transfer {key[:80]!r} is on record here: see the list of transfers")
    figures = WebFigures(language)
    runs = desk.kept(("expectations",), lambda: latest_runs(desk.project, "munitions.expect"))
    own = [run for run in runs if run.claim.values["result"].get("transfer") == subject]
    return {
        "transfer": _row(items[0]) | {"when": next((day for day in map(_when, items) if day), None)},
        "said": claim_rows(desk, [item.id for item in items]),
        "statements": claim_rows(desk, [item.claim.part_of for item in items if item.claim.part_of]),
        "expectations": [expectation_row(figures, run) for run in own],
        "cases": _cases(desk, items),
    }


def _cases(desk: Desk, items: list[Recorded]) -> list[dict[str, Any]]:
    """Return the law's answer on each claim that tells enough to ask; the same answer once."""
    munitions = desk.kept(("munitions",), lambda: munitions_in(desk.project))
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        case = law_case_of(item.claim.values, munition_of(item.claim.values, munitions))
        if case is not None:
            found.setdefault(str(case["question"]), {**case, "claims": []})["claims"].append(item.id)
    known = law_at(desk).participations
    for case in found.values():
        answer = assess(case["question"], known)
        case["open"] = answer["open_questions"]
        case["findings"] = [_finding(each) for each in answer["findings"]]
    return list(found.values())


def _finding(each: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding with its trace."""
    kept = {name: each.get(name) or [] for name in ("because", "readings")}
    return {**each, **kept, "state": state_name(str(each["state"]))}
