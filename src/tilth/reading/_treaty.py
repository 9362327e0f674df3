"""Facts on treaties: who is a party, and what is banned."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tilth.reading._drafts import Draft
from tilth.reading._parties import Party, expression, parties, search
from tilth.reading._view import View
from tilth.reading._words import load

__all__ = ["bans", "statuses"]

Fact = dict[str, Any]
_STATUS = (
    *("withdrawal_proposed", "not_party", "withdrawn", "withdrawal_announced", "signatory", "party"),
    *("in_force", "adopted"),
)
_WHOLE = {"in_force", "adopted"}
_SUBJECTS = frozenset({"plain", "forces", "by"})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEAR = 200


def statuses(view: View, draft: Draft) -> list[Fact]:
    """Return the standing of each state named, or that of the treaty as a whole."""
    first, last = draft.sentence
    if not search(view.text[max(0, first - _NEAR) : last], view.lang, "treaty_status", "treaty"):
        return []
    words = view.text[draft.start : draft.end]
    status = next((name for name in _STATUS if search(words, view.lang, "treaty_status", name)), None)
    if status is None:
        return []
    year = _YEAR.search(words)
    made: Fact = {"type": "treaty_status", "state": None, "treaty": "CCM", "status": status}
    if status in _WHOLE:
        return [made | {"year": int(year[0]) if year else None}]
    states = _standing(view, draft)
    if status.startswith("withdraw"):
        states = states[:1]
    when = int(year[0]) if year and len(states) == 1 else None
    return [made | {"state": state, "year": when} for state in states]


def _standing(view: View, draft: Draft) -> list[str]:
    """Return whose standing a clause tells: its subjects, else all named, else whom it points back to."""
    found = parties(view, draft.start, draft.end)
    subjects = [each.state for each in found if each.part in _SUBJECTS]
    if found:
        return list(dict.fromkeys(subjects or [each.state for each in found]))
    if draft.rule == "relative":
        before = parties(view, draft.sentence[0], draft.start)
        return [before[-1].state] if before else []
    home = draft.speaker.entity.state if draft.speaker else None
    return [home] if home else []


@cache
def _acts(lang: str) -> list[tuple[str, re.Pattern[str]]]:
    listed = load(lang)["facts"]["ban"]["acts"].items()
    return [(act, re.compile(rf"(?<!\w)(?:{each})(?:(?!\w)|(?<=['’]))", re.I)) for act, each in listed]


def bans(view: View, draft: Draft, topic: str) -> list[Fact]:
    """Return the prohibition that a claim tells of, with the acts it names."""
    lang = view.lang
    words = expression(lang, "ban", "title").sub(" ", view.text[draft.start : draft.end])
    if search(words, lang, "ban", "verb") is None or search(words, lang, "ban", "lifted"):
        return []
    near = view.text[slice(*draft.sentence)] if draft.rule == "relative" else words
    treaty = _treaty_of(near, topic, parties(view, draft.start, draft.end), view)
    if treaty is None:
        return []
    named = [act for act, expression in _acts(lang) if expression.search(words)]
    year = _YEAR.search(words)
    made: Fact = {"type": "ban", "acts": sorted(named), "treaty": treaty}
    return [made | {"year": int(year[0]) if year and treaty == "CCM" else None}]


@cache
def _national(expression: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{expression.replace('{state}', name)})(?!\w)", re.I)


def _treaty_of(words: str, topic: str, found: list[Party], view: View) -> str | None:
    ban = load(view.lang)["facts"]["ban"]
    for each in found:
        name = re.escape(view.text[each.start : each.end])
        if _national(ban["national"], name).search(words):
            return f"national law {each.state}"
    for treaty, key in (("CCM", "ccm"), ("IHL", "ihl")):
        if search(words, view.lang, "ban", key):
            return treaty
    return "CCM" if topic in {"law", "treaty"} else None
