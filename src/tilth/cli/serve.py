"""The web application started from the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli._say import progress, say, show

__all__ = ["register", "serve_project"]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def serve(
    project: Annotated[str, typer.Argument(help="Project: a .gpkg file or a postgresql:// address.")],
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes a free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="A name of this machine; others are refused until there are users and roles.")
    ] = "127.0.0.1",
) -> None:
    """Open a project in the browser, on this machine only; prints the address with its token."""
    serve_project(project, host=host, port=port)


def serve_project(address: str, *, host: str = "127.0.0.1", port: int = 8765) -> None:
    """Serve the project at an address until told to stop."""
    from tilth.project import Project
    from tilth.web import serve as serve_web

    with progress("opening the project"):
        project = Project.open(address)

    def tell(where: str) -> None:
        show(f"open: {where}")
        say("this machine only; Ctrl+C stops the server")

    serve_web(project, host=host, port=port, say=tell)
