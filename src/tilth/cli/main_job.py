"""The main job: `tilth demo` on the bundled example, `tilth run` on your own files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tilth.cli._say import PROBLEMS, progress, result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.exchange import Intake
    from tilth.project import ChainDone, Project
    from tilth.reports import Written

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(demo)
    app.command()(run)


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Where the example is written.")] = Path("tilth-demo"),
    serve: Annotated[bool, typer.Option(help="Serve the result; Ctrl+C stops the server.")] = True,
    port: Annotated[int, typer.Option(help="Port to serve at; another one when it is taken.")] = 8765,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Run the whole chain on the bundled example: two constructed articles and a synthetic district."""
    from tilth.project import Project, file_of

    folder.mkdir(parents=True, exist_ok=True)
    address = folder / "demo.gpkg"
    path = file_of(address)
    assert path is not None
    for old in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    inputs = _example(folder / "input")
    with Project.create(address) as project:
        _job(project, inputs, folder, district="Synthetic district", json=json, synthetic=True)
    if serve:
        from tilth.cli.serve import serve_project

        serve_project(str(address), port=port, or_another=True)


def run(
    inputs: Annotated[list[Path], typer.Argument(help="Articles (.txt .html .pdf), tables, GIS files.")],
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    report: Annotated[Path | None, typer.Option(help="Folder for the dossiers.")] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of the articles, found out when not given.")
    ] = None,
    date_: Annotated[
        str | None, typer.Option("--date", help="Date of the articles, when they bear none.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Run the whole chain on your files: read, check, compute, write the dossiers."""
    from tilth.project import Project, file_of

    missing = [str(path) for path in inputs if not path.exists()]
    if missing:
        stop(f"{len(missing)} of {len(inputs)} inputs are not there: {', '.join(missing)}; check the names")
    path = file_of(project)
    known = path is None or path.exists()
    with Project.open(project) if known else Project.create(project) as opened:
        refused = _job(opened, inputs, report, district="District", json=json, lang=lang, day=date_)
    raise typer.Exit(PROBLEMS if refused else 0)


def _job(
    project: Project,
    inputs: list[Path],
    folder: Path | None,
    *,
    district: str,
    json: bool,
    lang: str | None = None,
    day: str | None = None,
    synthetic: bool = False,
) -> list[str]:
    """Do the main job; return what was refused, a line each."""
    from tilth.project import add_facts, run_chain
    from tilth.reports import write_dossiers

    written: Written | None = None
    with progress("fact tables") as bar:
        task = bar.task_ids[0]
        add_facts(project)
        taken: list[Intake] = []
        for path in inputs:
            bar.update(task, description=f"reading {path.name}")
            taken += _take(project, path, lang, day, synthetic=synthetic)
        done = run_chain(
            project,
            today=date.today().isoformat(),
            say=lambda words: bar.update(task, description=words),
        )
        refused = _refused(taken)
        if folder is not None:
            bar.update(task, description="writing dossiers")
            written = write_dossiers(project, folder, done.states, district=district, refused=refused)
    _tell(project, taken, done, written, refused, json=json)
    return refused


def _take(
    project: Project, path: Path, lang: str | None, day: str | None, *, synthetic: bool
) -> list[Intake]:
    from tilth.errors import TilthError
    from tilth.exchange import Intake, RowProblem, take_file

    try:
        return take_file(project, path, lang=lang, date=day, synthetic=synthetic)
    except TilthError as error:
        problem = RowProblem(0, path.name, "file", path.name, "file", "refused", str(error))
        return [Intake(path.name, "", 0, 0, 0, 0, 0, 0, (problem,))]


def _refused(taken: list[Intake]) -> list[str]:
    """Return one line for each reason of refusal, with how many rows and which come first."""
    lines = []
    for intake in taken:
        reasons: dict[str, list[str]] = {}
        for problem in intake.problems:
            if problem.severity == "refused":
                words = f"{problem.field}: {problem.reason}"
                words += f" ({problem.advice})" if problem.advice else ""
                reasons.setdefault(words, []).append(problem.record or f"row {problem.row}")
        for words, records in reasons.items():
            count = max(len(records), intake.refused if len(reasons) == 1 else 0)
            shown = ", ".join(records[:5]) + (" ..." if len(records) > 5 else "")
            lines.append(f"{intake.name}: {count:,} refused, {words}: {shown}")
    return lines


def _tell(
    project: Project,
    taken: list[Intake],
    done: ChainDone,
    written: Written | None,
    refused: list[str],
    *,
    json: bool,
) -> None:
    if json:
        result_json(
            {
                "project": project.address,
                "inputs": [intake.to_json() for intake in taken],
                "on": done.on,
                "states": list(done.states),
                "runs": done.runs,
                "reports": [str(path) for path in written.pages] if written else [],
                "open": str(written.first) if written else None,
            }
        )
        return
    from tilth.cli._reading_told import article_lines, echo_lines

    for intake in taken:
        known = f", {intake.unchanged:,} known before" if intake.unchanged else ""
        what = intake.kind.replace("_", " ") or "nothing"
        show(f"{intake.name}: {intake.accepted:,} of {intake.rows:,} taken in as {what}{known}")
        for words in article_lines(intake) if intake.told else ():
            show(f"  {words}")
    for words in echo_lines(project, taken):
        show(words)
    for line in refused:
        say(f"refused  {line}")
    show(f"states named: {', '.join(done.states) or 'none'}; {done.runs} computations, law as of {done.on}")
    show(f"project: {project.address} ({len(project.ledger):,} claims)")
    if written:
        show(f"open: {written.first.resolve()}")


def _example(folder: Path) -> list[Path]:
    """Write the bundled articles and the synthetic district; return the files to run on."""
    from importlib.resources import files

    from tilth.hazard import simulate, write_district

    folder.mkdir(parents=True, exist_ok=True)
    articles = []
    for name in ("article_nl.txt", "article_en.txt"):
        target = folder / name
        target.write_bytes((files("tilth.data") / "examples" / name).read_bytes())
        articles.append(target)
    write_district(simulate(1), folder)
    tables = [folder / name for name in ("strikes.csv", "evidence.csv", "boxes.csv", "clearance.geojson")]
    return articles + [path for path in tables if path.exists()]
