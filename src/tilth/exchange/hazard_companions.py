"""What is written beside a surface: the draws, where strikes were, the land not searched, styles for QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tilth.exchange._errors import ExchangeError
from tilth.exchange.hazard_raster import write_bands
from tilth.exchange.qgis_styles import add_style, write_style, write_styles
from tilth.project.draws_file import draws_beside, write_draws

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from tilth.hazard import Draws, Grid

__all__ = ["unsearched_land", "write_companions", "write_unsearched"]

_MEANING = "where the middles of strikes probably were; informs survey, never releases land by itself"


def write_companions(draws: Draws, out: Path) -> list[str]:
    """Write what belongs to a surface beside it, from its draws; return the names of the files.

    Raises
    ------
    ExchangeError, ProjectError
        A file that cannot be written.
    """
    from tilth.hazard import BANDS, STRIKE_BANDS, strike_map

    beside = draws_beside(out)
    write_draws(draws, beside)
    strikes = out.with_name(f"{out.stem}.strikes.tif")
    write_bands(strike_map(draws), draws.grid, strikes, {"TILTH_MEANING": _MEANING})
    land = out.with_name(f"{out.stem}.not_searched.gpkg")
    write_unsearched(draws.searched, draws.grid, land)
    try:
        styles = [*write_styles(BANDS, out), *write_styles(STRIKE_BANDS, strikes)]
        styles.append(write_style("not_searched", land))
    except OSError as error:
        raise ExchangeError(f"styles beside {out} cannot be written: {error}; check the folder") from error
    return [str(path.relative_to(out.parent)) for path in (beside, strikes, land, *styles)]


def unsearched_land(searched: NDArray[np.float32], grid: Grid) -> list[BaseGeometry]:
    """Return the cells that no search reached as polygons, in the grid's system.

    Cells that touch at a corner only are apart: else a polygon would cross itself there.
    """
    import numpy as np
    from rasterio.features import shapes
    from rasterio.transform import Affine
    from shapely.geometry import shape

    corner = Affine(grid.cell_m, 0.0, grid.west_m, 0.0, grid.cell_m, grid.south_m)
    empty = (searched == 0).astype(np.uint8)
    return [shape(land) for land, _ in shapes(empty, mask=empty == 1, connectivity=4, transform=corner)]


def write_unsearched(searched: NDArray[np.float32], grid: Grid, out: Path) -> None:
    """Write the layer ``not_searched``, which QGIS hatches, for a raster cannot be hatched."""
    import geopandas

    lands = unsearched_land(searched, grid)
    rows = {"id": list(range(1, len(lands) + 1)), "state": ["not searched"] * len(lands)}
    frame = geopandas.GeoDataFrame(rows, geometry=lands, crs=grid.crs)
    draft = out.with_name(f".{out.stem}.part.gpkg")
    draft.unlink(missing_ok=True)
    try:
        frame.to_file(draft, layer="not_searched", driver="GPKG", geometry_type="Polygon")
        add_style(draft, "not_searched")
        draft.replace(out)
    except OSError as error:
        raise ExchangeError(
            f"{out} cannot be written: {error}; check the folder and the space left"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
