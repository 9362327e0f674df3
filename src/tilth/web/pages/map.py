"""The map: layers, days, the hazard surface, and what lies in view as a table."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tilth.hazard.styles import styles
from tilth.project import latest_hazard
from tilth.project.hazard_runs import HazardRun
from tilth.project.mapped import Window, feature_rows, map_layers, subject_rows
from tilth.web._errors import WebError
from tilth.web.desk import Desk, desk_of
from tilth.web.map_room import bounds_of, day_number, day_word, things
from tilth.web.rendering import render, render_part
from tilth.web.tiles import (
    BaseMap,
    Square,
    not_searched_tile,
    opacities,
    surface_tile,
    surface_value,
    vector_tile,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_BANDS = ("probability_any", "expected_remaining", "sd", "searched")
_TILE = "application/vnd.mapbox-vector-tile"
_KEEP = {"cache-control": "private, max-age=86400"}
_ROWS = 25
_PATH = "/{z}/{x}/{y}"


@router.get("/map")
def show_map(request: Request) -> Response:
    """Show the page."""
    desk = desk_of(request)
    features = things(desk)
    run = hazard_of(desk)
    days = features.days()
    base = request.app.state.base_map
    counts = {name: int((features.layer == at).sum()) for at, name in enumerate(features.names)}
    return render(
        request,
        "map.html",
        layers=map_layers(),
        counts=counts,
        groups=sorted({features.groups[one] for one in set(features.group.tolist())}),
        days=[day_word(day) for day in days] if days else None,
        day_numbers=days,
        known_numbers=[day_number(day) for day in _known_days(desk)],
        today=date.today().isoformat(),
        made_up=desk.kept(("made up",), lambda: _made_up(desk)),
        run=run,
        opacities=opacities,
        bands={name: styles()["bands"][name] for name in _BANDS},
        about={"version": desk.version(), "extent": features.extent()}
        | {"layers": {layer.name: layer.symbols for layer in map_layers().values()}}
        | {"surface": {"run": run.run} if run and run.surface else None}
        | {"base": base and {name: getattr(base, name) for name in ("address", "kind", "deepest", "words")}},
    )


def hazard_of(desk: Desk) -> HazardRun | None:
    """Return the newest map of what remains."""
    return desk.kept(("hazard",), lambda: latest_hazard(desk.project))


def _made_up(desk: Desk) -> bool:
    """Return whether anything on the map is made up for tests or training."""
    from sqlalchemy import text

    with desk.store.reading() as connection:
        return any(
            connection.execute(text(f"SELECT 1 FROM {name} WHERE synthetic = 'yes' LIMIT 1")).first()
            for name in map_layers()
        )


def _known_days(desk: Desk) -> tuple[str, str]:
    from sqlalchemy import text

    with desk.store.reading() as connection:
        row = connection.execute(text("SELECT min(recorded_at), max(recorded_at) FROM tilth_batch")).one()
    return str(row[0])[:10], str(row[1])[:10]


@router.get("/map/tiles" + _PATH)
def tile(request: Request, z: int, x: int, y: int, on: str = "", known: str = "") -> Response:
    """Answer with one vector tile of the project's things."""
    desk = desk_of(request)
    square, day = Square(z, x, y), day_number(on)
    day_number(known)
    features = things(desk, known or None, on or None)
    return Response(
        vector_tile(desk.store, features, square, layers=None, on=day), headers=_KEEP, media_type=_TILE
    )


@router.get("/map/surface/{band}" + _PATH)
def surface(request: Request, band: str, z: int, x: int, y: int) -> Response:
    """Answer with one picture of the hazard surface."""
    path = _surface(desk_of(request))
    return Response(surface_tile(path, band, Square(z, x, y)), headers=_KEEP, media_type="image/png")


@router.get("/map/hatch" + _PATH)
def hatch(request: Request, z: int, x: int, y: int) -> Response:
    """Answer with the hatching of ground that nobody searched."""
    path = _surface(desk_of(request))
    return Response(not_searched_tile(path, Square(z, x, y)), headers=_KEEP, media_type="image/png")


@router.get("/map/value")
def value(request: Request, lon: float, lat: float) -> Response:
    """Answer with what the surface says at a position, in words with its interval."""
    desk = desk_of(request)
    path = _surface(desk)
    run = hazard_of(desk)
    return _part(request, "map_value.html", value=surface_value(path, lon, lat), run=run and run.run)


@router.get("/map/base" + _PATH)
def base(request: Request, z: int, x: int, y: int) -> Response:
    """Answer with a tile of the base map that the user configured."""
    told: BaseMap | None = request.app.state.base_map
    content = told.tile(Square(z, x, y)) if told else None
    if told is None or content is None:
        return Response(status_code=204)
    return Response(content, headers=_KEEP, media_type=_TILE if told.kind == "pbf" else told.kind)


@router.get("/map/world")
def world() -> Response:
    """Answer with the outlines of the world's states."""
    return Response(_world(), headers=_KEEP, media_type="application/geo+json")


@router.get("/map/table")
def table(
    request: Request, bbox: str = "", layers: str = "", on: str = "", known: str = "", page: int = 1
) -> Response:
    """Answer with the things in view as a table: the map for those who do not see it."""
    desk = desk_of(request)
    names = [name for name in layers.split(",") if name in map_layers()]
    features = things(desk, known or None, on or None)
    found = features.within(Window(*bounds_of(bbox), layers=names, on=day_number(on)))
    pages = max(1, -(-len(found) // _ROWS))
    page = min(max(page, 1), pages)
    at = found[(page - 1) * _ROWS : page * _ROWS].tolist()
    rows = feature_rows(desk.store, features, at)
    shown = [
        {"row": rows[place], "symbol": _symbol(features.groups[features.group[place]])}
        | {"bounds": ",".join(f"{one:.6f}" for one in features.bounds[place])}
        for place in at
        if place in rows
    ]
    return _part(request, "map_table.html", shown=shown, total=len(found), page=page, pages=pages)


@router.get("/map/about")
def about(request: Request, subject: str) -> Response:
    """Answer with what is on record of one thing on the map."""
    desk = desk_of(request)
    layer = subject.partition(":")[0]
    found = subject_rows(desk.store, layer, [subject]) if layer in map_layers() else []
    if not found:
        raise WebError(404, f"nothing placed is on record of {subject!r}")
    bounds = ",".join(f"{one:.6f}" for one in found[0].geometry.bounds)
    return _part(request, "map_about.html", rows=found, subject=subject, bounds=bounds, hidden=_HIDDEN)


_HIDDEN = ("subject", "kind", "side", "claims", "access", "evidence_ids", "note")


def _symbol(group: str) -> Any:
    layer, _, name = group.partition("/")
    return {"layer": map_layers()[layer].says, "says": map_layers()[layer].symbols[name]["says"]}


def _part(request: Request, template: str, **context: Any) -> Response:
    return Response(render_part(request, template, **context), media_type="text/html")


def _surface(desk: Desk) -> Any:
    run = hazard_of(desk)
    if run is None or run.surface is None:
        raise WebError(404, "no hazard surface: make one with 'tilth hazard map --project'")
    return run.surface


def _world() -> bytes:
    told = orjson.loads((files("tilth.data") / "world" / "outlines.json").read_bytes())
    shapes = [
        {
            "type": "Feature",
            "properties": {"iso3": state["iso3"]},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[list(zip(ring[::2], ring[1::2], strict=True))] for ring in state["rings"]],
            },
        }
        for state in told["states"]
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": shapes, "source": told["source"]})
