"""Layers of GIS files, and Parquet tables, as sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing.sheets import Sheet

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["gis_sheets", "parquet_sheets"]


def gis_sheets(path: Path) -> list[Sheet]:
    """Return every layer of a GIS file; shapes stay in the system of the file.

    Raises
    ------
    ExchangeError
        GDAL cannot read the file.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    named = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else path
    try:
        layers = [(str(name), shape) for name, shape in pyogrio.list_layers(named)]
        return [_layer(path, named, name, str(shape or "")) for name, shape in layers]
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path.name} is no GIS file that can be read: {error}") from error


def _layer(path: Path, named: Any, layer: str, shape: str) -> Sheet:
    import pyogrio

    info = pyogrio.read_info(named, layer=layer)
    frame = pyogrio.read_dataframe(named, layer=layer)
    has_shapes = "geometry" in frame.columns
    shapes = list(frame.geometry) if has_shapes else None
    table = frame.drop(columns="geometry") if has_shapes else frame
    columns = tuple(str(name) for name in table.columns)
    name = f"{path.name}, layer {layer}"
    return Sheet(
        name=name,
        columns=columns,
        cells=_cells(table),
        rows=len(frame),
        layer=layer,
        geometry=shapes,
        shape=shape if shape not in ("Unknown", "None", "") else _shape_of(shapes),
        crs=info["crs"],
    )


def _shape_of(shapes: list[Any] | None) -> str:
    kinds = {one.geom_type for one in shapes or () if one is not None and not one.is_empty}
    for wanted in ("MultiPolygon", "Polygon", "Point", "MultiPoint"):
        if wanted in kinds:
            return wanted
    return next(iter(sorted(kinds)), "")


def parquet_sheets(path: Path) -> list[Sheet]:
    """Return a Parquet table, or the layer of a GeoParquet file."""
    import pandas
    from pyarrow import ArrowException
    from pyarrow.parquet import read_schema

    try:
        if b"geo" in (read_schema(path).metadata or {}):
            return gis_sheets(path)
        frame = pandas.read_parquet(path)
    except (ArrowException, OSError, ValueError) as error:
        raise ExchangeError(f"{path.name} is no Parquet table that can be read: {error}") from error
    columns = tuple(str(name) for name in frame.columns)
    return [Sheet(path.name, columns, _cells(frame), len(frame))]


def _cells(frame: DataFrame) -> dict[str, list[Any]]:
    return {str(name): _column(frame[name]) for name in frame.columns}


def _column(found: Any) -> list[Any]:
    """Return a column's cells as plain values; dates as ISO texts, empty ones as None."""
    kind = getattr(found.dtype, "kind", "O")
    missing = found.isna().to_numpy()
    if kind == "M":
        listed = [str(value)[:10] if str(value)[11:19] == "00:00:00" else str(value)[:19] for value in found]
    else:
        listed = [_plain(value) for value in found.tolist()]
    return [None if gone or value == "" else value for value, gone in zip(listed, missing, strict=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.strip()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
