"""Which layers a map has, their groups and symbols, from ``data/map/layers.yaml`` and the room of hazard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from tilth.hazard import Box, box_class, default_profile
from tilth.hazard.styles import styles

__all__ = ["MapLayer", "group_of", "map_layers"]

OTHER = "other"
_PLAIN = {
    "says": "not said",
    "fill": "#999999",
    "pattern": "no",
    "line": "#6b6b6b",
    "width": 0.4,
    "shape": "dot",
}


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer of the map.

    Attributes
    ----------
    name, says
        The feature layer it is read from, and what people call it.
    by
        Column that tells its groups apart; ``box_class`` is worked out from a box's facts.
    since
        Columns of which the first filled one is the day from which a thing shows.
    lasts
        Whether a thing ends with its validity; what happened once stays shown.
    symbols
        Colour, pattern or shape and words by group; ``other`` for what names none.
    """

    name: str
    says: str
    by: str | None
    since: tuple[str, ...]
    lasts: bool
    symbols: Mapping[str, Mapping[str, Any]]


@cache
def map_layers() -> dict[str, MapLayer]:
    """Return the layers by name, in the order they are drawn, the lowest first.

    Examples
    --------
    >>> list(map_layers())[:3], map_layers()["survey_box"].symbols["none"]["says"]
    (['hazardous_area', 'release', 'survey_box'], 'not searched')
    """
    import yaml

    text = (files("tilth.data") / "map" / "layers.yaml").read_text("utf-8")
    told = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        name: MapLayer(
            name,
            one["says"],
            one.get("by"),
            tuple(one["since"]),
            bool(one.get("lasts")),
            {**(one.get("symbols") or _symbols(name)), OTHER: _PLAIN},
        )
        for name, one in told.items()
    }


def _symbols(name: str) -> Mapping[str, Mapping[str, Any]]:
    if name == "hazardous_area":
        kinds: Mapping[str, Mapping[str, Any]] = styles()["layers"][name]["kinds"]
        return kinds
    rules, patterns = default_profile(), styles()["boxes"]
    return {
        code: {
            "says": rules.meanings.get(code) or code,
            "fill": rules.colours[code] or "#404040",
            "pattern": patterns.get(code, "solid"),
            "line": rules.colours[code] or "#404040",
            "width": 0.3,
        }
        for code in rules.colours
    }


def group_of(layer: MapLayer, row: Mapping[str, Any]) -> str:
    """Return the group of a feature from its columns."""
    if layer.by is None:
        return layer.name
    if layer.by == "box_class":
        return box_class(_box(row), default_profile())
    name = row.get(layer.by)
    return name if isinstance(name, str) and name in layer.symbols else OTHER


def _box(row: Mapping[str, Any]) -> Box:
    known = {name: row[name] for name in _BOX_FACTS if row.get(name) is not None}
    return Box(id="", lon=0.0, lat=0.0, size_m=1.0, **known)


_BOX_FACTS = tuple(one.name for one in fields(Box) if one.name not in ("id", "lon", "lat", "size_m", "date"))
"""Facts that decide a box's class, whichever the room of hazard looks at."""
