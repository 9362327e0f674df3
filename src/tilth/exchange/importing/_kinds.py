"""What the rows of a sheet are, told by the file, by names, or by columns."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing.sheets import Sheet

__all__ = ["LayerRule", "contract_tables", "kind_of", "layer_rule", "table_kind"]

from collections.abc import Mapping as Pairs
from dataclasses import dataclass

_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class LayerRule:
    """What the features of a layer become."""

    kind: str
    values: Pairs[str, str]
    geometry: str
    word: str


@cache
def _rules() -> list[dict[str, Any]]:
    text = (files("tilth.data") / "exchange" / "layers.yaml").read_text("utf-8")
    rules: list[dict[str, Any]] = yaml.safe_load(text)
    return rules


def contract_tables() -> dict[str, dict[str, Any]]:
    """Return the tables of the format contract by kind."""
    return settings("tables")


def table_kind(columns: list[str]) -> str | None:
    """Return the kind of claim that a table with these columns holds; None when it is none we know.

    Examples
    --------
    >>> table_kind("id,lon,lat,accuracy_m,date,kind,count".split(","))
    'evidence_point'
    """
    have = {column.strip().lower() for column in columns}
    if not {"id", "lon", "lat"} <= have:
        return None
    fitting = (name for name, profile in contract_tables().items() if set(profile["recognise"]) <= have)
    return next(fitting, None)


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


def kind_of(sheet: Sheet, kind: str | None) -> tuple[str, dict[str, Any]]:
    """Return the kind of a sheet's rows and what holds for all of them.

    Raises
    ------
    ExchangeError
        It cannot be told.
    """
    rule = layer_rule(f"{sheet.layer} {sheet.name}", sheet.shape) if sheet.geometry is not None else None
    constants = dict(rule.values) if rule is not None and kind in (None, rule.kind) else {}
    found = kind or sheet.kind or (rule.kind if rule else None) or table_kind(list(sheet.columns))
    found = found or (_by_words(sheet.layer.lower()) if sheet.layer else None)
    if found is None:
        allowed = ", ".join(settings("kinds"))
        raise ExchangeError(f"{sheet.name}: what its rows are cannot be told; say it with --as: {allowed}")
    return found, constants


def _by_words(names: str) -> str | None:
    """Return the only kind whose words stand in the name of a sheet or form, None for none or several."""
    found = [
        kind for kind, about in settings("kinds").items() if any(word in names for word in about["words"])
    ]
    return found[0] if len(found) == 1 else None
