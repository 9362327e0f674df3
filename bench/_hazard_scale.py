"""Large inputs: a country from strike records, a million points into cells and areas, beside peers."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_real import REAL
from bench._measure import Measure, spread, turns
from tilth.hazard import EvidencePoint, Grid, draw_areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["large_inputs"]

_POINTS = 1_000_000
_TURNS = 3


def large_inputs(folder: Path = Path("build/bench/hazard")) -> list[Measure]:
    """Return seconds, processor seconds and memory; ``TILTH_BENCH_POINTS`` says how many points are drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    points = int(os.environ.get("TILTH_BENCH_POINTS", str(_POINTS)))
    return [*_country(folder), *_gridding(), *_drawing(min(points, _POINTS))]


def _country(folder: Path) -> list[Measure]:
    """Return what the surface of Laos takes, the command run as people run it."""
    name, out = "surface of Laos, 100 m, 2 processes", folder / "laos.tif"
    if not REAL.is_dir():
        return [
            Measure(name, float("nan"), "s", note="skipped: ../shared/data/real is not beside this checkout")
        ]
    command = [
        sys.executable, "-c", "from tilth.cli import main; main()", "hazard", "country",
        "--records", "thor_seasia", "--strikes", str(REAL / "01_thor_seasia" / "strikes_monthly.parquet"),
        "--land", str(REAL / "04_laos_admin" / "laos_admin.gpkg"), "--out", str(out), "--json",
    ]  # fmt: skip
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode == 2:
        return [Measure(name, float("nan"), "s", note=f"failed: {done.stderr[-300:]}")]
    after, told = resource.getrusage(resource.RUSAGE_CHILDREN), json.loads(done.stdout)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    about = (
        f"aim 90 s; {told['records']['rows']:,} records, {told['records']['usable']:,} usable; processor "
        f"{busy:.0f} s; total {told['total']['mean']:,.0f} items ({told['total']['p05']:,.0f} to "
        f"{told['total']['p95']:,.0f}), of which only the pattern rests on records"
    )
    out.unlink(missing_ok=True)
    peak = after.ru_maxrss / 1e6
    return [
        Measure(name, seconds, "s", note=about),
        Measure("memory of the largest process, surface of Laos", peak, "GB", note="aim 6 GB in all"),
    ]


def _clustered(count: int) -> NDArray[np.float64]:
    """Return lon, lat of made-up points in clusters of 500, as finds lie."""
    rng = np.random.default_rng(1)
    middles = rng.uniform((105.5, 16.0), (106.5, 17.0), (max(1, count // 500), 2))
    return np.asarray(middles[rng.integers(len(middles), size=count)] + rng.normal(0, 0.004, (count, 2)))


def _gridding() -> list[Measure]:
    """Return seconds to count a million points by cell, ours and GeoPandas'."""
    from importlib.metadata import version

    import geopandas
    import shapely

    at, crs, cell = _clustered(_POINTS), "EPSG:32648", 500.0
    grid = Grid(crs, 500_000.0, 1_700_000.0, cell, 400, 500)

    def ours() -> NDArray[np.int64]:
        column, row = np.floor(grid.place(at[:, 0], at[:, 1]) / cell).astype(np.int64).T
        inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
        return np.bincount((row * grid.columns + column)[inside], minlength=grid.rows * grid.columns)

    x, y = (each.ravel() for each in np.meshgrid(np.arange(grid.columns), np.arange(grid.rows)))
    west, south = grid.west_m + x * cell, grid.south_m + y * cell
    cells = geopandas.GeoDataFrame(geometry=shapely.box(west, south, west + cell, south + cell), crs=crs)

    def peer() -> NDArray[np.int64]:
        spots = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(*at.T), crs="EPSG:4326").to_crs(crs)
        joined = spots.sjoin(cells, predicate="within")
        return np.bincount(joined["index_right"], minlength=len(cells))

    mine, other = turns(ours, _TURNS), turns(peer, 1)
    alike = int(np.abs(ours() - peer()).sum())
    about = f"{_POINTS:,} points into {len(cells):,} cells; ours {spread(mine)}; counts differ by {alike}"
    middle = statistics.median(mine)
    return [
        Measure("gridding a million points", middle, "s", other[0], "GeoPandas sjoin", version("geopandas"),
                other[0] / middle, about)
    ]  # fmt: skip


def _drawing(count: int) -> list[Measure]:
    """Return seconds to draw areas round many points; the peer joins discs and knows no rule."""
    from importlib.metadata import version

    at = _clustered(count)
    kinds = np.array(["submunition", "fragment"])[np.random.default_rng(2).choice(2, count, p=[0.8, 0.2])]
    points = [
        EvidencePoint(f"e{n:07d}", lon, lat, 10.0, None, kind, 1)
        for n, ((lon, lat), kind) in enumerate(zip(at.tolist(), kinds.tolist(), strict=True))
    ]
    start, busy = time.perf_counter(), time.process_time()
    made = draw_areas(points)
    mine, processor = time.perf_counter() - start, time.process_time() - busy
    start = time.perf_counter()
    number = _joined(at)
    other = time.perf_counter() - start
    about = (
        f"{count:,} points; {len(made.areas):,} areas with class and evidence; processor {processor:.0f} s; "
        f"the peer joins discs of 70 m into {number:,} parts and tells neither class nor evidence"
    )
    return [
        Measure("areas from many points", mine, "s", other, "GeoPandas buffer and union",
                version("geopandas"), other / mine, about)
    ]  # fmt: skip


def _joined(at: NDArray[np.float64]) -> int:
    import geopandas

    spots: Any = geopandas.GeoSeries(geopandas.points_from_xy(*at.T), crs="EPSG:4326").to_crs("EPSG:32648")
    land = spots.buffer(70.0, resolution=8).union_all()
    return len(geopandas.GeoSeries([land], crs="EPSG:32648").explode())
