"""The command `tilth import`: field data into a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli._say import PROBLEMS, result_json, show

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_file)


def import_file(
    file: Annotated[Path, typer.Argument(help="Table (.csv) or GIS file.")],
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    kind: Annotated[
        str | None, typer.Option("--as", help="What it holds: strike, hazardous_area, dataset ...")
    ] = None,
    origin: Annotated[str, typer.Option(help="Where a dataset comes from.")] = "",
    licence: Annotated[str, typer.Option(help="Terms of a dataset.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
    json: Json = False,
) -> None:
    """Take field data into a project, with an account of every row."""
    from tilth.exchange import take_file
    from tilth.project import Project

    with Project.open(project) as opened:
        parts = take_file(opened, file, kind=kind, dry_run=dry_run, origin=origin, licence=licence)
    if json:
        content = [part.to_json() for part in parts]
        result_json(content[0] if len(content) == 1 else {"parts": content})
    else:
        for part in parts:
            show(
                f"{part.name}: {part.rows:,} rows, {part.accepted:,} accepted as {part.kind},"
                f" {part.refused:,} refused, {part.duplicates:,} twice, {part.unchanged:,} known before"
            )
            for problem in part.problems[:20]:
                show(
                    f"  row {problem.row} {problem.record}: {problem.field} {problem.value}: {problem.reason}"
                )
    raise typer.Exit(PROBLEMS if any(part.refused for part in parts) else 0)
