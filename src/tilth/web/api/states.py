"""States and transfers for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from tilth.web._errors import WebError
from tilth.web.api.caching import answer
from tilth.web.api.models import StateOut, TransferOut
from tilth.web.desk import Desk, desk_of
from tilth.web.state_page import states_list
from tilth.web.transfer_page import transfers_list

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["states and transfers"])


@router.get("/states", response_model=list[StateOut])
def states(request: Request) -> Response:
    """Return every state that a treaty claim names, with its standing and deadlines today."""
    return answer(request, lambda: _states(desk_of(request)))


def _states(desk: Desk) -> list[dict[str, Any]]:
    kept = ("code", "name", "standing", "since", "due", "claims")
    return [
        {name: row[name] for name in kept} | {"overdue": row.get("overdue_rows", [])}
        for row in states_list(desk, date.today())
    ]


@router.get("/states/{code}", response_model=StateOut)
def state(request: Request, code: Annotated[str, Path(pattern="^[A-Z]{3}$")]) -> Response:
    """Return one state."""
    return answer(request, lambda: _state(desk_of(request), code))


def _state(desk: Desk, code: str) -> dict[str, Any]:
    for row in _states(desk):
        if row["code"] == code:
            return row
    raise WebError(404, f"no claim in this project tells what state {code} joined or left")


@router.get("/transfers", response_model=list[TransferOut])
def transfers(request: Request) -> Response:
    """Return the transfers on record, newest first; at most 400 claims are gathered."""
    return answer(request, lambda: _transfers(desk_of(request)))


def _transfers(desk: Desk) -> list[dict[str, Any]]:
    return [{**row, "items": list(row["items"])} for row in transfers_list(desk)]
