"""Facts on use: who uses cluster munitions where, as told, admitted, denied, planned or threatened."""

from __future__ import annotations

from typing import Any

from tilth.reading._dealings import Context
from tilth.reading._drafts import Draft
from tilth.reading._parties import Party, main_clause, parties, search
from tilth.reading._view import View

__all__ = ["uses"]

Fact = dict[str, Any]
_ACTS = frozenset({"forces", "by"})
_ELSEWHERE = frozenset({"treaty", "definition", "dud_rate", "clearance", "production", "law"})


def uses(view: View, draft: Draft, topic: str, context: Context) -> list[Fact]:
    """Return the uses that a claim states; a party must be named or the speaker one."""
    start, end = main_clause(view, draft.start, draft.end)
    words, lang = view.text[start:end], view.lang
    threat = topic == "threat"
    used = search(words, lang, "use", "verb")
    if topic in _ELSEWHERE or (search(words, lang, "use", "not_use") and not threat):
        return []
    if used is None and not (threat and search(words, lang, "use", "threatened")):
        return []
    found = parties(view, start, end)
    users = _users(view, draft, found, start + (used.start() if used else 0), context)
    places = list(dict.fromkeys(each.state for each in found if each.part == "place"))
    speaks = draft.speaker.entity.state if draft.speaker else None
    if threat and speaks and search(words, lang, "use", "threatened"):
        users = [speaks]
    status = _status(words, users, draft, lang, threat=threat)
    pairs: list[tuple[str | None, str | None]] = []
    for user in users:
        pairs += [(user, place) for place in places] or [(user, _place(user, draft, context))]
    return [_fact(*pair, status) for pair in pairs or [(None, place) for place in places]]


def _fact(by: str | None, place: str | None, status: str) -> Fact:
    return {"type": "use", "by": by, "in": place, "status": status}


def _place(user: str, draft: Draft, context: Context) -> str | None:
    """Return where a state uses the weapons when the claim does not say; the accuser's land before all."""
    found = context.place(user)
    speaks = draft.speaker.entity.state if draft.speaker else None
    accused = draft.cue is not None and draft.cue.stance == "accuses"
    return speaks if found is None and accused and speaks != user else found


def _users(view: View, draft: Draft, found: list[Party], verb: int, context: Context) -> list[str]:
    """Return who acts: named with their forces, as the subject before the verb, or the speaker."""
    acting = [each.state for each in found if each.part in _ACTS]
    plain = [each for each in found if each.part == "plain" and not each.adjective]
    ahead = [each.state for each in plain if each.start <= verb]
    users = list(dict.fromkeys([*acting, *ahead])) or [each.state for each in plain[:1]]
    if users or draft.speaker is None:
        return users
    state, stance = draft.speaker.entity.state, draft.cue.stance if draft.cue else "neutral"
    if state is None:
        return []
    words = view.text[draft.start : draft.end]
    if search(words, view.lang, "use", "planned") or search(words, view.lang, "use", "ruled_out"):
        return [state]
    if stance in {"denies", "confirms", "supports"} or search(words, view.lang, "use", "denied"):
        return [state]
    enemy = context.enemy(state)
    return [enemy] if enemy and stance in {"accuses", "neutral", "opposes"} and not found else []


def _status(words: str, users: list[str], draft: Draft, lang: str, *, threat: bool) -> str:
    """Return how far the use is told, admitted, denied, planned or threatened."""
    speaks = draft.speaker.entity.state if draft.speaker else None
    own = draft.speaker is None or speaks in users
    if draft.cue is not None and draft.cue.stance == "denies":
        return "ruled_out" if own and search(words, lang, "use", "ruled_out") else "denied"
    if threat:
        return "threatened" if own or not users else "alleged"
    for name in ("denied", "ruled_out", "planned"):
        if search(words, lang, "use", name) and (own or name == "denied"):
            return name
    return "confirmed" if own else "alleged"
