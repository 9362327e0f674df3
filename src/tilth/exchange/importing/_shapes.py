"""Shapes written in cells: WKT, GeoJSON, and the traces and shapes of ODK."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.exchange.importing._cells import CellFault

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["shape_of_cell", "shapes_of_cells"]


def shapes_of_cells(cells: Sequence[Any], notation: str) -> tuple[NDArray[Any], dict[int, CellFault]]:
    """Return the shape of each cell, None where empty or faulty, and the faults by row."""
    shapes = np.empty(len(cells), dtype=object)
    faults: dict[int, CellFault] = {}
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        try:
            shapes[at] = shape_of_cell(cell, notation)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            words = f"no {notation} that can be read ({str(error)[:80]})"
            faults[at] = CellFault(words, "draw it anew, or leave the cell empty", "geometry")
    return shapes, faults


def shape_of_cell(cell: Any, notation: str) -> BaseGeometry:
    """Return the shape that a cell holds.

    Examples
    --------
    >>> shape_of_cell("48.0 37.5 0 5", "geoshape").wkt
    'POINT (37.5 48)'
    >>> shape_of_cell("48 37 0 0; 48 38 0 0; 49 38 0 0; 48 37 0 0", "geoshape").geom_type
    'Polygon'
    """
    import shapely
    from shapely.errors import GEOSException

    if notation == "geoshape" and not isinstance(cell, dict):
        return _of_vertices(str(cell))
    try:
        if notation == "wkt":
            return shapely.from_wkt(str(cell).split(";")[-1])
        return shapely.geometry.shape(cell) if isinstance(cell, dict) else shapely.from_geojson(str(cell))
    except GEOSException as error:
        raise ValueError(str(error)) from None


def _of_vertices(text: str) -> BaseGeometry:
    """Return an ODK geopoint, geotrace or geoshape: "lat lon altitude accuracy; ..."."""
    import shapely

    if text.lstrip().upper().startswith(("POINT", "LINESTRING", "POLYGON", "MULTI")):
        return shape_of_cell(text, "wkt")
    vertices = []
    for part in text.split(";"):
        numbers = part.split()
        if numbers:
            vertices.append((float(numbers[1]), float(numbers[0])))
    if len(vertices) == 1:
        return shapely.Point(vertices[0])
    if len(vertices) > 3 and vertices[0] == vertices[-1]:
        return shapely.Polygon(vertices)
    return shapely.LineString(vertices)
