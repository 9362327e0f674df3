"""Draw where strikes were and where to search next: ``python draw_strikes.py S.tif B.csv D out.png``."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import rasterio
from pyproj import Transformer

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle


def draw(surface: str, boxes: str, district: str, picture: str) -> None:
    """Draw the map of strikes beside the items that remain, with reports, true strikes and the next boxes."""
    strikes = Path(surface).with_suffix(".strikes.tif")
    figure, panes = plt.subplots(1, 2, figsize=(11.5, 5.4), layout="constrained")
    for pane, path, band, limits, title in (
        (
            panes[0],
            strikes,
            "strikes",
            (0.001, 0.3),
            "Strikes expected to have their middle in a cell of 50 m",
        ),
        (
            panes[1],
            Path(surface),
            "expected_remaining",
            (0.005, 10),
            "Items expected to remain, and boxes to search next",
        ),
    ):
        with rasterio.open(path) as raster:
            values = raster.read(raster.descriptions.index(band) + 1)
            to = Transformer.from_crs("EPSG:4326", raster.crs, always_xy=True)
            left, bottom, right, top = raster.bounds
        extent = (0.0, (right - left) / 1000, 0.0, (top - bottom) / 1000)
        image = pane.imshow(
            np.clip(values, limits[0], None), extent=extent, cmap="cividis", norm=LogNorm(*limits)
        )
        figure.colorbar(image, ax=pane, shrink=0.8)
        pane.set(title=title, xlabel="km east", ylabel="km north")
    for name, mark, words in (("strikes.csv", "x", "reported"), ("truth_strikes.csv", "o", "as it was")):
        spots = _spots(Path(district) / name, to, left, bottom)
        panes[0].plot(*spots.T, mark, mfc="none", mec="white", ms=9, mew=1.6, ls="", label=words)
    panes[0].legend(loc="lower left", facecolor="#777777", labelcolor="white")
    for number, (east, north) in enumerate(_spots(Path(boxes), to, left, bottom), 1):
        panes[1].add_patch(Rectangle((east - 0.05, north - 0.05), 0.1, 0.1, fill=False, ec="white", lw=1.2))
        panes[1].annotate(
            str(number), (east, north), (3, 3), textcoords="offset points", color="white", size=6
        )
    figure.suptitle("SYNTHETIC district, seed 3: no such place exists")
    figure.savefig(picture, dpi=110)


def _spots(path: Path, to: Any, left: float, bottom: float) -> np.ndarray:
    with path.open(encoding="utf-8") as stream:
        rows = [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(stream)]
    return (np.array([to.transform(*row) for row in rows]) - [left, bottom]) / 1000


if __name__ == "__main__":
    draw(*sys.argv[1:5])
