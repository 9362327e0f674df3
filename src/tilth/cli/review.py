"""The command `tilth review`: what waits, verdicts and corrections by identifier, or a dialogue."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._say import result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.claims import Appended, Claim
    from tilth.project import Project, Verdict, Wanted

__all__ = ["register"]

Ids = Annotated[list[str] | None, typer.Option(metavar="ID", help="Identifier of a claim; may be repeated.")]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(review)


def review(
    project: Annotated[str, typer.Argument(help="Project: a .gpkg file or a postgresql:// address.")],
    accept: Ids = None,
    reject: Ids = None,
    retract: Ids = None,
    reopen: Ids = None,
    correct: Annotated[
        str | None, typer.Option(metavar="ID", help="Correct this claim as --set says.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="topic=use, speaker=NAME, span=120:180, fact.1.by=RUS, ..."
        ),
    ] = None,
    changes: Annotated[
        str | None, typer.Option(metavar="FILE", help="Verdicts as JSON, a file or - for standard input.")
    ] = None,
    same: Annotated[
        list[str] | None,
        typer.Option(metavar="ONE=OTHER", help="Two speakers, by name or identifier, are the same."),
    ] = None,
    linked: Annotated[
        list[str] | None, typer.Option(metavar="ONE=OTHER", help="Two statements are the same statement.")
    ] = None,
    apart: Annotated[
        list[str] | None, typer.Option(metavar="ONE=OTHER", help="Two statements are not the same.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: Annotated[str | None, typer.Option(help="Who reviews; this user when not given.")] = None,
    source: Annotated[str | None, typer.Option(help="List claims of this source: part of its title.")] = None,
    speaker: Annotated[str | None, typer.Option(help="List claims of this speaker: part of a name.")] = None,
    topic: Annotated[str | None, typer.Option(help="List statements on this topic.")] = None,
    kind: Annotated[str | None, typer.Option(help="List claims of this kind.")] = None,
    at_least: Annotated[float, typer.Option(min=0, max=1, help="Lowest confidence listed.")] = 0.0,
    at_most: Annotated[float, typer.Option(min=0, max=1, help="Highest confidence listed.")] = 1.0,
    order: Annotated[str, typer.Option(help="recorded, least (least confident first) or most.")] = "recorded",
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 200,
    dialogue: Annotated[bool, typer.Option("--dialogue", help="Go through them one by one.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List what waits for a reviewer; accept, reject, retract, reopen or correct claims."""
    from tilth.project import Project, Wanted

    words = {"accept": accept, "reject": reject, "retract": retract, "reopen": reopen}
    given = [(word, key) for word, keys in words.items() for key in keys or ()]
    verdicts = _verdicts(given, correct, set_ or [], changes)
    bounds = None if (at_least, at_most) == (0.0, 1.0) else (at_least, at_most)
    wanted = Wanted(source, speaker, topic, kind, bounds, order)
    pairs = {"same": same or [], "linked": linked or [], "apart": apart or []}
    judging = bool(verdicts or any(pairs.values()))
    _refuse_mixed(wanted, judging=judging, dialogue=dialogue, json=json)
    with Project.open(project) as opened:
        if judging:
            _record(opened, verdicts, pairs, by=by, reason=reason, json=json)
        elif dialogue:
            _talk(opened, wanted, limit, by)
        else:
            _list(opened, wanted, limit, json=json)


def _refuse_mixed(wanted: Wanted, *, judging: bool, dialogue: bool, json: bool) -> None:
    """Stop at requests that ask for two things at once, or for words that are none."""
    from tilth.claims import vocabulary

    if wanted.order not in ("recorded", "least", "most"):
        stop(f"order {wanted.order!r} is none; allowed: recorded, least, most")
    topics = vocabulary()["statement"].properties["topic"].allowed
    if wanted.topic is not None and wanted.topic not in topics:
        stop(f"topic {wanted.topic!r} is none; allowed: {', '.join(topics)}")
    if wanted.kind is not None:
        vocabulary()[wanted.kind]
    if wanted.confidence and wanted.confidence[0] > wanted.confidence[1]:
        stop(f"--at-least {wanted.confidence[0]} is above --at-most {wanted.confidence[1]}")
    if dialogue and (judging or json):
        stop("--dialogue asks for verdicts itself: leave the verdicts and --json out")


def _verdicts(
    given: list[tuple[str, str]], correct: str | None, settings: list[str], changes: str | None
) -> list[Verdict]:
    from tilth.project import Verdict, parse_settings

    if bool(correct) != bool(settings):
        stop("a correction needs both: --correct ID, and --set NAME=VALUE once or more")
    verdicts = [Verdict(word, key) for word, key in given]
    if correct:
        verdicts.append(Verdict("correct", correct, parse_settings(settings)))
    return verdicts + (_from_json(changes) if changes else [])


