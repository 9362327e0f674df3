"""The account of areas: what was open, found, released, and is left; every figure with its ground."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, progress, result_json, say, show, stop

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["register"]

_SHOWN = 20
_CASES = 3
_ROW = "{:<40} {:>18,.0f} {:>16,.0f} {:>14,.0f} {:>14,.0f} {:>14,.0f} {:>14,.0f} {:>18,.0f}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(account)


def account(
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    on: Annotated[str | None, typer.Option(help="Date; today when not given.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day of the period.")] = None,
    known_on: Annotated[str | None, typer.Option(help="Count only what was recorded by this date.")] = None,
    opening_known_on: Annotated[
        str | None, typer.Option(help="Date of the account before; later knowledge becomes corrections.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="Rows: region, class, organisation, month, or a property of an area.")
    ] = "admin_unit",
    borders: Annotated[Path | None, typer.Option(help="GIS file with the borders of the regions.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer of that file.")] = None,
    name_column: Annotated[str | None, typer.Option(help="Its column with the names.")] = None,
    accepted_only: Annotated[bool, typer.Option(help="Leave out what waits for review.")] = False,
    line: Annotated[
        str | None,
        typer.Option("--show", help="List polygons and claims behind a line, such as cleared."),
    ] = None,
    of: Annotated[str | None, typer.Option(help="Row whose line is shown; the total when not given.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the polygons shown to this file (.gpkg).")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Account of areas in m²: opening + found - cancelled - reduced - cleared + corrections = closing."""
    from tilth.project import Project, account_areas

    day = on or date.today().isoformat()
    asked: dict[str, Any] = {
        "since": since,
        "known_on": known_on,
        "borders": _borders(borders, layer, name_column),
        "statuses": ("accepted",) if accepted_only else ("accepted", "proposed"),
    }
    with Project.open(project) as opened, progress("cutting the land into pieces"):
        if line is not None:
            _show_cells(opened, line, day, by, of, out, asked, json=json)
            return
        done = account_areas(opened, day, by, opening_known_on=opening_known_on, **asked)
    if done is None:
        stop(f"{project} holds no hazardous areas: import or draw some first")
    told = done[0]
    if json:
        result_json(told)
    else:
        _show(told)
    if any(row["severity"] == "must_fix" for row in told["differences"]):
        raise typer.Exit(PROBLEMS)


def _borders(
    path: Path | None, layer: str | None, name: str | None
) -> Sequence[tuple[str, BaseGeometry]] | None:
    if path is None:
        return None
    if not path.is_file():
        stop(f"no file {str(path)!r}: check the name")
    from tilth.exchange import borders_from_file

    return borders_from_file(path, layer=layer, name=name)


def _show(told: dict[str, Any]) -> None:
    period = f"{told['from'] or 'the beginning'} to {told['on']}"
    known = f", as known on {told['known_on']}" if told["known_on"] else ""
    show(f"account in m², {period}{known}; counts {' and '.join(told['counts_claims'])} claims")
    for line, value in told["total"].items():
        show(f"{line:<12} {value:>18,.1f} m²")
    if told["by"]:
        show("")
        heads = (told["by_kind"], *told["total"])
        show(("{:<40} {:>18} {:>16} {:>14} {:>14} {:>14} {:>14} {:>18}").format(*heads))
        for part in told["by"]:
            if any(part["total"].values()):
                show(_ROW.format(str(part["name"] or "(none)")[:40], *part["total"].values()))
    slivers = told["slivers"]
    show(f"\nof this {slivers['count']:,} slivers with {slivers['area_m2']:,.1f} m² together")
    _show_apart(told["apart"])
    _show_differences(told)


def _show_apart(apart: dict[str, Any]) -> None:
    for name, value in apart.items():
        words = name.replace("_m2", " (m²)").replace("_", " ")
        if isinstance(value, dict):
            value = ", ".join(f"{key} {size:,.0f}" for key, size in value.items() if round(size))
        if value:
            show(f"apart, in no line: {words}: {value}")


def _show_differences(told: dict[str, Any]) -> None:
    """Print each sort of difference with its largest cases."""
    for what, count in told["differences_by_what"].items():
        show(f"look at: {count['count']:,.0f} x {what}, {count['area_m2']:,.0f} m²")
        rows = [row for row in told["differences"] if row["what"].split(":")[0] == what]
        for row in sorted(rows, key=lambda row: -row["area_m2"])[:_CASES]:
            stated = f" (stated {row['stated_m2']:,.0f} m²)" if "stated_m2" in row else ""
            more = " ..." if len(row["records"]) > _CASES else ""
            names = ", ".join(row["records"][:_CASES])
            show(f"  {names}{more}: {row['area_m2']:,.0f} m²{stated}; {row['reason']}")
        if len(rows) > _CASES:
            show(f"  and {len(rows) - _CASES:,} more: --json lists all")


def _show_cells(
    opened: Any, line: str, day: str, by: str, of: str | None, out: Path | None, asked: dict[str, Any],
    *, json: bool,
) -> None:  # fmt: skip
    from tilth.project import account_cells

    rows = account_cells(opened, line, day, by, name=of, **asked)
    if out is not None:
        from tilth.exchange import write_cells

        if rows:
            write_cells(rows, out)
        say(f"wrote {len(rows):,} polygons to {out}" if rows else "nothing to write: the figure is 0")
    plain = [{name: value for name, value in row.items() if name != "geometry"} for row in rows]
    if json:
        result_json({"line": line, "of": of, "on": day, "unit": "m2", "cells": plain})
        return
    show(f"{line} of {of or 'all'}: {sum(row['area_m2'] for row in rows):,.1f} m² in {len(rows):,} polygons")
    for row in plain[:_SHOWN]:
        claims = ", ".join(key[:12] for key in row["claims"][:4])
        show(f"{row['area_m2']:>14,.1f} m²  {row['area']}  {row['release'] or 'open'}  claims {claims}")
    if len(plain) > _SHOWN:
        show(f"and {len(plain) - _SHOWN:,} more: --json lists all, --out writes their polygons")
