"""Rows on expected unexploded submunitions, the same in every dossier."""

from __future__ import annotations

from typing import Any

from tilth.claims import Recorded
from tilth.reports.figures import Figures

__all__ = ["expectation_row"]


def expectation_row(figures: Figures, run: Recorded) -> dict[str, Any]:
    """Return one munition's figures with their intervals, and what they rest on."""
    result = run.claim.values["result"]
    rate, left = result["rate"], result["unexploded"]
    percent = {name: 100 * value for name, value in rate.items()}
    rounds = result["rounds"] if not isinstance(result["rounds"], dict) else result["rounds"]["high"]
    worked_out = "worked out per 1,000 rounds" if result.get("per_rounds") else "as told in the claims"
    row = {
        "munition": result["munition"],
        "rounds": figures.figure(rounds, run=run.id, exact=worked_out),
        "submunitions": figures.figure(_whole(result["submunitions"]), run=run.id, exact="rounds x load"),
        "rate": figures.figure(
            round(percent["median"], 2), run=run.id, interval=(percent["p05"], percent["p95"]), unit="%"
        ),
        "unexploded": figures.figure(
            round(left["median"]), run=run.id, interval=(round(left["p05"]), round(left["p95"]))
        ),
        "basis": _basis(result),
    }
    if "strikes" in result:
        row["strikes"] = figures.figure(result["strikes"], run=run.id, exact="a count of records")
    return row


def _whole(count: Any) -> Any:
    return count["high"] if isinstance(count, dict) else count


def _basis(result: dict[str, Any]) -> str:
    used = ", ".join(result["evidence"]) or "none of its own"
    words = f"Evidence rows used: {used}; left out: {len(result['excluded'])}."
    if result.get("per_rounds"):
        words = f"The number of rounds is not told: worked out per 1,000. {words}"
    return " ".join([words, *(str(item) for item in result["assumptions"])])
