"""Tiles of the map page: placed things, the hazard surface, and a base map that the user configured."""

from __future__ import annotations

from tilth.web.tiles.base import BaseMap, base_map
from tilth.web.tiles.square import Square
from tilth.web.tiles.surface import not_searched_tile, opacities, surface_tile, surface_value
from tilth.web.tiles.vector import vector_tile

__all__ = [
    "BaseMap",
    "Square",
    "base_map",
    "not_searched_tile",
    "opacities",
    "surface_tile",
    "surface_value",
    "vector_tile",
]
