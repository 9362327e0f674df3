"""Rows on transfers: what is claimed, what the law answers, what would stay unexploded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tilth.claims import Recorded
from tilth.project import Project, latest_runs
from tilth.reports._expected import expectation_row
from tilth.reports.figures import Figures, number_words
from tilth.reports.wording import state_name

__all__ = ["answers", "expectations", "runs_on_transfers", "transfers"]

_STATED = "as stated by the source"


def transfers(figures: Figures, items: Sequence[Recorded], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return a row for each claim of a transfer, from articles first."""
    ordered = sorted(items, key=lambda item: item.claim.span is None)
    return [_transfer(figures, item, names) for item in ordered]


def _transfer(figures: Figures, item: Recorded, names: dict[str, str]) -> dict[str, Any]:
    values = item.claim.values
    parties = [state_name(str(values.get(side, "not named"))) for side in ("supplier", "recipient")]
    worth = values.get("value_usd")
    dates = [str(values[name]) for name in ("announced", "delivered", "date") if name in values]
    speaker = names.get(item.claim.speaker or "") or values.get("attribution") or "the source itself"
    return {
        "parties": " to ".join(parties),
        "status": str(values.get("status") or values.get("status_text") or "stated"),
        "note": figures.note([item.id]),
        "item": values.get("item"),
        "speaker": speaker,
        "value": _money(figures, worth, item.id) if worth is not None else None,
        "when": Markup("<br>").join(dates) or item.claim.said_on,
    }


def _money(figures: Figures, worth: Any, key: str) -> Markup:
    if isinstance(worth, dict):
        told = [float(worth[name]) for name in ("low", "value", "high") if name in worth]
        return figures.figure(told[0], claims=[key], interval=(min(told), max(told)), unit="USD")
    text = f"{number_words(worth / 1e6)} million" if worth >= 1e6 else None
    return figures.figure(worth, claims=[key], exact=_STATED, text=text, unit="USD")


def answers(figures: Figures, runs: Sequence[Recorded], state: str) -> list[dict[str, Any]]:
    """Return the Convention's answer to each transfer that the state takes part in."""
    rows = []
    for run in runs:
        result = run.claim.values["result"]
        if state not in (result["supplier"], result["recipient"]):
            continue
        answer = result["answer"]
        pair = f"{state_name(result['supplier'])} to {state_name(result['recipient'])}"
        rows.append(
            {
                "title": f"Is a transfer from {pair} lawful under the Convention?",
                "lead": f"Answered for {result['on']}, each state in its own role.",
                "note": figures.note(run=run.id),
                "findings": [_finding(finding) for finding in answer["findings"]],
                "questions": "; ".join(str(question) for question in answer.get("open_questions", ())),
            }
        )
    return rows


def _finding(finding: dict[str, Any]) -> dict[str, Any]:
    kept = {name: finding.get(name) or "" for name in ("role", "citation")}
    return kept | {
        "state": state_name(str(finding["state"])),
        "outcome": str(finding["outcome"]).replace("_", " "),
        "because": [str(reason) for reason in finding.get("because", ())],
        "readings": finding.get("readings") or [],
    }


def runs_on_transfers(project: Project, items: Sequence[Recorded]) -> list[Recorded]:
    """Return the expectations worked out for these transfers."""
    subjects = {item.claim.subject for item in items}
    runs = latest_runs(project, "munitions.expect")
    return [run for run in runs if run.claim.values["result"].get("transfer") in subjects]


def expectations(figures: Figures, runs: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Return what deliveries would leave unexploded."""
    return [expectation_row(figures, run) for run in runs]
