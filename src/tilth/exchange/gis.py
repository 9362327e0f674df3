"""GIS files (GeoPackage, GeoJSON, Shapefile, KML ...) as claims, layer by layer."""

from __future__ import annotations

from pathlib import Path

from tilth.exchange.importing._kinds import LayerRule, layer_rule
from tilth.exchange.importing.importer import import_file
from tilth.exchange.intake import Intake
from tilth.project import Project

__all__ = ["LayerRule", "layer_rule", "take_gis"]


def take_gis(
    project: Project, path: Path, *, kind: str | None = None, dry_run: bool = False, synthetic: bool = False
) -> list[Intake]:
    """Take every layer of a GIS file into the project; return the account of each layer.

    Layers that no rule fits are refused whole, with the reason; null geometries are refused one by
    one; broken rings are mended and said so, and kept as they were given.

    Raises
    ------
    ExchangeError
        GDAL cannot read the file.
    """
    outcomes = import_file(project, path, kind=kind, dry_run=dry_run, synthetic=synthetic)
    return [outcome.intake for outcome in outcomes]
