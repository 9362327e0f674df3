"""Commands on facts: the munitions."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli._say import result_json, show

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add this group."""
    munitions = typer.Typer(help="The catalogue, and what a number of rounds leaves unexploded.")
    munitions.command("show")(show_munition)
    munitions.command()(expect)
    app.add_typer(munitions, name="munitions")


def show_munition(
    munition: Annotated[str, typer.Argument(help="Identifier, designation or other name.")],
    json: Json = False,
) -> None:
    """Show a munition of the catalogue with its source."""
    from dataclasses import asdict

    from tilth.munitions import find

    found = asdict(find(munition))
    if json:
        result_json(found)
        return
    for name, value in found.items():
        if value not in (None, "", (), []):
            show(f"{name.replace('_', ' ')}: {value}")


def expect(
    munition: Annotated[str, typer.Option(help="Identifier or name of the munition.")],
    rounds: Annotated[int, typer.Option(help="How many rounds.")],
    setting: Annotated[str, typer.Option(help="combat, test or any.")] = "combat",
    json: Json = False,
) -> None:
    """Expected unexploded submunitions of a number of rounds, as an interval."""
    from tilth.munitions import expect as expect_unexploded

    answer = expect_unexploded(munition, rounds, setting=setting).to_json()
    if json:
        result_json(answer)
        return
    left, rate = answer["unexploded"], answer["rate"]
    show(f"{rounds:,} rounds of {answer['munition']}: {answer['submunitions']:,} submunitions")
    show(f"unexploded: {left['median']:,.0f} (90% between {left['p05']:,.0f} and {left['p95']:,.0f})")
    show(f"failing: {100 * rate['median']:.1f}% ({100 * rate['p05']:.1f} to {100 * rate['p95']:.1f})")
    show(f"evidence: {', '.join(answer['evidence'])}; {len(answer['excluded'])} rows left out")
    for words in answer["assumptions"]:
        show(f"- {words}")
