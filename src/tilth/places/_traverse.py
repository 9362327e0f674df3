"""Traverses: shapes given by bearings and distances from a starting point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shapely

from tilth.places._errors import PlaceError
from tilth.places._transform import as_crs, utm_zone
from tilth.places.measure import Position, check_position, distance_m, geod
from tilth.places.place import refuse_problem

if TYPE_CHECKING:
    from shapely import Polygon

__all__ = ["Leg", "Traverse", "traverse"]

North = Literal["true", "grid", "magnetic"]


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a traverse.

    Attributes
    ----------
    bearing_deg : float
        Clockwise from the north that the traverse names, 0 to 360.
    distance_m : float
        Horizontal distance on the ground in metres, more than 0.

    Examples
    --------
    >>> Leg(400, 10)
    Traceback (most recent call last):
        ...
    tilth.places._errors.PlaceError: the bearing 400 is not within 0 to 360 degrees; ...
    """

    bearing_deg: float
    distance_m: float

    def __post_init__(self) -> None:
        if not 0 <= self.bearing_deg <= 360:
            raise PlaceError(
                f"the bearing {self.bearing_deg:.10g} is not within 0 to 360 degrees; convert mils "
                "(6400 to the circle in most armies) or grads (400) to degrees first"
            )
        if not (math.isfinite(self.distance_m) and self.distance_m > 0):
            raise PlaceError(
                f"the distance {self.distance_m:.10g} is not a length; it is more than 0 metres: leave out "
                "legs without length"
            )


@dataclass(frozen=True, slots=True)
class Traverse:
    """The points of a traverse, and by how much it fails to close.

    Attributes
    ----------
    points : tuple of (lon, lat)
        The start and the end of every leg, WGS84, as computed: nothing is adjusted.
    length_m : float
        Sum of the legs.
    misclosure_m : float
        Distance from the last point to the one it should have reached: `closes_on`, or else the start. For
        a traverse whose last leg was never measured, this is the length of that leg.
    misclosure_ratio : float
        Misclosure divided by length; 0.002 is what surveyors write as 1:500.
    closes_on : (lon, lat)
        The point that the last leg should have reached.
    """

    points: tuple[Position, ...]
    length_m: float
    misclosure_m: float
    misclosure_ratio: float
    closes_on: Position
    leg_lengths_m: tuple[float, ...]

    def closed(self, *, method: Literal["none", "bowditch"]) -> Polygon:
        """Return the polygon of the traverse, closed in the way that is named.

        "none" joins the last point to the first by a straight side and moves nothing. "bowditch" (compass
        rule; N. Bowditch, The Analyst, 1808) moves every point by the misclosure times its share of the
        length so far, and so ends at the start.

        Raises
        ------
        PlaceError
            When the traverse runs between two different points, has fewer than three, or crosses itself.

        Examples
        --------
        >>> legs = [Leg(0, 100), Leg(90, 100), Leg(180, 100), Leg(270, 99)]
        >>> open_square = traverse((106.9, 16.7), legs, north="true")
        >>> round(open_square.misclosure_m, 2), round(open_square.misclosure_ratio, 4)
        (1.0, 0.0025)
        >>> len(open_square.closed(method="bowditch").exterior.coords)
        5
        """
        if method not in ("none", "bowditch"):
            raise PlaceError(f"unknown method {method!r}; allowed are 'none' and 'bowditch': name one")
        if self.closes_on != self.points[0]:
            raise PlaceError("the traverse runs between two known points and bounds no area; use its points")
        ring = list(self.points) if method == "none" else self._adjusted()
        if len(set(ring)) < 3:
            raise PlaceError(
                f"the traverse has {len(self.points) - 1} legs; an area needs three points: add legs"
            )
        polygon = shapely.Polygon(ring)
        refuse_problem(polygon)
        return polygon

    def _adjusted(self) -> list[Position]:
        end_lon, end_lat = self.points[-1]
        by_lon = (self.closes_on[0] - end_lon + 180) % 360 - 180
        by_lat = self.closes_on[1] - end_lat
        moved, so_far = [self.points[0]], 0.0
        for (lon, lat), length in zip(self.points[1:-1], self.leg_lengths_m, strict=False):
            so_far += length
            share = so_far / self.length_m
            moved.append((lon + by_lon * share, lat + by_lat * share))
        return moved


