"""The parts of a state's dossier, each from claims and runs to rows with figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from tilth.claims import Recorded, Told, pictures
from tilth.project import Project, latest_runs, states_named
from tilth.reports._expected import expectation_row
from tilth.reports.figures import Figures, number_words
from tilth.reports.timeline import Event, timeline
from tilth.reports.wording import claim_words, state_name
from tilth.reports.world_map import Arrow, world_map

__all__ = [
    "answers", "banners", "cards", "differences", "expectations", "languages", "runs_on_transfers",
    "speaker_names", "standings", "state_map", "state_timeline", "statements", "transfers",
]  # fmt: skip

_STATED = "as stated by the source"
_COUNTED = "a count of claims"
_LAW = "an answer in words"
_STANDING = {
    "party": "State Party",
    "provisional": "applies it provisionally",
    "signatory": "signatory, not bound as a party",
    "former_party": "former State Party",
    "outsider": "not a party",
    "unclear": "unclear on this date",
}


def banners(project: Project, items: Sequence[Recorded]) -> list[str]:
    """Return warnings: constructed articles, unreviewed claims."""
    subjects = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, subjects, statuses=("accepted", "proposed"))
    made_up = [drawn[key].value("title") for key in subjects if drawn[key].value("synthetic") == "yes"]
    words = ["Claims marked “proposed” were read by a program and not yet reviewed by a person."]
    if made_up:
        words.insert(0, f"Contains constructed examples, not real reports: {'; '.join(map(str, made_up))}.")
    return words


def speaker_names(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    """Return the names of all speakers by their identifiers."""
    wanted = sorted({item.claim.speaker for item in items if item.claim.speaker})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: str(drawn[key].value("name") or key.split(":", 1)[1]) for key in wanted}


def languages(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    """Return the language of each source."""
    wanted = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: str(drawn[key].value("lang") or "") for key in wanted}


def cards(
    figures: Figures, state: str, runs: Sequence[Recorded], about: Sequence[Recorded]
) -> list[dict[str, Any]]:
    """Return the figures for the top of the page."""
    statements = [item.id for item in about if item.claim.kind == "statement"]
    speakers = {item.claim.speaker for item in about if item.claim.speaker}
    own = [run for run in runs if run.claim.values["result"]["state"] == state]
    rows = [_card(_standing_figure(figures, run), f"under the Convention, {_on(run)}") for run in own]
    if statements:
        rows.append(_card(figures.figure(len(statements), claims=statements, exact=_COUNTED), "statements"))
        said = [item.id for item in about if item.claim.speaker]
        if said:
            rows.append(_card(figures.figure(len(speakers), claims=said, exact=_COUNTED), "speakers"))
    facts = [item.id for item in about if item.claim.kind != "statement"]
    if facts:
        rows.append(_card(figures.figure(len(facts), claims=facts, exact=_COUNTED), "typed facts"))
    return rows


def _on(run: Recorded) -> str:
    return str(run.claim.values["result"]["on"])


def _card(figure: Markup, words: str) -> dict[str, Any]:
    return {"figure": figure, "words": words}


def _standing_figure(figures: Figures, run: Recorded) -> Markup:
    word = str(run.claim.values["result"]["standing"])
    return figures.figure(word, run=run.id, exact=_LAW, text=_STANDING.get(word, word))


def standings(figures: Figures, runs: Sequence[Recorded], first: str) -> list[dict[str, Any]]:
    """Return the standing of every state named, the dossier's own state first."""
    ordered = sorted(runs, key=lambda run: run.claim.values["result"]["state"] != first)
    return [
        {
            "name": state_name(str(run.claim.values["result"]["state"])),
            "figure": _standing_figure(figures, run),
            "reasons": run.claim.values["result"]["reasons"],
            "flags": run.claim.values["result"]["flags"],
        }
        for run in ordered
    ]


