"""GIS files (GeoPackage, GeoJSON, Shapefile, KML ...) as claims, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tilth.claims import Claim, vocabulary
from tilth.exchange._errors import ExchangeError
from tilth.exchange.intake import Draft, Intake, RowProblem, take
from tilth.exchange.sources import source_of_file
from tilth.project import Project
from tilth.project.geojson import geojson

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

__all__ = ["LayerRule", "layer_rule", "take_gis"]

_OWN_IDS = ("id", "local_id", "area_id", "crater_id", "objectid", "shapeid", "fid")
_DEGREE = 1e-8
"""Coordinates are kept to eight decimals of a degree: about a millimetre."""
_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class LayerRule:
    """What the features of a layer become."""

    kind: str
    values: Mapping[str, str]
    geometry: str
    word: str


@cache
def _rules() -> list[dict[str, Any]]:
    text = (files("tilth.data") / "exchange" / "layers.yaml").read_text("utf-8")
    rules: list[dict[str, Any]] = yaml.safe_load(text)
    return rules


def layer_rule(names: str, geometry: str) -> LayerRule | None:
    """Return the rule for a layer by its names and geometry type; None when no rule fits.

    Examples
    --------
    >>> layer_rule("suspect bih_mines", "MultiPolygon").kind
    'hazardous_area'
    >>> layer_rule("fire_direction_lines", "LineString") is None
    True
    """
    shape = "polygon" if geometry in _POLYGONS else "point" if "Point" in geometry else "line"
    text = names.lower()
    for rule in _rules():
        word = next((word for word in rule["words"] if word in text), None)
        if word is not None and rule["geometry"] in (shape, "any") and shape != "line":
            return LayerRule(rule["kind"], rule["values"], rule["geometry"], word)
    return None


def take_gis(
    project: Project, path: Path, *, kind: str | None = None, dry_run: bool = False, synthetic: bool = False
) -> list[Intake]:
    """Take every layer of a GIS file into the project; return the account of each layer.

    Layers that no rule fits are refused whole, with the reason; null geometries are refused one by
    one; broken rings are mended and said so.

    Raises
    ------
    ExchangeError
        GDAL cannot read the file.
    """
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        layers = [(str(name), str(shape)) for name, shape in pyogrio.list_layers(path)]
    except (DataSourceError, ValueError) as error:
        raise ExchangeError(f"{path.name} is no GIS file that can be read: {error}") from error
    source = source_of_file(path, synthetic=synthetic)
    return [_take_layer(project, path, name, shape, source, kind, dry_run=dry_run) for name, shape in layers]


def _take_layer(
    project: Project, path: Path, layer: str, shape: str, source: Claim, kind: str | None, *, dry_run: bool
) -> Intake:
    import pyogrio

    name = f"{path.name}, layer {layer}"
    rule = LayerRule(kind, {}, "any", kind) if kind else layer_rule(f"{layer} {path.stem}", shape)
    info = pyogrio.read_info(path, layer=layer)
    if rule is None or info["crs"] is None:
        reason = f"no rule for a layer of this name with {shape} geometry" if rule is None else "no CRS"
        advice = "say what it holds with --as KIND" if rule is None else "set the layer's CRS and repeat"
        count = max(int(info["features"]), 0)
        return _refused(name, count, reason, advice, layer)
    frame = pyogrio.read_dataframe(path, layer=layer).to_crs("EPSG:4326")
    problems: list[RowProblem] = []
    synthetic = source.values.get("synthetic") == "yes"
    prefix = f"{source.subject[7:15]}-{layer}"
    drafts = list(_drafts(frame, rule, source.subject, prefix, problems, synthetic=synthetic))
    return take(
        project, name, rule.kind, drafts, problems,
        before=[source], dry_run=dry_run, profile=f"layers.yaml: {rule.word}",
    )  # fmt: skip


def _refused(name: str, count: int, reason: str, advice: str, layer: str) -> Intake:
    problem = RowProblem(1, layer, "layer", layer, "layer rule", "refused", reason, advice)
    return Intake(name, "", count, 0, count, 0, 0, 0, (problem,))


def _drafts(
    frame: GeoDataFrame,
    rule: LayerRule,
    source: str,
    prefix: str,
    problems: list[RowProblem],
    *,
    synthetic: bool,
) -> Iterator[Draft]:
    records = _records(frame, prefix)
    told = _told_columns(frame, rule.kind)
    marked = {"synthetic": "yes"} if synthetic else {}
    for number, (record, geometry) in enumerate(zip(records, frame.geometry, strict=True), 1):
        settled, note = _settled(geometry)
        if note:
            severity = "refused" if settled is None else "advisory"
            advice = "draw it, or leave the record out" if settled is None else "look at it on a map"
            problems.append(RowProblem(number, record, "geometry", "", "geometry", severity, note, advice))
        if settled is None:
            continue
        place = {"geometry": geojson(settled), "notation": "gis"}
        values = {**rule.values, **told[number - 1], **marked}
        subject = f"{rule.kind}:{record}"
        claim = Claim(kind=rule.kind, subject=subject, values=values, source=source, place=place)
        yield Draft(number, record, claim)


def _settled(geometry: BaseGeometry | None) -> tuple[BaseGeometry | None, str]:
    """Return a geometry that is valid in degrees of eight decimals, and what was done; None refuses it."""
    import shapely

    from tilth.places import PlaceError, settle

    if geometry is None or geometry.is_empty:
        return None, "no geometry"
    try:
        settled, note = settle(geometry)
    except PlaceError as error:
        return None, str(error)
    exact = shapely.set_precision(settled, _DEGREE)
    if exact.is_empty or not exact.is_valid:
        return None, "smaller than a millimetre, or in pieces of that size"
    return exact, note


def _told_columns(frame: GeoDataFrame, kind: str) -> list[dict[str, Any]]:
    """Return for each feature what columns named as properties of the kind tell; empty cells left out."""
    known = vocabulary()[kind].properties
    columns = [str(name) for name in frame.columns if str(name) in known and str(name) != "geometry"]
    rows = frame[columns].to_dict("records") if columns else [{} for _ in range(len(frame))]
    return [{name: _plain(value) for name, value in row.items() if not _is_empty(value)} for row in rows]


def _is_empty(value: Any) -> bool:
    """Whether a cell is empty: None, an empty text, or a number that is none."""
    return value is None or value == "" or value != value


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int | float | str) else str(value)[:10]


def _records(frame: GeoDataFrame, prefix: str) -> list[str]:
    """Return the features' own identifiers where they have unique ones, else their numbers."""
    for column in frame.columns:
        if str(column).lower() in _OWN_IDS and frame[column].is_unique and frame[column].notna().all():
            return [f"{prefix}-{str(value).strip()}" for value in frame[column]]
    return [f"{prefix}-{number}" for number in range(1, len(frame) + 1)]
