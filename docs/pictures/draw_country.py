"""Draw a country's surface: ``python docs/pictures/draw_country.py laos.tif country.png``."""

from __future__ import annotations

import sys

import matplotlib as mpl
import numpy as np
import rasterio

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.colors import LogNorm

LINES = 1200


def draw(surface: str, picture: str) -> None:
    """Draw expected items a square kilometre, and the chance of any in a cell, from the overviews."""
    with rasterio.open(surface) as raster:
        shape = (LINES, round(LINES * raster.width / raster.height))
        names = list(raster.descriptions)
        mean, chance = (
            raster.read(names.index(name) + 1, out_shape=shape)
            for name in ("expected_remaining", "probability_any")
        )
        cells = 1e6 / (raster.res[0] * raster.res[1])
        extent = (0.0, raster.width * raster.res[0] / 1000, 0.0, raster.height * raster.res[1] / 1000)
    mpl.rcParams["hatch.linewidth"] = 0.35
    figure, panes = plt.subplots(1, 2, figsize=(11, 6.6), layout="constrained")
    images = (
        (
            np.clip(mean * cells, 1.0, None),
            {"norm": LogNorm(1, 10_000)},
            "Items expected, a square kilometre",
        ),
        (chance, {"vmin": 0, "vmax": 1}, "Chance of at least one item in a cell of 100 m"),
    )
    for pane, (values, scale, title) in zip(panes, images, strict=True):
        pane.set_facecolor("#eeeeee")
        image = pane.imshow(values, extent=extent, cmap="cividis", **scale)
        land = np.where(np.isfinite(values), 1.0, 0.0)[::-1]
        hatched = pane.contourf(land, [0.5, 1.5], extent=extent, hatches=["/"], colors="none")
        hatched.set_edgecolor("#9a9a9a")
        hatched.set_linewidth(0.0)
        figure.colorbar(image, ax=pane, shrink=0.7)
        pane.set(title=title, xlabel="km east", ylabel="km north")
    figure.suptitle(
        "Laos, from records of air strikes 1965 to 1973 alone: no search was given, no record names a weapon"
    )
    figure.text(
        0.01,
        0.005,
        "Strikes: US Department of Defense, THOR. Borders: geoBoundaries. Grey: not studied. "
        "Hatched: not searched.",
        fontsize=8,
    )
    figure.savefig(picture, dpi=100)


if __name__ == "__main__":
    draw(*sys.argv[1:3])
