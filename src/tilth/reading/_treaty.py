"""Facts on treaties: who is a party, and what is banned."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tilth.reading._drafts import Draft
from tilth.reading._register import register
from tilth.reading._words import load

__all__ = ["bans", "statuses"]

Fact = dict[str, Any]
_STATUS = (
    *("withdrawal_proposed", "not_party", "withdrawn", "withdrawal_announced", "signatory", "party"),
    *("in_force", "adopted"),
)
_WHOLE = {"in_force", "adopted"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@cache
def _expression(lang: str, part: str, key: str) -> re.Pattern[str]:
    value = load(lang)["facts"][part][key]
    return re.compile(rf"(?<!\w)(?:{value})(?!\w)", re.I)


def statuses(
    words: str, states: list[tuple[int, str]], home: str | None, draft: Draft, text: str, lang: str
) -> list[Fact]:
    """Return the standing of each state named, or that of the treaty as a whole."""
    first, last = draft.sentence
    near = text[max(0, first - 200) : last]
    if not _expression(lang, "treaty_status", "treaty").search(near):
        return []
    status = next((name for name in _STATUS if _expression(lang, "treaty_status", name).search(words)), None)
    if status is None:
        return []
    year = _YEAR.search(words)
    if status in _WHOLE:
        found = int(year[0]) if year else None
        return [{"type": "treaty_status", "state": None, "treaty": "CCM", "status": status, "year": found}]
    parties = list(dict.fromkeys(state for _, state in states)) or ([home] if home else [])
    if status.startswith("withdraw"):
        parties = parties[:1]
    when = int(year[0]) if year and len(parties) == 1 else None
    return [
        {"type": "treaty_status", "state": party, "treaty": "CCM", "status": status, "year": when}
        for party in parties
    ]


def bans(words: str, topic: str, states: list[tuple[int, str]], lang: str) -> list[Fact]:
    """Return the prohibition that a claim tells of, with the acts it names."""
    verb = _expression(lang, "ban", "verb").search(words)
    if verb is None:
        return []
    acts = load(lang)["facts"]["ban"]["acts"]
    named = [
        act for act, expression in acts.items() if re.search(rf"(?<!\w)(?:{expression})(?!\w)", words, re.I)
    ]
    treaty = _treaty_of(words, topic, states, lang)
    if treaty is None:
        return []
    year = _YEAR.search(words)
    made: Fact = {"type": "ban", "acts": sorted(named), "treaty": treaty}
    return [made | {"year": int(year[0]) if year and treaty == "CCM" else None}]


def _treaty_of(words: str, topic: str, states: list[tuple[int, str]], lang: str) -> str | None:
    ban = load(lang)["facts"]["ban"]
    if "national" in ban and states:
        names = [*register(lang).states, *register(lang).adjective_of]
        slot = "|".join(re.escape(name) for name in names)
        if re.search(ban["national"].replace("{state}", slot), words):
            return f"national law {states[0][1]}"
    if re.search(rf"(?<!\w)(?:{ban['ccm']})(?!\w)", words, re.I):
        return "CCM"
    if re.search(rf"(?<!\w)(?:{ban['ihl']})(?!\w)", words, re.I):
        return "IHL"
    return "CCM" if topic in {"law", "treaty"} else None
