"""Who says what, and the map and timeline made from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tilth.claims import Claim, Recorded
from tilth.project import states_named
from tilth.reports.figures import Figures
from tilth.reports.timeline import Event, timeline
from tilth.reports.wording import claim_words, state_name
from tilth.reports.world_map import Arrow, world_map

__all__ = ["state_map", "state_timeline", "statements"]


def statements(
    figures: Figures,
    about: Sequence[Recorded],
    statuses: dict[str, str],
    names: dict[str, str],
    languages: dict[str, str],
) -> list[dict[str, Any]]:
    """Return the statements by topic, in order of reading."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(about, key=lambda item: (item.claim.source or "", item.claim.span or (0, 0))):
        if item.claim.kind != "statement":
            continue
        topic = str(item.claim.values.get("topic", "other")).replace("_", " ")
        groups.setdefault(topic, []).append(_statement(figures, item, statuses[item.id], names, languages))
    return [{"topic": topic, "rows": rows} for topic, rows in sorted(groups.items())]


def _statement(
    figures: Figures, item: Recorded, state: str, names: dict[str, str], languages: dict[str, str]
) -> dict[str, Any]:
    claim = item.claim
    by = names.get(claim.speaker or "", "The article itself")
    said = "".join(
        f", {words}" for words in (claim.channel and f"on {claim.channel}", claim.said_on) if words
    )
    return {
        "content": claim.values["content"],
        "note": figures.note([item.id]),
        "lang": languages.get(claim.source or ""),
        "by": f"{by}{said}",
        "mode": claim.mode,
        "stance": claim.stance,
        "state": state,
    }


def state_map(state: str, transfers: Sequence[Recorded], about: Sequence[Recorded]) -> Markup:
    """Return the map with the states that the claims name."""
    arrows = {
        (str(item.claim.values["supplier"]), str(item.claim.values["recipient"]))
        for item in transfers
        if {"supplier", "recipient"} <= set(item.claim.values)
        and item.claim.values.get("status") not in ("refused", "denied")
    }
    drawn = [Arrow(start, end, "") for start, end in sorted(arrows)]
    states = [state, *(code for code in states_named(about) if code != state)]
    return world_map(states, drawn, f"States named with {state_name(state)}")


def state_timeline(name: str, about: Sequence[Recorded], names: dict[str, str]) -> Markup:
    """Return the timeline of what was said and of what is told to have happened."""
    events: dict[tuple[str, str], Event] = {}
    for item in about:
        claim = item.claim
        moments = [claim.values.get(key) for key in ("announced", "delivered", "date")] + [claim.said_on]
        for when in dict.fromkeys(str(moment) for moment in moments if moment):
            words = _event_words(claim, names.get(claim.speaker or ""))
            events.setdefault((when, words), Event(when, words, href=f"#claim-{item.id[:12]}"))
    return timeline(list(events.values())[:40], f"What happened and was said about {name}")


def _event_words(claim: Claim, speaker: str | None) -> str:
    if claim.kind == "transfer":
        return f"{claim.values.get('recipient', '')}: {claim.values.get('item', 'transfer')}"
    return f"{speaker}: {claim.values.get('topic', claim.kind)}" if speaker else claim_words(claim)
