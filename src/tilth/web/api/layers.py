"""Layers of placed things as GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tilth.project.geojson import geojson
from tilth.project.mapped import PlacedRow, Window, feature_rows, map_layers, subject_rows
from tilth.web.api.caching import answer
from tilth.web.desk import Desk, desk_of
from tilth.web.map_room import bounds_of, day_number, things

__all__ = ["router"]

router = APIRouter(prefix="/api/layers", tags=["layers"])
LayerName = StrEnum("LayerName", {name: name for name in map_layers()})  # type: ignore[misc]


class GeoJSONResponse(JSONResponse):
    """An answer in GeoJSON."""

    media_type = "application/geo+json"


class LayerOut(BaseModel):
    """A layer: how many things it holds, and what tells its groups apart."""

    name: str
    says: str
    features: int
    groups: dict[str, str]
    href: str


class LayersOut(BaseModel):
    """The layers, in the order the map draws them."""

    layers: list[LayerOut]


class FeaturesOut(BaseModel):
    """A GeoJSON FeatureCollection (RFC 7946), a page at a time."""

    type: str
    features: list[dict[str, Any]]
    numberMatched: int = Field(description="How many there are in all")
    numberReturned: int
    next: str | None = Field(description="Address of the next page")


class LayerQuery(BaseModel):
    """Which things of a layer; what is not given does not narrow the answer."""

    model_config = ConfigDict(extra="forbid")

    bbox: str | None = Field(None, max_length=200, description="west,south,east,north in degrees")
    subject: str | None = Field(None, max_length=300, description="One thing only")
    on: date | None = Field(None, description="Day it was true")
    known_on: date | None = Field(None, description="Day it was known")
    limit: int = Field(100, ge=1, le=1_000)
    after: int = Field(0, ge=0, le=2**53 - 1, description="How many to pass over")


@router.get("", response_model=LayersOut)
def layers(request: Request) -> Response:
    """List the layers with how many things each holds."""
    return answer(request, lambda: {"layers": _layers(desk_of(request))})


@router.get("/{name}", response_model=FeaturesOut, response_class=GeoJSONResponse)
def layer(request: Request, name: LayerName, asked: Annotated[LayerQuery, Query()]) -> Response:
    """Return a layer's things, a page at a time."""
    bounds_of(asked.bbox)
    made = lambda: _found(desk_of(request), str(name), asked)  # noqa: E731
    return answer(request, made, media_type="application/geo+json", links=_next)


def _layers(desk: Desk) -> list[dict[str, Any]]:
    features = things(desk)
    return [
        {
            "name": one.name,
            "says": one.says,
            "features": int((features.layer == features.names.index(one.name)).sum()),
            "groups": {group: symbol["says"] for group, symbol in one.symbols.items()},
            "href": f"/api/layers/{one.name}",
        }
        for one in map_layers().values()
    ]


def _found(desk: Desk, name: str, asked: LayerQuery) -> dict[str, Any]:
    if asked.subject is not None:
        rows = subject_rows(desk.store, name, [asked.subject])
        return _collection(rows, len(rows), None)
    on, known = (day.isoformat() if day else None for day in (asked.on, asked.known_on))
    features = things(desk, known, on)
    found = features.within(Window(*bounds_of(asked.bbox), layers=[name], on=day_number(on)))
    part = found[asked.after : asked.after + asked.limit].tolist()
    rows = list(feature_rows(desk.store, features, part).values())
    rest = asked.model_dump(exclude_none=True, mode="json") | {"after": asked.after + asked.limit}
    onward = asked.after + asked.limit < len(found)
    return _collection(rows, len(found), f"/api/layers/{name}?{urlencode(rest)}" if onward else None)


def _next(made: Mapping[str, Any]) -> dict[str, str]:
    return {"next": made["next"]} if made["next"] else {}


def _collection(rows: list[PlacedRow], total: int, onward: str | None) -> dict[str, Any]:
    told = {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}
    return told | {"numberMatched": total, "numberReturned": len(rows), "next": onward}


def _feature(row: PlacedRow) -> dict[str, Any]:
    values = {name: value for name, value in row.values.items() if value is not None}
    values["claims"] = str(values.get("claims", "")).split()
    geometry = geojson(row.geometry)
    return {"type": "Feature", "id": str(row.values["subject"]), "geometry": geometry, "properties": values}
