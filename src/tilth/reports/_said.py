"""Who says what, and the map and timeline made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tilth.claims import Claim, Recorded
from tilth.project import Echo, states_named
from tilth.reports.figures import Figures
from tilth.reports.timeline import Event, timeline
from tilth.reports.wording import claim_words, state_name
from tilth.reports.world_map import Arrow, world_map

__all__ = ["Known", "state_map", "state_timeline", "statements"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known around the statements of a dossier.

    Attributes
    ----------
    statuses, reviewers
        Where each claim stands, and who judged it.
    names, languages, titles
        Names of speakers; language and title of each source.
    echoes
        The same statement in other articles.
    vanished
        Statements that the newest version of their page no longer holds.
    """

    statuses: Mapping[str, str]
    reviewers: Mapping[str, str]
    names: Mapping[str, str]
    languages: Mapping[str, str]
    titles: Mapping[str, str]
    echoes: Mapping[str, Echo]
    vanished: frozenset[str]


def statements(figures: Figures, about: Sequence[Recorded], known: Known) -> list[dict[str, Any]]:
    """Return the statements by topic, in order of reading; one said in several articles stands once."""
    groups: dict[str, list[dict[str, Any]]] = {}
    by_id = {item.id: item for item in about}
    told: set[str] = set()
    for item in sorted(about, key=lambda item: (item.claim.source or "", item.claim.span or (0, 0))):
        if item.claim.kind != "statement" or item.id in told:
            continue
        echo = known.echoes.get(item.id)
        told |= set(echo.statements) if echo else {item.id}
        topic = str(item.claim.values.get("topic", "other")).replace("_", " ")
        row = _statement(figures, item, known)
        row["others"] = _others(item, echo, by_id, known) if echo else []
        row["counts"] = _counts(figures, echo) if echo else ""
        groups.setdefault(topic, []).append(row)
    return [{"topic": topic, "rows": rows} for topic, rows in sorted(groups.items())]


def _statement(figures: Figures, item: Recorded, known: Known) -> dict[str, Any]:
    claim = item.claim
    by = known.names.get(claim.speaker or "", "The article itself")
    said = "".join(
        f", {words}" for words in (claim.channel and f"on {claim.channel}", claim.said_on) if words
    )
    return {
        "content": claim.values["content"],
        "note": figures.note([item.id]),
        "lang": known.languages.get(claim.source or ""),
        "by": f"{by}{said}",
        "mode": claim.mode,
        "stance": claim.stance,
        "state": known.statuses[item.id],
        "reviewed": _reviewed(item.id, known),
        "vanished": item.id in known.vanished,
    }


def _reviewed(key: str, known: Known) -> str:
    """Return who judged a claim, or that nobody did."""
    by = known.reviewers.get(key)
    return f"reviewed by {by}" if by else "not reviewed"


def _others(
    item: Recorded, echo: Echo, by_id: Mapping[str, Recorded], known: Known
) -> list[dict[str, str | None]]:
    """Return the same statement in the words of the other articles."""
    rows = []
    for key in echo.statements:
        other = by_id.get(key)
        if other is not None and key != item.id:
            source = other.claim.source or ""
            rows.append(
                {
                    "content": str(other.claim.values["content"]),
                    "lang": known.languages.get(source),
                    "title": known.titles.get(source, source),
                    "reviewed": _reviewed(key, known),
                }
            )
    return rows


def _counts(figures: Figures, echo: Echo) -> Markup:
    """Return in how many sources a statement stands, and of how many origins they are."""
    exact = "counted among the sources of this project"
    total = figures.figure(len(echo.sources), claims=echo.statements, exact=exact)
    places = figures.figure(len(echo.origins), claims=echo.statements, exact=exact)
    shared = sorted({origin.why for origin in echo.origins if origin.why} - {"one text"})
    words = f", which share the words of {', '.join(shared)}" if shared else ""
    kind = "origins" if len(echo.origins) > 1 else "origin"
    tail = Markup(" sources, of {} {} as far as their texts show{}").format(places, kind, words)
    return Markup("Said in ") + total + tail


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
