"""What survey knows: evidence points, survey boxes, cleared land, strikes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Box", "Cleared", "EvidencePoint", "Strike"]


@dataclass(frozen=True, slots=True)
class EvidencePoint:
    """A place where something speaks for submunitions.

    Attributes
    ----------
    accuracy_m
        1-sigma radius of the position in metres; None when nobody wrote one down.
    kind
        submunition, fragment, carrier, crater, accident or informant.
    """

    id: str
    lon: float
    lat: float
    accuracy_m: float | None = None
    date: str | None = None
    kind: str = "informant"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A survey box: a square of `size_m` about its centre, sides running north and east.

    Attributes
    ----------
    searched, detection
        Share of the box searched and chance to find an item in the searched part, 0-1; None is not
        known, which never counts as searched.
    found
        Items found; None is not known.
    """

    id: str
    lon: float
    lat: float
    size_m: float
    searched: float | None = None
    detection: float | None = None
    found: int | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    """A reported strike; `certainty` 0-1 that it happened."""

    id: str
    lon: float
    lat: float
    accuracy_m: float | None = None
    date: str | None = None
    munition: str | None = None
    rounds: float | None = None
    certainty: float | None = None


@dataclass(frozen=True)
class Cleared:
    """Cleared land: a polygon in degrees, chance to find an item in it, items found."""

    id: str
    land: BaseGeometry
    detection: float
    found: int
    date: str = ""
    depth_m: float | None = None
