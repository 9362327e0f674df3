"""Geometries as the plain lists that claims hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["geojson"]


def geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON with lists and coordinates of eight decimals.

    Examples
    --------
    >>> from shapely import Point
    >>> geojson(Point(1, 2))
    {'type': 'Point', 'coordinates': [1.0, 2.0]}
    """
    from shapely.geometry import mapping

    content = mapping(geometry)
    return {"type": content["type"], "coordinates": _lists(content["coordinates"])}


def _lists(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(float(value), 8)
    return [_lists(inner) for inner in value]
