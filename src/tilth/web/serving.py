"""Running the application on the loopback interface, and telling its address."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from tilth.project import Project
from tilth.web._errors import WebError
from tilth.web.access import Access

if TYPE_CHECKING:
    import uvicorn

    from tilth.web.tiles import BaseMap

__all__ = ["address_of", "listen", "serve"]

LOCAL = ("127.0.0.1", "localhost", "::1")
_THREADS = 4
"""Pages made at the same time: two cores have no use for more."""


def serve(
    project: Project,
    listener: socket.socket,
    *,
    say: Callable[[str], None] = print,
    base: BaseMap | None = None,
) -> None:
    """Serve a project until the process is told to stop (Ctrl+C).

    Parameters
    ----------
    listener
        As `listen` gives it.
    say
        Is given the address with its token, once the server answers.
    base
        Base map of the map page.
    """
    import uvicorn

    from tilth.web.app import create_app

    host, port = listener.getsockname()[:2]
    access = Access(cookie=f"tilth_{port}")
    app = create_app(project, access, base=base)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    server = _telling(uvicorn.Server(config), lambda: say(address_of(host, port, access.token)))
    try:
        server.run(sockets=[listener])
    finally:
        app.state.desk.close()


def address_of(host: str, port: int, token: str) -> str:
    """Return the address that opens the application.

    Examples
    --------
    >>> address_of("127.0.0.1", 8765, "abc")
    'http://127.0.0.1:8765/?token=abc'
    """
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/?token={token}"


def listen(host: str = "127.0.0.1", port: int = 8765) -> socket.socket:
    """Return a listener on this machine itself; port 0 takes a free one.

    Raises
    ------
    WebError
        A host that others could reach: refused until tilth knows users and roles; a port that is taken.
    """
    if host not in LOCAL:
        raise WebError(
            400,
            f"host {host!r} is refused: anybody who reaches it could read and write the project, since tilth"
            f" has no users and roles yet; allowed: {', '.join(LOCAL)}. Nothing was started",
        )
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise WebError(
            400, f"port {port} cannot be had ({error}): give another with --port, or 0 for a free one"
        ) from error
    return listener


def _telling(server: uvicorn.Server, listening: Callable[[], None]) -> uvicorn.Server:
    """Return the server, told to keep few threads and to say when it listens."""
    start = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        import anyio.to_thread

        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        await start(sockets)
        listening()

    server.startup = startup  # type: ignore[method-assign]
    return server
