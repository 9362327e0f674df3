"""`tilth areas status`, `moves` and `move`: where an area is in the process, and where it may go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._say import result_json, say, show, stop

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["add_moves"]

Area = Annotated[str, typer.Argument(help="Area: its identifier, number or name.")]
Address = Annotated[str, typer.Option("--project", help="Project: a .gpkg file or a postgresql:// address.")]
Rules = Annotated[Path | None, typer.Option("--process", help="A programme's own process (.yaml).")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def add_moves(areas: typer.Typer) -> None:
    """Add these commands to the group of areas."""
    areas.command()(status)
    areas.command("moves")(moves_)
    areas.command()(move)


def status(area: Area, project: Address, process: Rules = None, json: Json = False) -> None:
    """Where an area is: class, status, its land by outcome, its history, and what is known of it."""
    from tilth.project import Project, area_status

    with Project.open(project, read_only=True) as opened:
        told = area_status(opened, area, rules=process)
    if json:
        result_json(told)
        return
    show(f"{told['area']}: {told['class']}, {told['status']}  (process {told['process']})")
    for word, size in told["land_m2"].items():
        show(f"  {word:<14} {size:>16,.1f} m²")
    for title in ("history", "waiting"):
        for one in told[title]:
            show(f"  {title}: {_moved(one)}")
    for name, value in told["facts"].items():
        records = ", ".join(told["behind"].get(name, ())[:5])
        show(f"  {name.replace('_', ' '):<26} {_plain(value)}  {records}".rstrip())


def _moved(one: dict[str, Any]) -> str:
    approved = f"; approved by {', '.join(one['approved_by'])}" if one["approved_by"] else ""
    missing = one["approvals_needed"] - len(one["approved_by"])
    waits = f"; waits for {missing} approval, claim {one['claim'][:12]}" if missing > 0 else ""
    return f"{one['date']} {one['move']} to {one['class']}, {one['status']} by {one['by']}{approved}{waits}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


def moves_(area: Area, project: Address, process: Rules = None, json: Json = False) -> None:
    """Which moves an area may make, and what each of the others lacks."""
    from tilth.project import Project, area_moves

    with Project.open(project, read_only=True) as opened:
        told = area_moves(opened, area, rules=process)
    if json:
        result_json({"area": area, "moves": told})
        return
    for one in told:
        if one["allowed"]:
            show(f"may      {_words(one)}")
    for one in told:
        if not one["allowed"] and not _is_elsewhere(one):
            show(f"not yet  {_words(one)}")
            for guard in one["failed"]:
                show(f"           {guard['guard']}: needed {guard['needed']}; {guard['advice']}")
    elsewhere = [one for one in told if _is_elsewhere(one)]
    for one in elsewhere:
        needed = " and ".join(
            guard["needed"] for guard in one["failed"] if guard["guard"].startswith("from_")
        )
        show(f"not now  {one['name']:<11} starts from {needed}")
    if any(one["warning"] for one in told):
        show("* not verified: check your national standard")


def _is_elsewhere(one: dict[str, Any]) -> bool:
    """Whether a move starts from another class or status than the area has."""
    return any(guard["guard"].startswith("from_") for guard in one["failed"])


def _words(one: dict[str, Any]) -> str:
    mark = "*" if one["warning"] else ""
    approvals = f"; needs {one['approvals']} approval" if one["approvals"] else ""
    give = f"; give {', '.join(one['to_give'])}" if one["to_give"] else ""
    return f"{one['name'] + mark:<11} {one['meaning']}{approvals}{give}"


def move(
    area: Area,
    name: Annotated[str, typer.Argument(help="Move: confirm, cancel, reduce, clear, close ...")],
    project: Address,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    on: Annotated[str | None, typer.Option(help="Date of information; today when not given.")] = None,
    by: Annotated[str | None, typer.Option(help="Who makes it; this user when not given.")] = None,
    land: Annotated[Path | None, typer.Option(help="GIS file with the part of the area it is about.")] = None,
    criteria: Annotated[list[str] | None, typer.Option(help="Criterion that allows it; repeatable.")] = None,
    depth_cm: Annotated[float | None, typer.Option(help="Depth of the clearance in cm.")] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="Record it rests on; may be repeated.")] = None,
    process: Rules = None,
    json: Json = False,
) -> None:
    """Make a move; it is refused with the guard that fails, or waits for the approvals it needs."""
    from tilth.project import Project, Wish, move_area

    wish = Wish(
        name, by=by, on=on, reason=reason, land=_land(land), criteria=tuple(criteria or ()),
        depth_cm=depth_cm, evidence=tuple(evidence or ()),
    )  # fmt: skip
    with Project.open(project) as opened:
        told = move_area(opened, area, wish, rules=process)
    if json:
        result_json(told)
        return
    show(f"{told['area']}: {told['move']}, to {told['to']['class']}, {told['to']['status']}")
    for key in (*told["releases"], *([told["new_area"]] if told["new_area"] else [])):
        show(f"  {key}")
    if told["approvals_needed"]:
        count = told["approvals_needed"]
        key = told["claim"][:12]
        say(f"counts once {count} other approved: tilth review {project} --accept {key} --by NAME")
    if told["warning"]:
        say(told["warning"])


def _land(path: Path | None) -> BaseGeometry | None:
    if path is None:
        return None
    if not path.is_file():
        stop(f"no file {str(path)!r}: check the name")
    from tilth.exchange import land_from_file

    return land_from_file(path)
