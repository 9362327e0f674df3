"""Whole pages kept until the ledger changes: most looks are at what somebody looked at before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tilth.web.desk import desk_of
from tilth.web.languages import language_of
from tilth.web.rendering import PROOF, proof_of, theme_of

__all__ = ["kept_page"]

Handler = TypeVar("Handler", bound=Callable[..., Response])


def kept_page(handler: Handler) -> Handler:
    """Keep what a page's handler answers, for each address, language and look, until the ledger changes.

    The proof in its forms is each session's own and is put in when the page is sent. A page with a
    notice to show once is made anew.
    """

    @wraps(handler)
    def answer(request: Request, *args: Any, **more: Any) -> Response:
        if "tilth_notice" in request.cookies:
            return handler(request, *args, **more)
        desk = desk_of(request)
        asked = (request.url.path, request.url.query, language_of(request).code, theme_of(request))
        key = (desk.version(), date.today(), *asked)
        page = desk.pages.get(key)
        if page is None:
            made = handler(request, *args, **more)
            if made.status_code != 200:
                return made
            proof = proof_of(request).encode()
            page = bytes(made.body).replace(proof, PROOF.encode()) if proof else bytes(made.body)
            desk.pages.keep(key, page)
        return HTMLResponse(page.replace(PROOF.encode(), proof_of(request).encode()))

    return answer  # type: ignore[return-value]
