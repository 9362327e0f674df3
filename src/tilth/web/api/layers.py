"""Layers of placed things as GeoJSON."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tilth.project.geojson import geojson
from tilth.project.mapped import PlacedRow, Window, feature_rows, map_layers, subject_rows
from tilth.web._errors import WebError
from tilth.web.desk import desk_of
from tilth.web.map_room import bounds_of, day_number, things

__all__ = ["answer_with", "router"]

router = APIRouter(prefix="/api/layers", tags=["layers"])
Day = Annotated[str | None, Query(description="A day such as 2024-03-05", pattern=r"^\d{4}-\d\d-\d\d$")]
_PROBLEM = {"content": {"application/problem+json": {}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No token", **_PROBLEM},
    404: {"description": "Not here", **_PROBLEM},
    422: {"description": "A value that is not allowed", **_PROBLEM},
}


@router.get("", responses=PROBLEMS)
def layers(request: Request) -> Response:
    """List the layers with how many things each holds."""
    desk = desk_of(request)
    features = things(desk)
    told = [
        {
            "name": layer.name,
            "says": layer.says,
            "features": int((features.layer == features.names.index(layer.name)).sum()),
            "groups": {group: symbol["says"] for group, symbol in layer.symbols.items()},
            "href": f"/api/layers/{layer.name}",
        }
        for layer in map_layers().values()
    ]
    return answer_with(request, {"layers": told})


@router.get("/{name}", responses=PROBLEMS)
def layer(
    request: Request,
    name: str,
    bbox: Annotated[str | None, Query(description="west,south,east,north in degrees")] = None,
    subject: Annotated[str | None, Query(description="One thing only", max_length=300)] = None,
    on: Day = None,
    known_on: Day = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    after: Annotated[int, Query(ge=0, le=1_000_000_000, description="How many to pass over")] = 0,
) -> Response:
    """Return a layer's things as a GeoJSON FeatureCollection, a page at a time; ``next`` leads on."""
    if name not in map_layers():
        raise WebError(404, f"no layer {name!r}", allowed=list(map_layers()))
    desk = desk_of(request)
    day, _ = day_number(on), day_number(known_on)
    if subject is not None:
        rows = subject_rows(desk.store, name, [subject])
        return answer_with(request, _collection(rows, len(rows), None), "application/geo+json")
    features = things(desk, known_on, on)
    found = features.within(Window(*bounds_of(bbox), layers=[name], on=day))
    part = found[after : after + limit].tolist()
    rows = list(feature_rows(desk.store, features, part).values())
    more = {"bbox": bbox, "on": on, "known_on": known_on, "limit": limit, "after": after + limit}
    asked = {key: value for key, value in more.items() if value is not None}
    onward = f"/api/layers/{name}?{urlencode(asked)}" if after + limit < len(found) else None
    return answer_with(request, _collection(rows, len(found), onward), "application/geo+json")


def _collection(rows: list[PlacedRow], total: int, onward: str | None) -> dict[str, Any]:
    told = {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}
    return told | {"numberMatched": total, "numberReturned": len(rows), "next": onward}


def _feature(row: PlacedRow) -> dict[str, Any]:
    values = {name: value for name, value in row.values.items() if value is not None}
    values["claims"] = str(values.get("claims", "")).split()
    return {
        "type": "Feature",
        "id": str(row.values["subject"]),
        "geometry": geojson(row.geometry),
        "properties": values,
    }


def answer_with(request: Request, content: Any, kind: str = "application/json") -> Response:
    """Return a JSON answer with its ETag; 304 when the asker has it already."""
    body = orjson.dumps(content)
    etag = f'"{sha256(body).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=kind)
