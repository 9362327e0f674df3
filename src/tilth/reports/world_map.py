"""A small world map as SVG: the states a dossier speaks of, and who transfers to whom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from tilth.reports import _drawing as draw

__all__ = ["Arrow", "world_map"]

_WIDTH, _HEIGHT = 900.0, 440.0
_WEST, _EAST, _SOUTH, _NORTH = -180.0, 180.0, -58.0, 84.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one state to another, with words: a transfer, a protest."""

    start: str
    end: str
    words: str


def world_map(states: Sequence[str], arrows: Sequence[Arrow], title: str) -> Markup:
    """Return the drawing with `states` (ISO3) filled and named, and the arrows between them.

    Outlines are Natural Earth's, simplified; they take no position on any border. A state without
    an outline (very small ones) is named in the description only.
    """
    outlines = _outlines()
    known = [state for state in dict.fromkeys(states) if state in outlines]
    missing = [state for state in states if state not in outlines]
    parts = [f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#eef3f7"/>']
    for iso3, rings in outlines.items():
        fill = draw.ORANGE if iso3 in known else "#ffffff"
        parts.append(draw.path(rings, fill=fill, stroke="#9aa5ad", extra='stroke-width="0.5"'))
    parts += _arrows(arrows, outlines)
    parts += [draw.label(*_centre(outlines[state]), state, size=13, anchor="middle") for state in known]
    words = f"Marked: {', '.join(known) or 'none'}."
    words += f" Without an outline: {', '.join(missing)}." if missing else ""
    return draw.svg(_WIDTH, _HEIGHT, title, words, parts)


def _arrows(arrows: Sequence[Arrow], outlines: dict[str, Any]) -> Iterator[str]:
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
        f' orient="auto"><path d="M0,0L8,4L0,8Z" fill="{draw.BLUE}"/></marker></defs>'
    )
    for arrow in arrows:
        if arrow.start not in outlines or arrow.end not in outlines:
            continue
        x1, y1 = _centre(outlines[arrow.start])
        x2, y2 = _centre(outlines[arrow.end])
        bend = (y1 + y2) / 2 - abs(x2 - x1) * 0.18 - 12
        yield (
            f'<path d="M{x1:.1f},{y1:.1f}Q{(x1 + x2) / 2:.1f},{bend:.1f} {x2:.1f},{y2:.1f}" fill="none"'
            f' stroke="{draw.BLUE}" stroke-width="2" marker-end="url(#tip)"/>'
        )
        yield draw.label((x1 + x2) / 2, (bend + (y1 + y2) / 2) / 2 - 4, arrow.words, anchor="middle")


def _centre(rings: Sequence[Sequence[tuple[float, float]]]) -> tuple[float, float]:
    """Return the middle of the largest ring's box, in page units."""
    largest = max(rings, key=_box_area)
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _box_area(ring: Sequence[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


@cache
def _outlines() -> dict[str, list[list[tuple[float, float]]]]:
    raw = (files("tilth.data") / "world" / "outlines.json").read_text("utf-8")
    outlines: dict[str, list[list[tuple[float, float]]]] = {}
    for number, row in enumerate(json.loads(raw)["states"]):
        rings = [
            [_project(*pair) for pair in zip(ring[::2], ring[1::2], strict=True)] for ring in row["rings"]
        ]
        outlines[row["iso3"] or f"-{number}"] = rings
    return outlines


def _project(lon: float, lat: float) -> tuple[float, float]:
    """Equirectangular: plain and honest for pointing at states; no areas are read from it."""
    x = (lon - _WEST) / (_EAST - _WEST) * _WIDTH
    y = (_NORTH - max(lat, _SOUTH)) / (_NORTH - _SOUTH) * _HEIGHT
    return x, y
