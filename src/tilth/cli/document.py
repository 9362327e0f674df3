"""Documents: `tilth report completion`, `statement`, `task`, `article7`, as HTML or PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tilth.cli._say import say, stop

if TYPE_CHECKING:
    from tilth.project import Project
    from tilth.reports.documents.blocks import Document

__all__ = ["article7", "completion", "statement", "task"]

Area = Annotated[str, typer.Argument(help="Hazardous area: identifier, number or name.")]
Address = Annotated[str, typer.Option("--project", help="Project: a .gpkg file or a postgresql:// address.")]
Out = Annotated[Path | None, typer.Option(help="File to write: .pdf or .html.")]
Lang = Annotated[str, typer.Option(help="Language: en, fr, uk, ar, lo.")]


def completion(area: Area, project: Address, out: Out = None, lang: Lang = "en") -> None:
    """Completion report of an area: work, land, quality, what may remain, turning points, signatures."""
    from tilth.reports import completion_report

    _write(project, out or Path("completion.pdf"), lambda opened: completion_report(opened, area, lang))


def statement(area: Area, project: Address, out: Out = None, lang: Lang = "en") -> None:
    """Handover statement of an area."""
    from tilth.reports import handover_statement

    _write(project, out or Path("statement.pdf"), lambda opened: handover_statement(opened, area, lang))


def task(
    name: Annotated[str, typer.Argument(help="Task, or a hazardous area.")],
    project: Address,
    out: Out = None,
    lang: Lang = "en",
) -> None:
    """Dossier that a team takes to the field: map, evidence, turning points, history."""
    from tilth.reports import task_dossier

    _write(project, out or Path("task.pdf"), lambda opened: task_dossier(opened, name, lang))


def article7(
    state: Annotated[str, typer.Argument(help="State: ISO 3166 code.")],
    year: Annotated[int, typer.Argument(help="Calendar year that is reported on.")],
    project: Address,
    out: Out = None,
    lang: Lang = "en",
) -> None:
    """Figures for the Article 7 report of a state party, forms F to I, each leading to its claims."""
    from tilth.reports import article7_figures

    name = f"article7_{state.upper()}_{year}.html"
    _write(project, out or Path(name), lambda opened: article7_figures(opened, state.upper(), year, lang))


def _write(address: str, out: Path, make: Callable[[Project], Document]) -> None:
    from tilth.project import Project
    from tilth.reports import document_page, document_pdf, write_page

    ending = out.suffix.lower()
    if ending not in (".pdf", ".html"):
        stop(f"{out.name}: a document is .pdf or .html; give such a name")
    with Project.open(address, read_only=True) as opened:
        document = make(opened)
        if ending == ".html":
            write_page(out, document_page(opened, document))
        else:
            made = document_pdf(opened, document)
            out.parent.mkdir(parents=True, exist_ok=True)
            draft = out.with_suffix(".part")
            draft.write_bytes(made)
            draft.replace(out)
    say(f"wrote {out}")
