"""A large surface written tile by tile, then turned into one Cloud-Optimised GeoTIFF."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.hazard_raster import band_unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.hazard import Grid, Tile

__all__ = ["TileRaster", "tile_raster"]

_BLOCK = 512
_CACHE_MB = 512


class TileRaster:
    """The raster while its tiles come in; what was not written is NaN."""

    def __init__(self, raster: Any, grid: Grid) -> None:
        self._raster, self._grid = raster, grid

    def put(self, tile: Tile, inside: NDArray[np.bool_], cells: NDArray[np.float32]) -> None:
        """Write the bands of a tile's studied cells."""
        import numpy as np
        from rasterio.windows import Window

        values = np.full((len(cells), tile.rows, tile.columns), np.nan, np.float32)
        values[:, inside] = cells
        north = self._grid.rows - tile.row - tile.rows
        window = Window(tile.column, north, tile.columns, tile.rows)
        self._raster.write(values[:, ::-1], window=window)

    def tag(self, tags: Mapping[str, str]) -> None:
        """Write tags of the whole raster."""
        self._raster.update_tags(**tags)


@contextmanager
def tile_raster(out: Path, grid: Grid, bands: tuple[str, ...]) -> Iterator[TileRaster]:
    """Give a raster to write tiles to; `out` appears when all went well, else nothing is left.

    Raises
    ------
    ExchangeError
        The file cannot be written.
    """
    import rasterio
    from rasterio.errors import RasterioError

    raw, draft = out.with_name(f".{out.stem}.tiles.tif"), out.with_name(f".{out.stem}.part.tif")
    try:
        with rasterio.Env(GDAL_CACHEMAX=_CACHE_MB):
            with rasterio.open(raw, "w", **_shape(grid, len(bands))) as raster:
                for number, name in enumerate(bands, 1):
                    raster.set_band_description(number, name)
                    raster.update_tags(number, unit=band_unit(name))
                yield TileRaster(raster, grid)
            _optimised(raw, draft)
        draft.replace(out)
    except (RasterioError, OSError) as error:
        raise ExchangeError(
            f"{out} cannot be written: {error}; check the folder and the space left"
        ) from error
    finally:
        raw.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)


def _shape(grid: Grid, bands: int) -> dict[str, Any]:
    import numpy as np
    from rasterio.transform import Affine

    north_m = grid.south_m + grid.rows * grid.cell_m
    return {
        "driver": "GTiff",
        "dtype": "float32",
        "crs": grid.crs,
        "transform": Affine(grid.cell_m, 0.0, grid.west_m, 0.0, -grid.cell_m, north_m),
        "nodata": np.nan,
        "width": grid.columns,
        "height": grid.rows,
        "count": bands,
        "interleave": "band",
        "tiled": True,
        "blockxsize": _BLOCK,
        "blockysize": _BLOCK,
        "sparse_ok": True,
        "bigtiff": "IF_SAFER",
    }


def _optimised(raw: Path, draft: Path) -> None:
    """Turn the raw raster into a cloud-optimised one.

    Overviews are made here, not by the driver, which packs and unpacks each block many times on the way.
    """
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.shutil import copy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(raw, "r+") as raster:
            factors = overviews_of(raster.height, raster.width)
            if factors:
                raster.build_overviews(factors, Resampling.average)
        copy(
            raw,
            draft,
            driver="COG",
            compress="DEFLATE",
            level=1,
            predictor="FLOATING_POINT",
            blocksize=_BLOCK,
            overviews="FORCE_USE_EXISTING" if factors else "NONE",
            num_threads="ALL_CPUS",
            sparse_ok=True,
            bigtiff="IF_SAFER",
        )


def overviews_of(rows: int, columns: int) -> list[int]:
    """Return by what factors a raster is made smaller until it fits one block.

    Examples
    --------
    >>> overviews_of(9548, 8176), overviews_of(300, 512)
    ([2, 4, 8, 16, 32], [])
    """
    factors: list[int] = []
    while max(rows, columns) > _BLOCK * 2 ** len(factors):
        factors.append(2 ** (len(factors) + 1))
    return factors
