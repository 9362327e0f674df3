"""Layers in a GeoPackage: made by GDAL, written in the ledger's own transaction."""

from __future__ import annotations

import sqlite3
import struct
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.project._layer_shape import LayerShape

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection

__all__ = ["create_layers", "encode", "list_claims", "register_functions", "update_extents"]

# GeoPackage 1.3, clause 2.1.3: "GP", version 0, flags, srs, envelope as minx, maxx, miny, maxy.
_HEADER = struct.Struct("<2sBBi4d")
_LITTLE_ENDIAN_WITH_ENVELOPE = 0b00000011
_WGS84 = 4326
_CORNERS = {"ST_MinX": 0, "ST_MaxX": 1, "ST_MinY": 2, "ST_MaxY": 3}


def create_layers(path: Path, shapes: list[LayerShape]) -> None:
    """Write the empty layers with their R-trees into the file, making it if need be."""
    import numpy as np
    from pyogrio.raw import write

    types = {"text": object, "real": np.float64, "integer": np.int64}
    for shape in shapes:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*geometry types.*")
            write(
                path,
                np.empty(0, dtype=object),
                [np.empty(0, dtype=types[kind]) for kind in shape.columns.values()],
                list(shape.columns),
                layer=shape.name,
                driver="GPKG",
                geometry_type=shape.geometry,
                crs="EPSG:4326",
                layer_options={"SPATIAL_INDEX": "YES"},
            )

    _index_subjects(path, shapes)


def _index_subjects(path: Path, shapes: list[LayerShape]) -> None:
    raw = sqlite3.connect(path)
    for shape in shapes:
        raw.execute(f"CREATE INDEX IF NOT EXISTS {shape.name}_subject ON {shape.name} (subject)")
    raw.commit()
    raw.close()


def register_functions(raw: sqlite3.Connection) -> None:
    """Give the connection the functions that the R-tree's triggers call."""
    for name, corner in _CORNERS.items():
        raw.create_function(name, 1, _reader(corner), deterministic=True)
    raw.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _reader(corner: int) -> Any:
    def read(blob: bytes) -> float:
        return float(_HEADER.unpack_from(blob)[4 + corner])

    return read


def _is_empty(blob: bytes | None) -> int:
    return 1 if blob is None or blob[3] & 0b00010000 else 0


def encode(geometries: NDArray[Any]) -> list[bytes]:
    """Return geometries as GeoPackage blobs in WGS84."""
    import shapely

    bounds = shapely.bounds(geometries).tolist()
    wkbs = shapely.to_wkb(geometries, byte_order=1, output_dimension=2)
    flags = (b"GP", 0, _LITTLE_ENDIAN_WITH_ENVELOPE, _WGS84)
    return [
        _HEADER.pack(*flags, west, east, south, north) + wkb
        for (west, south, east, north), wkb in zip(bounds, wkbs, strict=True)
    ]


def update_extents(connection: Connection, names: list[str]) -> None:
    """Bring the extents that other programs read up to date."""
    for name in names:
        tree = f"rtree_{name}_geom"
        connection.exec_driver_sql(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),"
            f" (min_x, max_x, min_y, max_y) = (SELECT min(minx), max(maxx), min(miny), max(maxy) FROM {tree})"
            " WHERE table_name = ?",
            (name,),
        )


def list_claims(path: Path) -> None:
    """Show the claims as a table without places, so that other programs list it and not our inner ones."""
    raw = sqlite3.connect(path)
    raw.execute(
        "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier)"
        " VALUES ('tilth_claim', 'attributes', 'tilth_claim')"
    )
    raw.commit()
    raw.close()
