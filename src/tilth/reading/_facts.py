"""Typed facts of a claim: transfers, use, treaty status, stockpiles, dud rates, bans, quantities."""

from __future__ import annotations

from typing import Any

from tilth.reading._dealings import Context
from tilth.reading._drafts import Draft
from tilth.reading._figures import dud_rates, quantities
from tilth.reading._holdings import stockpiles
from tilth.reading._transfers import transfers
from tilth.reading._treaty import bans, statuses
from tilth.reading._uses import uses
from tilth.reading._view import View

__all__ = ["facts_in"]

Fact = dict[str, Any]


def facts_in(view: View, draft: Draft, topic: str, context: Context) -> list[Fact]:
    """Return the facts that a claim states; one of each kind and parties."""
    words, lang = view.text[draft.start : draft.end], view.lang
    made = (
        transfers(view, draft, topic, context)
        + statuses(view, draft)
        + bans(view, draft, topic)
        + uses(view, draft, topic, context)
        + stockpiles(view, draft, topic, context)
        + (dud_rates(words, lang) if topic != "harm" else [])
        + quantities(words, topic, lang)
    )
    unique: dict[str, Fact] = {}
    for fact in made:
        unique.setdefault(repr(sorted(fact.items(), key=lambda item: item[0])), fact)
    return list(unique.values())