def _from_json(name: str) -> list[Verdict]:
    """Return the verdicts of a JSON list of objects such as ``{"accept": ID, "reason": ...}``."""
    import orjson

    if name != "-" and not Path(name).is_file():
        stop(f"no file {name!r}: give a JSON file of verdicts, or - for standard input")
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        stop(f"the verdicts are no JSON: {error}")
    rows = told if isinstance(told, list) else [told]
    return [_verdict(number, row) for number, row in enumerate(rows, 1)]


def _verdict(number: int, row: Any) -> Verdict:
    from tilth.project import Verdict

    allowed = {"accept", "reject", "retract", "reopen", "correct"}
    words = sorted(allowed & set(row)) if isinstance(row, dict) else []
    form = 'write {"accept": "ID"} or {"correct": "ID", "set": {"topic": "use"}, "reason": "..."}'
    if len(words) != 1 or set(row) - allowed - {"set", "reason"} or not isinstance(row[words[0]], str):
        stop(f"verdict {number} is none: {form}")
    if (words[0] == "correct") != isinstance(row.get("set"), dict):
        stop(f"verdict {number}: a correction, and only a correction, has changes under set: {form}")
    return Verdict(words[0], row[words[0]], row.get("set"), row.get("reason"))


def _record(
    project: Project,
    verdicts: list[Verdict],
    pairs: dict[str, list[str]],
    *,
    by: str | None,
    reason: str | None,
    json: bool,
) -> None:
    from tilth.project import full_id, review_claims

    besides = [_pair_claim(project, word, pair, by) for word, given in pairs.items() for pair in given]
    done = review_claims(project, verdicts, by=by, reason=reason, besides=besides)
    _tell(project, [full_id(project, verdict.key) for verdict in verdicts], done, json=json)


def _pair_claim(project: Project, word: str, pair: str, by: str | None) -> Claim:
    """Return the claim that joins two speakers, or links or separates two statements."""
    from tilth.project import full_id, join_claim, link_claim, reviewer_of

    one, equals, other = (part.strip() for part in pair.partition("="))
    if not equals:
        stop(f"--{word} {pair!r}: write ONE=OTHER")
    reviewer = reviewer_of(project, by)
    if word == "same":
        return join_claim(project, one, other, reviewer)
    ends = full_id(project, one), full_id(project, other)
    return link_claim(project, *ends, reviewer, same=word == "linked")


def _tell(project: Project, targets: list[str], done: Appended, *, json: bool) -> None:
    from tilth.claims import recorded_by_id, statuses_of

    statuses = statuses_of(project.store, recorded_by_id(project.store, targets))
    if json:
        rows = [
            {"id": key, "status": statuses[key].name, "replacement": statuses[key].replacement}
            for key in dict.fromkeys(targets)
        ]
        result_json({"claims_added": len(done.added), "unchanged": len(done.unchanged), "claims": rows})
        return
    say(f"{len(done.added)} claims recorded, {len(done.unchanged)} known before")
    for key in dict.fromkeys(targets):
        replaced = statuses[key].replacement
        say(f"{key[:12]}  {statuses[key].name}{f', replaced by {replaced[:12]}' if replaced else ''}")


def _talk(project: Project, wanted: Wanted, limit: int, by: str | None) -> None:
    from tilth.cli._dialogue import hold_dialogue
    from tilth.project import add_echoes, waiting

    rows = waiting(project, limit, wanted)
    add_echoes(project, rows)
    counts = hold_dialogue(project, rows, by=by)
    told = ", ".join(f"{count} {word}" for word, count in counts.items()) or "no verdict"
    show(f"{told}; {len(waiting(project, None))} claims wait")


def _list(project: Project, wanted: Wanted, limit: int, *, json: bool) -> None:
    from tilth.cli._claims_shown import claim_text, console
    from tilth.project import add_echoes, waiting

    rows = waiting(project, limit, wanted)
    add_echoes(project, rows)
    if json:
        result_json(rows)
        return
    out = console()
    for row in rows:
        out.print(claim_text(row), soft_wrap=out.soft_wrap)
    more = " or more: --limit lists more" if len(rows) == limit else ""
    show(f"{len(rows)}{more} claims wait for a reviewer")
    verdicts = "--accept ID, --reject ID, --correct ID --set topic=use, or --dialogue"
    show(f"tilth review {project.address} {verdicts}")
