"""Placed things as Mapbox vector tiles: outlines where few lie in a tile, counts where many do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from tilth.project.mapped import Features, PlacedRow, Window, feature_rows
from tilth.web.tiles.square import Square

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.claims import Store

__all__ = ["vector_tile"]

_SIDE = 4_096
_MARGIN = 0.06
"""Share of a tile's side that is drawn beyond it, so that lines and symbols at its edge are whole."""
_MOST = 900
"""Things of one layer that a tile shows one by one; more of them are counted."""
_SMALL, _FEW = 1 / 256, 24
"""Things smaller than a pixel, where there are more than a few, are counted too."""
_CELLS = 4
"""Cells a side that clusters of a tile are counted in."""
_COLUMNS = ("subject", "status", "accuracy_m", "side")
_OUTLINED = ("hazardous_area", "release", "survey_box")
_MOST_POINTS = 250
_CORNERS = 48
_LEAST = 4.0


def vector_tile(
    store: Store, features: Features, square: Square, *, layers: Sequence[str] | None, on: int | None
) -> bytes:
    """Return one tile: a layer for each kind of thing, and ``cluster`` with the count of each group.

    Parameters
    ----------
    on
        Day (since 1970-01-01) on which what is shown was true; every day when not given.
    """
    from mapbox_vector_tile import encode

    window = Window(*square.degrees(_MARGIN), layers=layers, on=on)
    seen = features.within(window)
    single, many = _parted(features, seen, square)
    parts: dict[str, list[dict[str, Any]]] = {}
    for name, one in _single(store, features, single, square):
        parts.setdefault(name, []).append(one)
    counted = list(_clusters(features, many, square))
    if counted:
        parts["cluster"] = counted
    told = [{"name": name, "features": found} for name, found in parts.items()]
    options = {"extents": _SIDE, "y_coord_down": True, "check_winding_order": False}
    tile: bytes = encode(told, default_options=options)
    return tile


def _parted(
    features: Features, seen: NDArray[np.int64], square: Square
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what is shown one by one and what is counted."""
    layer = features.layer[seen]
    count = np.bincount(layer, minlength=len(features.names))
    west, _, east, _ = square.degrees()
    box = features.bounds[seen]
    extent = np.hypot(np.ptp(box[:, [0, 2]], axis=1), np.ptp(box[:, [1, 3]], axis=1)) / (east - west)
    small = (extent < _SMALL) & ~_are_points(features)[layer]
    tiny = np.bincount(layer, small, minlength=len(features.names)) > count / 2
    crowded = (count > _MOST) | ((count > _FEW) & tiny) | ((count > _MOST_POINTS) & _are_points(features))
    return seen[~crowded[layer]], seen[crowded[layer]]


def _are_points(features: Features) -> NDArray[np.bool_]:
    return np.array([name not in _OUTLINED for name in features.names])


def _single(
    store: Store, features: Features, at: NDArray[np.int64], square: Square
) -> Iterator[tuple[str, dict[str, Any]]]:
    found = feature_rows(store, features, at.tolist(), _COLUMNS)
    rows = list(found.values())
    about = [
        {
            "group": features.groups[features.group[place]].partition("/")[2],
            "subject": row.values["subject"],
            "status": row.values["status"],
        }
        for place, row in found.items()
    ]
    shapes = _on_tile([_spot(row) for row in rows], square)
    strikes = [number for number, row in enumerate(rows) if row.layer == "strike"]
    reach = [_reach(rows[number]) for number in strikes]
    for number, ring in zip(strikes, _on_tile(reach, square), strict=True):
        yield from _made("strike_reach", ring, about[number])
    for row, shape, told in zip(rows, shapes, about, strict=True):
        yield from _made(row.layer, shape, told)


def _spot(row: PlacedRow) -> Any:
    return row.geometry.centroid if row.layer == "strike" else row.geometry


def _made(name: str, shape: Any, about: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if shape is not None and not shape.is_empty:
        yield name, {"geometry": shape, "properties": about}


def _on_tile(shapes: Sequence[Any], square: Square) -> Any:
    """Return geometries in the units of the tile, cut at its margin."""
    if not len(shapes):
        return []
    low, high = -_MARGIN * _SIDE, (1 + _MARGIN) * _SIDE
    placed = shapely.transform(np.array(shapes, object), lambda pairs: square.place(pairs) * _SIDE)
    # What is smaller than the tile can tell becomes a point: it must not vanish.
    extent = np.ptp(shapely.bounds(placed).reshape(-1, 2, 2), axis=1).max(axis=1)
    placed = np.where(extent < _LEAST, shapely.centroid(placed), placed)
    cut = shapely.clip_by_rect(shapely.simplify(placed, 2.0), low, low, high, high)
    return shapely.orient_polygons(cut, exterior_cw=True)


def _reach(row: PlacedRow) -> Any:
    """Return the circle of one sigma about a strike; None when nobody said how sure its place is."""
    accuracy_m = row.values.get("accuracy_m")
    if not accuracy_m:
        return None
    from tilth.places.measure import geod

    centre = row.geometry.centroid
    turns = np.linspace(0, 360, _CORNERS, endpoint=False)
    spread = [np.full(_CORNERS, value) for value in (centre.x, centre.y, float(accuracy_m))]
    lon, lat, _ = geod().fwd(spread[0], spread[1], turns, spread[2])
    return shapely.Polygon(np.column_stack([lon, lat]))


def _clusters(features: Features, at: NDArray[np.int64], square: Square) -> Iterator[dict[str, Any]]:
    """Yield a point with a count for each cell of the tile and each layer in it."""
    if not len(at):
        return
    box = features.bounds[at]
    spot = square.place(np.column_stack([(box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2]))
    inside = np.all((spot >= 0) & (spot < 1), axis=1)
    at, spot = at[inside], spot[inside]
    cell = (spot * _CELLS).astype(np.int64)
    key = (features.layer[at].astype(np.int64) * _CELLS + cell[:, 0]) * _CELLS + cell[:, 1]
    found, number, count = np.unique(key, return_inverse=True, return_counts=True)
    middle = [np.bincount(number, spot[:, axis]) / count * _SIDE for axis in (0, 1)]
    shares = _shares(features, features.group[at], number, len(found))
    for at_cell, (x, y) in enumerate(zip(*middle, strict=True)):
        layer = features.names[int(found[at_cell]) // _CELLS**2]
        about = {"of": layer, "n": int(count[at_cell]), "parts": shares[at_cell]}
        yield {"geometry": shapely.Point(x, y), "properties": about}


def _shares(features: Features, group: NDArray[np.int16], cell: NDArray[np.int64], cells: int) -> list[str]:
    """Return for each cell how many of each group it holds, as ``red:3 green:5``."""
    told: list[list[str]] = [[] for _ in range(cells)]
    pairs, count = np.unique(np.stack([cell, group.astype(np.int64)]), axis=1, return_counts=True)
    for (place, one), n in zip(pairs.T.tolist(), count.tolist(), strict=True):
        told[place].append(f"{features.groups[one].partition('/')[2]}:{n}")
    return [" ".join(parts) for parts in told]