def traverse(
    start: Position,
    legs: Sequence[Leg],
    *,
    north: North,
    declination_deg: float | None = None,
    grid: str | None = None,
    closes_on: Position | None = None,
) -> Traverse:
    """Return the points that legs lead to from a start (lon, lat), by geodesics on WGS84 (Karney 2013).

    Parameters
    ----------
    start : (lon, lat)
        Degrees on WGS84.
    legs : sequence of Leg
        At least one.
    north : {"true", "grid", "magnetic"}
        What the bearings are counted from. Grid bearings get the meridian convergence of each standpoint
        added; magnetic ones the declination.
    declination_deg : float, optional
        Degrees from true north to magnetic north, east positive; required for "magnetic" alone.
    grid : str, optional
        The system whose north is meant by "grid"; without it the UTM zone of the start.
    closes_on : (lon, lat), optional
        A known point that the last leg should reach; without it the start.

    Raises
    ------
    PlaceError
        For no legs, or a north without what it needs.

    Examples
    --------
    >>> north_by_east = traverse((0, 0), [Leg(0, 1000), Leg(90, 1000)], north="magnetic", declination_deg=2.0)
    >>> round(north_by_east.misclosure_m)
    1414
    """
    if not legs:
        raise PlaceError("the traverse has no legs; it needs at least one: give bearings and distances")
    _check_north(north, declination_deg, grid)
    target = check_position(closes_on) if closes_on is not None else check_position(start)
    points = [check_position(start)]
    for leg in legs:
        lon, lat = points[-1]
        bearing = leg.bearing_deg + (declination_deg or 0.0)
        if north == "grid":
            bearing += _convergence_deg(lon, lat, grid or _utm_of(*points[0]))
        lon, lat, _ = geod().fwd(lon, lat, bearing, leg.distance_m)
        points.append((float(lon), float(lat)))
    length = math.fsum(leg.distance_m for leg in legs)
    misclosure = distance_m(points[-1], target)
    lengths = tuple(float(leg.distance_m) for leg in legs)
    return Traverse(tuple(points), length, misclosure, misclosure / length, target, lengths)


def _check_north(north: str, declination_deg: float | None, grid: str | None) -> None:
    if north not in ("true", "grid", "magnetic"):
        raise PlaceError(f"unknown north {north!r}; allowed are 'true', 'grid' and 'magnetic': name one")
    if north == "magnetic" and declination_deg is None:
        raise PlaceError(
            "magnetic bearings need declination_deg, east positive, for the place and date of the "
            "survey: take "
            "it from the map's margin or the World Magnetic Model"
        )
    if north != "magnetic" and declination_deg is not None:
        raise PlaceError(f"a declination belongs to magnetic bearings, not to {north} ones: leave one out")
    if north != "grid" and grid is not None:
        raise PlaceError(f"a grid belongs to grid bearings, not to {north} ones: leave one out")
    if declination_deg is not None and not -180 <= declination_deg <= 180:
        raise PlaceError(f"the declination {declination_deg} is not within -180 to 180 degrees: correct it")


def _utm_of(lon: float, lat: float) -> str:
    return f"EPSG:{(32600 if lat >= 0 else 32700) + utm_zone(lon, lat)}"


def _convergence_deg(lon: float, lat: float, grid: str) -> float:
    """Return the angle from true north to grid north, east positive."""
    from pyproj import Proj

    return float(Proj(as_crs(grid)).get_factors(lon, lat, errcheck=True).meridian_convergence)
