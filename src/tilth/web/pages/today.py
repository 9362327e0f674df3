"""Today: what came in, what waits, what conflicts, what is overdue, what changed since the last visit."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tilth.project import batches_of
from tilth.web.desk import desk_of
from tilth.web.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/")
def today(request: Request) -> Response:
    """Show the page."""
    desk = desk_of(request)
    batches = desk.kept(("batches",), lambda: batches_of(desk.project, 8))
    return render(request, "today.html", batches=batches)
