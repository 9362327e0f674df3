"""Coordinate reference systems and the way between them and WGS84."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from tilth.places._errors import PlaceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["WGS84", "as_crs", "transform_arrays", "transformer", "utm_zone"]

WGS84 = "EPSG:4326"


@lru_cache(maxsize=256)
def as_crs(crs: str | CRS) -> CRS:
    """Return a coordinate reference system from its authority code, PROJ string or WKT."""
    try:
        return CRS.from_user_input(crs)
    except CRSError:
        raise PlaceError(
            f"unknown coordinate reference system {str(crs)[:80]!r}; allowed are codes such as 'EPSG:32648', "
            "PROJ strings and WKT: look the code up at the authority that issued it"
        ) from None


@lru_cache(maxsize=256)
def transformer(source: str | CRS, target: str | CRS) -> Transformer:
    """Return the way from one system to another, always in the order x y or lon lat."""
    return Transformer.from_crs(as_crs(source), as_crs(target), always_xy=True)


def transform_arrays(
    source: str | CRS, target: str | CRS, x: NDArray[Any], y: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coordinates in another system; raise `PlaceError` when any has no finite counterpart."""
    new_x, new_y = transformer(source, target).transform(x, y)
    bad = ~(np.isfinite(new_x) & np.isfinite(new_y))
    if np.any(bad):
        first = int(np.flatnonzero(bad)[0])
        raise PlaceError(
            f"{int(np.sum(bad))} of {np.size(bad)} positions cannot be brought from {_name(source)} to "
            f"{_name(target)}, first ({np.atleast_1d(x)[first]:.10g}, {np.atleast_1d(y)[first]:.10g}); "
            "both systems must be meant for that part of the Earth: check the system and the coordinates"
        )
    return np.asarray(new_x, dtype=np.float64), np.asarray(new_y, dtype=np.float64)


def _name(crs: str | CRS) -> str:
    return str(as_crs(crs).name)


def utm_zone(lon: float, lat: float) -> int:
    """Return the number of the UTM zone, with the exceptions for Norway and Svalbard (DMA TM 8358.2)."""
    if 56 <= lat < 64 and 3 <= lon < 12:
        return 32
    if 72 <= lat <= 84 and 0 <= lon < 42:
        return 31 + 2 * int((lon + 3) // 12)
    return int((lon + 180) // 6) % 60 + 1
