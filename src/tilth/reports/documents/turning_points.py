"""The corners of an area in every notation, with bearing and distance to the next: the traverse."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from tilth.claims import Picture
from tilth.places import PlaceError, bearing_deg, distance_m, format_point
from tilth.reports.documents.blocks import Table
from tilth.reports.documents.words import DocumentWords

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["corners", "turning_points"]

Position = tuple[float, float]
_MOST = 120


def corners(outline: BaseGeometry) -> list[tuple[str, Position]]:
    """Return the corners by label: SP first, then TP1 ...; further rings begin with their number.

    Examples
    --------
    >>> from shapely import box
    >>> [label for label, _ in corners(box(0, 0, 1, 1))]
    ['SP', 'TP1', 'TP2', 'TP3']
    """
    labelled = []
    for number, ring in enumerate(_rings(outline), 1):
        before = f"{number}-" if number > 1 else ""
        for at, position in enumerate(ring):
            labelled.append((f"{before}SP" if at == 0 else f"{before}TP{at}", position))
    return labelled


def _rings(outline: BaseGeometry) -> Iterator[list[Position]]:
    for part in getattr(outline, "geoms", [outline]):
        for ring in (part.exterior, *part.interiors):
            yield [(float(x), float(y)) for x, y in ring.coords][:-1]


def turning_points(outline: BaseGeometry, area: Picture, words: DocumentWords) -> list[Table]:
    """Return two tables: positions in every notation, and the legs from point to point.

    Legs run from the reference point over the benchmark to the start point where these are on record.
    """
    fixed = list(_fixed(area))
    labelled = corners(outline)
    positions = [
        [label, *(_written(position, notation) for notation in ("dd", "dms", "utm", "mgrs"))]
        for label, position in (*fixed, *labelled)
    ][: _MOST + len(fixed)]
    legs = list(_legs(fixed, outline))
    more = words("more_points", count=len(labelled) - _MOST) if len(labelled) > _MOST else ""
    return [
        Table(
            positions,
            [words("point"), words("degrees"), words("dms"), "UTM", "MGRS"],
            " ".join((words("positions_caption"), more)).strip(),
            (0.7, 2.1, 2.6, 2.6, 1.9),
            fixed=True,
        ),
        Table(
            legs[: _MOST + len(fixed)],
            [words("from"), words("to"), words("bearing"), words("distance")],
            words("legs_caption"),
            (1, 1, 1.6, 1.6),
            fixed=True,
        ),
    ]


def _fixed(area: Picture) -> Iterator[tuple[str, Position]]:
    for name, label in (("reference_point", "RP"), ("benchmark", "BM")):
        place = area.value(name)
        if place is not None and place["geometry"]["type"] == "Point":
            lon, lat = place["geometry"]["coordinates"][:2]
            yield label, (float(lon), float(lat))


def _written(position: Position, notation: str) -> str:
    try:
        return format_point(*position, notation)
    except PlaceError:
        return "–"


def _legs(fixed: list[tuple[str, Position]], outline: BaseGeometry) -> Iterator[list[str]]:
    first = True
    for number, ring in enumerate(_rings(outline), 1):
        before = f"{number}-" if number > 1 else ""
        named = [(f"{before}SP" if at == 0 else f"{before}TP{at}", point) for at, point in enumerate(ring)]
        lead = fixed if first else []
        first = False
        chain = [*lead, *named, named[0]]
        for (one, start), (other, end) in pairwise(chain):
            if start != end:
                yield [one, other, f"{bearing_deg(start, end):.1f}°", f"{distance_m(start, end):,.1f} m"]
