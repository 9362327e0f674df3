"""Style sheet, scripts and fonts: sent from the package only, and kept by the browser."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type

from starlette.requests import Request
from starlette.responses import Response

from tilth.web._errors import WebError

__all__ = ["static_address", "static_file"]

_TYPES = {"woff2": "font/woff2", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@cache
def _held() -> dict[str, tuple[bytes, str]]:
    """Return every file by name with its hash: what is not in this list cannot be asked for."""
    folder = files("tilth.web") / "static"
    found: dict[str, tuple[bytes, str]] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_file() and not entry.name.startswith("."):
            content = entry.read_bytes()
            found[entry.name] = content, sha256(content).hexdigest()[:12]
    return found


def static_address(name: str) -> str:
    """Return the address of a file, with the hash of its content: a new version is another address.

    Examples
    --------
    >>> static_address("tilth.css").startswith("/static/tilth.css?")
    True
    """
    return f"/static/{name}?{_held()[name][1]}"


def static_file(request: Request) -> Response:
    """Answer with one file of the package."""
    name = str(request.path_params["name"])
    if name not in _held():
        raise WebError(404, f"no file {name!r} belongs to this application")
    content, digest = _held()[name]
    kind = _TYPES.get(name.rpartition(".")[2]) or guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    keep = _FOREVER if request.url.query == digest else "no-cache"
    headers = {"cache-control": keep, "etag": f'"{digest}"'}
    if request.headers.get("if-none-match") == f'"{digest}"':
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=kind)
