"""Commands on land: simulate a district, draw areas, and reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli._area_moves import add_moves
from tilth.cli._say import result_json, say, show, stop
from tilth.cli.document import article7, completion, statement, task
from tilth.cli.munition import munition_report

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Address = Annotated[str, typer.Option("--project", help="Project: a .gpkg file or a postgresql:// address.")]


def register(app: typer.Typer) -> None:
    """Add these commands and groups."""
    app.command()(simulate)
    areas = typer.Typer(help="Hazardous areas from evidence and boxes.")
    areas.command("draw")(draw)
    add_moves(areas)
    areas.callback()(_areas)
    app.add_typer(areas, name="areas")
    report = typer.Typer(help="Documents.")
    report.command("dossier")(dossier)
    report.command("munition")(munition_report)
    report.command("completion")(completion)
    report.command("statement")(statement)
    report.command("task")(task)
    report.command("article7")(article7)
    report.callback()(_report)
    app.add_typer(report, name="report")


def _areas() -> None:
    """Hazardous areas from evidence and boxes."""


def _report() -> None:
    """Documents."""


def simulate(
    out: Annotated[Path, typer.Option(help="Folder for the files.")],
    seed: Annotated[int, typer.Option(help="Same seed, same district.")] = 1,
    scenario: Annotated[
        str, typer.Option(help="Which assumption is broken on purpose; list shows them.")
    ] = "usual",
) -> None:
    """Make up a district with known truth, marked synthetic."""
    from tilth.hazard import scenarios, write_district
    from tilth.hazard import simulate as make_up

    known = scenarios()
    if scenario == "list":
        for name, row in known.items():
            show(f"{name:<11} {row['says']}")
        return
    if scenario not in known:
        stop(f"no scenario {scenario!r}: give one of {', '.join(known)}")
    out.mkdir(parents=True, exist_ok=True)
    write_district(make_up(seed, **known[scenario]["changes"]), out)
    say(f"SYNTHETIC district, seed {seed}, scenario {scenario} ({known[scenario]['says']}), in {out}")


def draw(
    evidence: Annotated[Path, typer.Option(help="Evidence points (CSV).")],
    out: Annotated[Path, typer.Option(help="GeoPackage to write.")],
    boxes: Annotated[Path | None, typer.Option(help="Survey boxes (CSV).")] = None,
    strikes: Annotated[Path | None, typer.Option(help="Strikes (CSV).")] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="TOML file of rules, or default, lebanon_like, southeast_asia_like."),
    ] = None,
    trace: Annotated[bool, typer.Option(help="Say for each area what each rule did to it.")] = False,
    json: Json = False,
) -> None:
    """Draw suspected and confirmed areas by a profile's rule."""
    from tilth.exchange import draw_to_file

    for path in (evidence, boxes, strikes):
        if path is not None and not path.is_file():
            stop(f"no file {str(path)!r}: check the name")
    answer = draw_to_file(evidence, out, boxes=boxes, strikes=strikes, profile=profile)
    if json:
        result_json(answer)
        return
    for area in answer["areas"]:
        show(f"{area['id']}  {area['class']}  {area['area_m2']:,.0f} m²  {area['rule']}")
        for step in area["trace"] if trace else ():
            mark = "" if step["verified"] else ", not verified"
            show(f"    {step['rule']} = {step['value']} {step['unit']}".rstrip() + f"{mark}: {step['did']}")
    if answer["profile_note"]:
        say(answer["profile_note"])
    for words in answer["refused"]:
        say(f"refused  {words}")
    say(f"wrote {out}")


def dossier(
    state: Annotated[str, typer.Argument(help="State: ISO 3166 code, or 'district'.")],
    project: Address,
    out: Annotated[Path, typer.Option(help="File to write (.html).")] = Path("dossier.html"),
) -> None:
    """Dossier of a state, or of the district, as one HTML file that prints."""
    from tilth.project import Project
    from tilth.reports import district_dossier, state_dossier, write_page

    with Project.open(project, read_only=True) as opened:
        text = district_dossier(opened) if state == "district" else state_dossier(opened, state.upper())
    say(f"wrote {write_page(out, text)}")
