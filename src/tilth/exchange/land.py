"""The land that is studied: polygons of a file, or an extent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from tilth.hazard import Extent, Grid, Tile

__all__ = ["StudiedLand", "box_of", "land_of"]

_WGS84 = "EPSG:4326"
_STEPS = 200
"""Points on each side of an extent, so that it keeps its shape in another system."""


class StudiedLand:
    """Land in the metres of a grid; a cell belongs to it when its middle does."""

    def __init__(self, land: BaseGeometry, grid: Grid) -> None:
        import shapely

        self._grid = grid
        self._parts = shapely.get_parts(grid.land(land))
        self._tree = shapely.STRtree(self._parts)

    def inside(self, tile: Tile) -> NDArray[np.bool_]:
        """Return which cells of a tile are studied, row 0 the southernmost."""
        import numpy as np
        import shapely
        from rasterio.features import geometry_mask
        from rasterio.transform import Affine

        side = self._grid.cell_m
        west, south = tile.column * side, tile.row * side
        square = shapely.box(west, south, west + tile.columns * side, south + tile.rows * side)
        near = self._parts[self._tree.query(square)]
        shape = (tile.rows, tile.columns)
        if not len(near):
            return np.zeros(shape, bool)
        if any(shapely.contains(part, square) for part in near):
            return np.ones(shape, bool)
        where = Affine(side, 0.0, west, 0.0, side, south)
        return np.asarray(geometry_mask(near, shape, where, invert=True))


def land_of(path: Path, layer: str | None = None) -> tuple[BaseGeometry, Extent]:
    """Return all polygons of a layer as one land in degrees, and its extent.

    Raises
    ------
    ExchangeError
        No such file or layer, or no polygon in it.
    """
    import geopandas
    import pyogrio
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError

    from tilth.places import PlaceError, settle

    if not path.is_file():
        raise ExchangeError(f"no file {str(path)!r} for land: check the name")
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if layer is not None and layer not in layers:
            raise ExchangeError(f"{path.name} has no layer {layer!r}; there are: {', '.join(layers)}")
        frame = geopandas.read_file(path, layer=layer or layers[0])
    except (DataSourceError, DataLayerError, ValueError, IndexError) as error:
        raise ExchangeError(
            f"{path.name} cannot be read ({error}); allowed: GIS files of polygons"
        ) from error
    frame = frame.to_crs(_WGS84) if frame.crs else frame
    shapes = [
        one for one in frame.geometry if one is not None and one.geom_type in ("Polygon", "MultiPolygon")
    ]
    if not shapes:
        raise ExchangeError(f"{path.name} holds no polygon: give the land to study as polygons")
    try:
        whole = shapely.union_all([settle(one)[0] for one in shapes])
    except PlaceError as error:
        raise ExchangeError(f"{path.name}: {error}") from error
    west, south, east, north = whole.bounds
    return whole, (west, south, east, north)


def box_of(extent: Extent) -> BaseGeometry:
    """Return an extent as land with many points on its sides."""
    import shapely

    west, south, east, north = extent
    return shapely.segmentize(shapely.box(*extent), max(east - west, north - south) / _STEPS)
