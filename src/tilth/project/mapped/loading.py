"""Reading the placed things of a project into columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.project._changes import changed_subjects
from tilth.project._layer_rows import geometry_of
from tilth.project._layer_shape import layer_shapes
from tilth.project.mapped.features import COLUMNS, NEVER_ENDS, Features
from tilth.project.mapped.kinds import MapLayer, group_of, map_layers
from tilth.times import PartialDate, Period, parse_time

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from tilth.claims import Store
    from tilth.project._layer_rows import Feature

__all__ = ["joined", "load_features", "of_features", "refreshed", "subject_key"]

_EPOCH = date(1970, 1, 1).toordinal()
_M_A_DEGREE = 111_000.0
_FACTS = ("searched", "detection", "found", "fragments_found", "other_eo_found", "access_told")
_ENVELOPE = {False: "substr(geom, 9, 32)", True: "ST_XMin(geom), ST_XMax(geom), ST_YMin(geom), ST_YMax(geom)"}
_PORTION = 20_000
_AT_ONCE = 20_000
"""Changed subjects beyond which everything is read anew."""


def load_features(store: Store) -> Features:
    """Return every placed thing of the map's layers."""
    with store.reading() as connection:
        parts = [part for layer in map_layers().values() for part in _read(connection, layer, store)]
    return joined(parts)


def refreshed(store: Store, before: Features, since: int) -> Features:
    """Return the features as they are now, from those as they were after a batch of the ledger."""
    with store.reading() as connection:
        changed = changed_subjects(connection, since)
        if len(changed) > _AT_ONCE:
            return load_features(store)
        layers = map_layers().values()
        parts = [part for layer in layers for part in _read(connection, layer, store, changed)]
    kept = ~np.isin(before.key, [subject_key(subject) for subject in changed])
    return joined([before.rows(kept), *parts])


def of_features(drawn: Sequence[Feature]) -> Features:
    """Return features that stand in no table as columns."""
    kinds, shapes = map_layers(), layer_shapes()
    kept = tuple(feature for feature in drawn if feature.layer in kinds)
    parts = []
    for number, feature in enumerate(kept, 1):
        row = dict(zip(shapes[feature.layer].columns, feature.values, strict=True))
        west, south, east, north = geometry_of(feature).bounds
        corners = np.array([[west, east, south, north]])
        parts.append(_columns(kinds[feature.layer], [-number], corners, [row]))
    return replace(joined(parts), extra=kept)


def _read(
    connection: Connection, layer: MapLayer, store: Store, subjects: Sequence[str] | None = None
) -> Iterator[Features]:
    """Yield a layer's features in portions, so that memory holds few rows at a time."""
    there = layer_shapes()[layer.name].columns
    wanted = ("subject", layer.by, *layer.since, "valid", "accuracy_m", *_FACTS)
    names = [name for name in dict.fromkeys(wanted) if name in there]
    listed = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT fid, {_ENVELOPE[store.is_postgres]}, {listed} FROM {layer.name}"
    rows: Any = (
        connection.exec_driver_sql(query, execution_options={"stream_results": True}).partitions(_PORTION)
        if subjects is None
        else [list(store.rows_where(connection, query, "subject", subjects))]
    )
    first = 5 if store.is_postgres else 2
    for portion in rows:
        placed = [row for row in portion if row[1] is not None]
        corners = (
            np.array([row[1:5] for row in placed], float)
            if store.is_postgres
            else np.frombuffer(b"".join(row[1] for row in placed), "<f8")
        )
        told = [dict(zip(names, row[first:], strict=True)) for row in placed]
        yield _columns(layer, [row[0] for row in placed], corners.reshape(-1, 4), told)


def _columns(
    layer: MapLayer,
    fids: Sequence[int],
    corners: NDArray[np.float64],
    rows: Sequence[dict[str, Any]],
) -> Features:
    """Return features from their rows; `corners` are west, east, south, north."""
    boxes = corners[:, [0, 2, 1, 3]].copy()
    if layer.name == "strike" and len(rows):
        reach = np.array([row.get("accuracy_m") or 0.0 for row in rows]) / _M_A_DEGREE
        wide = reach / np.maximum(np.cos(np.radians(boxes[:, 1])), 0.01)
        boxes += np.stack([-wide, -reach, wide, reach], axis=1)
    names, groups = _numbered()
    days = [_days(layer, row) for row in rows]
    return Features(
        names=tuple(names),
        groups=tuple(groups),
        layer=np.full(len(rows), names[layer.name], np.int8),
        group=np.array([groups[f"{layer.name}/{group_of(layer, row)}"] for row in rows], np.int16),
        fid=np.array(fids, np.int64),
        bounds=boxes,
        since=np.array([day[0] for day in days], np.int32),
        until=np.array([day[1] for day in days], np.int32),
        key=np.array([subject_key(row["subject"]) for row in rows], np.int64),
    )


@cache
def _numbered() -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of layers and of groups."""
    layers = map_layers().values()
    groups = [f"{layer.name}/{group}" for layer in layers for group in layer.symbols]
    return {layer.name: at for at, layer in enumerate(layers)}, {name: at for at, name in enumerate(groups)}


def joined(parts: Sequence[Features]) -> Features:
    """Return features of several parts as one, in this order."""
    names, groups = _numbered()
    empty = _columns(next(iter(map_layers().values())), [], np.empty((0, 4)), [])
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in (empty, *parts)]) for name in COLUMNS
    }
    return Features(tuple(names), tuple(groups), **columns)


def subject_key(subject: str) -> int:
    """Return a number for a subject, the same for as long as this process runs."""
    return hash(subject)


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
