"""Viet Nam: strike records -> cluster bombs by district. Both stem from the same mission records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_ranks import folds, spearman, spread_over
from bench._measure import Measure
from tilth.exchange import read_strike_table
from tilth.hazard import check_strikes, grid_over, map_tile, strike_rules, whole_country

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ordnance"]

_CELL_M = 1000.0


def ordnance(folder: Path) -> list[Measure]:
    """Return Spearman's correlation with cluster bombs by district, and the error of a scale by region."""
    import pandas

    known = pandas.read_csv(folder / "02_vietnam_district_ordnance" / "district_ordnance.csv")
    known = known[known["thor_strikes_2009_polygon"] > 0].reset_index(drop=True)
    items = _by_district(folder)
    known["items"] = known["district_id"].map(items)
    known = known[known["items"].notna() & known["Cluster_Bomb"].notna()].reset_index(drop=True)
    bombs, ours = known["Cluster_Bomb"].to_numpy(float), known["items"].to_numpy(float)
    count = known["thor_strikes_2009_polygon"].to_numpy(float)
    region = known["province_id"].to_numpy() // 100
    mine, base = spearman(ours, bombs), spearman(count, bombs)
    errors = [_left_out(each, bombs, region) for each in (ours, count)]
    wrong, other = (float(np.mean(each)) for each in errors)
    about = (
        f"{len(known)} districts; the records name no weapon: does density of strikes tell density of "
        "cluster bombs?; not independent: both stem from the same mission records"
    )
    return [
        Measure("real: Viet Nam, Spearman of cluster bombs by district", mine, "", base,
                "count of records", "", mine / base, about),
        Measure("real: Viet Nam, factor by which a district is wrong, regions left out", wrong, "",
                other, "count of records, scaled", "", other / wrong,
                f"typical factor between told and true; {spread_over(errors[0])}; lower is better"),
    ]  # fmt: skip


def _left_out(value: NDArray[np.float64], bombs: NDArray[np.float64], region: NDArray[Any]) -> list[float]:
    """Return, for each region, the median factor by which its districts are wrong under the others' scale."""
    made = []
    for learn, score in folds(region, len(np.unique(region))):
        scale = bombs[learn].sum() / value[learn].sum()
        off = np.abs(np.log((scale * value[score] + 1) / (bombs[score] + 1)))
        made.append(float(np.exp(np.median(off))))
    return made


def _by_district(folder: Path) -> dict[int, float]:
    """Return expected items in each district of 2009, from the country's surface."""
    import geopandas
    from rasterio.features import rasterize
    from rasterio.transform import Affine

    path = folder / "03_vietnam_communes_2009" / "vietnam_communes_2009.gpkg"
    land = geopandas.read_file(path, layer="districts")
    west, south, east, north = land.total_bounds.tolist()
    grid = grid_over((west, south, east, north), _CELL_M)
    table = read_strike_table(folder / "01_thor_seasia" / "strikes_monthly.parquet")
    country, _ = whole_country(check_strikes(table, strike_rules("thor_seasia")), grid)
    expected = np.zeros(grid.shape)
    for tile in country.tiles:
        window = slice(tile.row, tile.row + tile.rows), slice(tile.column, tile.column + tile.columns)
        expected[window] = map_tile(country.work(tile)).cells[0].reshape(tile.rows, tile.columns)
    shapes = [(grid.land(one), n) for n, one in enumerate(land.geometry, 1) if one is not None]
    number = rasterize(shapes, grid.shape, transform=Affine(_CELL_M, 0, 0, 0, _CELL_M, 0), dtype="int32")
    sums = np.bincount(number.ravel(), expected.ravel(), len(land) + 1)[1:]
    return dict(zip(land["district_id"].astype(int).tolist(), sums.tolist(), strict=True))
