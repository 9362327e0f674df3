"""The map of one area for paper: outline, released land, boxes, finds, corners, scale, north, a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tilth.reports import _drawing as draw
from tilth.reports.documents.area_file import AreaFile, told
from tilth.reports.documents.blocks import Drawing
from tilth.reports.documents.turning_points import corners
from tilth.reports.documents.words import DocumentWords

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["site_map"]

_WIDTH, _HEIGHT, _MARGIN, _LINE = 720.0, 560.0, 40.0, 18.0
_METRES_A_DEGREE = 111_320.0
_LABELLED = 24
_PATTERNS = {
    "cleared": (draw.GREEN, "M0,7L7,0", "#e6f5ef"),
    "reduced": (draw.BLUE, "M0,3.5H7", "#e5f0f8"),
    "cancelled": (draw.GREY, "M3.5,0V7", "#f1f1f1"),
}
_BOXES = {"found": draw.RED, "searched": draw.BLUE, "not_searched": draw.GREY, "not_accessible": "#222222"}


def site_map(file: AreaFile, words: DocumentWords) -> Drawing:
    """Return the map; patterns tell outcomes apart without colour."""
    view = _View.of(file.outline)
    shown: list[str] = []
    parts = [_patterns(), f'<rect width="{_WIDTH:g}" height="{view.height:g}" fill="#ffffff"/>', *view.grid()]
    for release in file.work.releases:
        product, place = told(release, "product"), told(release, "place")
        if product in _PATTERNS and place is not None:
            parts.append(view.area(place["geometry"], f"url(#{product})", _PATTERNS[product][0]))
            shown.append(product)
    for box in file.boxes:
        state = _box_state(box)
        parts.append(view.area(told(box, "place")["geometry"], "none", _BOXES[state], 'stroke-width="1.2"'))
        shown.append(f"box_{state}")
    parts.append(view.outline(file.outline))
    parts += view.points(file.evidence, "triangle", shown, "evidence_key")
    parts += view.points(file.finds, "dot", shown, "find_key")
    parts += view.points(file.accidents, "cross", shown, "accident_key")
    parts += view.corner_labels(file.outline)
    parts += view.scale_and_north(words)
    keys = ["outline_key", *dict.fromkeys(shown)]
    parts += list(_key(keys, words, view.height))
    height = view.height + _LINE * (2 + (len(keys) + 1) // 2)
    said = words("map_words", area=file.name, finds=len(file.finds), releases=len(file.work.releases))
    svg = draw.svg(_WIDTH, height, words("map"), said, parts)
    return Drawing(str(_with_font(svg)), words("map_caption"), said)


def _with_font(svg: Markup) -> str:
    fonts = "Noto Sans, Noto Sans Arabic, Noto Sans Lao, sans-serif"
    return str(svg).replace("<svg ", f'<svg direction="ltr" font-family="{fonts}" ', 1)


def _box_state(box: Any) -> str:
    if told(box, "access") == "not_accessible":
        return "not_accessible"
    if not told(box, "searched"):
        return "not_searched"
    return "found" if (told(box, "found") or 0) > 0 else "searched"


def _patterns() -> str:
    made = "".join(
        f'<pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<rect width="7" height="7" fill="{fill}"/><path d="{line}" stroke="{ink}" stroke-width="1"/>'
        "</pattern>"
        for name, (ink, line, fill) in _PATTERNS.items()
    )
    return f"<defs>{made}</defs>"


@dataclass(frozen=True, slots=True)
class _View:
    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    @classmethod
    def of(cls, outline: BaseGeometry) -> _View:
        west, south, east, north = outline.bounds
        pad_x, pad_y = max((east - west) * 0.06, 2e-4), max((north - south) * 0.06, 2e-4)
        west, south, east, north = west - pad_x, south - pad_y, east + pad_x, north + pad_y
        squeeze = cos(radians((south + north) / 2))
        across, down = (east - west) * squeeze, north - south
        scale = min((_WIDTH - 2 * _MARGIN) / across, (_HEIGHT - 2 * _MARGIN) / down)
        west -= ((_WIDTH - 2 * _MARGIN) / scale - across) / 2 / squeeze
        return cls(west, north, scale, squeeze, down * scale + 2 * _MARGIN)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = _MARGIN + (lon - self.west) * self.squeeze * self.scale
        return x, _MARGIN + (self.north - lat) * self.scale

    def area(self, geometry: dict[str, Any], fill: str, ink: str, extra: str = 'stroke-width="1"') -> str:
        rings = [[self.at(*pair[:2]) for pair in ring] for ring in _rings(geometry)]
        return draw.path(rings, fill=fill, stroke=ink, extra=extra)

    def outline(self, outline: BaseGeometry) -> str:
        from shapely.geometry import mapping

        return self.area(mapping(outline), "none", "#111111", 'stroke-width="2.4"')

    def points(self, found: Iterable[Any], mark: str, shown: list[str], key: str) -> Iterator[str]:
        for one in found:
            place = told(one, "place")
            if place is None:
                continue
            from shapely.geometry import shape

            point = shape(place["geometry"]).representative_point()
            yield _mark(mark, *self.at(point.x, point.y))
            shown.append(key)

    def corner_labels(self, outline: BaseGeometry) -> Iterator[str]:
        labelled = corners(outline)
        for number, (label, position) in enumerate(labelled):
            x, y = self.at(*position)
            yield draw.circle(x, y, 2.6, fill="#111111")
            if len(labelled) <= _LABELLED or number == 0:
                yield draw.label(x + 5, y - 5, label, size=11)

    def grid(self) -> Iterator[str]:
        """Yield lines of round degrees with their values at the edge."""
        step = _nice((_WIDTH - 2 * _MARGIN) / self.scale / 4)
        decimals = max(0, -floor(log10(step)))
        right, bottom = _WIDTH - _MARGIN, self.height - _MARGIN
        east = self.west + (right - _MARGIN) / self.scale / self.squeeze
        south = self.north - (bottom - _MARGIN) / self.scale
        for lon in _steps(self.west, east, step):
            x = self.at(lon, self.north)[0]
            yield draw.line(x, _MARGIN, x, bottom, stroke="#d9d9d9")
            yield draw.label(x, bottom + 13, f"{lon:.{decimals}f}", size=10, anchor="middle")
        for lat in _steps(south, self.north, step):
            y = self.at(self.west, lat)[1]
            yield draw.line(_MARGIN, y, right, y, stroke="#d9d9d9")
            yield draw.label(_MARGIN - 3, y + 3, f"{lat:.{decimals}f}", size=9, anchor="end")

    def scale_and_north(self, words: DocumentWords) -> Iterator[str]:
        metres = _nice(0.25 * (_WIDTH - 2 * _MARGIN) / self.scale * _METRES_A_DEGREE)
        length = metres / _METRES_A_DEGREE * self.scale
        y = 24.0
        yield draw.line(_MARGIN, y, _MARGIN + length, y, stroke="#111111", extra='stroke-width="4"')
        yield draw.label(_MARGIN + length + 8, y + 4, f"{metres:g} m", size=12)
        x = _WIDTH - _MARGIN - 8
        yield f'<path d="M{x:g},30L{x + 7:g},12L{x + 14:g},30L{x + 7:g},25Z" fill="#111111"/>'
        yield draw.label(x - 6, 28, words("north"), size=12, anchor="end")


def _mark(mark: str, x: float, y: float) -> str:
    if mark == "dot":
        return draw.circle(x, y, 4, fill=draw.RED, stroke="#111111")
    if mark == "triangle":
        return f'<path d="M{x:.1f},{y - 5:.1f}l5,9h-10Z" fill="#ffffff" stroke="#111111" stroke-width="1.3"/>'
    return f'<path d="M{x - 5:.1f},{y - 5:.1f}l10,10m0,-10l-10,10" stroke="#111111" stroke-width="2.2"/>'


def _key(keys: list[str], words: DocumentWords, top: float) -> Iterator[str]:
    for number, key in enumerate(keys):
        x = _MARGIN + (number % 2) * (_WIDTH - 2 * _MARGIN) / 2
        y = top + _LINE * (number // 2 + 1)
        yield _sample(key, x, y)
        yield draw.label(x + 30, y + 2, words(key if key in _MARKS else f"key_{key}"), size=12)


_MARKS = {"evidence_key": "triangle", "find_key": "dot", "accident_key": "cross", "outline_key": ""}


def _sample(key: str, x: float, y: float) -> str:
    if _MARKS.get(key):
        return _mark(_MARKS[key], x + 12, y - 3)
    ink = _BOXES[key.removeprefix("box_")] if key.startswith("box_") else "#111111"
    fill = f"url(#{key})" if key in _PATTERNS else "none"
    ink = _PATTERNS[key][0] if key in _PATTERNS else ink
    width = 2.4 if key == "outline_key" else 1.2
    box = f'x="{x:.1f}" y="{y - 9:.1f}" width="24" height="12"'
    return f'<rect {box} fill="{fill}" stroke="{ink}" stroke-width="{width}"/>'


def _rings(geometry: dict[str, Any]) -> Iterator[Any]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for part in geometry["coordinates"]:
            yield from part


def _nice(value: float) -> float:
    """Return the round number (1, 2 or 5 times a power of ten) at or below a value."""
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)


def _steps(low: float, high: float, step: float) -> Iterator[float]:
    number = floor(low / step) + 1
    while number * step < high:
        yield number * step
        number += 1
