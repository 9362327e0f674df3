"""Claims as lists show them: one row each, nothing of a personal one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from tilth.claims import Claim, Recorded, recorded_by_id, statuses_of
from tilth.project.search import Found
from tilth.reports import claim_detail
from tilth.web.desk import Desk
from tilth.web.people import sources_of, speakers_at

__all__ = ["claim_rows", "found_rows", "plain_words"]

_LONGEST = 420


def claim_rows(desk: Desk, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return a row for each claim, in the order asked for; unknown ones are left out."""
    held = {item.id: item for item in recorded_by_id(desk.store, ids)}
    items = [held[key] for key in dict.fromkeys(ids) if key in held]
    statuses = statuses_of(desk.store, items)
    sources, names = sources_of(desk, items), speakers_at(desk)
    return [_row(item, statuses[item.id].name, sources, names.name(item.claim.speaker)) for item in items]


def found_rows(desk: Desk, found: Found, words: str = "") -> list[dict[str, Any]]:
    """Return the rows of an answer, with what was found marked in their words."""
    rows = claim_rows(desk, found.ids)
    asked = [re.escape(word) for word in re.findall(r"\w+", words)]
    if asked:
        pattern = re.compile(rf"\b({'|'.join(asked)})", re.IGNORECASE)
        for row in rows:
            row["words"] = _marked(row["words"], pattern)
    return rows


def _marked(words: str, pattern: re.Pattern[str]) -> Markup:
    """Return words with marks around what was asked for; everything in them stays text."""
    parts = pattern.split(words)
    return Markup("").join(
        Markup('<mark class="found">{}</mark>').format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def _row(
    item: Recorded, status: str, sources: Mapping[str, dict[str, Any]], speaker: str | None
) -> dict[str, Any]:
    claim = item.claim
    personal = claim.access == "personal"
    source = sources.get(claim.source or "", {})
    rating = f"{claim.reliability or ''}{claim.credibility or ''}"
    return {
        "id": item.id,
        "kind": claim.kind,
        "subject": claim.subject,
        "status": status,
        "personal": personal,
        "speaker": None if personal else speaker,
        "words": "" if personal else plain_words(claim),
        "quoted": isinstance(claim.values.get("content"), str),
        "lang": source.get("lang") if claim.kind == "statement" else None,
        "day": claim.said_on or claim.valid,
        "source": source.get("title"),
        "rating": rating,
        "proposed_by": item.rule,
        "recorded_at": item.recorded_at,
    }


def plain_words(claim: Claim) -> str:
    """Return what a claim says in one line: its quoted content, else its values."""
    content = claim.values.get("content")
    told = content if isinstance(content, str) else claim_detail(claim) or claim.subject
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
