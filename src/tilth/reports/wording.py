"""Plain words for claims: what a reader of a dossier sees of them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tilth.claims import Claim

__all__ = ["claim_detail", "claim_words", "state_name"]

_CODE = re.compile(r"\b[A-Z]{3}\b")
_LEFT_OUT = (
    "content",
    "note",
    "source_url",
    "source_url_2",
    "text",
    "cue",
    "speaker_as_written",
    "corrects",
    "result",
    "inputs",
)


def claim_words(claim: Claim) -> str:
    """Return one line that names a claim.

    Examples
    --------
    >>> claim_words(Claim(kind="treaty_status", subject="treaty_status:USA-CCM",
    ...     values={"state": "USA", "treaty": "CCM", "status": "not_party"}))
    'treaty status: state USA, treaty CCM, status not party'
    """
    content = claim.values.get("content")
    if isinstance(content, str):
        return f"{claim.kind}: “{_short(content, 90)}”"
    told = _told(claim)
    kind = claim.kind.replace("_", " ")
    return _short(f"{kind}: {told}" if told else f"{kind} {claim.subject.split(':', 1)[1]}", 140)


def claim_detail(claim: Claim) -> str:
    """Return everything a claim tells apart from its quoted content."""
    return _short(_told(claim), 600)


def _told(claim: Claim) -> str:
    parts = [
        f"{name.replace('_', ' ')} {_value(value)}"
        for name, value in claim.values.items()
        if name not in _LEFT_OUT
    ]
    place = claim.place["geometry"] if claim.place else None
    if place is not None and place["type"] == "Point":
        lon, lat = place["coordinates"][:2]
        parts.append(f"at lon {lon}, lat {lat}")
    return ", ".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " and ".join(_value(item) for item in value[:6]) + (" ..." if len(value) > 6 else "")
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(item)}" for name, item in value.items())
    if isinstance(value, str):
        return value.replace("_", " ")
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def _short(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def state_name(code: str) -> str:
    """Return the English names of states by their ISO codes; what is no code stays as it is.

    Examples
    --------
    >>> state_name("UKR"), state_name("NATO"), state_name("IND;KOR and others")
    ('Ukraine', 'NATO', 'India, South Korea and others')
    """
    return _CODE.sub(lambda found: _one_name(found[0]), code).replace(";", ", ")


@cache
def _one_name(code: str) -> str:
    from tilth.law import state_name as name_of

    return name_of(code)
