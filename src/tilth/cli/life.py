"""Commands on a project's life: init, verify, rebuild, sync, log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, progress, result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.claims import Verification

__all__ = ["register"]

Address = Annotated[str, typer.Argument(help="Project: a .gpkg file or a postgresql:// address.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (init, verify, rebuild, sync, log):
        app.command()(command)


def init(
    project: Address,
    facts: Annotated[bool, typer.Option(help="Put the shipped fact tables into it.")] = True,
) -> None:
    """Make a new project, with the fact tables that tilth ships."""
    from tilth.project import Project, add_facts

    with Project.create(project) as made:
        count = len(add_facts(made).added) if facts else 0
    say(f"made {project} with {count} claims from the fact tables")


def verify(
    project: Address,
    known: Annotated[Path | None, typer.Option(help="Checkpoint kept elsewhere, written by --save.")] = None,
    save: Annotated[Path | None, typer.Option(help="Write a checkpoint of all logs here.")] = None,
    json: Json = False,
) -> None:
    """Prove that no claim, entry or signature was altered, dropped or back-dated."""
    import orjson

    from tilth.claims import Ledger, checkpoint
    from tilth.claims import verify as check

    kept = _checkpoint(known) if known else ()
    ledger = Ledger.open(project, read_only=True)
    with progress("checking claims") as bar:
        task = bar.task_ids[0]
        bar.update(task, total=max(len(ledger), 1))
        found = check(ledger.store, known=kept, progress=lambda n: bar.update(task, completed=n))
    if save:
        save.write_bytes(orjson.dumps(checkpoint(ledger.store), option=orjson.OPT_INDENT_2))
    _tell_verification(found, json=json)
    raise typer.Exit(0 if found.holds else PROBLEMS)


def _checkpoint(path: Path) -> Any:
    import orjson

    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        stop(f"{str(path)!r} is no checkpoint: {error}; give a file that 'tilth verify --save' wrote")


def _tell_verification(found: Verification, *, json: bool) -> None:
    if json:
        counts = {"claims": found.claims, "entries": found.entries, "batches": found.batches}
        findings = [{"what": f.what, "where": f.where, "detail": f.detail} for f in found.findings]
        result_json({"holds": found.holds, **counts, "logs": found.logs, "findings": findings})
        return
    for finding in found.findings:
        show(str(finding))
    verdict = "all of it holds" if found.holds else f"{len(found.findings)} things do not hold"
    show(f"{found.claims:,} claims, {found.batches:,} signed batches, {found.logs} logs: {verdict}")


def rebuild(project: Address) -> None:
    """Make the map layers anew from the ledger."""
    from tilth.project import Project
    from tilth.project import rebuild as make_anew

    with Project.open(project) as opened, progress("drawing layers") as bar:
        task = bar.task_ids[0]
        count = make_anew(opened.store, lambda done, total: bar.update(task, completed=done, total=total))
    say(f"layers of {project} made anew from {count:,} placed subjects")


def sync(
    project: Address, other: Annotated[str, typer.Argument(help="The other copy.")], json: Json = False
) -> None:
    """Make two copies of a project hold what either held; list conflicting values."""
    from tilth.project import Project, conflicts_of

    with Project.open(project) as ours, Project.open(other) as theirs:
        here, there = ours.sync(theirs)
        differing = conflicts_of(ours)
    if json:
        result_json(
            {
                "taken": {"batches": here.batches, "claims": here.claims},
                "given": {"batches": there.batches, "claims": there.claims},
                "new_logs": [{"log": name, "owner": owner} for name, owner in here.new_logs],
                "conflicts": differing,
            }
        )
        return
    for name, owner in here.new_logs:
        say(f"new log {name}, written by {owner}")
    show(f"took {here.claims:,} claims over from {other}, gave {there.claims:,}")
    for item in differing:
        sides = "; ".join(f"{side['value']!r} ({len(side['claims'])} claims)" for side in item["sides"])
        show(f"conflict: {item['subject']} {item['property']}: {sides}")


def log(
    project: Address,
    last: Annotated[int, typer.Option(min=1, help="How many batches to list.")] = 20,
    json: Json = False,
) -> None:
    """List who recorded what, when: the newest batches first."""
    from tilth.project import Project, batches_of

    with Project.open(project, read_only=True) as opened:
        rows = batches_of(opened, last)
    if json:
        result_json(rows)
        return
    for row in rows:
        show(f"{row['recorded_at']}  {row['count']:>7,} claims  {row['tool']}  by {row['recorded_by']}")
