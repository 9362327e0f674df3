"""Facts on use: who uses cluster munitions where, as told, admitted, denied, planned or threatened."""

from __future__ import annotations

from typing import Any

from tilth.reading._dealings import Context
from tilth.reading._drafts import Draft
from tilth.reading._parties import Party, joined, main_clause, parties, search
from tilth.reading._register import register
from tilth.reading._view import View

__all__ = ["uses"]

Fact = dict[str, Any]
_ACTS = frozenset({"forces", "by"})
_ELSEWHERE = frozenset({"treaty", "definition", "dud_rate", "clearance", "production", "law"})
_ALSO = frozenset({"law", "production"})


def uses(view: View, draft: Draft, topic: str, context: Context) -> list[Fact]:
    """Return the uses that a claim states; a party must be named or the speaker one."""
    start, end = main_clause(view, draft.start, draft.end)
    words, lang = view.text[start:end], view.lang
    threat = topic == "threat"
    used = search(words, lang, "use", "verb")
    if (topic in _ELSEWHERE and topic not in _ALSO) or (search(words, lang, "use", "not_use") and not threat):
        return []
    if used is None and not (threat and search(words, lang, "use", "threatened")):
        return []
    found = parties(view, start, end)
    if topic in _ALSO and not any(each.part in _ACTS for each in found):
        return []
    speaks = _speaks(view, draft)
    threatens = search(words, lang, "use", "threatened") is not None
    verb = start + (used.start() if used else 0)
    users = [speaks] if speaks and threat and threatens else _users(view, draft, found, verb, context)
    limited = any(search(words, lang, "use", name) for name in ("planned", "ruled_out", "denied"))
    threat = threat or (threatens and speaks in users and not limited)
    status = _status(words, users, draft, view, threat=threat)
    return [_fact(*pair, status) for pair in _pairs(view, draft, users, found, context)]


def _pairs(
    view: View, draft: Draft, users: list[str], found: list[Party], context: Context
) -> list[tuple[str | None, str | None]]:
    """Return users with places: as named, by the record of conflicts, or where it is aimed at."""
    places = list(dict.fromkeys(each.state for each in found if each.part == "place"))
    if not users:
        return [(None, place) for place in places if context.fought(place)]
    if not places and any(each.part == "by" for each in found):
        places = [each.state for each in found if each.part == "plain" and not each.adjective]
        places = [place for place in places if place not in users and context.fought(place)]
    aimed = [each.state for each in found if each.part == "against" and each.state not in users]
    speaks = _speaks(view, draft)
    pairs: list[tuple[str | None, str | None]] = []
    for user in users:
        near = _place(user, speaks, draft, context) or next(iter(aimed), None)
        pairs += [(user, place) for place in places] or [(user, near)]
    return pairs


def _fact(by: str | None, place: str | None, status: str) -> Fact:
    return {"type": "use", "by": by, "in": place, "status": status}


def _speaks(view: View, draft: Draft) -> str | None:
    """Return the state, or the body that acts, whose words a claim gives."""
    if draft.speaker is None:
        return None
    entity = draft.speaker.entity
    return register(view.lang).acts.get(entity.name, entity.state)


def _place(user: str, speaks: str | None, draft: Draft, context: Context) -> str | None:
    """Return where a state uses the weapons when the claim does not say; the accuser's land before all."""
    found = context.place(user)
    accused = draft.cue is not None and draft.cue.stance == "accuses"
    return speaks if found is None and accused and speaks != user else found


def _users(view: View, draft: Draft, found: list[Party], verb: int, context: Context) -> list[str]:
    """Return who acts: named with their forces, as the subject before the verb, or the speaker."""
    acting = [each.state for each in found if each.part in _ACTS]
    plain = [each for each in found if each.part == "plain" and not each.adjective]
    done = [each.state for each in found if each.part == "by"]
    passive = bool(done) or search(view.text[draft.start : draft.end], view.lang, "use", "passive")
    ahead = [] if passive else _subjects(view, [each for each in plain if each.start <= verb])
    plain = [] if passive else plain
    users = list(dict.fromkeys([*acting, *ahead])) or [each.state for each in plain[:1]]
    if users or draft.speaker is None:
        return users
    state, stance = _speaks(view, draft), draft.cue.stance if draft.cue else "neutral"
    if state is None:
        return []
    words = view.text[draft.start : draft.end]
    if search(words, view.lang, "use", "planned") or search(words, view.lang, "use", "ruled_out"):
        return [state]
    if (
        stance == "denies"
        or (stance in {"confirms", "supports"} and not passive)
        or search(words, view.lang, "use", "denied")
    ):
        return [state]
    enemy = context.enemy(state)
    return [enemy] if enemy and stance in {"accuses", "neutral", "opposes"} and not found else []


def _subjects(view: View, plain: list[Party]) -> list[str]:
    """Return the first of some parties with those that a conjunction joins to it."""
    found = plain[:1]
    for each in plain[1:]:
        if not joined(view, found[-1], each):
            break
        found.append(each)
    return [each.state for each in found]


def _status(words: str, users: list[str], draft: Draft, view: View, *, threat: bool) -> str:
    """Return how far the use is told, admitted, denied, planned or threatened."""
    speaks, lang = _speaks(view, draft), view.lang
    own = draft.speaker is None or speaks in users
    if draft.cue is not None and draft.cue.stance == "denies":
        return "ruled_out" if own and search(words, lang, "use", "ruled_out") else "denied"
    if threat:
        return "threatened" if own or not users else "alleged"
    for name in ("denied", "ruled_out", "planned"):
        if search(words, lang, "use", name) and (own or name == "denied"):
            return name
    if draft.speaker is None and search(words, lang, "use", "alleged"):
        return "alleged"
    return "confirmed" if own else "alleged"
