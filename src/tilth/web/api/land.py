"""Areas and their account for programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from tilth.project import ProjectError, area_moves, area_status
from tilth.project.area_list import AreaQuery, areas_found, areas_moved
from tilth.web._errors import WebError
from tilth.web.api.caching import answer
from tilth.web.desk import Desk, desk_of
from tilth.web.pages.account import LINES, Asked, account_of, cells_of

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["land"])
Line = StrEnum("Line", {name: name for name in LINES})  # type: ignore[misc]
By = Literal["admin_unit", "class", "organisation", "month"]
Cls = StrEnum("Cls", {name: name for name in ("indication", "SHA", "CHA")})  # type: ignore[misc]
Key = Annotated[str, Path(max_length=200, pattern=r"^[^/\x00]+$", description="Identifier of an area")]
_FAR = 2**53 - 1


class AreasOut(BaseModel):
    """A page of areas, in order of identifier."""

    areas: list[dict[str, Any]]
    next: str | None


class AreasQuery(BaseModel):
    """Which areas; what is not given does not narrow the answer."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=100, description="Part of identifier, number or name")
    cls: Cls | None = Field(None, description="Class")
    state: str = Field("", max_length=40, pattern="^[a-z_]*$", description="State in the process")
    region: str = Field("", max_length=100)
    limit: int = Field(50, ge=1, le=500)
    after: int = Field(0, ge=0, le=_FAR)


class AccountQuery(BaseModel):
    """Which account; claims that wait for review count unless `accepted` is asked for."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = None
    since: date | None = None
    known_on: date | None = None
    by: By = "admin_unit"
    accepted: bool = False

    def asked(self) -> Asked:
        """Return it as the rooms below take it."""
        if self.since and self.since > (self.on or date.today()):
            raise WebError(422, f"a period from {self.since} to {self.on} ends before it begins")
        since = self.since.isoformat() if self.since else None
        known = self.known_on.isoformat() if self.known_on else None
        return Asked((self.on or date.today()).isoformat(), since, known, self.by, self.accepted)


class CellsQuery(AccountQuery):
    """Which figure of an account, and which page of its pieces of land."""

    line: Line
    of: str | None = Field(None, max_length=200, description="Row; the total when not given")
    limit: int = Field(100, ge=1, le=500)
    after: int = Field(0, ge=0, le=_FAR)


@router.get("/areas", response_model=AreasOut)
def areas(request: Request, asked: Annotated[AreasQuery, Query()]) -> Response:
    """Return hazardous areas, a page at a time."""
    return answer(request, lambda: _areas(desk_of(request), asked), links=_next)


def _areas(desk: Desk, asked: AreasQuery) -> dict[str, Any]:
    moved = desk.kept(("moved",), lambda: areas_moved(desk.project))
    query = AreaQuery(asked.q, str(asked.cls or ""), asked.state, asked.region, moved)
    found = areas_found(desk.project, query, limit=asked.limit, after=asked.after)
    rest = asked.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    onward = urlencode(rest | {"after": asked.after + asked.limit})
    return {
        "areas": found[: asked.limit],
        "next": f"/api/areas?{onward}" if len(found) > asked.limit else None,
    }


@router.get("/areas/{key}", response_model=dict[str, Any])
def area(request: Request, key: Key) -> Response:
    """Return where an area is in the process, its land, and which moves are open to it."""

    def made() -> dict[str, Any]:
        desk = desk_of(request)
        try:
            return area_status(desk.project, key) | {"moves": area_moves(desk.project, key)}
        except ProjectError as error:
            raise WebError(404, str(error)) from error

    return answer(request, made)


@router.get("/account", response_model=dict[str, Any])
def account(request: Request, asked: Annotated[AccountQuery, Query()]) -> Response:
    """Return the account of areas in m2."""
    told = asked.asked()

    def made() -> dict[str, Any]:
        found = account_of(desk_of(request), told)
        if found is None:
            raise WebError(404, "there are no areas in this project")
        return found

    return answer(request, made)


@router.get("/account/cells", response_model=dict[str, Any])
def cells(request: Request, asked: Annotated[CellsQuery, Query()]) -> Response:
    """Return the pieces of land and the claims behind one figure of the account, the largest first."""
    told = asked.asked()

    def made() -> dict[str, Any]:
        found = cells_of(desk_of(request), told, str(asked.line), asked.of)
        part = found[asked.after : asked.after + asked.limit]
        plain = [{name: value for name, value in row.items() if name != "geometry"} for row in part]
        rest = asked.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
        onward = urlencode(rest | {"after": asked.after + asked.limit})
        further = asked.after + asked.limit < len(found)
        return {
            "cells": plain,
            "total": len(found),
            "next": f"/api/account/cells?{onward}" if further else None,
        }

    return answer(request, made, links=_next)


def _next(made: Mapping[str, Any]) -> dict[str, str]:
    return {"next": made["next"]} if made["next"] else {}
