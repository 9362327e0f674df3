"""Coming in by hand: the token typed where the printed address was not followed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tilth.web._errors import WebError
from tilth.web.forms import field, form_of, goto
from tilth.web.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.post("/enter")
async def enter(request: Request) -> Response:
    """Open a session for the token that was typed."""
    access = request.app.state.access
    token = field(await form_of(request), "token").rpartition("token=")[2]
    if not access.admits(token):
        raise WebError(403, "this token is not the one of the running server: copy it from the terminal")
    answer = goto("/")
    answer.set_cookie(access.cookie, access.open_session(), httponly=True, samesite="strict")
    return answer


@router.get("/menu")
def menu(request: Request) -> Response:
    """Show every place: the whole navigation on a small screen."""
    return render(request, "menu.html")
