"""Everything about one claim: values with units, place, source in context, history, what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from tilth.claims import (
    Claim,
    Picture,
    Recorded,
    Status,
    picture,
    recorded_about,
    recorded_by_id,
    recorded_parts,
    statuses_of,
    vocabulary,
)
from tilth.places import PlaceError, format_point
from tilth.project.correcting import source_text
from tilth.project.search import users_of
from tilth.project.side_by_side import standing_mark, versions_of
from tilth.web.claim_rows import claim_rows
from tilth.web.desk import Desk
from tilth.web.people import sources_of, speakers_at

__all__ = ["claim_page", "value_words"]

_AROUND = 280
_USERS = 120
_PAST = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "retract": "retracted",
    "reopen": "reopened",
    "settle": "settled",
}


def claim_page(desk: Desk, item: Recorded) -> dict[str, Any]:
    """Return what the page of a claim shows."""
    claim = item.claim
    status = statuses_of(desk.store, [item])[item.id]
    [row] = claim_rows(desk, [item.id])
    text = source_text(desk.project, claim.source)
    about = sources_of(desk, [item]).get(claim.source or "")
    drawn = picture(desk.store, claim.source, statuses=("accepted", "proposed")) if claim.source else None
    return {
        "row": row,
        "claim": claim,
        "seen": standing_mark(status),
        "content": claim.values.get("content"),
        "values": list(_values(claim)),
        "place": _place(claim),
        "parts": claim_rows(desk, [part.id for part in recorded_parts(desk.store, [item.id])]),
        "versions": versions_of(desk.project, item.id),
        "uses": _uses(desk, item.id),
        "inputs": [key for key in claim.values.get("inputs", ()) if isinstance(key, str)],
        "about": about,
        "capture": drawn.value("sha256") if isinstance(drawn, Picture) else None,
        "reading": claim.source.split(":", 1)[1] if text and claim.source and claim.span else None,
        "around": _around(text, claim.span),
        "history": _history(desk, item, status),
    }


def _values(claim: Claim) -> Iterator[dict[str, Any]]:
    kind = vocabulary().kinds.get(claim.kind)
    for name, value in claim.values.items():
        if name in ("content", "text", "inputs"):
            continue
        item = kind.properties.get(name) if kind else None
        yield {
            "name": name,
            "value": value_words(value),
            "unit": item.unit if item and item.unit not in ("items", "share", "year", None) else None,
            "meaning": item.meaning if item else "",
            "wording": claim.wording.get(name),
        }


def value_words(value: Any) -> str:
    """Return a value in words, whatever it is made of.

    Examples
    --------
    >>> value_words({"low": 1, "high": 3}), value_words(["use", "transfer"])
    ('1 to 3', 'use, transfer')
    """
    if isinstance(value, dict):
        if set(value) <= {"low", "high", "value", "about"} and {"low", "high"} <= set(value):
            return f"{value['low']} to {value['high']}"
        return "; ".join(f"{name.replace('_', ' ')}: {value_words(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(value_words(one) for one in value)
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def _place(claim: Claim) -> dict[str, Any] | None:
    if claim.place is None:
        return None
    geometry = claim.place["geometry"]
    words = str(geometry["type"])
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"][:2]
        words = f"{lat:.5f}, {lon:.5f}"
        with suppress(PlaceError):  # near the poles there is neither
            words += f" · {format_point(lon, lat, 'utm')} · {format_point(lon, lat, 'mgrs')}"
    return {"words": words, "accuracy_m": claim.place.get("accuracy_m")}


def _around(text: str | None, span: tuple[int, int] | None) -> dict[str, str] | None:
    if text is None or span is None:
        return None
    start, end = span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return {
        "before": ("…" if start > _AROUND else "") + before,
        "words": text[start:end],
        "after": after + ("…" if end + _AROUND < len(text) else ""),
    }


def _uses(desk: Desk, key: str) -> dict[str, Any]:
    """Return the computations that took a claim in, and the claims that name it."""
    ids = users_of(desk.search(), key, _USERS)
    users = [item for item in recorded_by_id(desk.store, ids) if item.claim.part_of != key]
    runs = [
        {"id": item.id, "words": _run_words(item.claim), "at": item.recorded_at}
        for item in users
        if item.claim.kind == "run"
    ]
    others = [item.id for item in users if item.claim.kind not in ("run", "viewing")]
    return {"runs": runs, "others": claim_rows(desk, others), "more": len(ids) == _USERS}


def _run_words(claim: Claim) -> str:
    return claim.subject.split(":", 1)[1].replace(":", ", ").replace("_", " ")


def _history(desk: Desk, item: Recorded, status: Status) -> list[dict[str, Any]]:
    """Return recording and verdicts, in order; which of them count is said."""
    names = speakers_at(desk)
    rule = f", rule {item.rule}" if item.rule else ""
    steps: list[dict[str, Any]] = [
        {"what": f"recorded as {item.state}{rule}", "at": item.recorded_at, "by": item.recorded_by}
        | {"tool": item.tool, "reason": None, "other": item.claim.values.get("corrects")}
    ]
    for review in _verdicts(desk, item.id):
        values = review.claim.values
        word = "seen" if review.claim.kind == "viewing" else _PAST.get(str(values.get("verdict")), "judged")
        counts = "" if review.claim.kind == "viewing" or review.id in status.reviews else " (not in force)"
        steps.append(
            {
                "what": f"{word}{counts}",
                "at": review.recorded_at,
                "by": names.name(review.claim.speaker) or review.recorded_by,
                "tool": None,
                "reason": values.get("reason"),
                "other": values.get("replacement"),
            }
        )
    return steps


def _verdicts(desk: Desk, key: str) -> Sequence[Recorded]:
    return [
        item
        for item in recorded_about(desk.store, [f"claim:{key}"])
        if item.claim.kind in ("review", "viewing")
    ]
