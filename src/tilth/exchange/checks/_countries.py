"""Outlines of countries and districts to check positions against."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tilth.exchange.checks.finding import rules
from tilth.exchange.checks.records import CheckRecord
from tilth.exchange.importing._words import fold

__all__ = ["country_shape", "district_shapes"]

_KM_PER_DEGREE = 111.32


@lru_cache(maxsize=8)
def country_shape(iso3: str) -> Any:
    """Return the outline of a state with the rule's margin about it, None when it is not drawn.

    The outlines are coarse and take no position on any border.
    """
    import shapely

    content = json.loads((files("tilth.data") / "world" / "outlines.json").read_text("utf-8"))
    rings = [ring for state in content["states"] if state["iso3"] == iso3 for ring in state["rings"]]
    if not rings:
        return None
    parts = [shapely.Polygon(list(zip(ring[::2], ring[1::2], strict=True))) for ring in rings]
    margin = rules()["outside_country"]["margin_km"] / _KM_PER_DEGREE
    made = shapely.union_all(shapely.make_valid(parts)).buffer(margin)
    shapely.prepare(made)
    return made


def district_shapes(records: Sequence[CheckRecord]) -> dict[str, Any]:
    """Return the shapes of administrative units by code and by name; names of two units are left out."""
    import shapely

    found: dict[str, Any] = {}
    twice: set[str] = set()
    for record in records:
        if record.kind != "admin_unit" or record.shape is None:
            continue
        shape = shapely.make_valid(record.shape)
        shapely.prepare(shape)
        named = {fold(str(record.values[name])) for name in ("code", "name") if record.values.get(name)}
        for name in named | {fold(record.record)}:
            twice |= {name} if name in found else set()
            found[name] = shape
    return {name: shape for name, shape in found.items() if name not in twice}
