"""Layers in PostGIS: plain tables with a geometry column and a GiST index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from tilth.project._layer_shape import LayerShape

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection

__all__ = ["create_layers", "encode"]

_TYPES = {"text": "text", "real": "double precision", "integer": "bigint"}
_GEOMETRY = {"Unknown": "Geometry"}


def create_layers(connection: Connection, shapes: list[LayerShape]) -> None:
    """Make the layers' tables anew; PostGIS is switched on when it is not."""
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    for shape in shapes:
        columns = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in shape.columns.items())
        geometry = _GEOMETRY.get(shape.geometry, shape.geometry)
        for statement in (
            f"DROP TABLE IF EXISTS {shape.name}",
            f"CREATE TABLE {shape.name}"
            f" (fid bigserial PRIMARY KEY, geom geometry({geometry}, 4326), {columns})",
            f"CREATE INDEX {shape.name}_geom ON {shape.name} USING gist (geom)",
            f"CREATE INDEX {shape.name}_subject ON {shape.name} (subject)",
        ):
            connection.execute(text(statement))


def encode(geometries: NDArray[Any]) -> list[str]:
    """Return geometries as hexadecimal EWKB in WGS84."""
    import shapely

    located = shapely.set_srid(geometries, 4326)
    words: list[str] = shapely.to_wkb(located, hex=True, include_srid=True, output_dimension=2).tolist()
    return words
