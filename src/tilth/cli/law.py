"""Commands of law on one state or one case: status, deadlines, assess."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli import law_case, law_world
from tilth.cli._law_facts import Known, Proposed, known_facts
from tilth.cli._say import result_json, show, stop

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
State = Annotated[str, typer.Option(help="State: ISO 3166 code or name.")]
On = Annotated[str | None, typer.Option(help="Date, partial allowed; today when not given.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands on law."""
    law = typer.Typer(help="Who is bound by what on a date. Information, not legal advice.")
    for command in (status, deadlines, assess):
        law.command()(command)
    law_world.register(law)
    law_case.register(law)
    app.add_typer(law, name="law")


def status(
    state: State,
    on: On = None,
    project: Known = None,
    proposed: Proposed = False,
    json: Json = False,
) -> None:
    """Standing of a state under every regime on a date."""
    from tilth.law import status as standing_of

    known = known_facts(project, proposed=proposed)
    answer = standing_of(state, on or date.today().isoformat(), known.participations)
    if json:
        result_json(answer)
        return
    show(f"{answer['state']} on {answer['on']}")
    for regime, row in answer["regimes"].items():
        since = f" since {row['since']}" if row.get("since") else ""
        until = f" until {row['until']}" if row.get("until") else ""
        source = row.get("source") or "no source"
        show(f"  {regime}: {row['standing'].replace('_', ' ')}{since}{until}  ({source})")
        for words in (*row["reasons"], *row["flags"]):
            show(f"    {words}")


def deadlines(
    state: State,
    on: On = None,
    project: Known = None,
    proposed: Proposed = False,
    json: Json = False,
) -> None:
    """Entry into force, stockpile and clearance deadlines, and reports due."""
    from tilth.law import deadlines as deadlines_of

    known = known_facts(project, proposed=proposed)
    answer = deadlines_of(state, on, known.participations, known.extensions)
    if json:
        result_json(answer)
        return
    for regime, found in answer.items():
        show(f"{state}, {regime}: {found['standing'].replace('_', ' ')}")
        show(f"  in force: {found['in_force'] or 'not in force'}")
        for duty, article in found["articles"].items():
            when = found[duty] or "none"
            outlook = f", {found['outlook'][duty]}" if found["outlook"][duty] else ""
            show(f"  {duty.replace('_', ' ')}: {when}{outlook} ({article})")
        for each in found["extensions"]:
            told = f"{each['duty'].replace('_', ' ')} to {each['deadline']} {each['decision']}"
            show(f"  extension: {told} ({each['decided']}) {each['source_url']}")
        for words in (*found["notes"], *found["flags"]):
            show(f"  {words}")


def assess(
    question: Annotated[str, typer.Argument(help="Question as a JSON file, or - for standard input.")],
    explain: Annotated[bool, typer.Option(help="Print the trace as indented text.")] = False,
    project: Known = None,
    proposed: Proposed = False,
    json: Json = False,
) -> None:
    """Who is bound by what in a stated case."""
    from tilth.law import NOT_ADVICE, summary
    from tilth.law import assess as assess_case
    from tilth.law import explain as explain_answer

    asked = _question(question)
    known = known_facts(project, proposed=proposed)
    answer = assess_case(asked, known.participations, known.extensions)
    if json:
        result_json(answer)
    elif explain:
        show(explain_answer(answer))
    else:
        show(summary(answer))
        show(f"{NOT_ADVICE} --explain shows facts, rules and exceptions.")


def _question(name: str) -> Any:
    import orjson

    if name != "-" and not Path(name).is_file():
        stop(f"no file {name!r}: give a JSON file, or - for standard input")
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        stop(f"the question is no JSON: {error}; see the manual for its form")
