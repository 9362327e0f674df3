"""Rows on claims beside the evidence and on what follows, the same in every document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.reports.figures import Figures

__all__ = ["comparison_rows", "consequence_rows"]

_WORDS = {
    "strikes": "Strikes",
    "land": "Land affected",
    "survey": "Technical survey",
    "clearance": "Clearance",
    "time": "Time",
    "cost": "Cost of clearance",
    "density": "Items left a hectare",
}
_UNITS = {
    "m2": "m²",
    "USD": "USD",
    "items/ha": "",
    "strikes": "",
    "team-years": "team-years",
    "years": "years",
}


def consequence_rows(figures: Figures, told: Mapping[str, Any], run: str) -> list[dict[str, Any]]:
    """Return one row a consequence: words, figure with interval, and the rows behind it."""
    return [
        {
            "words": _WORDS.get(item["name"], item["name"]),
            "figure": figures.figure(
                _digits(item["median"]),
                run=run,
                interval=(_digits(item["p05"]), _digits(item["p95"])),
                unit=_UNITS.get(item["unit"], item["unit"]),
            ),
            "how": item["how"],
            "rows": ", ".join(item["rows"]),
        }
        for item in told["items"]
    ]


def comparison_rows(figures: Figures, result: Mapping[str, Any], run: str) -> list[dict[str, Any]]:
    """Return the claimed rates with what they would leave, then the evidence."""
    rows = [
        {"who": claim["who"], "row": claim["row"], "figure": _claimed(figures, claim, run)}
        for claim in result.get("claims", ())
    ]
    left = result["unexploded"]
    evidence = figures.figure(
        _digits(left["median"]), run=run, interval=(_digits(left["p05"]), _digits(left["p95"]))
    )
    return [*rows, {"who": f"Evidence, {result['setting']}", "row": "", "figure": evidence}] if rows else []


def _claimed(figures: Figures, claim: Mapping[str, Any], run: str) -> Any:
    ends = [_digits(value) for value in claim["unexploded"] if value is not None]
    if not ends:
        return "no number"
    if len(ends) == 2 and ends[0] != ends[1]:
        return figures.figure(ends[0], run=run, interval=(ends[0], ends[1]))
    side = {(True, False): "at least ", (False, True): "at most "}.get(
        (claim["unexploded"][0] is not None, claim["unexploded"][1] is not None), ""
    )
    return figures.figure(ends[0], run=run, exact="claimed rate x submunitions", text=f"{side}{ends[0]:,g}")


def _digits(value: float) -> float:
    """Return a figure at three digits: none of these is known better."""
    short = float(f"{value:.3g}")
    return int(short) if short.is_integer() else short
