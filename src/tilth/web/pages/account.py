"""The account of areas: the table, the polygons behind each figure, and the same as CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tilth.project import account_areas, account_cells
from tilth.web._errors import WebError
from tilth.web.desk import Desk, desk_of
from tilth.web.map_room import day_number
from tilth.web.rendering import render

__all__ = ["LINES", "Asked", "account_of", "cells_of", "router"]

router = APIRouter(include_in_schema=False)
LINES = ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")
_BY = {"admin_unit": "region", "class": "class", "organisation": "organisation", "month": "month"}
_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which account: its period, the day it is as known on, its rows, whether only accepted claims count."""

    on: str
    since: str | None = None
    known_on: str | None = None
    by: str = "admin_unit"
    accepted: bool = False

    def options(self) -> dict[str, Any]:
        """Return the options of the account but its day and rows."""
        statuses = ("accepted",) if self.accepted else ("accepted", "proposed")
        return {"since": self.since, "known_on": self.known_on, "statuses": statuses}

    def api_query(self, **more: Any) -> str:
        """Return the same in the words of the interface for programs, which lists every record."""
        parts = {"on": self.on, "since": self.since, "known_on": self.known_on, "by": self.by} | more
        parts |= {"accepted": "true" if self.accepted else None}
        return urlencode({name: value for name, value in parts.items() if value not in (None, "")})

    def query(self, **more: Any) -> str:
        """Return the account's address with further parts."""
        parts = {"on": self.on, "from": self.since, "known_on": self.known_on, "by": self.by}
        parts |= {"accepted": "yes" if self.accepted else None} | more
        return urlencode({name: value for name, value in parts.items() if value not in (None, "")})


def asked_of(request: Request) -> Asked:
    """Return which account a request asks for.

    Raises
    ------
    WebError
        A day that is none, a period that ends before it begins, or rows that there are not.
    """
    told = request.query_params
    on = told.get("on") or date.today().isoformat()
    since, known = told.get("from") or None, told.get("known_on") or None
    days = [day_number(day) for day in (on, since, known)]
    if days[0] is not None and days[1] is not None and days[1] > days[0]:
        raise WebError(422, f"a period from {since} to {on} ends before it begins")
    by = told.get("by") or "admin_unit"
    if by not in _BY:
        raise WebError(422, f"rows by {by!r} are not known; allowed: {', '.join(_BY)}")
    return Asked(on, since, known, by, told.get("accepted") == "yes")


def account_of(desk: Desk, asked: Asked) -> dict[str, Any] | None:
    """Return the account as plain values; None when there are no areas."""

    def made() -> dict[str, Any] | None:
        done = account_areas(desk.project, asked.on, asked.by, keep_run=False, **asked.options())
        return done[0] if done else None

    return desk.kept(("account", asked), made)


def cells_of(desk: Desk, asked: Asked, line: str, name: str | None) -> list[dict[str, Any]]:
    """Return the polygons behind one figure, the largest first."""
    if line not in LINES:
        raise WebError(422, f"no line {line!r}; allowed: {', '.join(LINES)}")

    def made() -> list[dict[str, Any]]:
        return account_cells(desk.project, line, asked.on, asked.by, name=name, **asked.options())

    return desk.kept(("cells", asked, line, name), made)


@router.get("/account")
def account(request: Request) -> Response:
    """Show the account."""
    asked = asked_of(request)
    told = account_of(desk_of(request), asked)
    return render(request, "account.html", told=told, asked=asked, lines=LINES, rows_by=_BY)


@router.get("/account/cells")
def cells(request: Request, line: str, of: str = "", page: int = 1) -> Response:
    """Show the polygons and claims behind one figure."""
    asked = asked_of(request)
    found = cells_of(desk_of(request), asked, line, of or None)
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    total = sum(row["area_m2"] for row in found)
    more = {"total": total, "count": len(found), "page": page, "pages": pages}
    return render(request, "account_cells.html", rows=shown, line=line, of=of, asked=asked, **more)


@router.get("/account.csv")
def as_csv(request: Request) -> Response:
    """Answer with the account as CSV."""
    asked, out = asked_of(request), io.StringIO()
    csv.writer(out).writerows(_sheet(_needed(request, asked)))
    return _file(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", asked, "csv")


@router.get("/account.xlsx")
def as_xlsx(request: Request) -> Response:
    """Answer with the account as a spreadsheet."""
    from openpyxl import Workbook

    asked, book, out = asked_of(request), Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("account")
    for row in _sheet(_needed(request, asked)):
        sheet.append([f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" else cell for cell in row])
    book.save(out)
    return _file(out.getvalue(), _XLSX, asked, "xlsx")


def _needed(request: Request, asked: Asked) -> dict[str, Any]:
    told = account_of(desk_of(request), asked)
    if told is None:
        raise WebError(404, "there are no areas: import or draw some first")
    return told


def _sheet(told: dict[str, Any]) -> Iterator[list[Any]]:
    yield ["from", "on", "known_on", told["by_kind"], *(f"{line}_m2" for line in LINES)]
    period = [told["from"] or "", told["on"], told["known_on"] or ""]
    for row in told["by"]:
        yield [*period, row["name"] or "", *(round(row["total"][line], 1) for line in LINES)]
    yield [*period, "total", *(round(told["total"][line], 1) for line in LINES)]


def _file(content: bytes, kind: str, asked: Asked, ending: str) -> Response:
    name = f"account-{asked.on}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=kind)
