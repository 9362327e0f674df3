"""Borders of regions: administrative units of the project as names and polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tilth.project.land_records import pictures_of
from tilth.project.project import Project

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["borders_of"]


def borders_of(project: Project, level: int | None = None) -> list[tuple[str, BaseGeometry]]:
    """Return the administrative units that have a polygon, by name, else by code, else by identifier.

    Parameters
    ----------
    level
        Level below the state; the deepest on record when not given.
    """
    from shapely.geometry import shape

    from tilth.places import settle

    placed = [
        picture for picture in pictures_of(project, "admin_unit") if _has_polygon(picture.value("place"))
    ]
    levels = {picture.value("level") for picture in placed} - {None}
    wanted = level if level is not None else max(levels, default=None)
    made = []
    for picture in placed:
        if picture.value("level") in (wanted, None):
            name = picture.value("name") or picture.value("code") or picture.subject.split(":", 1)[1]
            made.append((str(name), settle(shape(picture.value("place")["geometry"]))[0]))
    return sorted(made, key=lambda pair: pair[0])


def _has_polygon(place: dict[str, dict[str, str]] | None) -> bool:
    return place is not None and place["geometry"]["type"] in ("Polygon", "MultiPolygon")
