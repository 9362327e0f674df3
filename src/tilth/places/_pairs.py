"""Two coordinates out of tokens: every way to read a text as latitude and longitude."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from tilth.places._angles import Angle, angles
from tilth.places._reading import Reading
from tilth.places._tokens import Token, tokenisations

__all__ = ["Order", "pair_readings"]

Order = Literal["latlon", "lonlat"]

METRES_PER_DEGREE: Final = 111_320.0
"""Length of a degree of longitude on the equator of WGS84; a degree of latitude differs by at most 0.7 %."""
_STYLE_RANK: Final = ("dd", "dm", "dms")


def pair_readings(text: str, order: Order | None) -> list[Reading]:
    """Return every reading of a plain text as a latitude and a longitude, none when there is none."""
    found: list[Reading] = []
    for tokens in tokenisations(text):
        if any(angle.marked or angle.axis for angle in angles(tokens)):
            continue  # one coordinate, and not two
        for left, right in _splits(tokens):
            halves = [(a, b) for a in angles(left) for b in angles(right)]
            for first, second in _consistent(halves, _at_direction(left, right)):
                found.extend(_placed(first, second, order))
    return found


def _splits(tokens: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    separators = [index for index, token in enumerate(tokens) if token.code == ","]
    if len(separators) == 1:
        at = separators[0]
        yield tokens[:at], tokens[at + 1 :]
    elif not separators:
        for at in range(1, len(tokens)):
            yield tokens[:at], tokens[at:]


def _at_direction(left: Sequence[Token], right: Sequence[Token]) -> bool:
    return bool(left and right) and (left[-1].code in "HA" or right[0].code in "HA")


def _consistent(halves: list[tuple[Angle, Angle]], at_direction: bool) -> Iterator[tuple[Angle, Angle]]:
    """Yield the pairs that a person may have meant.

    Without marks and directions both coordinates have as many numbers. Digits are packed (4752N) only when
    at least one of the two cannot be anything else.
    """
    some_plain = any(not first.packed and not second.packed for first, second in halves)
    for first, second in halves:
        marked = first.marked or second.marked or at_direction
        if not marked and first.parts != second.parts:
            continue
        if some_plain and (first.packed or second.packed):
            continue
        yield first, second


def _placed(first: Angle, second: Angle, order: Order | None) -> Iterator[Reading]:
    """Yield the readings of two coordinates: by their letters, else by the order, else both ways."""
    axes = (first.axis, second.axis)
    lat_first = axes in (("lat", "lon"), ("lat", None), (None, "lon"))
    lon_first = axes in (("lon", "lat"), ("lon", None), (None, "lat"))
    if axes == (None, None):
        lat_first, lon_first = order != "lonlat", order != "latlon"
    for wanted, lat, lon in ((lat_first, first, second), (lon_first, second, first)):
        if wanted and abs(lat.degrees) <= 90 and abs(lon.degrees) <= 180:
            style = max(lat.style, lon.style, key=_STYLE_RANK.index)
            yield Reading(lon.degrees, lat.degrees, _sigma_m(lat, lon), style)


def _sigma_m(lat: Angle, lon: Angle) -> float:
    """Return the larger of the two standard deviations, of a uniform error of half the last unit each way."""
    narrowing = math.cos(math.radians(lat.degrees))
    return max(lat.unit_deg, lon.unit_deg * narrowing) * METRES_PER_DEGREE / math.sqrt(12)
