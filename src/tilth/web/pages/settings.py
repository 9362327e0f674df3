"""Settings and help: language and look, profile, keys and logs, copies, about the figures."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tilth.web._errors import WebError
from tilth.web.forms import field, form_of, goto
from tilth.web.languages import LANGUAGES
from tilth.web.rendering import THEMES, render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_YEAR_S = 365 * 86_400


@router.get("/settings")
def settings(request: Request) -> Response:
    """Show the page."""
    return render(request, "settings.html", themes=THEMES)


@router.post("/settings/language")
async def choose_language(request: Request) -> Response:
    """Keep the language of the pages in this browser."""
    return _chosen("language", field(await form_of(request), "language"), tuple(LANGUAGES), "/settings")


@router.post("/settings/look")
async def choose_look(request: Request) -> Response:
    """Keep light or dark in this browser."""
    return _chosen("theme", field(await form_of(request), "theme"), THEMES, "/settings")


def _chosen(name: str, value: str, allowed: tuple[str, ...], back: str) -> Response:
    if value not in allowed:
        raise WebError(422, f"{name} {value!r} is none; allowed: {', '.join(allowed)}")
    answer = goto(back)
    answer.set_cookie(f"tilth_{name}", value, max_age=_YEAR_S, httponly=True, samesite="strict")
    return answer
