"""Donbas: areas seen as shelled and lines of fire -> craters of unitary shells, under tilth's footprints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_ranks import spread_over
from bench._measure import Measure
from tilth.hazard._kernels import SHAPES, density

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["craters"]

_CRS, _LEAST = "EPSG:32637", 10
_SCALES = (0.6, 0.8, 1.0, 1.25, 1.5, 2.0)
_OUTSIDE = (0.02, 0.05, 0.1, 0.2, 0.3)
_AROUND_M = (200.0, 500.0, 1000.0)


@dataclass(frozen=True)
class _Field:
    """One area with its craters in metres, and the direction of fire from east, where a line tells it."""

    area: Any
    craters: NDArray[np.float64]
    fire: float | None


def craters(folder: Path) -> list[Measure]:
    """Return the log density of a crater, areas left out in turn, and how well a line tells the long axis."""
    fields = _fields(folder / "07_arcade_ukraine_2014_craters" / "craters.gpkg")
    ours = {(shape, scale): [_kernel(one, shape, scale) for one in fields]
            for shape in range(len(SHAPES)) for scale in _SCALES}  # fmt: skip
    base = {(out, far): [_even(one, out, far) for one in fields] for out in _OUTSIDE for far in _AROUND_M}
    mine, chosen = _left_out(ours)
    other, _ = _left_out(base)
    names = sorted({(SHAPES[shape], scale) for shape, scale in chosen})
    gain = [one - two for one, two in zip(mine, other, strict=True)]
    number = sum(len(one.craters) for one in fields)
    about = (
        f"{len(fields)} areas with {_LEAST} craters or more, {number} craters; "
        f"each area's form chosen on the others: {names}; ours better in {sum(each > 0 for each in gain)}; "
        f"{spread_over(gain)} more than the peer; artillery and rockets, not submunitions"
    )
    turned = [_turn(one) for one in fields if one.fire is not None and len(one.craters) >= 2 * _LEAST]
    turn = float(np.median(turned))
    return [
        Measure("real: Donbas, log density of a crater, areas left out", float(np.mean(mine)), "ln/m2",
                float(np.mean(other)), "even over the area, a share about it", "", None, about),
        Measure("real: Donbas, angle between fire line and long axis of craters", turn, "degrees",
                45.0, "any direction", "", 45.0 / max(turn, 1e-9),
                f"{len(turned)} areas with a line; {spread_over(turned)}"),
    ]  # fmt: skip


def _left_out(table: dict[Any, list[float]]) -> tuple[list[float], list[Any]]:
    """Return each area's score under what is best for all the others, and what that was."""
    keys = list(table)
    scores = np.array([table[key] for key in keys])
    best = [int(np.argmax(scores.sum(axis=1) - scores[:, n])) for n in range(scores.shape[1])]
    return [float(scores[each, n]) for n, each in enumerate(best)], [keys[each] for each in best]


def _fields(path: Path) -> list[_Field]:
    import geopandas
    import shapely

    areas = geopandas.read_file(path, layer="bombardment_areas").to_crs(_CRS)
    marks = geopandas.read_file(path, layer="craters").to_crs(_CRS)
    lines = geopandas.read_file(path, layer="fire_direction_lines").to_crs(_CRS)
    told = {}
    for number, line in zip(lines["field_id"], lines.geometry, strict=True):
        (x1, y1), (x2, y2) = shapely.get_coordinates(line)[[0, -1]]
        told[number] = float(np.arctan2(y2 - y1, x2 - x1))
    made = []
    for number, area in zip(areas["field_id"], areas.geometry, strict=True):
        spots = shapely.get_coordinates(marks.geometry[marks["field_id"] == number].to_numpy())
        if len(spots) >= _LEAST and area is not None and area.area > 0:
            made.append(_Field(shapely.make_valid(area), spots, told.get(number)))
    return made


def _moments(area: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return middle and covariance of an area of even cover."""
    import shapely

    west, south, east, north = area.bounds
    x, y = (
        each.ravel() for each in np.meshgrid(np.linspace(west, east, 120), np.linspace(south, north, 120))
    )
    inside = shapely.contains_xy(area, x, y)
    spots = np.column_stack([x, y])[inside]
    return spots.mean(axis=0), np.cov(spots.T)


def _kernel(one: _Field, shape: int, scale: float) -> float:
    """Return the mean log density of the craters under a footprint with the area's place and spread."""
    middle, spread = _moments(one.area)
    spread = spread * scale**2
    off = one.craters - middle
    r2 = (off * np.linalg.solve(spread, off.T).T).sum(axis=1)
    height = density(np.array([shape]), r2[None])[0] / np.sqrt(np.linalg.det(spread))
    return float(np.log(np.maximum(height, 1e-12)).mean())


def _even(one: _Field, outside: float, around_m: float) -> float:
    """Return the mean log density under even cover of the area and a share spread evenly about it."""
    import shapely

    inside = shapely.contains_xy(one.area, *one.craters.T)
    near = shapely.dwithin(one.area, shapely.points(one.craters), around_m)
    belt = one.area.buffer(around_m).area - one.area.area
    height = np.where(inside, (1 - outside) / one.area.area, np.where(near, outside / belt, 1e-12))
    return float(np.log(np.maximum(height, 1e-12)).mean())


def _turn(one: _Field) -> float:
    """Return degrees between the line of fire and the long axis of the craters, from 0 to 90."""
    values, axes = np.linalg.eigh(np.cov(one.craters.T))
    along = axes[:, int(np.argmax(values))]
    apart = abs(np.degrees(np.arctan2(along[1], along[0]) - float(one.fire or 0.0))) % 180
    return float(min(apart, 180 - apart))
