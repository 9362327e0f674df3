"""The way from a coordinate system to WGS84, with what is lost on it."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any

from tilth.exchange._errors import ExchangeError

__all__ = ["way_to_wgs84"]


@lru_cache(maxsize=64)
def way_to_wgs84(crs: str) -> tuple[Any, float]:
    """Return the transformer and the accuracy in metres that the change of datum adds; 0 for none.

    The transformation is the best that PROJ has on this machine; where it needs a grid file that is not
    here, a ballpark one would hide an error of unknown size, and is refused.

    Examples
    --------
    >>> way, metres = way_to_wgs84("EPSG:4131")  # Indian 1960
    >>> metres > 0
    True
    >>> way_to_wgs84("EPSG:32648")[1]  # UTM on WGS84: no change of datum
    0.0
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError
    from pyproj.transformer import TransformerGroup

    try:
        system = CRS.from_user_input(crs)
    except CRSError as error:
        raise ExchangeError(
            f"unknown coordinate system {crs[:60]!r}: give a code such as EPSG:32648"
        ) from error
    datum = system.geodetic_crs
    if datum is None or datum.equals(CRS("EPSG:4326"), ignore_axis_order=True):
        return Transformer.from_crs(system, "EPSG:4326", always_xy=True), 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a finer way needs a grid file that is not here
        group = TransformerGroup(datum, "EPSG:4326", always_xy=True, allow_ballpark=False)
    if not group.transformers:
        raise ExchangeError(
            f"{system.name}: PROJ has no way from its datum to WGS84 here; install proj-data, or transform"
            " the file first"
        )
    known = max(0.0, float(group.transformers[0].accuracy or 0.0))
    return Transformer.from_crs(system, "EPSG:4326", always_xy=True), known
