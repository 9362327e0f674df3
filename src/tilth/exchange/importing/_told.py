"""Changes told as lines of the report."""

from __future__ import annotations

from typing import Any

from tilth.claims import vocabulary
from tilth.exchange.importing._updating import Change
from tilth.exchange.intake import Draft, RowProblem

__all__ = ["change_problem"]

_REASONS = {
    "correction": "tells otherwise for the same date: the later record stands",
    "update": "newer information than what is held",
    "late": "older than what is held: kept for its own time",
}


def change_problem(draft: Draft, change: Change) -> RowProblem:
    """Return the line that shows what a row changes: property, value held, value told."""
    claim = change.sealed.claim
    kind = vocabulary()[claim.kind]
    personal = claim.access == "personal"
    names = ", ".join(name for name, _, _ in change.differing)
    parts = []
    for name, before, after in change.differing:
        hidden = personal or (name in kind.properties and kind.properties[name].personal)
        told = "changed" if hidden else f"{_short(before, after)} -> {_short(after, before)}"
        parts.append(told if len(change.differing) == 1 else f"{name}: {told}")
    advice = (
        "a person accepted the earlier claim: both stand until a person judges"
        if change.waits
        else "the earlier claim is kept and marked corrected"
        if change.word == "correction"
        else "both are kept, each for its time"
    )
    reason = _REASONS[change.word]
    if not any(before is not None for _, before, _ in change.differing):
        reason = "tells more than what is held"
        advice = "both are kept"
    return RowProblem(
        draft.row, draft.record, names, "; ".join(parts)[:400], change.word, "info", reason, advice
    )


def _short(value: Any, other: Any) -> str:
    """Return a value in few words; of two places how far they are apart."""
    if isinstance(value, dict) and "geometry" in value:
        geometry = value["geometry"]
        if geometry["type"] == "Point":
            lon, lat = geometry["coordinates"][:2]
            return f"{lat:.6f} {lon:.6f}{_apart(value, other)}"
        return f"{geometry['type']}"
    return "nothing" if value is None else str(value)[:80]


def _apart(value: Any, other: Any) -> str:
    from tilth.places import distance_m

    if not isinstance(other, dict) or other.get("geometry", {}).get("type") != "Point":
        return ""
    pairs = [tuple(one["geometry"]["coordinates"][:2]) for one in (value, other)]
    metres = distance_m(*pairs)
    return f" ({metres:,.0f} m apart)" if metres else " (accuracy)"
