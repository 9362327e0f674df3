"""From numbers of features to what stands in their tables: columns and geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from tilth.project._errors import ProjectError
from tilth.project._layer_rows import geometry_of
from tilth.project._layer_shape import layer_shapes
from tilth.project.mapped.features import Features

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.claims import Store

__all__ = ["PlacedRow", "feature_rows", "subject_rows"]

_HEADER_BYTES = 40
"""A GeoPackage geometry as we write it: 8 bytes of head, 32 of envelope, then WKB."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """One feature: its layer, its number there, its columns and its geometry in degrees."""

    layer: str
    fid: int
    values: dict[str, Any]
    geometry: BaseGeometry


def feature_rows(
    store: Store, features: Features, at: Sequence[int], columns: Sequence[str] | None = None
) -> dict[int, PlacedRow]:
    """Return rows of `features` by their place in its arrays; rows gone meanwhile are left out.

    Parameters
    ----------
    columns
        Columns to read; all when not given.
    """
    found: dict[int, PlacedRow] = {}
    wanted: dict[str, dict[int, int]] = {}
    for place in at:
        name, fid = features.names[features.layer[place]], int(features.fid[place])
        if fid < 0:
            found[place] = _extra(features, fid)
        else:
            wanted.setdefault(name, {})[fid] = place
    for name, places in wanted.items():
        for row in _read(store, name, "fid", list(places), columns):
            found[places[row.fid]] = row
    return found


def subject_rows(store: Store, layer: str, subjects: Sequence[str]) -> list[PlacedRow]:
    """Return the features of subjects; one has several where its claims differ on the place."""
    return list(_read(store, layer, "subject", list(subjects), None))


def _extra(features: Features, fid: int) -> PlacedRow:
    feature = features.extra[-fid - 1]
    values = dict(zip(layer_shapes()[feature.layer].columns, feature.values, strict=True))
    return PlacedRow(feature.layer, fid, values, geometry_of(feature))


def _read(
    store: Store, layer: str, key: str, keys: Sequence[Any], columns: Sequence[str] | None
) -> Iterator[PlacedRow]:
    if layer not in layer_shapes():
        raise ProjectError(f"layer {layer!r} is not known; allowed: {', '.join(layer_shapes())}")
    there = layer_shapes()[layer].columns
    names = [name for name in (columns or there) if name in there]
    listed = "".join(f', "{name}"' for name in names)
    geometry = "ST_AsBinary(geom)" if store.is_postgres else f"substr(geom, {_HEADER_BYTES + 1})"
    with store.reading() as connection:
        query = f"SELECT fid, {geometry}{listed} FROM {layer}"
        rows = list(store.rows_where(connection, query, key, list(keys)))
    shapes = shapely.from_wkb([bytes(row[1]) for row in rows])
    for row, shape in zip(rows, shapes, strict=True):
        yield PlacedRow(layer, row[0], dict(zip(names, row[2:], strict=True)), shape)
