"""Styles that QGIS takes up by itself: files beside a layer, and the table of styles in a GeoPackage."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tilth.exchange._qgis_xml import band_style, kinds_style, plain_style, squares_style
from tilth.hazard.styles import styles

if TYPE_CHECKING:
    from tilth.hazard import Profile

__all__ = ["add_style", "style_of", "write_style", "write_styles"]

_FIRST = {"surface": "expected_remaining", "strikes": "strikes"}
_BOX_WORDS = {"none": "not searched"}


def style_of(name: str, profile: Profile | None = None) -> str:
    """Return the style of a band or layer as the XML text that QGIS reads.

    Parameters
    ----------
    name
        A band of a surface (``expected_remaining``), or a layer: ``not_searched``, ``hazardous_area``,
        ``survey_box``, ``next_box``.
    profile
        Rules whose colours and words boxes are shown with; the shipped ones where None.
    """
    held = styles()
    if name in held["bands"]:
        return band_style(_number_of(name), held["bands"][name])
    if name == "survey_box":
        return kinds_style("class", _boxes(profile))
    if name == "next_box":
        return squares_style(held["layers"][name][0])
    layer = held["layers"][name]
    return kinds_style(layer["by"], layer["kinds"]) if isinstance(layer, Mapping) else plain_style(layer[0])


def _number_of(band: str) -> int:
    from tilth.hazard import BANDS, STRIKE_BANDS

    return (BANDS if band in BANDS else STRIKE_BANDS).index(band) + 1


def _boxes(profile: Profile | None) -> dict[str, dict[str, object]]:
    from tilth.hazard import default_profile

    rules, patterns = profile or default_profile(), styles()["boxes"]
    return {
        code: {
            "says": rules.meanings.get(code) or code,
            "fill": rules.colours[code] or "#404040",
            "pattern": patterns.get(code, "solid"),
            "line": rules.colours[code] or "#404040",
            "width": 0.2,
        }
        for code in rules.colours
    }


def write_style(name: str, layer: Path, profile: Profile | None = None) -> Path:
    """Write the style of a file's only or first layer beside it, under the name QGIS looks for."""
    path = layer.with_suffix(".qml")
    path.write_text(style_of(_FIRST.get(name, name), profile), encoding="utf-8", newline="\n")
    return path


def write_styles(bands: tuple[str, ...], raster: Path) -> list[Path]:
    """Write a style for each band of a raster.

    That of the first is named as the raster, so that QGIS takes it up; those of the others stand by band in
    a folder, to be loaded when another band is looked at.
    """
    folder = raster.with_suffix(".styles")
    folder.mkdir(exist_ok=True)
    paths = [raster.with_suffix(".qml"), *(folder / f"{band}.qml" for band in bands[1:])]
    for band, path in zip(bands, paths, strict=True):
        path.write_text(style_of(band), encoding="utf-8", newline="\n")
    return paths


def add_style(geopackage: Path, layer: str, profile: Profile | None = None) -> None:
    """Write the style of a layer into the GeoPackage, where QGIS keeps styles, as the layer's default."""
    text = style_of(layer, profile)
    with closing(sqlite3.connect(geopackage)) as connection, connection:
        connection.execute(_TABLE)
        connection.execute(
            "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )
        connection.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
            " styleName, styleQML, styleSLD, useAsDefault, description)"
            " VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'tilth')",
            (layer, layer, text),
        )


_TABLE = """CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
 styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30),
 ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
"""As QGIS makes it itself (QgsOgrProvider, save style to database)."""
