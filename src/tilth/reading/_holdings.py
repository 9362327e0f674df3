"""Facts on stockpiles: who holds cluster munitions, has destroyed them, or sees them expire."""

from __future__ import annotations

from typing import Any

from tilth.reading._dealings import Context
from tilth.reading._drafts import Draft
from tilth.reading._parties import parties, search
from tilth.reading._view import View

__all__ = ["stockpiles"]

Fact = dict[str, Any]
_TOPICS = frozenset({"stockpile", "expiry", "threat", "transfer", "production", "treaty"})


def stockpiles(view: View, draft: Draft, topic: str, context: Context) -> list[Fact]:
    """Return a fact for each holder named; where nobody is, the speaker's state or the supplier holds."""
    words = view.text[draft.start : draft.end]
    held = search(words, view.lang, "stockpile")
    if topic not in _TOPICS or not (held or topic == "expiry") or search(words, view.lang, "ban", "verb"):
        return []
    found = parties(view, draft.start, draft.end)
    holders = [each.state for each in found if each.part in {"plain", "forces"}]
    own = draft.speaker.entity.state if draft.speaker else None
    holders = holders or ([own] if own else []) or ([context.supplier] if context.supplier else [])
    if topic in {"threat", "transfer"}:
        holders = holders[:1]
    return [{"type": "stockpile", "holder": each, "note": None} for each in dict.fromkeys(holders)]