def transfers(figures: Figures, items: Sequence[Recorded], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return a row for each claim of a transfer, from articles first."""
    ordered = sorted(items, key=lambda item: item.claim.span is None)
    return [_transfer(figures, item, names) for item in ordered]


def _transfer(figures: Figures, item: Recorded, names: dict[str, str]) -> dict[str, Any]:
    values = item.claim.values
    parties = [state_name(str(values.get(side, "not named"))) for side in ("supplier", "recipient")]
    worth = values.get("value_usd")
    dates = [str(values[name]) for name in ("announced", "delivered", "date") if name in values]
    speaker = names.get(item.claim.speaker or "") or values.get("attribution") or "the source itself"
    return {
        "parties": " to ".join(parties),
        "status": str(values.get("status") or values.get("status_text") or "stated"),
        "note": figures.note([item.id]),
        "item": values.get("item"),
        "speaker": speaker,
        "value": _money(figures, worth, item.id) if worth is not None else None,
        "when": ", ".join(dates) or item.claim.said_on,
    }


def _money(figures: Figures, worth: Any, key: str) -> Markup:
    if isinstance(worth, dict):
        told = [float(worth[name]) for name in ("low", "value", "high") if name in worth]
        return figures.figure(told[0], claims=[key], interval=(min(told), max(told)), unit="USD")
    text = f"{number_words(worth / 1e6)} million" if worth >= 1e6 else None
    return figures.figure(worth, claims=[key], exact=_STATED, text=text, unit="USD")


def answers(figures: Figures, runs: Sequence[Recorded], state: str) -> list[dict[str, Any]]:
    """Return the Convention's answer to each transfer that the state takes part in."""
    rows = []
    for run in runs:
        result = run.claim.values["result"]
        if state not in (result["supplier"], result["recipient"]):
            continue
        answer = result["answer"]
        pair = f"{state_name(result['supplier'])} to {state_name(result['recipient'])}"
        rows.append(
            {
                "title": f"Is a transfer from {pair} lawful under the Convention?",
                "lead": f"Answered for {result['on']}, each state in its own role.",
                "note": figures.note(run=run.id),
                "findings": [_finding(finding) for finding in answer["findings"]],
                "questions": "; ".join(str(question) for question in answer.get("open_questions", ())),
            }
        )
    return rows


def _finding(finding: dict[str, Any]) -> dict[str, Any]:
    kept = {name: finding.get(name) or "" for name in ("role", "citation")}
    return kept | {
        "state": state_name(str(finding["state"])),
        "outcome": str(finding["outcome"]).replace("_", " "),
        "because": [str(reason) for reason in finding.get("because", ())],
        "readings": finding.get("readings") or [],
    }


def runs_on_transfers(project: Project, items: Sequence[Recorded]) -> list[Recorded]:
    """Return the expectations worked out for these transfers."""
    subjects = {item.claim.subject for item in items}
    runs = latest_runs(project, "munitions.expect")
    return [run for run in runs if run.claim.values["result"].get("transfer") in subjects]


def expectations(figures: Figures, runs: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Return what deliveries would leave unexploded."""
    return [expectation_row(figures, run) for run in runs]


def differences(
    project: Project,
    figures: Figures,
    items: Sequence[Recorded],
    about: Sequence[Recorded],
    names: dict[str, str],
) -> list[dict[str, Any]]:
    """Return every property on which claims differ, sides beside each other; dud rates always count."""
    subjects = {item.claim.subject for item in about if item.claim.kind != "statement"}
    subjects |= {item.claim.subject for item in items if item.claim.kind == "dud_rate"}
    names = names | speaker_names(project, items)
    drawn = pictures(project.store, sorted(subjects), statuses=("accepted", "proposed", "disputed"))
    return [
        {"title": _title(subject, name), "sides": list(_sides(figures, told, names))}
        for subject, picture in drawn.items()
        for name, told in picture.told.items()
        if len(told.sides) > 1 and not picture_is_text(name)
    ]


def picture_is_text(name: str) -> bool:
    """Whether differing wordings of a property say nothing: remarks, addresses, attributions."""
    return name in ("note", "source_url", "source_url_2", "attribution", "as_written", "item", "bound")


def _title(subject: str, name: str) -> str:
    kind, key = subject.split(":", 1)
    return f"{kind.replace('_', ' ')} {key.replace('-', ' ')}: {name.replace('_', ' ')}"


def _sides(figures: Figures, told: Told, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for side in told.sides:
        who = [names.get(speaker or "", "the source itself") for speaker in side.speakers]
        text = None if isinstance(side.value, int | float) else str(side.value).replace("_", " ")
        value = side.value if isinstance(side.value, int | float | str) else str(side.value)
        figure = figures.figure(value, claims=side.claims, exact=_STATED, text=text)
        yield {"figure": figure, "speakers": f"According to {', '.join(dict.fromkeys(who))}"}


def statements(
    figures: Figures,
    about: Sequence[Recorded],
    statuses: dict[str, str],
    names: dict[str, str],
    languages: dict[str, str],
) -> list[dict[str, Any]]:
    """Return the statements by topic, in order of reading."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in about:
        if item.claim.kind != "statement":
            continue
        topic = str(item.claim.values.get("topic", "other")).replace("_", " ")
        groups.setdefault(topic, []).append(_statement(figures, item, statuses[item.id], names, languages))
    return [{"topic": topic, "items": rows} for topic, rows in sorted(groups.items())]


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
            by = names.get(claim.speaker or "")
            words = f"{by}: {claim.values.get('topic', claim.kind)}" if by else claim_words(claim)
            events.setdefault((when, words), Event(when, words, href=f"#claim-{item.id[:12]}"))
    return timeline(list(events.values())[:40], f"What happened and was said about {name}")
