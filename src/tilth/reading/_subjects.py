"""The topic of a claim where its words alone mislead: by its facts, its cue and the article's own topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tilth.reading._cues import pattern
from tilth.reading._drafts import Draft
from tilth.reading._parties import parties, search
from tilth.reading._topics import scores, topic_of
from tilth.reading._view import View

__all__ = ["lead_topic", "subject_of"]

_RATED = frozenset({"contamination", "definition", "harm", "stockpile", "use", "transfer"})
_ACTED = frozenset({"harm", "law", "contamination", "treaty", "production"})
_BANNED = frozenset({"stockpile", "production", "use", "transfer", "law", "harm"})
_LEAD = 600
_OFTEN = 4
_FAILS = 4.0
_FRONT = 0.55


def lead_topic(view: View) -> str:
    """Return what the article as a whole is about: by its headline and its first lines."""
    title = view.article.title or ""
    lead = topic_of(f"{title}. {view.text[view.begin : view.begin + _LEAD]}", view.lang)[0]
    return "other" if lead == "treaty" and view.count("convention_re") < _OFTEN else lead


def subject_of(view: View, draft: Draft, topic: str, found: Iterable[Mapping[str, Any]], lead: str) -> str:
    """Return the topic of a claim, given that of its words and the facts found with it."""
    facts = list(found)
    kinds = {fact["type"] for fact in facts}
    persons = any(fact["type"] == "quantity" and fact["unit"] == "persons" for fact in facts)
    if persons and topic in {"contamination", "dud_rate"}:
        return "harm"
    ban = next((fact for fact in facts if fact["type"] == "ban"), None)
    if ban and str(ban["treaty"]).startswith("national") and topic in _BANNED | {"dud_rate"}:
        return "law"
    if "dud_rate" in kinds and topic in _RATED:
        return "dud_rate"
    if ban and topic in _BANNED and len(ban["acts"]) > 1 and ban["treaty"] == "CCM":
        return "treaty"
    return _by_words(view, draft, topic, facts, lead)


def _by_words(view: View, draft: Draft, topic: str, facts: list[Mapping[str, Any]], lead: str) -> str:
    words, cue = view.text[draft.start : draft.end], draft.cue
    if (
        cue
        and topic in {"use", "transfer"}
        and scores(view.text[cue.start : cue.end], view.lang).get("threat")
    ):
        return "threat"
    if topic == "definition" and scores(words, view.lang).get("contamination", 0.0) >= _FAILS:
        return "contamination"
    judged = cue is not None and draft.rule == "verb-object" and cue.stance in {"opposes", "supports"}
    if topic == "transfer" and judged and not pattern(view.lang, "to_clause").search(words):
        return "reaction"
    if topic in _ACTED and _acts_first(view, draft, facts):
        return "use"
    return "treaty" if topic == "reaction" and lead == "treaty" else topic


def _acts_first(view: View, draft: Draft, facts: list[Mapping[str, Any]]) -> bool:
    """Tell whether a claim begins with somebody who uses the weapons, so that what follows is its effect."""
    if any(fact["type"] in {"quantity", "treaty_status", "ban", "dud_rate"} for fact in facts):
        return False
    words = view.text[draft.start : draft.end]
    verb = search(words, view.lang, "use", "verb")
    if verb is None or verb.start() > _FRONT * len(words):
        return False
    if search(words, view.lang, "use", "not_use"):
        return False
    found = parties(view, draft.start, draft.start + verb.start())
    return any(each.part in {"forces", "plain", "by"} for each in found)
