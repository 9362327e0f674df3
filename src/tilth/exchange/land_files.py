"""Borders of regions from a GIS file, and the polygons behind a figure to one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["borders_from_file", "land_from_file", "write_cells"]


def borders_from_file(
    path: Path, *, layer: str | None = None, name: str | None = None
) -> list[tuple[str, BaseGeometry]]:
    """Return name and polygon of each region in a layer, in WGS84; broken outlines are settled.

    Parameters
    ----------
    layer
        The only layer when not given.
    name
        Column with the names; where it is not given the only column whose values are all different texts.

    Raises
    ------
    ExchangeError
        No such file, layer or column; the message lists what there is.
    """
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        layers = [str(one) for one, _ in pyogrio.list_layers(path)]
        if layer is None and len(layers) > 1:
            raise ExchangeError(f"{path.name} has {len(layers)} layers, name one: {', '.join(layers)}")
        if layer is not None and layer not in layers:
            raise ExchangeError(f"{path.name} has no layer {layer!r}; it has {', '.join(layers)}")
        frame = pyogrio.read_dataframe(path, layer=layer or layers[0])
    except (DataSourceError, ValueError) as error:
        raise ExchangeError(f"{path.name} is no GIS file that can be read: {error}") from error
    if frame.crs is None:
        raise ExchangeError(f"{path.name} has no CRS: set it and repeat")
    column = name or _name_column(frame, path)
    if column not in frame.columns:
        there = ", ".join(map(str, frame.columns))
        raise ExchangeError(f"{path.name} has no column {column!r}; it has {there}")
    lands = [_land(place) for place in frame.to_crs("EPSG:4326").geometry]
    named = zip(frame[column], lands, strict=True)
    return [(str(told), land) for told, land in named if land is not None]


def _name_column(frame: Any, path: Path) -> str:
    texts = [
        str(column)
        for column in frame.columns
        if column != "geometry" and all(isinstance(value, str) for value in frame[column])
    ]
    different = [column for column in texts if frame[column].is_unique]
    if not different:
        raise ExchangeError(f"{path.name}: say which column names the regions; there are {', '.join(texts)}")
    return different[0]


def _land(place: BaseGeometry | None) -> BaseGeometry | None:
    from tilth.places import PlaceError, settle

    if place is None or place.is_empty:
        return None
    try:
        land = settle(place)[0]
    except PlaceError:
        return None
    return land if land.geom_type in ("Polygon", "MultiPolygon") else None


def land_from_file(path: Path) -> BaseGeometry:
    """Return all polygons of a GIS file joined, in WGS84.

    Raises
    ------
    ExchangeError
        It cannot be read, or holds no polygon.
    """
    import pyogrio
    import shapely
    from pyogrio.errors import DataSourceError

    try:
        frame = pyogrio.read_dataframe(path, columns=[])
    except (DataSourceError, ValueError) as error:
        raise ExchangeError(f"{path.name} is no GIS file that can be read: {error}") from error
    if frame.crs is None:
        raise ExchangeError(f"{path.name} has no CRS: set it and repeat")
    lands = [land for place in frame.to_crs("EPSG:4326").geometry if (land := _land(place)) is not None]
    if not lands:
        raise ExchangeError(f"{path.name} holds no polygon: draw the land as one")
    return shapely.union_all(lands)


def write_cells(rows: Sequence[dict[str, Any]], path: Path) -> Path:
    """Write the polygons behind a figure as one layer ``cells``; lists become texts. Return the path."""
    import geopandas

    plain = [
        {name: ", ".join(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in rows
    ]
    frame = geopandas.GeoDataFrame(plain, geometry="geometry", crs="EPSG:4326")
    frame.to_file(path, layer="cells", driver="GPKG" if path.suffix.lower() == ".gpkg" else None)
    return path
