"""Commands of law on all states and all rules: matrix, calendar, rules."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._law_facts import Known, Proposed, known_facts
from tilth.cli._say import result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.law import Matrix

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(law: typer.Typer) -> None:
    """Add these commands to the group of commands on law."""
    for command in (matrix, calendar, rules):
        law.command()(command)


def matrix(
    act: Annotated[str, typer.Option(help="An act with another side, such as transfer.")],
    on: Annotated[str, typer.Option(help="Date, partial allowed.")],
    csv: Annotated[Path | None, typer.Option(help="Write a row for each pair of states here.")] = None,
    project: Known = None,
    proposed: Proposed = False,
    json: Json = False,
) -> None:
    """Every state on one side of an act by every state on the other, on one date."""
    from tilth.law import matrix as matrix_of

    if csv is not None and not csv.absolute().parent.is_dir():
        stop(f"no folder {csv.absolute().parent}: make it first, or give another file")
    known = known_facts(project, proposed=proposed)
    found = matrix_of(act, on, known.participations)
    if csv is not None:
        rows = _write(found, csv)
        say(f"wrote {rows:,} pairs to {csv}")
    if json:
        result_json(found.to_json())
    elif csv is None:
        _summed_up(found)


def _write(found: Matrix, path: Path) -> int:
    """Write a row a pair; the file is there whole or not at all."""
    import csv

    first, second = found.roles
    header = [first, second, *(f"{role}_{each}" for role in found.roles for each in found.regimes)]
    part = path.with_name(f".{path.name}.part")
    rows = 0
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(header)
            for one, other, *sides in found.pairs():
                out.writerow([one, other, *(side.get(each, "") for side in sides for each in found.regimes)])
                rows += 1
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _summed_up(found: Matrix) -> None:
    show(f"{found.act} on {found.on}: {len(found.states)} states by {len(found.states)}, pairs by outcome")
    counts: Counter[tuple[str, str, str]] = Counter()
    for _, _, *sides in found.pairs():
        for role, side in zip(found.roles, sides, strict=True):
            counts.update((role, regime, outcome) for regime, outcome in side.items())
    for role in found.roles:
        show(f"  {role}")
        for regime in found.regimes:
            told = [
                f"{outcome.replace('_', ' ')} {number:,}"
                for (who, where, outcome), number in counts.most_common()
                if (who, where) == (role, regime)
            ]
            show(f"    {regime}: {', '.join(told)}")
    show("Information, not legal advice. --csv FILE or --json gives every pair.")


def calendar(
    state: Annotated[str, typer.Argument(help="State: ISO 3166 code or name.")],
    on: Annotated[
        str | None, typer.Option(help="Look ahead and back from here; today when not given.")
    ] = None,
    project: Known = None,
    proposed: Proposed = False,
    json: Json = False,
) -> None:
    """Coming deadlines and overdue reports of a state under the Convention on Cluster Munitions."""
    from tilth.law import calendar as calendar_of
    from tilth.law import state_code

    known = known_facts(project, proposed=proposed)
    reports = known.reports.get(state_code(state))
    found = calendar_of(state, on, known.participations, known.extensions, reports)
    if json:
        result_json(found)
        return
    show(f"{found['state']} on {found['on']}")
    for heading, words in _HEADINGS.items():
        if found[heading]:
            show(f"  {words}")
        for each in found[heading]:
            show(f"    {_due(each)}")
    for told in (*found["notes"], *found["flags"]):
        show(f"  {told}")


_HEADINGS = {
    "coming": "coming",
    "overdue": "overdue: due by then, and not among the reports in the project",
    "past": "due earlier; whether it was met is not on record here",
    "reported": "reported",
}


def _due(each: dict[str, Any]) -> str:
    late = f", {each['days_late']} days ago" if each.get("days_late") else ""
    came = f", submitted {each['submitted'] or 'on a day not on record'}" if "submitted" in each else ""
    return f"{each['date']}: {each['what']} ({each['article']}){late}{came}"


def rules(
    out: Annotated[Path | None, typer.Option(help="Write the rules as an HTML page here.")] = None,
    json: Json = False,
) -> None:
    """Every rule that is loaded, with its exceptions, citation and source."""
    from tilth.law import framework
    from tilth.law import rules as all_rules
    from tilth.law.listing import rule_lines, rules_json

    if out is not None:
        from tilth.reports import rules_page, write_page

        write_page(out, rules_page(all_rules(), framework().values()))
        say(f"wrote {len(all_rules())} rules to {out}")
    if json:
        result_json(rules_json(all_rules(), framework().values()))
    if json or out is not None:
        return
    for line in rule_lines(all_rules(), framework().values()):
        show(line)
