"""The command `tilth form`: XLSForms for the field, in five languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli._say import result_json, say, show

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(form)


def form(
    kind: Annotated[str | None, typer.Argument(help="Form; all are listed when none is given.")] = None,
    out: Annotated[Path | None, typer.Option(help="Workbook to write (.xlsx).")] = None,
    project: Annotated[
        str | None, typer.Option(help="Project whose organisations, teams and areas are offered to choose.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a form for ODK or KoboToolbox; its submissions come back without a mapping."""
    from tilth.exchange import form_named, forms, known_of, wording, write_form
    from tilth.project import Project

    if kind is None:
        listed = [{"form": one.name, "kind": one.kind, "version": one.version} for one in forms().values()]
        if json:
            result_json(listed)
        for one in () if json else listed:
            title = wording(f"@{one['form']}")["en"]
            show(f"{one['form']:<18} {title} (tells of: {one['kind'].replace('_', ' ')})")
        return
    chosen, known = form_named(kind), None
    if project is not None:
        with Project.open(project, read_only=True) as opened:
            known = known_of(opened)
    path = write_form(out or Path(f"{kind}.xlsx"), chosen, known)
    if json:
        result_json({"form": chosen.name, "version": chosen.version, "file": str(path)})
    say(f"wrote {path}: form {chosen.name}, version {chosen.version}, checked by pyxform")
