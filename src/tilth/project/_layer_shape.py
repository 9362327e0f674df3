"""The derived feature layers: which there are and which columns they have, from the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from tilth.claims import Kind, vocabulary

__all__ = ["CLAIM_PLACE", "LayerShape", "layer_shapes", "shapes_digest"]

CLAIM_PLACE = "claim_place"

_COMMON = {
    "subject": "text",
    "kind": "text",
    "side": "integer",
    "status": "text",
    "contested": "text",
    "accuracy_m": "real",
    "valid": "text",
    "said_on": "text",
    "access": "text",
    "claims": "text",
}
_AREAS = {"computed_area_m2": "real"}
_GEOMETRY = {
    "evidence_point": "Point",
    "survey_box": "MultiPolygon",
    "hazardous_area": "MultiPolygon",
}
_NUMBERS = {"number": "real", "integer": "integer"}


@dataclass(frozen=True, slots=True)
class LayerShape:
    """One layer: its geometry type and its columns with their types (text, real, integer).

    ``side`` is 0 where the claims agree on the place, else 1, 2, ... one feature for each side.
    """

    name: str
    geometry: str
    columns: dict[str, str]

    @property
    def has_areas(self) -> bool:
        """Whether its features are areas, measured on the ellipsoid."""
        return self.geometry == "MultiPolygon"


@cache
def layer_shapes() -> dict[str, LayerShape]:
    """Return the layers by name.

    Examples
    --------
    >>> layer_shapes()["evidence_point"].geometry
    'Point'
    """
    kinds: dict[str, list[Kind]] = {}
    for kind in vocabulary().with_layer().values():
        kinds.setdefault(str(kind.layer), []).append(kind)
    shapes = {name: _shape(name, members) for name, members in sorted(kinds.items())}
    shapes[CLAIM_PLACE] = LayerShape(CLAIM_PLACE, "Unknown", dict(_COMMON))
    return shapes


def shapes_digest() -> str:
    """Return a hash of all columns: when it changes the layers are made anew."""
    content = repr([(shape.name, shape.geometry, shape.columns) for shape in layer_shapes().values()])
    return sha256(content.encode()).hexdigest()


def _shape(name: str, kinds: list[Kind]) -> LayerShape:
    geometry = _GEOMETRY.get(name, "Unknown")
    columns = dict(_COMMON) | (_AREAS if geometry == "MultiPolygon" else {})
    for kind in kinds:
        for item in kind.properties.values():
            if item.personal or item.type == "place":
                continue
            column = item.name if item.name not in columns else f"{item.name}_told"
            columns[column] = "text" if item.many else _NUMBERS.get(item.type, "text")
    return LayerShape(name, geometry, columns)
