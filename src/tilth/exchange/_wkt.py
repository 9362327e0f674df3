"""Geometries as well-known text with every digit kept, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["geometry_of", "wkt_of"]


def wkt_of(geometry: Mapping[str, Any]) -> str:
    """Return a GeoJSON geometry as well-known text.

    Examples
    --------
    >>> wkt_of({"type": "LineString", "coordinates": [[0, 0.1], [1, 1]]})
    'LINESTRING (0 0.1, 1 1)'
    """
    name = str(geometry["type"]).upper()
    if name == "GEOMETRYCOLLECTION":
        return f"{name} ({', '.join(wkt_of(part) for part in geometry['geometries'])})"
    return f"{name} {_written(geometry['coordinates'])}"


def _written(coordinates: Any) -> str:
    first = coordinates[0]
    if not isinstance(first, list | tuple):
        return f"({_pair(coordinates)})"
    if not isinstance(first[0], list | tuple):
        return f"({', '.join(_pair(pair) for pair in coordinates)})"
    return f"({', '.join(_written(part) for part in coordinates)})"


def _pair(pair: Any) -> str:
    return " ".join(repr(value).removesuffix(".0") for value in pair)


def geometry_of(text: str) -> dict[str, Any]:
    """Return the GeoJSON geometry of a well-known text.

    Raises
    ------
    ValueError
        No well-known text.
    """
    import shapely
    from shapely.geometry import mapping

    try:
        geometry = shapely.from_wkt(text)
    except shapely.errors.ShapelyError as error:
        raise ValueError(f"{text[:40]!r} is no well-known text ({error})") from None
    return _plain(mapping(geometry))


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    if content["type"] == "GeometryCollection":
        return {"type": content["type"], "geometries": [_plain(part) for part in content["geometries"]]}
    return {"type": content["type"], "coordinates": _lists(content["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(part) for part in value] if isinstance(value, list | tuple) else value
