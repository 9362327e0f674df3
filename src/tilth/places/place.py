"""A place: a geometry with its accuracy and with the way it was written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import mapping, shape

from tilth.places._check import check_place_json
from tilth.places._errors import PlaceError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Place", "problem_of"]

DECIMALS = 8
"""Decimals of a written coordinate; a unit of the eighth is at most 1.2 mm on the ground."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, how sure that is, and how it was written.

    Attributes
    ----------
    geometry : shapely geometry
        Longitude and latitude in degrees on WGS84.
    accuracy_m : float or None
        One sigma radius in metres; None when nothing is known about it.
    as_written : str or None
        The text the place was read from.
    crs : str or None
        The coordinate reference system of that text, when it was not WGS84.
    notation : str or None
        One of dd, dm, dms, utm, mgrs, grid, traverse, gis.

    Examples
    --------
    >>> place = Place(shapely.Point(106.9, 16.7), accuracy_m=30.0)
    >>> place.to_json()
    {'geometry': {'type': 'Point', 'coordinates': [106.9, 16.7]}, 'accuracy_m': 30.0}
    """

    geometry: BaseGeometry
    accuracy_m: float | None = None
    as_written: str | None = None
    crs: str | None = None
    notation: str | None = None

    @classmethod
    def from_json(cls, value: object) -> Place:
        """Return the place that a claim carries.

        Raises
        ------
        PlaceError
            When `check_place_json` refuses it or its geometry has a problem such as a self-crossing ring.

        Examples
        --------
        >>> Place.from_json({"geometry": {"type": "Point", "coordinates": [106.9, 16.7]}}).geometry.x
        106.9
        """
        check_place_json(value)
        content: dict[str, Any] = dict(value)  # type: ignore[call-overload]
        geometry = shape(content.pop("geometry"))
        refuse_problem(geometry)
        return cls(geometry, **content)

    def to_json(self) -> dict[str, Any]:
        """Return the place as a claim carries it, coordinates rounded to 8 decimals, unknown fields left out.

        Raises
        ------
        PlaceError
            When the place would not be accepted back.

        Examples
        --------
        >>> Place(shapely.Point(1 / 3, 0)).to_json()
        {'geometry': {'type': 'Point', 'coordinates': [0.33333333, 0.0]}}
        """
        refuse_problem(self.geometry)
        content: dict[str, Any] = {"geometry": _rounded(mapping(self.geometry))}
        for key in ("accuracy_m", "as_written", "crs", "notation"):
            item = getattr(self, key)
            if item is not None:
                content[key] = item
        check_place_json(content)
        return content


def problem_of(geometry: BaseGeometry) -> str | None:
    """Return in words what is wrong with a geometry, or None when it can be used.

    Found are: no coordinates, coordinates that are not finite, and whatever makes a polygon invalid in the
    sense of OGC Simple Features 06-103r4 (a ring that crosses itself, a hole outside its shell, ...).

    Examples
    --------
    >>> problem_of(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]))
    'Self-intersection at 0.5 0.5'
    >>> problem_of(shapely.Point(106.9, 16.7)) is None
    True
    """
    if geometry.is_empty:
        return "it has no coordinates"
    bounds = geometry.bounds
    if not all(math.isfinite(number) for number in bounds):
        return "it has coordinates that are not finite numbers"
    reason = shapely.is_valid_reason(geometry)
    if reason == "Valid Geometry":
        return None
    return str(reason).replace("[", " at ").rstrip("]")


def refuse_problem(geometry: BaseGeometry) -> None:
    """Raise `PlaceError` when a geometry has a problem."""
    problem = problem_of(geometry)
    if problem is not None:
        raise PlaceError(
            f"the {geometry.geom_type} cannot be used: {problem}; allowed are valid geometries: draw it "
            "anew, or let settle() repair it and read its note"
        )


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry.get("coordinates"))}


def _round(item: Any) -> Any:
    if isinstance(item, (list, tuple)):
        return [_round(part) for part in item]
    return round(float(item), DECIMALS) + 0.0
