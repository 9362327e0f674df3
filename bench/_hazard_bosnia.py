"""Bosnia: polygons suspected of mines -> incidents. Landmines, and some were drawn because of incidents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_ranks import auc, folds, spread_over
from bench._measure import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["bosnia"]

_CRS, _CELL_M, _FOLDS = "EPSG:32634", 1000.0, 5
_WIDTHS_M = (1000.0, 2000.0, 4000.0)
_POWERS = (0.0, 0.5)
"""How the mass of a polygon grows with its area."""


def bosnia(folder: Path) -> list[Measure]:
    """Return AUC of incidents against all land cells of 1 km, municipalities left out five ways."""
    import geopandas
    import shapely

    path = folder / "05_bosnia_mine_suspected_areas" / "bih_mines.gpkg"
    layers = {
        name: geopandas.read_file(path, layer=name).to_crs(_CRS)
        for name in ("suspect", "incidents", "municipalities")
    }
    suspect = layers["suspect"].geometry
    suspect = shapely.make_valid([one for one in suspect if one is not None and not one.is_empty])
    cell, town = _cells(layers["municipalities"])
    spots = np.unique(shapely.get_coordinates(layers["incidents"].geometry.to_numpy()).round(0), axis=0)
    truth = _hit(cell, spots)
    distance = shapely.STRtree(suspect).query_nearest(
        shapely.points(cell), return_distance=True, all_matches=False
    )[1]
    mass = {(power, width): _mass(suspect, cell, power, width) for power in _POWERS for width in _WIDTHS_M}
    ours, base, chosen = [], [], []
    for learn, score in folds(town, _FOLDS):
        best = max(mass, key=lambda key: auc(mass[key][learn], truth[learn]))
        chosen.append(best)
        ours.append(auc(mass[best][score], truth[score]))
        base.append(auc(-distance[score], truth[score]))
    note = (
        f"{int(truth.sum())} cells with incidents of {len(cell)}; {spread_over(ours)}; power and width "
        f"chosen on the other municipalities: {sorted(set(chosen))}; landmines; suspicion was partly drawn "
        "because of incidents"
    )
    mine, other = float(np.mean(ours)), float(np.mean(base))
    return [
        Measure("real: Bosnia, AUC of incidents, municipalities left out", mine, "", other,
                "distance to the nearest suspect polygon", "", mine / other, note)
    ]  # fmt: skip


def _cells(towns: Any) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return middles of land cells and the municipality of each."""
    import geopandas

    west, south, east, north = towns.total_bounds
    x, y = np.meshgrid(np.arange(west, east, _CELL_M) + 500, np.arange(south, north, _CELL_M) + 500)
    spots = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x.ravel(), y.ravel(), crs=_CRS))
    joined = spots.sjoin(towns[["geometry"]], predicate="within")
    joined = joined[~joined.index.duplicated()]
    place = np.column_stack([x.ravel(), y.ravel()])[joined.index.to_numpy()]
    return place, joined["index_right"].to_numpy(np.int64)


def _hit(cell: NDArray[np.float64], spots: NDArray[np.float64]) -> NDArray[np.bool_]:
    from scipy.spatial import KDTree

    near: tuple[NDArray[np.float64], NDArray[np.int64]]
    near = KDTree(cell).query(spots, p=np.inf, distance_upper_bound=_CELL_M / 2 + 1e-6)  # type: ignore[assignment]
    off, number = near
    hit = np.zeros(len(cell), bool)
    hit[number[np.isfinite(off)]] = True
    return hit


def _mass(suspect: Any, cell: NDArray[np.float64], power: float, width_m: float) -> NDArray[np.float64]:
    """Return the density of polygons about each cell: each a normal kernel, as wide as itself and more."""
    import shapely
    from scipy.spatial import KDTree

    area, middle = shapely.area(suspect), shapely.get_coordinates(shapely.centroid(suspect))
    sd = np.sqrt(width_m**2 + area / np.pi / 4)
    value = np.full(len(cell), 1e-12)
    tree = KDTree(cell)
    for near, place, each, weight in zip(
        tree.query_ball_point(middle, 4 * sd), middle, sd, np.maximum(area, 1.0) ** power, strict=True
    ):
        off2 = ((cell[near] - place) ** 2).sum(axis=1)
        value[near] += weight * np.exp(-0.5 * off2 / each**2) / each**2
    return value
