"""The squares that web maps are cut into (EPSG:3857, zoom, column, row from the north-west)."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan, degrees, pi, sinh
from typing import TYPE_CHECKING

import numpy as np

from tilth.web._errors import WebError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEEPEST", "Square"]

DEEPEST = 20
_HALF_M = 20_037_508.342789244
"""Half the side of the whole map in its metres: pi times the equatorial radius of WGS84."""


@dataclass(frozen=True, slots=True)
class Square:
    """One tile.

    Examples
    --------
    >>> [round(side, 3) for side in Square(1, 0, 0).degrees()]
    [-180.0, 0.0, 0.0, 85.051]
    """

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        """Refuse a tile that is not on the map."""
        if not 0 <= self.z <= DEEPEST or not (0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise WebError(404, f"no tile {self.z}/{self.x}/{self.y}: zoom goes from 0 to {DEEPEST}")

    def metres(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in the map's metres."""
        side = 2 * _HALF_M / 2**self.z
        west, north = self.x * side - _HALF_M, _HALF_M - self.y * side
        return west, north - side, west + side, north

    def degrees(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """Return west, south, east, north in degrees, widened by a share of the side."""
        size = 2**self.z
        west, east = ((self.x + at) / size * 360 - 180 for at in (-margin, 1 + margin))
        north, south = (
            degrees(atan(sinh(pi * (1 - 2 * (self.y + at) / size)))) for at in (-margin, 1 + margin)
        )
        return west, south, east, north

    def place(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return positions (n, 2) in degrees as shares of the tile's side from its north-west corner."""
        lat = np.clip(lonlat[:, 1], -85.06, 85.06)
        x = (lonlat[:, 0] + 180) / 360 * 2**self.z - self.x
        y = (1 - np.arcsinh(np.tan(np.radians(lat))) / pi) / 2 * 2**self.z - self.y
        return np.column_stack([x, y])
