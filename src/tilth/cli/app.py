"""The command `tilth`: its groups and how errors reach the person."""

from __future__ import annotations

import typer

from tilth import __version__
from tilth.cli import (
    account,
    area,
    article,
    checks,
    export,
    form,
    hazard,
    law,
    life,
    main_job,
    munition,
    release,
    review,
    serve,
    source,
)
from tilth.cli._say import WRONG, say
from tilth.errors import TilthError

__all__ = ["app", "main"]

app = typer.Typer(
    name="tilth",
    help="Cluster munitions, from the first press report to the last square metre given back.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (
    *(main_job, serve, life, article, source, checks, review, law, munition, hazard, area),
    *(account, release, export, form),
):
    room.register(app)


@app.callback(invoke_without_command=True)
def _tilth(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; wrong requests end with status 2 and a plain message."""
    try:
        app()
    except (TilthError, KeyError) as error:
        say(f"tilth: {error.args[0] if error.args else error}")
        raise SystemExit(WRONG) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
