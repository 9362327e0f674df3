"""The cells of a surface: a grid in metres over an extent in degrees."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._errors import HazardError
from tilth.hazard._settings import assumed

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Grid", "grid_over"]

Extent = tuple[float, float, float, float]
WGS84 = "EPSG:4326"
MOST_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of `cell_m` metres in a metric system; row 0 is the southernmost.

    Attributes
    ----------
    crs : str
        Coordinate reference system in metres.
    west_m, south_m : float
        Its lower left corner.
    """

    crs: str
    west_m: float
    south_m: float
    cell_m: float
    columns: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def area_km2(self) -> float:
        """Area in the grid's own plane, in square kilometres."""
        return self.rows * self.columns * self.cell_m**2 / 1e6

    def place(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return eastings and northings ``(n, 2)`` in metres from the grid's lower left corner."""
        from pyproj import Transformer

        to = Transformer.from_crs(WGS84, self.crs, always_xy=True)
        east, north = to.transform(np.asarray(lon, float), np.asarray(lat, float))
        return np.column_stack([np.asarray(east) - self.west_m, np.asarray(north) - self.south_m])

    def lonlat(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return longitudes and latitudes of the middles of all cells, ``shape`` each."""
        from pyproj import Transformer

        east = self.west_m + (np.arange(self.columns) + 0.5) * self.cell_m
        north = self.south_m + (np.arange(self.rows) + 0.5) * self.cell_m
        back = Transformer.from_crs(self.crs, WGS84, always_xy=True)
        lon, lat = back.transform(*np.meshgrid(east, north))
        return np.asarray(lon), np.asarray(lat)

    def land(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return land given in degrees in metres from the grid's lower left corner."""
        import shapely

        return shapely.transform(geometry, lambda xy: self.place(xy[:, 0], xy[:, 1]))

    @property
    def memory_needed(self) -> float:
        """Bytes that a map of it needs at its highest, about; measured, see ``data/hazard/model.yaml``."""
        return self.rows * self.columns * assumed("memory", "bytes_a_cell")

    def refined(self, cell_m: float) -> Grid:
        """Return a grid of finer cells over the same extent; whole numbers of them in each cell."""
        parts = max(1, ceil(self.cell_m / cell_m))
        return Grid(
            self.crs, self.west_m, self.south_m, self.cell_m / parts, self.columns * parts, self.rows * parts
        )


def grid_over(extent: Extent, cell_m: float, crs: str | None = None, most_cells: int = MOST_CELLS) -> Grid:
    """Return the grid that covers an extent (west, south, east, north) in degrees.

    Edges lie on whole multiples of the cell's side, so that neighbouring surfaces fit together.

    Raises
    ------
    HazardError
        A cell that is no length, a system that is not in metres, or more cells than fit.
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    from tilth.places import working_grid

    if not 1 <= cell_m <= 10_000:
        raise HazardError(f"a cell of {cell_m:g} m: give a side from 1 to 10,000 metres")
    try:
        system = CRS.from_user_input(crs or working_grid(extent).crs)
    except CRSError as error:
        raise HazardError(f"{crs!r} is no system that is known: give one in metres, as EPSG:32648") from error
    if not system.is_projected or any(axis.unit_name != "metre" for axis in system.axis_info):
        raise HazardError(f"{crs} is not in metres: give a projected system such as EPSG:32648")
    to = Transformer.from_crs(WGS84, system, always_xy=True)
    west, south, east, north = to.transform_bounds(*extent, densify_pts=21)
    if not np.isfinite([west, south, east, north]).all():
        raise HazardError(
            f"{crs} does not reach over {extent}: leave the system out, or give one for this land"
        )
    first, last = np.floor(np.array([west, south]) / cell_m), np.ceil(np.array([east, north]) / cell_m)
    columns, rows = (int(number) for number in np.maximum(last - first, 1))
    if columns * rows > most_cells:
        raise HazardError(
            f"{columns:,} by {rows:,} cells of {cell_m:g} m need about "
            f"{columns * rows * assumed('memory', 'bytes_a_cell') / 1e9:,.0f} GB; "
            f"allowed are {most_cells:,}: give a larger cell or a smaller extent"
        )
    text = system.to_string() if system.to_authority() is None else ":".join(system.to_authority() or ())
    return Grid(text, float(first[0] * cell_m), float(first[1] * cell_m), cell_m, columns, rows)
