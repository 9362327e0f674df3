"""Exports with geometry: GeoJSON written feature by feature, GeoPackage written layer by layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from tilth.claims import vocabulary
from tilth.exchange._cells import content_of
from tilth.exchange._spool import Spool

__all__ = ["numeric_columns", "write_geojson", "write_gpkg"]

_GEOMETRY = ("tilth_lon", "tilth_lat", "tilth_geometry")
_PORTION = 10_000


def numeric_columns(kind: str) -> frozenset[str]:
    """Return the columns of a kind that are written as numbers where the format has numbers."""
    words = vocabulary()
    own = words[kind].properties.values() if kind in words else ()
    numbers = {item.name for item in own if item.type in ("number", "integer") and not item.many}
    return frozenset(numbers | {"tilth_accuracy_m", "tilth_credibility"})


def write_geojson(path: Path, rows: Iterable[dict[str, str]], head: Mapping[str, Any]) -> int:
    """Write features one after the other; what has no place has no geometry. Return how many."""
    count = 0
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","tilth":' + orjson.dumps(dict(head)) + b',"features":[')
        for row in rows:
            file.write((b",\n" if count else b"\n") + orjson.dumps(_feature(row)))
            count += 1
        file.write(b"\n]}\n")
    return count


def _feature(row: dict[str, str]) -> dict[str, Any]:
    numeric = numeric_columns(row["tilth_kind"])
    told = {
        name: _number(text) if name in numeric else text
        for name, text in row.items()
        if name not in _GEOMETRY
    }
    return {"type": "Feature", "geometry": _geometry(row), "properties": told}


def _number(text: str) -> float | int | str:
    """Return the number in a cell; one with more digits than a double holds stays text."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _geometry(row: Mapping[str, str]) -> dict[str, Any] | None:
    placed = {name: text for name, text in row.items() if name in _GEOMETRY}
    if not placed:
        return None
    content = content_of({"tilth_kind": "", "tilth_subject": "", **placed})
    geometry: dict[str, Any] = content["place"]["geometry"]
    return geometry


def write_gpkg(path: Path, spool: Spool) -> None:
    """Write a layer for each kind, which QGIS opens and edits; kinds without places are plain tables."""
    for kind in spool.counts:
        columns = [name for name in spool.columns([kind]) if name not in _GEOMETRY]
        placed = any(name in _GEOMETRY for name in spool.columns([kind]))
        rows = spool.rows(kind)
        first = True
        while portion := list(islice(rows, _PORTION)):
            _write_layer(path, kind, columns, portion, placed=placed, append=not first)
            first = False


def _write_layer(
    path: Path, kind: str, columns: list[str], rows: list[dict[str, str]], *, placed: bool, append: bool
) -> None:
    import numpy as np
    import shapely
    from pyogrio.raw import write
    from shapely.geometry import shape

    numeric = numeric_columns(kind)
    shapes = [_geometry(row) for row in rows] if placed else []
    outlines = np.array([shapely.to_wkb(shape(one)) if one else None for one in shapes], dtype=object)
    write(
        path,
        outlines if placed else None,
        [_values(rows, name, numeric=name in numeric) for name in columns],
        columns,
        layer=kind,
        driver="GPKG",
        geometry_type="Unknown" if placed else None,
        crs="EPSG:4326" if placed else None,
        append=append,
    )


def _values(rows: list[dict[str, str]], name: str, *, numeric: bool) -> Any:
    import numpy as np

    cells = list(_column(rows, name, numeric=numeric))
    return np.array(cells, dtype=float if numeric else object)


def _column(rows: list[dict[str, str]], name: str, *, numeric: bool) -> Iterator[float | str | None]:
    for row in rows:
        text = row.get(name)
        yield (float(text) if text is not None else float("nan")) if numeric else text
