"""Areas and tasks: the list, the page of an area, its moves, and the work ordered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tilth.project import Wish, move_area, pictures_of
from tilth.project.area_list import AreaQuery, areas_found, areas_moved
from tilth.web._errors import WebError
from tilth.web.area_page import area_page, document_of, residual_part
from tilth.web.desk import Desk, desk_of
from tilth.web.forms import field, form_of, goto
from tilth.web.languages import language_of
from tilth.web.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_PAGE = 50
_CLASSES = ("indication", "SHA", "CHA")
_STATES = ("open", "worked_on", "suspended", "closed", "handed_over", "released", "discarded")
_OVER = ("done", "dropped")


@router.get("/areas")
def areas(
    request: Request, q: str = "", cls: str = "", state: str = "", region: str = "", after: int = 0
) -> Response:
    """Show the list."""
    desk = desk_of(request)
    if not 0 <= after < 10**9:
        raise WebError(422, f"after {after}: a number of areas to pass over")
    chosen = {"q": q.strip()[:100], "cls": cls, "state": state, "region": region}
    moved = desk.kept(("moved",), lambda: areas_moved(desk.project))
    asked = AreaQuery(chosen["q"], cls, state, region, moved)
    found = areas_found(desk.project, asked, limit=_PAGE, after=after)
    return render(
        request,
        "areas.html",
        rows=found[:_PAGE],
        asked=chosen,
        classes=_CLASSES,
        states=_STATES,
        regions=desk.kept(("regions",), lambda: _regions(desk)),
        first=after + 1,
        earlier=_address(chosen, max(after - _PAGE, 0)) if after else None,
        later=_address(chosen, after + _PAGE) if len(found) > _PAGE else None,
    )


def _address(chosen: Mapping[str, str], after: int) -> str:
    return "/areas?" + urlencode({name: value for name, value in chosen.items() if value} | {"after": after})


def _regions(desk: Desk) -> list[str]:
    query = "SELECT DISTINCT admin_unit FROM hazardous_area WHERE admin_unit IS NOT NULL ORDER BY admin_unit"
    with desk.store.reading() as connection:
        return [row[0] for row in connection.execute(text(query))]


@router.get("/areas/tasks")
def tasks(request: Request) -> Response:
    """Show the work ordered, what is overdue first."""
    desk = desk_of(request)
    rows = desk.kept(("tasks", date.today()), lambda: _tasks(desk))
    return render(request, "tasks.html", rows=rows)


def _tasks(desk: Desk) -> list[dict[str, Any]]:
    today = date.today().isoformat()
    names = (
        "title",
        "local_id",
        "task_kind",
        "status",
        "planned_start",
        "planned_end",
        "priority",
        "area_m2",
    )
    rows = []
    for picture in pictures_of(desk.project, "task"):
        row: dict[str, Any] = {name: picture.value(name) for name in names}
        ends = str(row["planned_end"] or "")
        row |= {"subject": picture.subject, "areas": picture.value("hazardous_area") or []}
        row |= {"claims": [item.id for item in picture.claims]}
        row["overdue"] = bool(ends) and ends < today[: len(ends)] and row["status"] not in _OVER
        rows.append(row)
    return sorted(rows, key=lambda row: (not row["overdue"], -(row["priority"] or 0), row["subject"]))


@router.get("/areas/{key}")
def area(request: Request, key: str, residual: str = "") -> Response:
    """Show one area."""
    desk = desk_of(request)
    found = desk.kept(("area", key, date.today()), lambda: area_page(desk, key))
    more: dict[str, Any] = residual_part(desk, key) if residual else {"residual": None, "fault": ""}
    return render(
        request, "area.html", asked_residual=bool(residual), today=date.today().isoformat(), **found, **more
    )


@router.get("/areas/{key}/{name}.pdf")
def document(request: Request, key: str, name: str) -> Response:
    """Answer with a document of an area."""
    content = document_of(desk_of(request), key, name, language_of(request).code)
    plain = "".join(letter for letter in key if letter.isascii() and (letter.isalnum() or letter in "-_"))
    headers = {"content-disposition": f'attachment; filename="{name}-{plain or "area"}.pdf"'}
    return Response(content, headers=headers, media_type="application/pdf")


@router.post("/areas/{key}/moves")
async def move(request: Request, key: str) -> Response:
    """Make a move of an area."""
    form, desk = await form_of(request), desk_of(request)
    depth = field(form, "depth_cm")
    if depth and not depth.replace(".", "", 1).isdigit():
        raise WebError(422, f"depth {depth!r}: a number of centimetres")
    wish = Wish(
        name=field(form, "move"),
        on=field(form, "on") or None,
        reason=field(form, "reason") or None,
        criteria=[one.strip() for one in field(form, "criteria").split(";") if one.strip()],
        depth_cm=float(depth) if depth else None,
    )
    done = await run_in_threadpool(_moved, desk, key, wish)
    waits = done["approvals_needed"]
    notice = f"{wish.name}: waits for {waits} approval" if waits else f"{wish.name}: recorded"
    return goto(f"/areas/{key}", notice)


def _moved(desk: Desk, key: str, wish: Wish) -> dict[str, Any]:
    with desk.saving:
        return move_area(desk.project, key, wish)
