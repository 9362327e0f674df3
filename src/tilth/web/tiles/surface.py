"""The hazard surface in the map's projection: coloured tiles, hatching where nobody searched, one value."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard.styles import styles
from tilth.web._errors import WebError
from tilth.web.tiles.square import Square

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["not_searched_tile", "opacities", "surface_tile", "surface_value"]

_PIXELS = 256
_MOST_PX = 512
_KNOTS = 17
_HATCH_PX = 16
_HATCH = (64, 64, 64, 120)
_FAINTEST, _FULLEST = 0.18, 0.88


def surface_tile(path: Path, band: str, square: Square) -> bytes:
    """Return a tile of one band as PNG, in the classes of its legend; clear where nothing was studied."""
    classes = styles()["bands"].get(band)
    if classes is None:
        raise WebError(404, f"no band {band!r}; allowed: {', '.join(styles()['bands'])}")
    value = _values(path, band, square)
    limits = [float(one["to"]) for one in classes[:-1]]
    paints = zip(classes, opacities(len(classes)), strict=True)
    colours = np.array([_rgba(one["colour"], opacity) for one, opacity in paints], np.uint8)
    picture = colours[np.digitize(value, limits)]
    picture[~np.isfinite(value)] = 0
    return _png(picture)


def opacities(classes: int) -> list[float]:
    """Return how opaque each class is drawn: the lowest hardly, so that they do not hide the map.

    Examples
    --------
    >>> opacities(3)
    [0.18, 0.53, 0.88]
    """
    return [round(float(share), 3) for share in np.linspace(_FAINTEST, _FULLEST, classes)]


def not_searched_tile(path: Path, square: Square) -> bytes:
    """Return a tile hatched where the ground was studied and never searched; clear elsewhere."""
    value = _values(path, "searched", square)
    rows, columns = np.indices(value.shape)
    hatched = np.isfinite(value) & (value <= 0) & ((rows + columns) % _HATCH_PX < 2)
    picture = np.zeros((*value.shape, 4), np.uint8)
    picture[hatched] = _HATCH
    return _png(picture)


def surface_value(path: Path, lon: float, lat: float) -> Mapping[str, float] | None:
    """Return every band's value at a position; None where nothing was studied."""
    import rasterio
    from pyproj import Transformer

    with rasterio.open(path) as raster:
        x, y = Transformer.from_crs("EPSG:4326", raster.crs, always_xy=True).transform(lon, lat)
        told = next(raster.sample([(x, y)], masked=True))
        row, column = raster.index(x, y)
        outside = not (0 <= row < raster.height and 0 <= column < raster.width)
        values = np.ma.filled(told.astype(float), np.nan)
        if outside or not np.isfinite(values).any():
            return None
        pairs = zip(raster.descriptions, values.tolist(), strict=True)
        return {str(name): value for name, value in pairs if np.isfinite(value)}


def _values(path: Path, band: str, square: Square) -> NDArray[np.float64]:
    """Return a band at the middle of each pixel of a tile, NaN outside the raster.

    Positions are transformed on a coarse net and drawn out between its knots: less than a hundredth of a
    pixel off, and many times quicker than a warp.
    """
    import rasterio
    from rasterio.windows import Window

    with rasterio.open(path) as raster:
        names = list(raster.descriptions)
        if band not in names:
            raise WebError(404, f"the surface has no band {band!r}; it has {', '.join(map(str, names))}")
        column, row = _pixels(raster, square)
        inside = (column >= 0) & (column < raster.width) & (row >= 0) & (row < raster.height)
        value = np.full(column.shape, np.nan)
        if not inside.any():
            return value
        left, top = int(column[inside].min()), int(row[inside].min())
        wide, high = int(column[inside].max()) - left + 1, int(row[inside].max()) - top + 1
        shape = min(high, _MOST_PX), min(wide, _MOST_PX)
        window = Window(left, top, wide, high)
        read = raster.read(names.index(band) + 1, window=window, out_shape=shape)
        at = (row[inside] - top) * shape[0] / high, (column[inside] - left) * shape[1] / wide
        value[inside] = read[at[0].astype(int), at[1].astype(int)]
    return value


def _pixels(raster: Any, square: Square) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return column and row in the raster of the middle of each pixel of a tile."""
    from pyproj import Transformer

    west, south, east, north = square.metres()
    knots = np.linspace(0, 1, _KNOTS)
    x, y = np.meshgrid(west + (east - west) * knots, north - (north - south) * knots)
    there = Transformer.from_crs("EPSG:3857", raster.crs, always_xy=True)
    east_m, north_m = there.transform(x, y)
    back = ~raster.transform
    column = back.a * east_m + back.b * north_m + back.c
    row = back.d * east_m + back.e * north_m + back.f
    return _drawn_out(column), _drawn_out(row)


def _drawn_out(net: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a net of knots as values at the middle of each pixel, straight in between."""
    at = (np.arange(_PIXELS) + 0.5) / _PIXELS * (_KNOTS - 1)
    low = np.minimum(at.astype(int), _KNOTS - 2)
    share = at - low
    across = net[:, low] * (1 - share) + net[:, low + 1] * share
    drawn: NDArray[np.float64] = across[low] * (1 - share)[:, None] + across[low + 1] * share[:, None]
    return drawn


def _rgba(colour: str, opacity: float) -> tuple[int, int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue, round(255 * opacity)


def _png(picture: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.fromarray(picture, "RGBA").save(out, "PNG", compress_level=3)
    return out.getvalue()
