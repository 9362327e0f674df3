"""The web application started from the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli._say import progress, say, show

__all__ = ["register", "serve_project"]

PORT = 8765


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def serve(
    project: Annotated[str, typer.Argument(help="Project: a .gpkg file or a postgresql:// address.")],
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes a free one.")] = PORT,
    host: Annotated[
        str, typer.Option(help="A name of this machine; others are refused until there are users and roles.")
    ] = "127.0.0.1",
    tiles: Annotated[
        str | None,
        typer.Option(help="Base map: an .mbtiles or .pmtiles file, or an address with {z}, {x} and {y}."),
    ] = None,
) -> None:
    """Open a project in the browser, on this machine only; prints the address with its token."""
    serve_project(project, host=host, port=port, tiles=tiles)


def serve_project(
    address: str,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    or_another: bool = False,
    tiles: str | None = None,
) -> None:
    """Serve the project at an address until told to stop; with `or_another` at a free port if need be."""
    from tilth.project import Project
    from tilth.project.search import Index
    from tilth.web import WebError, base_map, listen, serve

    base = base_map(tiles) if tiles else None
    try:
        listener = listen(host, port)
    except WebError:
        if not or_another:
            raise
        listener = listen(host, 0)
    with progress("opening the project") as bar:
        task = bar.task_ids[0]
        project = Project.open(address, pooled=True)
        bar.update(task, description="bringing the search index up to date")
        index = Index(project)
        index.refresh(lambda done, total: bar.update(task, completed=done, total=total))
        index.close()

    def tell(where: str) -> None:
        show(f"open: {where}")
        say("this machine only; Ctrl+C stops the server")

    serve(project, listener, say=tell, base=base)
