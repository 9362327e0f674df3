"""Facts on transfers: who supplies cluster munitions to whom, and how far that has come."""

from __future__ import annotations

from typing import Any

from tilth.reading._dealings import Context
from tilth.reading._drafts import Draft
from tilth.reading._figures import munition_in
from tilth.reading._numbers import dollars
from tilth.reading._parties import Party, main_clause, parties, search
from tilth.reading._view import View

__all__ = ["transfers"]

Fact = dict[str, Any]
_STATUS = ("denied", "refused", "requested", "considered", "delivered", "announced")
_ELSEWHERE = frozenset({"treaty", "law", "clearance", "dud_rate", "definition", "contamination"})


def transfers(view: View, draft: Draft, topic: str, context: Context) -> list[Fact]:
    """Return the transfer that a claim states; one party must be named, the other comes from the context."""
    start, end = main_clause(view, draft.start, draft.end)
    words, lang = view.text[start:end], view.lang
    verb = search(words, lang, "transfer", "verb")
    stated = topic in {"treaty", "law"} and bool(search(words, lang, "weapon"))
    if verb is None or (topic in _ELSEWHERE and not stated):
        return []
    value = dollars(words, lang)
    found = parties(view, start, end)
    named = found or value or (_own(draft) and _own(draft) in {context.supplier, context.recipient})
    if not (topic == "transfer" or search(words, lang, "weapon")):
        return []
    if stated and not any(each.part == "to" for each in found):
        return []
    if not (named or (_own(draft) and search(words, lang, "transfer", "refused"))):
        return []
    supplier, recipient = _sides(view, draft, found, context, start)
    status = _status(words, draft, lang, supplier)
    if status is None or supplier is None or supplier == recipient:
        return []
    made: Fact = {"type": "transfer", "supplier": supplier, "recipient": recipient}
    made |= {"item": "cluster munitions", "value_usd": value, "status": status, "date": None}
    munition = munition_in(words, lang)
    return [made | ({"munition": munition} if munition else {})]


def _own(draft: Draft) -> str | None:
    """Return the state that speaks, when it is a state's."""
    return draft.speaker.entity.state if draft.speaker else None


def _sides(
    view: View, draft: Draft, found: list[Party], context: Context, start: int
) -> tuple[str | None, str | None]:
    """Return supplier and recipient: by their part in the clause, by the verb, else by the context."""
    words = view.text[start : draft.end]
    got = search(words, view.lang, "transfer", "get")
    taken = [each for each in found if each.part == "to"]
    given = [each for each in found if each.part in {"from", "by"} and each not in taken]
    plain = [each for each in found if each.part in {"plain", "forces"}]
    recipient = taken[0].state if taken else None
    if got and recipient is None and plain and plain[0].start < start + got.start():
        recipient = plain[0].state
    if recipient is None and any(each.state == context.recipient for each in found):
        recipient = context.recipient
    others = [each.state for each in (*given, *plain) if each.state != recipient]
    own = _own(draft)
    supplier = others[0] if others else None
    if supplier is None and own and own != (recipient or context.recipient):
        refuses = search(words, view.lang, "transfer", "refused")
        supplier = own if refuses or context.supplier is None else None
    supplier = supplier or context.supplier
    if recipient is None and context.recipient != supplier:
        recipient = context.recipient
    return supplier, recipient


def _status(words: str, draft: Draft, lang: str, supplier: str | None) -> str | None:
    for name in _STATUS:
        if search(words, lang, "transfer", name):
            return name
    if draft.cue is not None and draft.cue.stance == "denies":
        return "denied"
    return "announced" if supplier else None
