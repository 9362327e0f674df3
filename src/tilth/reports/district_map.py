"""A map of a district as SVG: areas, boxes, evidence, strikes, with scale bar, grid and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Any

from markupsafe import Markup

from tilth.reports import _drawing as draw

__all__ = ["Mark", "district_map"]

_WIDTH, _MARGIN, _KEY = 900.0, 46.0, 96.0
_METRES_A_DEGREE = 111_320.0
_STYLES = {
    "CHA": (draw.RED, "url(#hatch)", "confirmed hazardous area (CHA)"),
    "SHA": (draw.ORANGE, "#fdeccb", "suspected hazardous area (SHA)"),
    "cleared": (draw.GREEN, "#cdeee2", "cleared"),
    "found": (draw.RED, "#f4b9a0", "survey box: found"),
    "empty": (draw.BLUE, "#d5e8f5", "survey box: searched, nothing found"),
    "unsearched": (draw.GREY, "none", "survey box: not searched"),
    "evidence": ("#222222", "#222222", "evidence point"),
    "strike": (draw.BLUE, "#ffffff", "reported strike"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the map: a GeoJSON geometry, its style and words."""

    geometry: dict[str, Any]
    style: str
    words: str = ""


def district_map(marks: Sequence[Mark], title: str) -> Markup:
    """Return the drawing; empty text when there is nothing to draw.

    The projection is plain: degrees, with longitude shortened by the cosine of the middle latitude.
    """
    corners = [pair for mark in marks for pair in _pairs(mark.geometry["coordinates"])]
    if not corners:
        return Markup("")
    view = _View.of(corners)
    parts = [_HATCH, f'<rect width="{_WIDTH}" height="{view.height + _KEY:.0f}" fill="#ffffff"/>']
    parts += view.grid()
    for mark in sorted(marks, key=lambda mark: list(_STYLES).index(mark.style)):
        parts.append(view.draw(mark))
    parts += view.scale_bar()
    parts += _key([style for style in _STYLES if any(mark.style == style for mark in marks)], view.height)
    words = "; ".join(
        f"{sum(mark.style == style for mark in marks)} x {text}"
        for style, (_, _, text) in _STYLES.items()
        if any(mark.style == style for mark in marks)
    )
    return draw.svg(_WIDTH, view.height + _KEY, title, words, parts)


_HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)">'
    f'<rect width="7" height="7" fill="#f9d9cb"/><path d="M0,0V7" stroke="{draw.RED}" stroke-width="2"/>'
    "</pattern></defs>"
)


@dataclass(frozen=True, slots=True)
class _View:
    west: float
    south: float
    east: float
    north: float
    scale: float
    squeeze: float

    @classmethod
    def of(cls, corners: Sequence[tuple[float, float]]) -> _View:
        lons, lats = [pair[0] for pair in corners], [pair[1] for pair in corners]
        west, east, south, north = min(lons), max(lons), min(lats), max(lats)
        squeeze = cos(radians((south + north) / 2))
        pad = max((east - west) * squeeze, north - south, 0.001) * 0.04
        west, east, south, north = west - pad / squeeze, east + pad / squeeze, south - pad, north + pad
        inner = _WIDTH - 2 * _MARGIN
        scale = min(inner / ((east - west) * squeeze), 720 / (north - south))
        return cls(west, south, east, north, scale, squeeze)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale + 2 * _MARGIN

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return _MARGIN + (lon - self.west) * self.squeeze * self.scale, _MARGIN + (
            self.north - lat
        ) * self.scale

    def draw(self, mark: Mark) -> str:
        stroke, fill, _ = _STYLES[mark.style]
        kind, coordinates = mark.geometry["type"], mark.geometry["coordinates"]
        if kind == "Point":
            return _dot(*self.at(*coordinates[:2]), mark)
        if kind in ("Polygon", "MultiPolygon"):
            polygons = [coordinates] if kind == "Polygon" else coordinates
            rings = [[self.at(*pair[:2]) for pair in ring] for polygon in polygons for ring in polygon]
            return draw.path(rings, fill=fill, stroke=stroke, extra='stroke-width="1.4" fill-opacity="0.8"')
        return "".join(_dot(*self.at(*pair), mark) for pair in _pairs(coordinates))

    def grid(self) -> Iterator[str]:
        step = _round_down(max((self.east - self.west), (self.north - self.south)) / 4)
        for lon in _steps(self.west, self.east, step):
            x, _ = self.at(lon, self.north)
            yield draw.line(x, _MARGIN - 6, x, self.height - _MARGIN, stroke="#dddddd")
            yield draw.label(
                x, _MARGIN - 12, f"{abs(lon):.3f}° {'E' if lon >= 0 else 'W'}", size=11, anchor="middle"
            )
        for lat in _steps(self.south, self.north, step):
            _, y = self.at(self.west, lat)
            yield draw.line(_MARGIN - 6, y, _WIDTH - _MARGIN, y, stroke="#dddddd")
            yield draw.label(2, y - 3, f"{abs(lat):.3f}° {'N' if lat >= 0 else 'S'}", size=11)

    def scale_bar(self) -> Iterator[str]:
        length_m = _round_down(200 / self.scale * _METRES_A_DEGREE)
        length = length_m / _METRES_A_DEGREE * self.scale
        x, y = _MARGIN, self.height - 18
        yield draw.line(x, y, x + length, y, stroke="#222222", extra='stroke-width="3"')
        words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
        yield draw.label(x + length + 8, y + 4, f"{words}, north is up", size=12)


def _dot(x: float, y: float, mark: Mark) -> str:
    stroke, fill, _ = _STYLES[mark.style]
    if mark.style == "strike":
        return draw.circle(x, y, 7, fill="none", stroke=stroke, title=mark.words)
    return draw.circle(x, y, 2.6, fill=fill, stroke=stroke, title=mark.words)


def _key(styles: Iterable[str], top: float) -> Iterator[str]:
    for number, style in enumerate(styles):
        stroke, fill, words = _STYLES[style]
        x, y = _MARGIN + number % 3 * 280, top + 14 + number // 3 * 26
        if style in ("evidence", "strike"):
            yield draw.circle(x + 9, y + 7, 4 if style == "evidence" else 7, fill=fill, stroke=stroke)
        else:
            yield f'<rect x="{x}" y="{y:.0f}" width="18" height="14" fill="{fill}" stroke="{stroke}"/>'
        yield draw.label(x + 26, y + 12, words, size=12)


def _pairs(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for inner in coordinates:
        yield from _pairs(inner)


def _round_down(value: float) -> float:
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)


def _steps(low: float, high: float, step: float) -> Iterator[float]:
    number = int(low // step) + 1
    while number * step < high:
        yield number * step
        number += 1
