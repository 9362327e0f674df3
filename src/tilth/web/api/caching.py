"""Conditional requests: an answer bears the version of the ledger, and is not made again for the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from tilth.web.desk import desk_of

__all__ = ["answer"]


def answer(
    request: Request,
    make: Callable[[], Any],
    *,
    media_type: str = "application/json",
    links: Callable[[Any], Mapping[str, str]] | None = None,
) -> Response:
    """Return what `make` gives as JSON, or 304 when the asker holds it already.

    Parameters
    ----------
    links
        Addresses by relation (``next``) for the Link header (RFC 8288), from what was made.
    """
    desk = desk_of(request)
    desk.search()
    asked = f"{request.url.path}?{request.url.query}"
    digest = sha256(f"{desk.store.address} {asked}".encode()).hexdigest()[:16]
    tag = f'W/"{desk.version()}-{digest}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if _held(request, tag):
        return Response(status_code=304, headers=headers)
    made = make()
    told = links(made) if links else {}
    if told:
        headers["link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in told.items())
    return Response(orjson.dumps(made), headers=headers, media_type=media_type)


def _held(request: Request, tag: str) -> bool:
    given = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in given or tag in given or tag.removeprefix("W/") in given
