"""Commands on what probably remains: the surface, and where to search next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli._extent import bounds_of
from tilth.cli._say import PROBLEMS, progress, result_json, say, show
from tilth.cli.hazard_country import country_surface, strike_records

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Table = "CSV, Parquet or GeoPackage"


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Where unexploded submunitions probably remain.")
    group.command("map")(map_surface)
    group.command("next")(next_search)
    group.command("country")(country_surface)
    group.command("records")(strike_records)
    group.callback()(_hazard)
    app.add_typer(group, name="hazard")


def _hazard() -> None:
    """Where unexploded submunitions probably remain."""


def map_surface(
    out: Annotated[Path, typer.Option(help="GeoTIFF to write.")],
    strikes: Annotated[Path | None, typer.Option(help=f"Reported strikes ({Table}).")] = None,
    evidence: Annotated[Path | None, typer.Option(help=f"Evidence points ({Table}).")] = None,
    boxes: Annotated[Path | None, typer.Option(help=f"Survey boxes ({Table}).")] = None,
    clearance: Annotated[Path | None, typer.Option(help="Cleared land (GeoJSON, GeoPackage).")] = None,
    cell: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 50.0,
    crs: Annotated[str | None, typer.Option(help="System in metres, EPSG:n; found out otherwise.")] = None,
    extent: Annotated[str | None, typer.Option(help="W,S,E,N in degrees; all records otherwise.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same surface.")] = 0,
    json: Json = False,
) -> None:
    """Map the items that probably remain, with their uncertainty, as a Cloud-Optimised GeoTIFF."""
    from tilth.exchange import map_to_file

    bounds = bounds_of(extent)
    with progress("hazard map") as bar:

        def told(done: int, of: int) -> None:
            bar.update(bar.task_ids[0], completed=done, total=of)

        answer = map_to_file(
            out,
            strikes=strikes,
            evidence=evidence,
            boxes=boxes,
            clearance=clearance,
            cell_m=cell,
            crs=crs,
            extent=bounds,
            seed=seed,
            told=told,
        )
    for words in answer["notes"]:
        say(f"note     {words}")
    for words in answer["problems"]:
        say(f"problem  {words}")
    if json:
        result_json(answer)
    else:
        total = answer["total"]
        show(f"{total['mean']:,.0f} items left (90 % interval {total['p05']:,.0f} to {total['p95']:,.0f})")
        say(f"wrote {out}; it informs survey and never releases land by itself")
    if answer["problems"]:
        raise typer.Exit(PROBLEMS)


def next_search(
    surface: Annotated[Path, typer.Option(help="Surface from 'tilth hazard map'.")],
    out: Annotated[Path, typer.Option(help="CSV to write.")],
    boxes: Annotated[Path | None, typer.Option(help=f"Boxes already searched ({Table}).")] = None,
    count: Annotated[int, typer.Option(help="How many boxes.")] = 20,
    by: Annotated[str, typer.Option(help="items, information or mix.")] = "mix",
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
