"""Running the application on the loopback interface, and telling its address."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from tilth.project import Project
from tilth.web._errors import WebError
from tilth.web.access import Access

__all__ = ["address_of", "serve"]

LOCAL = ("127.0.0.1", "localhost", "::1")
_THREADS = 4


def serve(
    project: Project,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a project until the process is told to stop (Ctrl+C).

    Parameters
    ----------
    host
        A name of this machine itself; any other is refused until tilth knows users and roles.
    port
        0 takes a free one.
    say
        Is given the address with its token, once the server listens.

    Raises
    ------
    WebError
        Another host, or a port that is taken.
    """
    import uvicorn

    from tilth.web.app import create_app

    listener = _listener(host, port)
    port = int(listener.getsockname()[1])
    access = Access(cookie=f"tilth_{port}")
    app = create_app(project, access)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    server = _Server(config, lambda: say(address_of(host, port, access.token)))
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


def _listener(host: str, port: int) -> socket.socket:
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
    except OSError as error:
        listener.close()
        raise WebError(
            400,
            f"port {port} cannot be had ({error.strerror}): give another with --port, or 0 for a free one",
        ) from error
    return listener


def _server_class() -> Any:
    import uvicorn

    return uvicorn.Server


class _Server:
    """A server that tells its address once it listens, with few threads: two cores have no use for more."""

    def __init__(self, config: Any, listening: Callable[[], None]) -> None:
        outer = self
        self.listening = listening

        class Told(_server_class()):  # type: ignore[misc]
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                import anyio.to_thread

                anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
                await super().startup(sockets)
                outer.listening()

        self.server = Told(config)

    def run(self, sockets: list[socket.socket]) -> None:
        """Serve until told to stop."""
        self.server.run(sockets=sockets)
