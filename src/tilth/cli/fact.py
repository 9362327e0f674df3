"""Commands on facts: the law."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli._say import result_json, show, stop

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
State = Annotated[str, typer.Option(help="State: ISO 3166 code or name.")]


def register(app: typer.Typer) -> None:
    """Add these groups."""
    law = typer.Typer(help="Who is bound by what on a date. Information, not legal advice.")
    for command in (status, deadlines, assess):
        law.command()(command)
    app.add_typer(law, name="law")


def status(
    state: State,
    on: Annotated[str | None, typer.Option(help="Date, partial allowed; today when not given.")] = None,
    json: Json = False,
) -> None:
    """Standing of a state under every regime on a date."""
    from tilth.law import status as standing_of

    answer = standing_of(state, on or date.today().isoformat())
    if json:
        result_json(answer)
        return
    show(f"{answer['state']} on {answer['on']}")
    for regime, row in answer["regimes"].items():
        since = f" since {row['since']}" if row.get("since") else ""
        until = f" until {row['until']}" if row.get("until") else ""
        source = row.get("source") or "no source"
        show(f"  {regime}: {row['standing'].replace('_', ' ')}{since}{until}  ({source})")


def deadlines(state: State, json: Json = False) -> None:
    """Entry into force, stockpile and clearance deadlines, and reports due."""
    from tilth.law import deadlines as deadlines_of

    answer = deadlines_of(state)
    if json:
        result_json(answer)
        return
    for regime, rows in answer.items():
        show(f"{state}, {regime}")
        for name, value in rows.items() if isinstance(rows, dict) else ():
            show(f"  {name.replace('_', ' ')}: {value if value is not None else 'none'}")


def assess(
    question: Annotated[str, typer.Argument(help="Question as a JSON file, or - for standard input.")],
    explain: Annotated[bool, typer.Option(help="Print the trace as indented text.")] = False,
    json: Json = False,
) -> None:
    """Who is bound by what in a stated case."""
    from tilth.law import assess as assess_case
    from tilth.law import explain as explain_answer

    answer = assess_case(_question(question))
    if json:
        result_json(answer)
    elif explain:
        show(explain_answer(answer))
    else:
        for finding in answer["findings"]:
            words = f"{finding['state']} ({finding['role']}), {finding['regime']}: {finding['outcome']}"
            show(f"{words.replace('_', ' ')}; {finding['citation']}")
        show("Information, not legal advice. --explain shows facts, rules and exceptions.")


def _question(name: str) -> Any:
    import orjson

    if name != "-" and not Path(name).is_file():
        stop(f"no file {name!r}: give a JSON file, or - for standard input")
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        stop(f"the question is no JSON: {error}; see the manual for its form")
