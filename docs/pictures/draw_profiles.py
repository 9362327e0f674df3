"""Draw the same evidence by several profiles: ``python draw_profiles.py out.png A.gpkg B.gpkg ...``."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas
import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.patches import Patch

BOXES = {
    "red": ("#D55E00", "xxxx", "submunition found"),
    "green": ("#009E73", "", "searched to the required share, nothing found"),
    "part": ("#56B4E9", "----", "searched in part, nothing found"),
    "none": ("#777777", "////", "not searched"),
}


def draw(picture: str, *files: str) -> None:
    """Draw areas and boxes of each file about the largest confirmed area of the first."""
    figure, panes = plt.subplots(1, len(files), figsize=(4.3 * len(files), 5.2), layout="constrained")
    mpl.rcParams["hatch.linewidth"] = 0.5
    layers = ("hazardous_area", "survey_box", "evidence_core")
    frames = [[geopandas.read_file(name, layer=layer) for layer in layers] for name in files]
    crs = frames[0][0].estimate_utm_crs()
    first = frames[0][0].to_crs(crs)
    middle = (
        first[first["class"] == "CHA"].geometry.iloc[first[first["class"] == "CHA"].area.argmax()].centroid
    )
    for pane, name, (areas, boxes, cores) in zip(panes, files, frames, strict=True):
        areas, boxes, cores = (frame.to_crs(crs) for frame in (areas, boxes, cores))
        for code, (colour, hatch, _) in BOXES.items():
            some = boxes[boxes["class"] == code]
            if len(some):
                face = colour if code == "green" else "none"
                some.plot(ax=pane, facecolor=face, edgecolor=colour, hatch=hatch, lw=0.3, alpha=0.55)
        for code, colour, line in (("SHA", "#B37B00", "--"), ("CHA", "#8a2f00", "-")):
            some = areas[areas["class"] == code]
            if len(some):
                some.boundary.plot(ax=pane, color=colour, lw=2, ls=line)
        cores.boundary.plot(ax=pane, color="black", lw=0.7, ls=":")
        pane.set(
            xlim=(middle.x - 650, middle.x + 650), ylim=(middle.y - 750, middle.y + 750), xticks=[], yticks=[]
        )
        confirmed = areas[areas["class"] == "CHA"]
        told = f"{len(confirmed)} confirmed, {confirmed['area_m2'].sum() / 1e4:,.0f} ha"
        pane.set_title(f"{Path(name).stem.removeprefix('A_')}\n{told}", size=10)
    marks = [
        Patch(fc=c if k == "green" else "none", ec=c, hatch=h, label=w) for k, (c, h, w) in BOXES.items()
    ]
    lines = (
        ("#8a2f00", "-", 2.0, "confirmed area"),
        ("#B37B00", "--", 2.0, "suspected area"),
        ("black", ":", 0.7, "evidence without fade-out"),
    )
    marks += [
        plt.Line2D([], [], color=c, ls=style, lw=width, label=words) for c, style, width, words in lines
    ]
    figure.legend(handles=marks, loc="outside lower center", ncols=4, fontsize=8)
    figure.suptitle("SYNTHETIC district, seed 3; no value of these profiles is verified but one depth")
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    draw(*sys.argv[1:])
