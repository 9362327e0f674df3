"""Forms: what they bring, proved to come from a page of ours."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from tilth.web._errors import WebError

if TYPE_CHECKING:
    from tilth.web.access import Access

__all__ = ["field", "form_of", "goto", "need_proof", "uploads"]

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SAFE = ("GET", "HEAD", "OPTIONS")


async def need_proof(request: Request) -> AsyncIterator[None]:
    """Refuse a changing request whose form does not bear this session's proof; close the form afterwards.

    It guards every route of the application. Programs that bring the token in a header need none: a
    browser never sends that header by itself.
    """
    try:
        await _refuse_without_proof(request)
        yield
    finally:
        await request.close()


async def _refuse_without_proof(request: Request) -> None:
    access: Access = request.app.state.access
    if request.method in _SAFE or request.url.path == "/enter" or access.bears_token(request):
        return
    session = access.session_of(request)
    given = request.headers.get("x-tilth-proof") or ""
    if not given and request.headers.get("content-type", "").startswith(_FORMS):
        given = str((await request.form()).get("csrf", ""))
    if session is None or not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise WebError(403, "this form is not of this session: open the page again and repeat the change")


async def form_of(request: Request) -> FormData:
    """Return the form of a request; read once, so that the proof and the page see the same."""
    return await request.form()


def field(form: FormData, name: str, *, longest: int = 2_000) -> str:
    """Return a text field without blanks at its ends, empty when it is not there.

    Raises
    ------
    WebError
        More characters than the field may hold.
    """
    value = form.get(name, "")
    words = value.strip() if isinstance(value, str) else ""
    if len(words) > longest:
        raise WebError(413, f"{name}: {len(words):,} characters given, {longest:,} allowed")
    return words


def uploads(form: FormData, name: str) -> list[UploadFile]:
    """Return the files that a field brings; a field left empty brings none."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


def goto(path: str, notice: str = "") -> Response:
    """Send the browser on after a change, with a line that the next page shows once."""
    answer = RedirectResponse(path, 303)
    if notice:
        answer.set_cookie("tilth_notice", quote(notice), max_age=60, httponly=True, samesite="strict")
    return answer
