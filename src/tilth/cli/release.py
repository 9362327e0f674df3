"""Statements on released land: how many units to search again, what a sample shows, what may remain."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tilth.cli._say import result_json, show

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Units = Annotated[int | None, typer.Option(help="Units in all, such as m² of land; very many if not given.")]
Detection = Annotated[float, typer.Option(help="Chance to see that a searched unit is not free.")]
Confidence = Annotated[float, typer.Option(help="Confidence of the statement, 0 to 1.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Statements on released land from samples and from the model.")
    group.command()(size)
    group.command()(shown)
    group.command()(residual)
    group.callback()(_release)
    app.add_typer(group, name="release")


def _release() -> None:
    """Statements on released land from samples and from the model."""


def size(
    free: Annotated[float, typer.Option(help="Share of units that shall be free, 0 to 1.")],
    confidence: Confidence = 0.95,
    units: Units = None,
    found: Annotated[int, typer.Option(help="Units that may prove not free.")] = 0,
    detection: Detection = 1.0,
    json: Json = False,
) -> None:
    """How many units to draw at random and search again for such a statement."""
    from tilth.release import assumptions, sample_size

    needed = sample_size(confidence, free, units=units, found=found, detection=detection)
    if json:
        result_json({
            "sample": needed, "confidence": confidence, "free": free, "units": units, "found": found,
            "detection": detection, "assumptions": list(assumptions()),
        })  # fmt: skip
        return
    show(
        f"{needed:,} units: if at most {found:,} of them prove not free, then with {100 * confidence:.4g} %"
        f" confidence at least {100 * free:.4g} % of the units are free"
    )
    _assumed(assumptions())


def shown(
    sampled: Annotated[int, typer.Option(help="Units searched again.")],
    found: Annotated[int, typer.Option(help="Units of them that were not free.")] = 0,
    confidence: Confidence = 0.95,
    units: Units = None,
    detection: Detection = 1.0,
    json: Json = False,
) -> None:
    """What a sample shows: with so much confidence at least so many units are free."""
    from tilth.release import shown_by_sample

    told = shown_by_sample(sampled, found, confidence, units=units, detection=detection)
    if json:
        result_json(told.to_json())
        return
    show(told.sentence)
    _assumed(told.assumptions)


def residual(
    area: Annotated[str, typer.Argument(help="Area: its identifier or number.")],
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    confidence: Confidence = 0.95,
    json: Json = False,
) -> None:
    """What may remain in the released land of an area, by the model and by samples, each for itself."""
    from tilth.project import Project, residual_statement

    with Project.open(project, read_only=True) as opened:
        told = residual_statement(opened, area, confidence=confidence)
    if json:
        result_json(told)
        return
    show(f"{told['area']}: {told['released_m2']:,.0f} m² released")
    for part in ("model", "sample"):
        _show_part(part, told[part])


def _show_part(name: str, told: dict[str, Any]) -> None:
    show(f"{name}: {told['sentence']}")
    for words in told.get("problems", ()):
        show(f"  look at: {words}")
    _assumed(told.get("assumptions", ()))


def _assumed(assumptions: Any) -> None:
    if assumptions:
        show("assumed:")
    for words in assumptions:
        show(f"  - {words}")
