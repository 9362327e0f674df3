"""States and transfers: standing, statements, deliveries, law, stock, deadlines."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tilth.reports import STANDINGS
from tilth.web.desk import desk_of
from tilth.web.kept_pages import kept_page
from tilth.web.languages import language_of
from tilth.web.rendering import render
from tilth.web.state_page import state_page, states_list
from tilth.web.transfer_page import transfer_page, transfers_list

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/states")
@kept_page
def states(request: Request, q: str = "") -> Response:
    """Show every state with its standing."""
    rows = states_list(desk_of(request), date.today())
    wanted = q.strip().casefold()[:60]
    shown = [row for row in rows if wanted in f"{row['name']} {row['code']}".casefold()]
    return render(request, "states.html", rows=shown, q=q, total=len(rows), standings=STANDINGS)


@router.get("/states/{code}")
@kept_page
def state(request: Request, code: str) -> Response:
    """Show one state."""
    desk, language = desk_of(request), language_of(request)
    found = desk.kept(
        ("state", code, language.code, date.today()), lambda: state_page(desk, code.upper(), language)
    )
    return render(request, "state.html", **found)


@router.get("/transfers")
@kept_page
def transfers(request: Request) -> Response:
    """Show the transfers on record."""
    return render(request, "transfers.html", rows=transfers_list(desk_of(request)))


@router.get("/transfers/{key}")
@kept_page
def transfer(request: Request, key: str) -> Response:
    """Show one transfer."""
    desk, language = desk_of(request), language_of(request)
    found = desk.kept(("transfer", key, language.code), lambda: transfer_page(desk, key, language))
    return render(request, "transfer.html", **found)
