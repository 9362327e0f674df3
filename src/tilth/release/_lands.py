"""Geometries of records as valid polygons; what has no area is told apart with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["polygons_of", "settled_lands"]

_AREAL = (3, 6)
"""Type numbers of Polygon and MultiPolygon in shapely."""


def settled_lands(geometries: Sequence[BaseGeometry | None]) -> tuple[NDArray[Any], dict[int, str]]:
    """Return the land of each geometry, None where it has no area, and why not by position."""
    import numpy as np
    import shapely

    lands: NDArray[Any] = np.empty(len(geometries), dtype=object)
    lands[:] = geometries
    sound = (
        np.isin(shapely.get_type_id(lands), _AREAL)
        & shapely.is_valid(lands)
        & ~shapely.is_empty(lands)
        & ~shapely.has_z(lands)
        & np.isfinite(shapely.bounds(lands)).all(axis=1)
    )
    reasons: dict[int, str] = {}
    for at in np.flatnonzero(~sound).tolist():
        lands[at], reason = _settled(lands[at])
        if reason:
            reasons[at] = reason
    return lands, reasons


def _settled(geometry: BaseGeometry | None) -> tuple[BaseGeometry | None, str]:
    import shapely

    from tilth.places import PlaceError, settle

    if geometry is None or geometry.is_empty:
        return None, "no geometry"
    try:
        settled, _ = settle(geometry)
    except PlaceError as error:
        return None, str(error)
    parts = list(polygons_of(settled))
    if not parts:
        return None, geometry.geom_type
    return (parts[0] if len(parts) == 1 else shapely.union_all(parts)), ""


def polygons_of(land: BaseGeometry) -> Iterator[Polygon]:
    """Return the valid polygons of a geometry, however deep they lie in collections."""
    import shapely

    for part in shapely.get_parts(land):
        if part.geom_type == "Polygon":
            if part.is_valid and part.area > 0:
                yield part
            elif not part.is_valid:
                yield from polygons_of(shapely.make_valid(part))
        elif hasattr(part, "geoms"):
            yield from polygons_of(part)
