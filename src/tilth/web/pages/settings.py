"""Settings and help: language and look, profile, keys and logs, copies, about the figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tilth.claims import verify
from tilth.data import table, tables
from tilth.hazard import default_profile
from tilth.web._errors import WebError
from tilth.web.chores import Chore
from tilth.web.copies import copies_in, level_with
from tilth.web.desk import Desk, desk_of
from tilth.web.forms import field, form_of, goto
from tilth.web.kept_pages import kept_page
from tilth.web.languages import LANGUAGES
from tilth.web.rendering import THEMES, render, render_part

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_YEAR_S = 365 * 86_400
_LOGS = """SELECT l.log, l.owner, count(*) AS batches, sum(b.count) AS entries, max(b.recorded_at) AS last_at
FROM tilth_log l JOIN tilth_batch b ON b.log_no = l.log_no GROUP BY l.log, l.owner ORDER BY last_at DESC"""


@router.get("/settings")
def settings(request: Request) -> Response:
    """Show the page."""
    desk = desk_of(request)
    return render(
        request,
        "settings.html",
        themes=THEMES,
        logs=desk.kept(("logs",), lambda: _logs(desk)),
        key=desk.project.ledger.installation.fingerprint,
        owner=desk.project.ledger.installation.owner,
        home=str(desk.project.ledger.installation.home),
        where=desk.store.address,
        profile=default_profile(),
        chore=_chore(request),
        is_file=desk.store.path is not None,
    )


def _logs(desk: Desk) -> list[dict[str, Any]]:
    with desk.store.reading() as connection:
        return [dict(row) for row in connection.execute(text(_LOGS)).mappings()]


def _chore(request: Request) -> Chore:
    state = request.app.state
    if not hasattr(state, "chore"):
        state.chore = Chore()
    chore: Chore = state.chore
    return chore


@router.post("/settings/language")
async def choose_language(request: Request) -> Response:
    """Keep the language of the pages in this browser."""
    return _chosen("language", field(await form_of(request), "language"), tuple(LANGUAGES))


@router.post("/settings/look")
async def choose_look(request: Request) -> Response:
    """Keep light or dark in this browser."""
    return _chosen("theme", field(await form_of(request), "theme"), THEMES)


def _chosen(name: str, value: str, allowed: tuple[str, ...]) -> Response:
    if value not in allowed:
        raise WebError(422, f"{name} {value[:40]!r} is none; allowed: {', '.join(allowed)}")
    answer = goto("/settings")
    answer.set_cookie(f"tilth_{name}", value, max_age=_YEAR_S, httponly=True, samesite="strict")
    return answer


@router.post("/settings/verify")
def prove(request: Request) -> Response:
    """Begin to prove that nothing in the ledger was altered."""
    desk = desk_of(request)
    total = sum(int(row["entries"]) for row in _logs(desk))
    chore = _chore(request)
    chore.start(lambda told: verify(desk.store, progress=lambda done: told(done, total)))
    chore.wait(1.5)
    return goto("/settings#verify")


@router.get("/settings/verify")
def proving(request: Request) -> Response:
    """Show how far the proof is, for the page that waits for it."""
    from starlette.responses import HTMLResponse

    return HTMLResponse(render_part(request, "proof.html", chore=_chore(request)))


@router.post("/settings/copies")
async def copies(request: Request) -> Response:
    """Look for copies of the project in a folder, or bring one level with this one."""
    form = await form_of(request)
    folder, name = field(form, "folder"), field(form, "name")
    desk = desk_of(request)
    if name:
        done = await run_in_threadpool(level_with, desk, folder, name)
        return render(request, "copies.html", folder=folder, copies=None, done=done)
    found = await run_in_threadpool(copies_in, folder, desk)
    return render(request, "copies.html", folder=folder, copies=found, done=None)


@router.get("/settings/figures")
@kept_page
def about_figures(request: Request) -> Response:
    """Show how figures come about, and the tables they rest on."""
    rows = [{"name": name, "rows": len(table(name)), "sha256": table(name).sha256} for name in tables()]
    return render(request, "about_figures.html", tables=rows)
