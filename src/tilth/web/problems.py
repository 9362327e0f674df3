"""Refusals and faults: a page for people, a problem document (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response

from tilth.claims import ReadOnlyError
from tilth.errors import TilthError
from tilth.web._errors import WebError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

__all__ = ["add_handlers", "problem_answer"]


def problem_answer(request: Request, error: WebError) -> Response:
    """Return the answer to a request that was refused, in the form its sender reads."""
    if _is_program(request):
        return _document(request, error)
    from tilth.web.rendering import render

    title = HTTPStatus(error.status).phrase
    return render(
        request, "refused.html", status=error.status, code=error.status, title=title, message=str(error)
    )


def _is_program(request: Request) -> bool:
    accepts = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or ("json" in accepts and "html" not in accepts)


def _document(request: Request, error: WebError) -> Response:
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": str(error),
        "instance": request.url.path,
        **error.more,
    }
    headers = {"www-authenticate": "Bearer"} if error.status == 401 else {}
    headers |= dict(content.pop("headers", {}))
    return Response(orjson.dumps(content), error.status, headers, media_type="application/problem+json")


def add_handlers(app: FastAPI) -> None:
    """Give the application an answer for everything that can go wrong in it."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    def refused(request: Request, error: Exception) -> Response:
        return problem_answer(request, _as_web_error(error))

    for kind in (WebError, TilthError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, refused)


def _as_web_error(error: Exception) -> WebError:
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    if isinstance(error, WebError):
        return error
    if isinstance(error, HTTPException):
        return WebError(error.status_code, str(error.detail), headers=dict(error.headers or {}))
    if isinstance(error, RequestValidationError):
        faults = [
            {"field": ".".join(str(part) for part in fault["loc"]), "reason": fault["msg"]}
            for fault in error.errors()
        ]
        return WebError(422, f"{len(faults)} values of the request are not allowed", errors=faults)
    if isinstance(error, TilthError):
        return WebError(409 if isinstance(error, ReadOnlyError) else 422, str(error))
    # What went wrong inside stays out of the answer: it may hold what a person told in confidence.
    return WebError(500, f"a fault of tilth ({type(error).__name__}): nothing was changed by this request")
