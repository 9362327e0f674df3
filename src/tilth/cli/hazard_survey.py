"""A command that plays survey policies on made-up districts, to see what each would find."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli._say import progress, result_json, say, show

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(group: typer.Typer) -> None:
    """Add this command to the group of commands on hazard."""
    group.command("simulate-survey")(simulate_survey)


def simulate_survey(
    out: Annotated[Path | None, typer.Option(help="Folder for survey.csv and survey.png.")] = None,
    seed: Annotated[int, typer.Option(help="Of the first district.")] = 1,
    districts: Annotated[int, typer.Option(help="How many districts, each with the next seed.")] = 1,
    rounds: Annotated[int | None, typer.Option(help="How often boxes are chosen and searched.")] = None,
    boxes: Annotated[int | None, typer.Option(help="Boxes searched each time.")] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(help="practice, probability, information or mix; may be repeated; all otherwise."),
    ] = None,
    json: Json = False,
) -> None:
    """Play survey policies on made-up districts and say what each finds by the area it searches."""
    from tilth.exchange import survey_to_files

    with progress("playing surveys") as bar:

        def told(done: int, of: int) -> None:
            bar.update(bar.task_ids[0], completed=done, total=of)

        answer = survey_to_files(
            out,
            seed=seed,
            districts=districts,
            rounds=rounds,
            boxes=boxes,
            policies=policy or (),
            told=told,
        )
    if json:
        result_json(answer)
        return
    _show(answer)
    for name in answer.get("files", ()):
        say(f"wrote {out}/{name}")


def _show(answer: dict[str, Any]) -> None:
    say("SYNTHETIC: these districts, strikes and finds are made up")
    show(f"{'policy':<13}{'searched, ha':>14}{'items found':>13}{'of those there':>16}{'from':>7}{'to':>7}")
    for row in answer["policies"]:
        show(
            f"{row['policy']:<13}{row['area_m2'] / 1e4:>14,.1f}{row['items']:>13,}{row['share']:>16.0%}"
            f"{row['lowest']:>7.0%}{row['highest']:>7.0%}"
        )
    if answer["districts"] > 1:
        say("from and to: the lowest and highest share of a district")
