"""Surfaces as Cloud-Optimised GeoTIFF: six bands named by their description, whole or not at all."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.hazard import Grid, Surface

__all__ = ["band_unit", "read_surface", "write_bands", "write_surface"]

_UNIT = {
    "expected_remaining": "items",
    "sd": "items",
    "p05": "items",
    "p95": "items",
    "strikes": "strikes",
    "unreported": "strikes",
}


def band_unit(name: str) -> str:
    """Return the unit of a band.

    Examples
    --------
    >>> band_unit("sd"), band_unit("searched")
    ('items', 'share')
    """
    return _UNIT.get(name, "share")


def write_surface(surface: Surface, out: Path, tags: Mapping[str, str]) -> None:
    """Write a surface; the file appears when it is complete; `ExchangeError` as `write_bands`."""
    write_bands(surface.bands, surface.grid, out, tags)


def write_bands(
    bands: Mapping[str, NDArray[np.float32]], grid: Grid, out: Path, tags: Mapping[str, str]
) -> None:
    """Write bands of a grid, row 0 the southernmost; the file appears when it is complete.

    Raises
    ------
    ExchangeError
        The file cannot be written.
    """
    import numpy as np
    import rasterio
    from rasterio.errors import RasterioError
    from rasterio.io import MemoryFile
    from rasterio.shutil import copy
    from rasterio.transform import Affine

    names = list(bands)
    north_m = grid.south_m + grid.rows * grid.cell_m
    corner = Affine(grid.cell_m, 0.0, grid.west_m, 0.0, -grid.cell_m, north_m)
    draft = out.with_name(f".{out.stem}.part.tif")
    shape: dict[str, Any] = {"width": grid.columns, "height": grid.rows, "count": len(names)}
    try:
        with MemoryFile() as memory:
            with memory.open(
                driver="GTiff", dtype="float32", crs=grid.crs, transform=corner, nodata=np.nan, **shape
            ) as raster:
                for number, name in enumerate(names, 1):
                    raster.write(np.flipud(bands[name]), number)
                    raster.set_band_description(number, name)
                    raster.update_tags(number, unit=band_unit(name))
                raster.update_tags(**tags)
            with memory.open() as raster, warnings.catch_warnings():
                warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
                copy(
                    raster,
                    draft,
                    driver="COG",
                    compress="DEFLATE",
                    blocksize=256,
                    overview_resampling="average",
                )
        draft.replace(out)
    except (RasterioError, OSError) as error:
        raise ExchangeError(
            f"{out} cannot be written: {error}; check the folder and the space left"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def read_surface(path: Path) -> tuple[dict[str, NDArray[np.float64]], Any, str]:
    """Return the bands by name with row 0 northernmost, the raster's transform and its system.

    Raises
    ------
    ExchangeError
        No raster, or one without the bands of a surface.
    """
    import numpy as np
    import rasterio
    from rasterio.errors import RasterioError

    from tilth.hazard import BANDS

    try:
        with rasterio.open(path) as raster:
            names = [str(name) for name in raster.descriptions]
            lacking = [name for name in BANDS if name not in names]
            if lacking:
                raise ExchangeError(
                    f"{path.name} has no band {', '.join(lacking)}: give a surface from 'tilth hazard map'"
                )
            bands = {name: raster.read(names.index(name) + 1).astype(np.float64) for name in BANDS}
            return bands, raster.transform, str(raster.crs.to_string())
    except RasterioError as error:
        raise ExchangeError(f"{path.name} is no raster that can be read: {error}") from error
