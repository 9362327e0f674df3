"""What probably remains in an area, from a surface's file or from a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.project import Project

__all__ = ["residual_in_file", "residual_in_project"]


def residual_in_file(
    surface: Path, area: Path, *, target: float | None = None, detection: float | None = None
) -> dict[str, Any]:
    """Return what probably remains in the land of a file, from the draws beside a surface.

    Raises
    ------
    ExchangeError, ProjectError, HazardError
        No such file, no polygon in it, no draws beside the surface, or an area outside it.
    """
    from tilth.hazard import more_search, residual
    from tilth.project.draws_file import draws_beside, read_draws

    told = residual(read_draws(draws_beside(surface)), land_of_file(area))
    more = {} if target is None else {"more_search": more_search(told, target, detection).to_json()}
    return {"surface": str(surface), "area": str(area), **told.to_json(), **more}


def residual_in_project(
    project: Project, area: str, *, target: float | None = None, detection: float | None = None
) -> dict[str, Any]:
    """Return what probably remains in an area of a project, or in a file's land, by its newest map.

    Raises
    ------
    ExchangeError, ProjectError, HazardError
        No map yet, no such area, or one outside the map.
    """
    from tilth.project import area_residual

    land = land_of_file(Path(area)) if Path(area).suffix and Path(area).is_file() else area
    told = area_residual(project, land, target=target, detection=detection)
    if told is None:
        raise ExchangeError(
            f"{project.address} has no map yet: make one with 'tilth hazard map --project {project.address}'"
        )
    return {"area": area, **told.to_json()}


def land_of_file(path: Path) -> BaseGeometry:
    """Return all polygons of a file as one piece of land, in degrees."""
    import geopandas
    from pyogrio.errors import DataLayerError, DataSourceError

    if not path.is_file():
        raise ExchangeError(f"no file {str(path)!r} with the area: check the name, or name a --project")
    try:
        frame = geopandas.read_file(path)
    except (DataSourceError, DataLayerError, ValueError, OSError) as error:
        raise ExchangeError(
            f"{path.name} cannot be read ({error}); allowed: GeoJSON, GeoPackage, Shapefile"
        ) from error
    lands = frame.geometry.dropna() if "geometry" in frame.columns else None
    if lands is None or not lands.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        raise ExchangeError(f"{path.name} holds no polygon: draw the area, or give its identifier")
    lands = lands[lands.geom_type.isin(["Polygon", "MultiPolygon"])]
    land: BaseGeometry = (lands.to_crs("EPSG:4326") if lands.crs else lands).union_all()
    return land
