"""Rows on the standing of states, and the figures at the head of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tilth.claims import Recorded
from tilth.reports.figures import Figures
from tilth.reports.standing_chart import STANDINGS
from tilth.reports.wording import state_name

__all__ = ["cards", "standings"]

_COUNTED = "a count of claims"
_LAW = "an answer in words"


def cards(
    figures: Figures, state: str, runs: Sequence[Recorded], about: Sequence[Recorded]
) -> list[dict[str, Any]]:
    """Return the figures for the top of the page."""
    statements = [item.id for item in about if item.claim.kind == "statement"]
    speakers = {item.claim.speaker for item in about if item.claim.speaker}
    own = [run for run in runs if run.claim.values["result"]["state"] == state]
    rows = [_card(_standing_figure(figures, run), f"under the Convention, {_on(run)}") for run in own]
    if statements:
        rows.append(_card(figures.figure(len(statements), claims=statements, exact=_COUNTED), "statements"))
        said = [item.id for item in about if item.claim.speaker]
        if said:
            rows.append(_card(figures.figure(len(speakers), claims=said, exact=_COUNTED), "speakers"))
    facts = [item.id for item in about if item.claim.kind != "statement"]
    if facts:
        rows.append(_card(figures.figure(len(facts), claims=facts, exact=_COUNTED), "typed facts"))
    return rows


def _on(run: Recorded) -> str:
    return str(run.claim.values["result"]["on"])


def _card(figure: Markup, words: str) -> dict[str, Any]:
    return {"figure": figure, "words": words}


def _standing_figure(figures: Figures, run: Recorded) -> Markup:
    word = str(run.claim.values["result"]["standing"])
    return figures.figure(word, run=run.id, exact=_LAW, text=STANDINGS.get(word, word))


def standings(figures: Figures, runs: Sequence[Recorded], first: str) -> list[dict[str, Any]]:
    """Return the standing of every state named, the dossier's own state first."""
    ordered = sorted(runs, key=lambda run: run.claim.values["result"]["state"] != first)
    return [
        {
            "name": state_name(str(run.claim.values["result"]["state"])),
            "figure": _standing_figure(figures, run),
            "reasons": run.claim.values["result"]["reasons"],
            "flags": run.claim.values["result"]["flags"],
        }
        for run in ordered
    ]
