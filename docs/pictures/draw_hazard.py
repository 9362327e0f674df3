"""Draw a surface of remaining items: ``python docs/pictures/draw_hazard.py S.tif hazard.png``."""

from __future__ import annotations

import sys

import matplotlib as mpl
import numpy as np
import rasterio

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.colors import LogNorm
from matplotlib.patches import Patch


def draw(surface: str, picture: str) -> None:
    """Draw expected items and the chance of any; ground that was not searched is hatched."""
    with rasterio.open(surface) as raster:
        bands = dict(zip(raster.descriptions, raster.read(), strict=True))
        left, bottom, right, top = raster.bounds
    extent = (0.0, (right - left) / 1000, 0.0, (top - bottom) / 1000)
    figure, panes = plt.subplots(1, 2, figsize=(11, 5.2), layout="constrained")
    expected = np.clip(bands["expected_remaining"], 0.005, None)
    images = (
        (expected, {"norm": LogNorm(0.005, 10)}, "Items expected to remain in a cell of 50 m"),
        (bands["probability_any"], {"vmin": 0, "vmax": 1}, "Chance of at least one item in the cell"),
    )
    mpl.rcParams["hatch.linewidth"] = 0.4
    for pane, (values, scale, title) in zip(panes, images, strict=True):
        image = pane.imshow(values, extent=extent, cmap="cividis", **scale)
        not_searched = np.where(bands["searched"] == 0, 1.0, 0.0)[::-1]
        pane.contourf(
            not_searched, [0.5, 1.5], extent=extent, hatches=["////"], colors="none", antialiased=False
        )
        for area in pane.collections:
            area.set_edgecolor("#bbbbbb")
        figure.colorbar(image, ax=pane, shrink=0.8)
        pane.set(title=title, xlabel="km east", ylabel="km north")
    mark = Patch(facecolor="#777777", edgecolor="#dddddd", hatch="////", label="not searched")
    panes[0].legend(handles=[mark], loc="lower left")
    figure.suptitle("SYNTHETIC district, seed 3: no such place exists")
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    draw(*sys.argv[1:3])
