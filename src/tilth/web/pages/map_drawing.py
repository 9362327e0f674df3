"""Areas drawn on the map: corners typed in, checks before saving, saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely
from fastapi import APIRouter
from shapely.geometry import shape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tilth.hazard import default_profile
from tilth.places import parse_point
from tilth.project.drawn_areas import Drawn, check_drawn, save_drawn
from tilth.project.geojson import geojson
from tilth.project.mapped import Window, feature_rows
from tilth.web._errors import WebError
from tilth.web.desk import Desk, desk_of
from tilth.web.forms import field, form_of
from tilth.web.map_room import things
from tilth.web.rendering import render_part

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry
    from starlette.datastructures import FormData

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_LONGEST = 2_000_000
_NEAR = 400
_CLASSES = ("SHA", "CHA", "indication")


@router.post("/map/corners")
async def corners(request: Request) -> Response:
    """Answer with the outline whose corners were typed, one a line, in any notation that tilth reads."""
    form = await form_of(request)
    lines = [line for line in field(form, "corners", longest=200_000).splitlines() if line.strip()]
    if len(lines) < 3:
        raise WebError(422, f"{len(lines)} corners given: an area has three or more, one a line")
    near = _near(field(form, "near"))
    points = [_point(number, line, near) for number, line in enumerate(lines, 1)]
    return Response(orjson.dumps(geojson(shapely.Polygon(points))), media_type="application/geo+json")


@router.post("/map/check")
async def check(request: Request) -> Response:
    """Answer with what is wrong or worth knowing about an outline."""
    form = await form_of(request)
    geometry, edited = _outline(form), field(form, "edited") or None
    found = await run_in_threadpool(_checked, desk_of(request), geometry, edited)
    return Response(render_part(request, "map_checks.html", checks=found), media_type="text/html")


@router.post("/map/areas")
async def save(request: Request) -> Response:
    """Save a drawn area; answer with where it stands now."""
    form, desk = await form_of(request), desk_of(request)
    drawn = Drawn(
        geometry=_outline(form),
        classification=field(form, "classification"),
        reason=field(form, "reason"),
        date=field(form, "date"),
        local_id=field(form, "local_id", longest=80),
        name=field(form, "name", longest=200),
        edited=field(form, "edited") or None,
    )
    if drawn.classification not in _CLASSES:
        raise WebError(422, f"class {drawn.classification!r} is none; allowed: {', '.join(_CLASSES)}")
    subject = await run_in_threadpool(_saved, desk, drawn)
    context = {"subject": subject, "edited": drawn.edited}
    return Response(render_part(request, "map_saved.html", **context), media_type="text/html")


def _saved(desk: Desk, drawn: Drawn) -> str:
    with desk.saving:
        return save_drawn(desk.project, drawn)


def _checked(desk: Desk, geometry: BaseGeometry, edited: str | None) -> list[Any]:
    features = things(desk)
    layers = ("hazardous_area", "release", "evidence_point")
    at = features.within(Window(*geometry.bounds, layers=layers))[:_NEAR]
    near = list(feature_rows(desk.store, features, at.tolist()).values())
    return check_drawn(geometry, near, edited=edited, smallest_m2=default_profile().minimal_area_m2)


def _near(told: str) -> tuple[float, float] | None:
    """Return the middle of the map, which decides between readings of a position."""
    parts = told.split(",")
    try:
        lon, lat = (float(part) for part in parts)
    except ValueError:
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _point(number: int, line: str, near: tuple[float, float] | None) -> Any:
    from tilth.places import PlaceError

    try:
        return parse_point(line, near=near).geometry
    except PlaceError as error:
        raise WebError(422, f"corner {number}: {error}") from error


def _outline(form: FormData) -> BaseGeometry:
    """Return the outline of a form, a polygon in degrees."""
    told = field(form, "geometry", longest=_LONGEST)
    try:
        geometry: BaseGeometry = shape(orjson.loads(told))
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise WebError(422, "there is no outline yet: draw one, or type its corners") from error
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
        raise WebError(
            422, f"an area has an outline, a {geometry.geom_type} is none: draw three or more corners"
        )
    return geometry
