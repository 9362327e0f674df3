"""Commands for strike records by the million: their check, and the surface of a country."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli._extent import bounds_of
from tilth.cli._say import PROBLEMS, progress, result_json, say, show

__all__ = ["country_surface", "strike_records"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Rules = Annotated[str, typer.Option("--records", help="What set the strikes are of: general or thor_seasia.")]
Table = "CSV, Parquet or GeoPackage"


def country_surface(
    strikes: Annotated[Path, typer.Option(help="Strike records (CSV, CSV.GZ or Parquet), by the million.")],
    out: Annotated[Path, typer.Option(help="GeoTIFF to write.")],
    land: Annotated[Path | None, typer.Option(help="Polygons of the land to study (GIS file).")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer of that file; the first otherwise.")] = None,
    extent: Annotated[str | None, typer.Option(help="W,S,E,N in degrees, instead of land.")] = None,
    evidence: Annotated[Path | None, typer.Option(help=f"Evidence points ({Table}).")] = None,
    boxes: Annotated[Path | None, typer.Option(help=f"Survey boxes ({Table}).")] = None,
    clearance: Annotated[Path | None, typer.Option(help="Cleared land (GeoJSON, GeoPackage).")] = None,
    cell: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 100.0,
    crs: Annotated[str | None, typer.Option(help="System in metres, EPSG:n; found out otherwise.")] = None,
    records: Rules = "general",
    tile: Annotated[int | None, typer.Option(help="Cells on the side of a tile; changes no result.")] = None,
    workers: Annotated[str, typer.Option(help="N processes, or dask:N.")] = "2",
    scheduler: Annotated[str | None, typer.Option(help="Address of a running dask scheduler.")] = None,
    json: Json = False,
) -> None:
    """Map a whole country by tiles, from strike records and whatever else there is."""
    from tilth.exchange import country_to_file

    with progress("hazard country") as bar:
        answer = country_to_file(
            out,
            strikes,
            evidence=evidence,
            boxes=boxes,
            clearance=clearance,
            land=land,
            layer=layer,
            extent=bounds_of(extent),
            cell_m=cell,
            crs=crs,
            records=records,
            tile_cells=tile,
            workers=workers,
            scheduler=scheduler,
            told=lambda step, done, of: _tell(bar, step, done, of),
            say=say,
        )
    _report(answer, json)


def _tell(bar: Any, step: str, done: int, of: int) -> None:
    bar.update(bar.task_ids[0], description=step, completed=done, total=of or None)


def _report(answer: dict[str, Any], json: bool) -> None:
    for kind, lines in (("note", "notes"), ("assumed", "assumptions"), ("problem", "problems")):
        for words in answer[lines]:
            say(f"{kind:<8} {words}")
    if json:
        result_json(answer)
    else:
        total = answer["total"]
        show(f"{total['mean']:,.0f} items left (90 % interval {total['p05']:,.0f} to {total['p95']:,.0f})")
        say(f"wrote {answer['out']}; it informs survey and never releases land by itself")
    if answer["problems"]:
        raise typer.Exit(PROBLEMS)


def strike_records(
    file: Annotated[Path, typer.Argument(help="Strike records (CSV, CSV.GZ or Parquet).")],
    out: Annotated[Path | None, typer.Option(help="Parquet to write, in the contract's columns.")] = None,
    records: Rules = "general",
    json: Json = False,
) -> None:
    """Check strike records: digits, default places, lost months, how exact each coordinate is."""
    from tilth.exchange import check_strike_file

    with progress("reading strikes") as bar:
        answer = check_strike_file(
            file, records, out, lambda done, of: _tell(bar, "reading strikes", done, of)
        )
    if json:
        result_json(answer)
    else:
        show(f"{answer['rows']:,} records, {answer['usable']:,} usable")
        for fault in answer["faults"]:
            if fault["count"]:
                show(f"{fault['severity']:<12} {fault['name']:<30} {fault['count']:>10,}  {fault['words']}")
    if out is not None:
        say(f"wrote {out}")
    if any(fault["severity"] == "must_fix" and fault["count"] for fault in answer["faults"]):
        raise typer.Exit(PROBLEMS)
