"""The options that let a project's newer treaty facts into an answer of law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tilth.cli._say import say, stop

if TYPE_CHECKING:
    from tilth.project.law_facts import LawFacts

__all__ = ["Known", "Proposed", "known_facts"]

Known = Annotated[
    str | None,
    typer.Option("--project", help="Project whose accepted treaty claims win over the shipped tables."),
]
Proposed = Annotated[
    bool, typer.Option("--proposed", help="Use claims that nobody has reviewed yet as well.")
]


def known_facts(project: str | None, *, proposed: bool) -> LawFacts:
    """Return what the project knows of treaties; nothing without one. What is left out is told."""
    from tilth.project.law_facts import LawFacts, law_facts

    if project is None:
        if proposed:
            stop("--proposed is about the claims of a project: name one with --project")
        return LawFacts((), (), {}, 0, ())
    from tilth.project import Project

    with Project.open(project, read_only=True) as opened:
        found = law_facts(opened, proposed=proposed)
    if found.left_out:
        say(f"{found.left_out} treaty claims wait for review and are left out; --proposed uses them")
    if found.unusable:
        say(f"{len(found.unusable)} treaty claims could not be used:")
    for why in found.unusable:
        say(f"  {why}")
    return found
