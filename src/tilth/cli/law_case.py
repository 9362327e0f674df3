"""Commands on cases: build one from an accepted claim and keep it; list them, stale ones with why."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, result_json, show, stop

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
In = Annotated[str, typer.Option("--project", help="Project: a .gpkg file or a postgresql:// address.")]


def register(law: typer.Typer) -> None:
    """Add these commands to the group of commands on law."""
    for command in (case, cases):
        law.command()(command)


def case(
    claim: Annotated[
        str,
        typer.Argument(help="First digits of an accepted transfer, transit, use, stockpile or production."),
    ],
    project: In,
    on: Annotated[str | None, typer.Option(help="Date to ask for; the claim's own when not given.")] = None,
    via: Annotated[list[str] | None, typer.Option(help="State in between; may be given again.")] = None,
    munition: Annotated[str | None, typer.Option(help="Munition of the catalogue.")] = None,
    purpose: Annotated[str | None, typer.Option(help="training, countermeasures or destruction.")] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="Further fact, such as waiver=true; may be given again.")
    ] = None,
    proposed: Annotated[bool, typer.Option(help="Use claims that nobody has reviewed yet as well.")] = False,
    json: Json = False,
) -> None:
    """Build a case from an accepted claim, answer it and keep both in the project."""
    from tilth.law import state_code, summary
    from tilth.project import Project
    from tilth.project.cases import store_case

    given: dict[str, Any] = {"on": on, "via": [state_code(each) for each in via or ()], "munition": munition}
    given |= {"purpose": purpose, "facts": dict(_fact(each) for each in fact or ())}
    added = {name: value for name, value in given.items() if value}
    with Project.open(project) as opened:
        kept = store_case(opened, of_claim=claim, added=added, proposed=proposed)
    if json:
        result_json(kept.to_json())
        return
    show(f"case {kept.key}, kept with its answer: {_asked(kept.question)}")
    show(summary(kept.answer))


def cases(project: In, json: Json = False) -> None:
    """List the kept cases; a case is stale when today's facts give another answer."""
    from tilth.project import Project
    from tilth.project.cases import cases_of

    with Project.open(project, read_only=True) as opened:
        found = cases_of(opened)
    stale = sum(bool(each.changed) for each in found)
    if json:
        result_json({"cases": [each.to_json() for each in found], "stale": stale})
    else:
        for each in found:
            show(f"{each.key}: {_asked(each.question)}{'; stale' if each.changed else ''}")
            for words in each.changed:
                show(f"  {words}")
        show(f"{len(found)} cases, {stale} stale. Information, not legal advice.")
    raise typer.Exit(PROBLEMS if stale else 0)


def _fact(words: str) -> tuple[str, Any]:
    """Return name and value of ``waiver=true``; numbers and yes or no are read as such."""
    import orjson

    name, mark, value = words.partition("=")
    if not name.strip() or not mark or not value.strip():
        stop(f"--fact {words!r}: write NAME=VALUE, such as waiver=true")
    try:
        return name.strip(), orjson.loads(value)
    except orjson.JSONDecodeError:
        return name.strip(), value.strip()


def _asked(question: dict[str, Any]) -> str:
    other = f", {question['other']}" if question.get("other") else ""
    via = f" via {', '.join(question['via'])}" if question.get("via") else ""
    return f"{question['act'].replace('_', ' ')} by {question['actor']}{other}{via} on {question['on']}"
