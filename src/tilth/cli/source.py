"""The command `tilth import`: field data into a project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tilth.cli._say import PROBLEMS, counting, result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.exchange import Intake
    from tilth.exchange.importing import Form, Mapping, Outcome
    from tilth.project import Project

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_file)


def import_file(
    file: Annotated[
        Path, typer.Argument(help="Table (.csv .xlsx), GIS file, maXML, or a form's submissions.")
    ],
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    kind: Annotated[
        str | None, typer.Option("--as", help="What it holds: strike, hazardous_area, dataset ...")
    ] = None,
    profile: Annotated[Path | None, typer.Option(help="Mapping settled before (TOML).")] = None,
    save_profile: Annotated[
        Path | None, typer.Option(help="Write the mapping that was used here, to look at and to settle.")
    ] = None,
    layer: Annotated[
        list[str] | None, typer.Option(help="Only this layer or sheet; may be given again.")
    ] = None,
    country: Annotated[str, typer.Option(help="Country as an ISO 3166 code, to check positions.")] = "",
    series: Annotated[str, typer.Option(help="Name of the growing set that the file is a snapshot of.")] = "",
    complete: Annotated[
        bool, typer.Option("--complete", help="The snapshot is whole: records it lacks are withdrawn.")
    ] = False,
    form: Annotated[
        Path | None, typer.Option(help="XLSForm that the rows were submitted with: its labels tell columns.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Folder for the report (CSV and HTML).")] = None,
    origin: Annotated[str, typer.Option(help="Where a dataset comes from.")] = "",
    licence: Annotated[str, typer.Option(help="Terms of a dataset.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen, row by row.")] = False,
    json: Json = False,
) -> None:
    """Take field data into a project, with an account of every row."""
    from tilth.exchange import ARTICLES, speaks_for_itself, take_file
    from tilth.exchange.importing import load_mapping, read_form, summary_json
    from tilth.project import Project

    if complete and not (series or profile):
        stop("--complete needs --series NAME: which set is the file a whole snapshot of?")
    mapping = load_mapping(profile) if profile else None
    outcomes: list[Outcome] = []
    with Project.open(project) as opened:
        if kind == "dataset" or file.suffix.lower() in ARTICLES or speaks_for_itself(file):
            intakes = take_file(opened, file, kind=kind, dry_run=dry_run, origin=origin, licence=licence)
        else:
            given = (country.upper(), series, complete)
            described = read_form(form) if form else None
            outcomes = _import(opened, file, kind, mapping, layer or (), given, described, dry_run=dry_run)
            intakes = [outcome.intake for outcome in outcomes]
    if save_profile:
        _save(outcomes, save_profile)
    if report:
        _report(file, intakes, outcomes, report, dry_run=dry_run)
    if json:
        result_json(summary_json(intakes))
    else:
        _tell(intakes, outcomes, dry_run=dry_run)
    raise typer.Exit(PROBLEMS if any(part.refused for part in intakes) else 0)


def _import(
    project: Project,
    file: Path,
    kind: str | None,
    mapping: Mapping | None,
    layers: Sequence[str],
    given: tuple[str, str, bool],
    form: Form | None,
    *,
    dry_run: bool,
) -> list[Outcome]:
    from tilth.exchange.importing import import_file as take_in

    country, series, complete = given
    with counting(f"reading {file.name}") as tell:
        return take_in(
            project, file, kind=kind, mapping=mapping, layers=layers, country=country,
            series=series, complete=complete, form=form, dry_run=dry_run, say=tell,
        )  # fmt: skip


def _save(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write the mapping of each sheet: one file, or one for each where there are several."""
    from tilth.exchange.importing import save_mapping

    used = [outcome for outcome in outcomes if outcome.mapping.name != "none"]
    if not used:
        stop("no mapping was used: nothing to save")
    for outcome in used:
        name = path if len(used) == 1 else path.with_name(f"{path.stem}-{outcome.sheet.layer}{path.suffix}")
        say(f"wrote {save_mapping(outcome.mapping, name)}")


def _report(
    file: Path, intakes: Sequence[Intake], outcomes: Sequence[Outcome], folder: Path, *, dry_run: bool
) -> None:
    from tilth.exchange.sources import source_of_file
    from tilth.reports import write_import_report

    source = outcomes[0].source.id if outcomes else source_of_file(file).id
    parts = [intake.to_json() | {"source": source} for intake in intakes]
    for part, outcome in zip(parts, outcomes, strict=False):
        part["questions"] = list(outcome.mapping.questions)
        part["fates"] = [(f.row, f.record, f.fate, f.note, f.differing) for f in outcome.fates]
    for path in write_import_report(file.name, parts, folder, dry_run=dry_run):
        say(f"wrote {path}")


def _tell(intakes: Sequence[Intake], outcomes: Sequence[Outcome], *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    for number, part in enumerate(intakes):
        show(
            f"{part.name}: {part.rows:,} rows, {part.accepted:,} {would}accepted as {part.kind},"
            f" {part.refused:,} refused, {part.duplicates:,} twice, {part.unchanged:,} known before"
        )
        if outcomes and dry_run:
            _rows(outcomes[number])
        for question in outcomes[number].mapping.questions if outcomes else ():
            show(f"  to settle: {question}")
        for problem in part.problems[:_SHOWN]:
            row = f"row {problem.row} {problem.record}" if problem.row else "all rows"
            show(f"  {problem.severity}  {row}: {problem.field} {problem.value}: {problem.reason}")
        if len(part.problems) > _SHOWN:
            show(f"  and {len(part.problems) - _SHOWN:,} lines more: --report DIR writes them all")


def _rows(outcome: Outcome) -> None:
    """Show what would become of the first rows; all of them stand in the report."""
    for fate in outcome.fates[:_SHOWN]:
        what = f" ({', '.join(fate.differing)})" if fate.differing else ""
        show(f"  row {fate.row:<6} {fate.record:<20} {fate.fate:<10} {fate.note}{what}")
    if len(outcome.fates) > _SHOWN:
        show(f"  and {len(outcome.fates) - _SHOWN:,} rows more: --report DIR writes them all")
