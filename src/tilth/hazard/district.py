"""What a made-up district holds: reports, finds, boxes, cleared land, and the truth behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tilth.hazard.records import Box, EvidencePoint, Strike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ClaimedArea", "Clearance", "District", "Position", "Region", "TrueStrike", "cell_of", "lonlat"]

Position = tuple[float, float]

_METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km: enough to lay out a made-up place."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """A cleared square: centre and half side, items found."""

    id: str
    lon: float
    lat: float
    half_side_m: float
    detection: float
    found: int
    date: str
    depth_m: float

    @property
    def ring(self) -> tuple[Position, ...]:
        """Corners in degrees, not closed."""
        from math import cos, radians

        north = self.half_side_m / _METRES_A_DEGREE
        east = north / cos(radians(self.lat))
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return tuple((round(self.lon + x * east, 7), round(self.lat + y * north, 7)) for x, y in corners)


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the district: made-up code and name, corners of its boundary in degrees."""

    id: str
    name: str
    ring: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class ClaimedArea:
    """Land that somebody claims is hazardous: corners, size as typed, day, and the report behind it."""

    id: str
    ring: tuple[Position, ...]
    stated_m2: float
    date: str
    strike: str


@dataclass(frozen=True, slots=True)
class TrueStrike:
    """A strike as it was.

    Attributes
    ----------
    direction_deg
        Axis of its footprint, clockwise from north, 0-180.
    along_sd_m, across_sd_m
        Half axes of the oval of one standard deviation about its centre, over all rounds.
    """

    id: str
    lon: float
    lat: float
    date: str
    munition: str
    rounds: int
    direction_deg: float
    along_sd_m: float
    across_sd_m: float
    submunitions: int
    unexploded: int


@dataclass(frozen=True)
class District:
    """A made-up district.

    Attributes
    ----------
    name, country, regions
        Invented; the country's code is one that ISO 3166-1 leaves to its users.
    strikes, evidence, boxes, clearance, claimed
        What would be reported.
    true_strikes
        The strikes as they were, reported or not.
    truth
        What nobody knows: a row for each submunition with strike number, east and north in metres
        from the corner, and 1 where it did not explode.
    removed
        For each row of `truth`, whether a box or clearance found it: found items are taken away.
    """

    seed: int
    corner: tuple[float, float]
    strikes: tuple[Strike, ...]
    evidence: tuple[EvidencePoint, ...]
    boxes: tuple[Box, ...]
    clearance: tuple[Clearance, ...]
    truth: NDArray[np.float64] = field(compare=False)
    removed: NDArray[np.bool_] = field(compare=False)
    name: str
    country: str
    regions: tuple[Region, ...]
    claimed: tuple[ClaimedArea, ...]
    true_strikes: tuple[TrueStrike, ...]
    synthetic: bool = True

    def lonlat(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Return the position of a spot given in metres from the corner."""
        return lonlat(self.corner, east_m, north_m)


def lonlat(corner: tuple[float, float], east_m: float, north_m: float) -> tuple[float, float]:
    """Return the longitude and latitude of a spot given in metres from a corner.

    Examples
    --------
    >>> lonlat((0.0, 0.0), 111_195.0, 222_390.0)
    (1.0, 2.0)
    """
    from math import cos, radians

    lat = corner[1] + north_m / _METRES_A_DEGREE
    lon = corner[0] + east_m / (_METRES_A_DEGREE * cos(radians(corner[1])))
    return round(lon, 7), round(lat, 7)


def cell_of(corner: tuple[float, float], lon: float, lat: float, side_m: float) -> tuple[int, int]:
    """Return column and row of the grid cell that a position lies in, counted from a corner.

    Examples
    --------
    >>> cell_of((0.0, 0.0), 0.001, -0.001, 50.0)
    (2, -3)
    """
    from math import cos, floor, radians

    east = (lon - corner[0]) * _METRES_A_DEGREE * cos(radians(corner[1]))
    north = (lat - corner[1]) * _METRES_A_DEGREE
    return floor(east / side_m), floor(north / side_m)
