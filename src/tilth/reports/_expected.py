"""Rows on expected unexploded submunitions, the same in every dossier."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tilth.claims import Recorded
from tilth.reports._aftermath import comparison_rows, consequence_rows
from tilth.reports.figures import Figures

__all__ = ["expectation_row"]


def expectation_row(figures: Figures, run: Recorded) -> dict[str, Any]:
    """Return one munition's figures, the claims beside them, what follows, what they rest on."""
    result = run.claim.values["result"]
    rate, left = result["rate"], result["unexploded"]
    percent = {name: 100 * value for name, value in rate.items()}
    worked_out = "worked out per 1,000 rounds" if result.get("per_rounds") else "as told in the claims"
    row = {
        "munition": result["munition"],
        "rounds": _number(figures, result["rounds"], run.id, worked_out),
        "submunitions": _number(figures, result["submunitions"], run.id, "rounds x load"),
        "rate": figures.figure(
            round(percent["median"], 2), run=run.id, interval=(percent["p05"], percent["p95"]), unit="%"
        ),
        "unexploded": figures.figure(
            round(left["median"]), run=run.id, interval=(round(left["p05"]), round(left["p95"]))
        ),
        "basis": _basis(result),
        "compared": comparison_rows(figures, result, run.id),
        "aftermath": consequence_rows(figures, result["consequences"], run.id)
        if "consequences" in result
        else [],
        "assumed": result.get("consequences", {}).get("assumptions", []),
    }
    if "strikes" in result:
        row["strikes"] = figures.figure(result["strikes"], run=run.id, exact="a count of records")
    return row


def _number(figures: Figures, value: Any, run: str, exact: str) -> Markup:
    """Return a number, or the middle of a range with the range as its interval."""
    if isinstance(value, list | tuple):
        return figures.figure(round((value[0] + value[1]) / 2), run=run, interval=(value[0], value[1]))
    return figures.figure(value, run=run, exact=exact)


def _basis(result: dict[str, Any]) -> str:
    used = result["evidence"]
    nearest = (
        f"{', '.join(used[:8])}{f' and {len(used) - 8} more' if len(used) > 8 else ''}" or "none of its own"
    )
    words = f"Evidence rows used, nearest first: {nearest}; left out: {len(result['excluded'])}."
    if result.get("per_rounds"):
        words = f"The number of rounds is not told: worked out per 1,000. {words}"
    return " ".join([words, *(str(item) for item in result["assumptions"])])
