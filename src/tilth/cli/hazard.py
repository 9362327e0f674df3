"""Commands on what probably remains: the surface, and where to search next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli import hazard_area, hazard_survey
from tilth.cli._extent import bounds_of
from tilth.cli._say import PROBLEMS, progress, result_json, say, show, stop
from tilth.cli.hazard_country import country_surface, strike_records

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Table = "CSV, Parquet or GeoPackage"


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Where unexploded submunitions probably remain.")
    group.command("map")(map_surface)
    group.command("next")(next_search)
    hazard_area.register(group)
    hazard_survey.register(group)
    group.command("country")(country_surface)
    group.command("records")(strike_records)
    group.callback()(_hazard)
    app.add_typer(group, name="hazard")


def _hazard() -> None:
    """Where unexploded submunitions probably remain."""


def map_surface(
    out: Annotated[Path | None, typer.Option(help="GeoTIFF to write; not needed with a project.")] = None,
    project: Annotated[
        str | None, typer.Option(help="Map a project's accepted claims, and keep the map in it.")
    ] = None,
    proposed: Annotated[bool, typer.Option(help="Claims not reviewed yet count too.")] = False,
    anew: Annotated[bool, typer.Option(help="Do not go on from the project's earlier map.")] = False,
    strikes: Annotated[Path | None, typer.Option(help=f"Reported strikes ({Table}).")] = None,
    evidence: Annotated[Path | None, typer.Option(help=f"Evidence points ({Table}).")] = None,
    boxes: Annotated[Path | None, typer.Option(help=f"Survey boxes ({Table}).")] = None,
    clearance: Annotated[Path | None, typer.Option(help="Cleared land (GeoJSON, GeoPackage).")] = None,
    start: Annotated[
        Path | None, typer.Option(help="Earlier surface of the same ground to go on from: quicker.")
    ] = None,
    surface_only: Annotated[bool, typer.Option(help="Write the GeoTIFF alone.")] = False,
    cell: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 50.0,
    crs: Annotated[str | None, typer.Option(help="System in metres, EPSG:n; found out otherwise.")] = None,
    extent: Annotated[str | None, typer.Option(help="W,S,E,N in degrees; all records otherwise.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same surface.")] = 0,
    json: Json = False,
) -> None:
    """Map the items that probably remain, with their uncertainty, as a Cloud-Optimised GeoTIFF."""
    from tilth.exchange import Asked, map_project, map_to_file
    from tilth.project import Project

    asked = Asked(cell, crs, bounds_of(extent), seed)
    files = {"strikes": strikes, "evidence": evidence, "boxes": boxes, "clearance": clearance}
    _refuse_both(project, out, {**files, "start": start}, proposed or anew)
    with progress("hazard map") as bar:

        def told(done: int, of: int) -> None:
            bar.update(bar.task_ids[0], completed=done, total=of)

        if project is not None:
            with Project.open(project) as opened:
                answer = map_project(opened, out, asked=asked, proposed=proposed, anew=anew, told=told)
        else:
            assert out is not None
            answer = map_to_file(out, **files, start=start, surface_only=surface_only, asked=asked, told=told)
    _tell(answer, json)


def _refuse_both(
    project: str | None, out: Path | None, files: dict[str, Path | None], of_project: bool
) -> None:
    """Refuse a request that names neither or both of a project and files."""
    named = [f"--{name}" for name, path in files.items() if path is not None]
    if project is not None and named:
        stop(f"--project with {', '.join(named)}: the map is made from claims or from files, not from both")
    if project is None and out is None:
        stop("no --out: name the GeoTIFF to write, or a --project to keep the map in")
    if project is None and of_project:
        stop("--proposed and --anew are about the claims of a --project: name one")


def _tell(answer: dict[str, Any], json: bool) -> None:
    for words in answer["notes"]:
        say(f"note     {words}")
    for words in answer["problems"]:
        say(f"problem  {words}")
    if json:
        result_json(answer)
    else:
        total = answer["total"]
        show(f"{total['mean']:,.0f} items left (90 % interval {total['p05']:,.0f} to {total['p95']:,.0f})")
        if answer.get("unchanged"):
            say("nothing has changed since the last map: it still stands")
        for name in (answer.get("out"), answer.get("surface")):
            if name:
                say(f"wrote {name}" if name == answer.get("out") else f"kept in the project as {name}")
        say("it informs survey and never releases land by itself")
    if answer["problems"]:
        raise typer.Exit(PROBLEMS)


def next_search(
    surface: Annotated[Path, typer.Option(help="Surface from 'tilth hazard map'.")],
    out: Annotated[Path, typer.Option(help="CSV to write.")],
    boxes: Annotated[Path | None, typer.Option(help=f"Boxes already searched ({Table}).")] = None,
    count: Annotated[int, typer.Option(help="How many boxes.")] = 20,
    by: Annotated[
        str, typer.Option("--rank", "--by", help="items, information (about the total) or mix.")
    ] = "mix",
    json: Json = False,
) -> None:
    """Rank the boxes to search next by what they would find or teach."""
    from tilth.exchange import next_to_file

    answer = next_to_file(surface, out, boxes=boxes, count=count, by=by)
    for words in answer["problems"]:
        say(f"problem  {words}")
    if json:
        result_json(answer)
    else:
        for row in answer["boxes"]:
            show(f"{row['rank']:>3}  {row['lon']:.6f} {row['lat']:.6f}  {row['reason']}")
        say(f"wrote {out}")
    if answer["problems"]:
        raise typer.Exit(PROBLEMS)
