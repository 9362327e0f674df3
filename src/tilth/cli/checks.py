"""The commands `tilth check` and `tilth repair`: what is wrong in a project, and mending it with a person."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from tilth.cli._say import PROBLEMS, progress, result_json, say, show, stop

__all__ = ["register"]

Address = Annotated[str, typer.Argument(help="Project: a .gpkg file or a postgresql:// address.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Country = Annotated[
    str, typer.Option(help="Country as an ISO 3166 code: positions are held against its outline.")
]
Rule = Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; may be given again.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(check)
    app.command()(repair)


def check(
    project: Address,
    country: Country = "",
    rule: Rule = None,
    limit: Annotated[int, typer.Option(min=1, help="How many findings to list for each rule.")] = 10,
    json: Json = False,
) -> None:
    """Run the named checks on all that a project holds; nothing is changed."""
    from tilth.exchange.checks import check_project, rules
    from tilth.project import Project

    _refuse_unknown(rule, list(rules()))
    with Project.open(project, read_only=True) as opened, progress("checking records"):
        found = check_project(opened, country=country.upper())
    found = [one for one in found if not rule or one.rule in rule]
    count = Counter(one.rule for one in found)
    if json:
        result_json({"findings": [one.to_json() for one in found], "by_rule": dict(count)})
    else:
        shown: Counter[str] = Counter()
        for one in found:
            shown[one.rule] += 1
            if shown[one.rule] <= limit:
                offer = f" [repair: {one.repair}]" if one.repair else ""
                where = f"{one.subject}: {one.field} {one.value}"
                show(f"{one.severity:<8}{one.rule:<24}{where}: {one.reason}{offer}")
        show(", ".join(f"{number:,} {name}" for name, number in count.most_common()) or "nothing was found")
    raise typer.Exit(PROBLEMS if any(one.severity == "error" for one in found) else 0)


def repair(
    project: Address,
    rule: Rule = None,
    subject: Annotated[list[str] | None, typer.Option(help="Only this record; may be given again.")] = None,
    country: Country = "",
    apply: Annotated[bool, typer.Option("--apply", help="Record the repairs as your corrections.")] = False,
    by: Annotated[
        str | None, typer.Option(help="Who decides; this installation's owner when not given.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    json: Json = False,
) -> None:
    """List the repairs that the checks offer, or record them as a person's corrections."""
    from tilth.exchange.checks import rules
    from tilth.exchange.repairs import apply_repairs, offered_repairs
    from tilth.project import Project

    _refuse_unknown(rule, list(rules()))
    with Project.open(project, read_only=not apply) as opened, progress("checking records"):
        offered = [
            one
            for one in offered_repairs(opened, country=country.upper())
            if (not rule or one.rule in rule) and (not subject or one.subject in subject)
        ]
        done = apply_repairs(opened, offered, by=by, reason=reason) if apply else None
    if json:
        added = len(done.added) if done else 0
        result_json({"repairs": [one.to_json() for one in offered], "claims_added": added})
        return
    for one in offered:
        show(f"{one.name:<15}{one.subject}  {one.claim[:12]}  {one.note}")
    if done is not None:
        say(f"{len(offered)} repaired by correction, {len(done.added)} claims recorded; originals kept")
    else:
        say(f"{len(offered)} repairs offered; --apply records them as your corrections")


def _refuse_unknown(rule: list[str] | None, known: list[str]) -> None:
    strange = [name for name in rule or [] if name not in known]
    if strange:
        stop(f"no rule {', '.join(strange)}; there are: {', '.join(known)}")
