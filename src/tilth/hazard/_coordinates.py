"""Coordinates of many records: distinct places, those filled in by default, digits gone wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._strike_rules import StrikeRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Heap", "Spots", "default_places", "spots_of", "wrong_digits"]

_UNITS = 1e7
"""Coordinates are told apart to the seventh decimal, about a centimetre."""


@dataclass(frozen=True)
class Spots:
    """Distinct coordinates.

    Attributes
    ----------
    count
        Records on each.
    number
        For each record, which of them it stands on.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    count: NDArray[np.int64]
    number: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heap:
    """A coordinate taken for one filled in by default."""

    spot: int
    lon: float
    lat: float
    count: int


def spots_of(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Spots:
    """Return the distinct coordinates of records, in an order of their own.

    Examples
    --------
    >>> spots_of(np.array([1.0, 2.0, 1.0]), np.array([5.0, 5.0, 5.0])).count.tolist()
    [2, 1]
    """
    east = np.rint((lon + 180) * _UNITS).astype(np.int64)
    north = np.rint((lat + 90) * _UNITS).astype(np.int64)
    key = north * np.int64(4_000_000_000) + east
    _, first, number, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    return Spots(lon[first], lat[first], count, number.astype(np.int64))


def default_places(spots: Spots, rules: StrikeRules) -> tuple[Heap, ...]:
    """Return the coordinates that many records stand on and hardly any stand about, largest first."""
    told = rules.general["default_place"]
    least, alone, far = (float(told[name]["value"]) for name in ("least_rows", "alone_share", "alone_deg"))
    heaps = []
    for spot in np.flatnonzero(spots.count >= least).tolist():
        lon, lat, count = float(spots.lon[spot]), float(spots.lat[spot]), int(spots.count[spot])
        near = (np.abs(spots.lat - lat) <= far) & (np.abs(spots.lon - lon) <= far)
        if count >= alone * spots.count[near].sum():
            heaps.append(Heap(spot, lon, lat, count))
    return tuple(sorted(heaps, key=lambda heap: (-heap.count, heap.lat, heap.lon)))


def wrong_digits(
    lon: NDArray[np.float64], lat: NDArray[np.float64], region: tuple[float, float, float, float]
) -> dict[str, int]:
    """Return how many coordinates would lie in the region after one simple change; a hint, no repair.

    Examples
    --------
    >>> found = wrong_digits(np.array([106.0, 16.0]), np.array([135.0, 106.0]), (100, 8, 110, 24))
    >>> found["a decimal point moved"], found["longitude and latitude swapped"]
    (1, 1)
    """
    west, south, east, north = region

    def inside(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        return (x >= west) & (x <= east) & (y >= south) & (y <= north)

    moved = [
        inside(lon * a, lat * b) for a, b in ((1, 0.1), (1, 10), (0.1, 1), (10, 1), (0.1, 0.1), (10, 10))
    ]
    signs = [inside(lon * a, lat * b) for a, b in ((-1, 1), (1, -1), (-1, -1))]
    return {
        "a decimal point moved": int(np.any(moved, axis=0).sum()),
        "longitude and latitude swapped": int(inside(lat, lon).sum()),
        "a sign left out": int(np.any(signs, axis=0).sum()),
    }
