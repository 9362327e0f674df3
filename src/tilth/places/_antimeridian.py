"""Geometries that cross the antimeridian, cut in two as GeoJSON asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from tilth.places._errors import PlaceError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["split_at_antimeridian"]


def split_at_antimeridian(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry cut at 180 degrees when any of its edges jumps from one side to the other.

    An edge over more than 180 degrees of longitude is taken as crossing (RFC 7946, 3.1.9). Others come back
    as they are. Areas around a pole are refused, since no cut at 180 degrees bounds them.
    """
    if not _jumps(geometry):
        return geometry
    whole = shapely.transform(geometry, _unrolled)
    if _jumps(whole):
        raise PlaceError(
            f"the {geometry.geom_type} goes around a pole; longitude and latitude cannot hold it as one "
            "area: "
            "keep it in its grid, or cut it along a meridian first"
        )
    east = shapely.intersection(whole, shapely.box(-180, -90, 180, 90))
    west = shapely.intersection(whole, shapely.box(180, -90, 540, 90))
    united: BaseGeometry = shapely.union_all([east, shapely.transform(west, _rolled_back)])
    return united


def _jumps(geometry: BaseGeometry) -> bool:
    for part in shapely.get_parts(geometry):
        lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for line in lines:
            lon = shapely.get_coordinates(line)[:, 0]
            if len(lon) > 1 and float(np.abs(np.diff(lon)).max()) > 180:
                return True
    return False


def _unrolled(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    lon = np.where(coordinates[:, 0] < 0, coordinates[:, 0] + 360, coordinates[:, 0])
    return np.column_stack([lon, coordinates[:, 1]])


def _rolled_back(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([coordinates[:, 0] - 360, coordinates[:, 1]])
