"""Commands on one area: what probably remains in it, and how much more search it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, result_json, say, show, stop

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(group: typer.Typer) -> None:
    """Add these commands to the group of commands on hazard."""
    group.command("residual")(residual_of)


def residual_of(
    area: Annotated[str, typer.Option(help="File with a polygon, or identifier of an area of the project.")],
    surface: Annotated[Path | None, typer.Option(help="Surface from 'tilth hazard map'.")] = None,
    project: Annotated[str | None, typer.Option(help="Project with a map; instead of a surface.")] = None,
    target: Annotated[
        float | None, typer.Option(help="Say how much more search brings the chance of any left below this.")
    ] = None,
    detection: Annotated[
        float | None, typer.Option(help="Chance of one more pass to find an item in ground it covers.")
    ] = None,
    json: Json = False,
) -> None:
    """Say what probably remains in an area after what was searched in it, and how sure that is."""
    from tilth.exchange import residual_in_file, residual_in_project
    from tilth.project import Project

    if (surface is None) == (project is None):
        stop("name a --surface or a --project, one of them")
    if surface is not None:
        answer = residual_in_file(surface, Path(area), target=target, detection=detection)
    else:
        with Project.open(str(project), read_only=True) as opened:
            answer = residual_in_project(opened, area, target=target, detection=detection)
    _tell(answer, json)


def _tell(answer: dict[str, Any], json: bool) -> None:
    for words in (*answer["problems"], *answer.get("stale", ())):
        say(f"problem  {words}")
    if json:
        result_json(answer)
    else:
        show(answer["sentence"])
        if "more_search" in answer:
            show(answer["more_search"]["sentence"])
        say("assumed:")
        for words in answer["assumptions"]:
            say(f"  {words}")
    if answer["problems"] or answer.get("stale"):
        raise typer.Exit(PROBLEMS)
