"""Typed facts of a claim: transfers, use, treaty status, stockpiles, dud rates, bans, quantities."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.reading._drafts import Draft
from tilth.reading._figures import dud_rates, munition_in, quantities
from tilth.reading._mentions import states_in
from tilth.reading._numbers import dollars
from tilth.reading._treaty import bans, statuses
from tilth.reading._view import View
from tilth.reading._words import load

__all__ = ["Context", "facts_in", "found"]

Fact = dict[str, Any]
_TRANSFER = ("denied", "refused", "requested", "considered", "delivered", "announced")
_USE = ("ruled_out", "denied", "threatened", "planned")


@cache
def _expression(lang: str, *keys: str) -> re.Pattern[str]:
    value: Any = load(lang)["facts"]
    for key in keys:
        value = value[key]
    return re.compile(rf"(?<!\w)(?:{value})(?!\w)", re.I)


def found(words: str, lang: str, *keys: str) -> re.Match[str] | None:
    """Return the first match of an expression of facts."""
    return _expression(lang, *keys).search(words)


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole article says, to fill in what a claim leaves open."""

    text: str
    lang: str
    supplier: str | None
    recipient: str | None
    place: str | None

    @classmethod
    def of(cls, view: View) -> Context:
        """Return the context of a text: who supplies whom, and where the weapons are used."""
        text, lang = view.text, view.lang
        givers: Counter[str] = Counter()
        takers: Counter[str] = Counter()
        places: Counter[str] = Counter()
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            states = states_in(sentence, lang)
            takes = _recipient(sentence, states, lang)
            if found(sentence, lang, "transfer", "verb"):
                takers.update(takes)
                givers.update({state for _, state in states} - set(takes))
            if found(sentence, lang, "use", "verb"):
                places.update(_places(sentence, states, lang))
        recipient = takers.most_common(1)[0][0] if takers else None
        supplier = next((state for state, _ in givers.most_common() if state != recipient), None)
        if recipient is None:
            supplier = None
        return cls(text, lang, supplier, recipient, places.most_common(1)[0][0] if places else recipient)


def _recipient(words: str, states: list[tuple[int, str]], lang: str) -> list[str]:
    """Return the states behind a preposition of direction."""
    to = load(lang)["facts"]["transfer"]["to"]
    ends = re.compile(rf"(?<!\w)(?:{to})\s+(?:\w+\s+)?\Z", re.I)
    return [state for place, state in states if ends.search(words, max(0, place - 20), place)]


def _places(words: str, states: list[tuple[int, str]], lang: str) -> list[str]:
    ends = re.compile(rf"(?<!\w)(?:{load(lang)['place_words']})\s+(?:\w+\s+)?\Z", re.I)
    found_places = [
        (place, state) for place, state in states if ends.search(words, max(0, place - 20), place)
    ]
    joined = [state for place, state in states if any(0 < place - at < 25 for at, _ in found_places)]
    return list(dict.fromkeys([state for _, state in found_places] + joined))


def facts_in(draft: Draft, topic: str, context: Context) -> list[Fact]:
    """Return the facts that a claim states; one of each kind and parties."""
    words, lang = context.text[draft.start : draft.end], context.lang
    states = states_in(words, lang)
    home = draft.speaker.entity.state if draft.speaker else None
    made = (
        _transfers(words, topic, states, home, context)
        + statuses(words, states, home, draft, context.text, lang)
        + bans(words, topic, states, lang)
        + _uses(words, topic, states, draft, context)
        + _stockpiles(words, topic, states, home, lang)
        + (dud_rates(words, lang) if topic != "harm" else [])
        + quantities(words, topic, lang)
    )
    unique: dict[str, Fact] = {}
    for fact in made:
        unique.setdefault(repr(sorted(fact.items(), key=lambda item: item[0])), fact)
    return list(unique.values())


def _transfers(
    words: str, topic: str, states: list[tuple[int, str]], home: str | None, context: Context
) -> list[Fact]:
    lang = context.lang
    value = dollars(words, lang)
    verb = found(words, lang, "transfer", "verb")
    if (
        verb is None
        or not (found(words, lang, "weapon") or topic == "transfer")
        or topic in {"treaty", "clearance", "law"}
    ):
        return []
    named = [state for _, state in states]
    if not named and home is None and value is None:
        return []
    status = next((name for name in _TRANSFER if found(words, lang, "transfer", name)), None)
    if status is None:
        return []
    takes = _recipient(words, states, lang)
    recipient = takes[0] if takes else context.recipient
    others = [state for state in named if state != recipient]
    supplier = others[0] if others else context.supplier
    if supplier is None or supplier == recipient:
        return []
    named_munition = munition_in(words, lang)
    made: Fact = {"munition": named_munition} if named_munition else {}
    return [
        {"type": "transfer", "supplier": supplier, "recipient": recipient, "item": "cluster munitions",
         "value_usd": value, "status": status, "date": None} | made
    ]  # fmt: skip


def _uses(
    words: str, topic: str, states: list[tuple[int, str]], draft: Draft, context: Context
) -> list[Fact]:
    lang = context.lang
    if topic not in {"use", "threat", "harm", "contamination"}:
        return []
    if topic != "threat" and (
        found(words, lang, "use", "verb") is None or found(words, lang, "use", "not_use")
    ):
        return []
    places = _places(words, states, lang)
    speaks = draft.speaker.entity.state if draft.speaker else None
    users = [state for place, state in states if state not in places or _acts(words, place, lang)]
    own = draft.cue is not None and draft.cue.stance in {"confirms", "supports", "denies"}
    users = list(dict.fromkeys(users)) or ([speaks] if speaks and own else [])
    place = places[0] if places else context.place
    status = _use_status(words, topic, users, speaks, draft, lang)
    if status is None or not users:
        return (
            [{"type": "use", "by": None, "in": state, "status": status} for state in places] if status else []
        )
    if not any(_acts(words, at, lang) for at, _ in states):
        users = users[:1]
    elif len(users) > 1:
        users = [state for at, state in states if _acts(words, at, lang) or state in users[:1]]
        users = list(dict.fromkeys(users))
    return [{"type": "use", "by": user, "in": place, "status": status} for user in users]


def _acts(words: str, place: int, lang: str) -> bool:
    """Tell whether the state at a place stands before its forces or joined to one that does."""
    joined = r"\w+(?:\s+(?:\w+\s+){0,3}?\w+)?"
    return bool(
        re.match(rf"{joined}\s+(?:{load(lang)['facts']['use']['by_noun']})(?!\w)", words[place:], re.I)
    )


def _use_status(
    words: str, topic: str, users: list[str], speaks: str | None, draft: Draft, lang: str
) -> str | None:
    if draft.cue is not None and draft.cue.stance == "denies":
        return "denied"
    told = next((name for name in _USE if found(words, lang, "use", name)), None)
    if topic == "threat":
        return "threatened" if told == "threatened" else None
    if told is not None and (told != "planned" or speaks in users or draft.speaker is None):
        return told if told != "denied" or draft.speaker else "denied"
    if draft.speaker is None:
        return "confirmed"
    return "confirmed" if speaks in users else "alleged"


def _stockpiles(
    words: str, topic: str, states: list[tuple[int, str]], home: str | None, lang: str
) -> list[Fact]:
    if topic not in {"stockpile", "expiry", "threat"} or (
        topic != "expiry" and not found(words, lang, "stockpile")
    ):
        return []
    holders = list(dict.fromkeys(state for _, state in states)) or ([home] if home else [])
    if topic == "threat":
        holders = holders[:1]
    return [{"type": "stockpile", "holder": holder, "note": None} for holder in holders]
