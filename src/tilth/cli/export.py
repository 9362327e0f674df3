"""The command `tilth export`: claims out, in formats that come back unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli._say import progress, result_json, say, show

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(export)


def export(
    project: Annotated[str, typer.Argument(help="Project: a .gpkg file or a postgresql:// address.")],
    to: Annotated[Path, typer.Option(help="File: .gpkg, .geojson, .csv, .xlsx or .ftm.json.")],
    kind: Annotated[
        list[str] | None, typer.Option(help="Kind of claims; may be given several times.")
    ] = None,
    true_on: Annotated[str | None, typer.Option(help="Only what may have been true on this date.")] = None,
    known_on: Annotated[str | None, typer.Option(help="Only what was recorded by this date.")] = None,
    accepted: Annotated[bool, typer.Option("--accepted", help="Only what a reviewer accepted.")] = False,
    access: Annotated[
        str, typer.Option(help="public, partner, restricted or personal: the highest level.")
    ] = "public",
    coarsen: Annotated[
        bool, typer.Option("--coarsen", help="Add personal claims made coarse, so that nobody is recognised.")
    ] = False,
    form: Annotated[
        str | None, typer.Option(help="Write this form for the field (.xlsx) with the project's lists.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write claims to a file for QGIS, a spreadsheet or another tilth; it can be imported again."""
    from tilth.exchange import Choice, export_to
    from tilth.project import Project

    if form is not None:
        from tilth.cli.form import form as write

        write(form, to, project, json)
        return
    choice = Choice(tuple(kind or ()), true_on, known_on, accepted, access, coarsen)
    with Project.open(project, read_only=True) as opened, progress("writing claims") as bar:
        task = bar.task_ids[0]
        bar.update(task, total=max(len(opened.ledger), 1))
        done = export_to(opened, to, choice, lambda count: bar.update(task, completed=count))
    if json:
        result_json(done.to_json())
        return
    for name, count in done.counts.items():
        show(f"{count:>9,} {name}")
    for words in done.left_out:
        say(words)
    say(f"wrote {to}: {sum(done.counts.values()):,} claims")
