"""Reading the placed things of a project into columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.project._layer_rows import geometry_of
from tilth.project._layer_shape import layer_shapes
from tilth.project.mapped.features import NEVER_ENDS, Features
from tilth.project.mapped.kinds import MapLayer, group_of, map_layers
from tilth.times import PartialDate, Period, parse_time

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tilth.claims import Store
    from tilth.project._layer_rows import Feature

__all__ = ["load_features", "of_features"]

_EPOCH = date(1970, 1, 1).toordinal()
_M_A_DEGREE = 111_000.0
_FACTS = ("searched", "detection", "found", "fragments_found", "other_eo_found", "access_told")
_ENVELOPE = {False: "substr(geom, 9, 32)", True: "ST_XMin(geom), ST_XMax(geom), ST_YMin(geom), ST_YMax(geom)"}


def load_features(store: Store) -> Features:
    """Return every placed thing of the map's layers."""
    with store.reading() as connection:
        parts = [_read(connection, layer, postgres=store.is_postgres) for layer in map_layers().values()]
    return _joined(parts)


def of_features(drawn: Sequence[Feature]) -> Features:
    """Return features that stand in no table as columns."""
    kinds, shapes = map_layers(), layer_shapes()
    kept = tuple(feature for feature in drawn if feature.layer in kinds)
    parts = []
    for number, feature in enumerate(kept, 1):
        row = dict(zip(shapes[feature.layer].columns, feature.values, strict=True))
        west, south, east, north = geometry_of(feature).bounds
        parts.append(_columns(kinds[feature.layer], [-number], [(west, east, south, north)], [row]))
    return _joined(parts, kept)


def _read(connection: Connection, layer: MapLayer, *, postgres: bool) -> tuple[Any, ...]:
    there = layer_shapes()[layer.name].columns
    wanted = (layer.by, *layer.since, "valid", "accuracy_m", *_FACTS)
    names = [name for name in dict.fromkeys(wanted) if name in there]
    listed = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT fid, {_ENVELOPE[postgres]}, {listed} FROM {layer.name} WHERE geom IS NOT NULL"
    found = connection.exec_driver_sql(query).all()
    first = 5 if postgres else 2
    fids = [row[0] for row in found]
    if postgres:
        corners: Any = [tuple(row[1:5]) for row in found]
    else:
        corners = np.frombuffer(b"".join(row[1] for row in found), "<f8").reshape(-1, 4)
    return _columns(layer, fids, corners, [dict(zip(names, row[first:], strict=True)) for row in found])


def _columns(
    layer: MapLayer, fids: Sequence[int], corners: Any, rows: Iterable[dict[str, Any]]
) -> tuple[Any, ...]:
    told = list(rows)
    boxes = np.asarray(corners, float).reshape(-1, 4)[:, [0, 2, 1, 3]].copy()
    if layer.name == "strike":
        reach = np.array([row.get("accuracy_m") or 0.0 for row in told]) / _M_A_DEGREE
        wide = reach / np.maximum(np.cos(np.radians(boxes[:, 1])), 0.01) if len(told) else reach
        boxes += np.stack([-wide, -reach, wide, reach], axis=1) if len(told) else 0
    groups = [f"{layer.name}/{group_of(layer, row)}" for row in told]
    days = [_days(layer, row) for row in told]
    return layer.name, groups, fids, boxes, [day[0] for day in days], [day[1] for day in days]


def _joined(parts: Sequence[tuple[Any, ...]], extra: tuple[Feature, ...] = ()) -> Features:
    names = tuple(map_layers())
    groups = tuple(f"{one.name}/{group}" for one in map_layers().values() for group in one.symbols)
    number = {group: at for at, group in enumerate(groups)}
    return Features(
        names=names,
        groups=groups,
        layer=np.array([names.index(part[0]) for part in parts for _ in part[2]], np.int8),
        group=np.array([number[group] for part in parts for group in part[1]], np.int16),
        fid=np.array([fid for part in parts for fid in part[2]], np.int64),
        bounds=np.concatenate([part[3] for part in parts]) if parts else np.empty((0, 4)),
        since=np.array([day for part in parts for day in part[4]], np.int32),
        until=np.array([day for part in parts for day in part[5]], np.int32),
        extra=extra,
    )


def _days(layer: MapLayer, row: dict[str, Any]) -> tuple[int, int]:
    told = next((row[name] for name in layer.since if row.get(name)), None)
    since = _span(str(told))[0] if told else -NEVER_ENDS
    until = _span(str(row["valid"]))[1] if layer.lasts and row.get("valid") else NEVER_ENDS
    return since, until


@lru_cache(maxsize=20_000)
def _span(told: str) -> tuple[int, int]:
    """Return the first and last day of a date or period; an open end never comes.

    Examples
    --------
    >>> _span("1970-01-02"), _span("1970/..")
    ((1, 1), (0, 2147483647))
    """
    time = parse_time(told)
    if isinstance(time, PartialDate):
        return time.earliest.toordinal() - _EPOCH, time.latest.toordinal() - _EPOCH
    assert isinstance(time, Period)
    since = time.start.earliest.toordinal() - _EPOCH if time.start else -NEVER_ENDS
    return since, time.end.latest.toordinal() - _EPOCH if time.end else NEVER_ENDS
