"""From the picture of a subject to features: one, or one for each side when the place is contested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from tilth.claims import ACCESS, Picture, Side, Told, vocabulary
from tilth.project._layer_shape import CLAIM_PLACE, LayerShape, layer_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Feature", "features_of", "geometries_of", "geometry_of"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of a layer; its geometry is drawn with many others, see `geometries_of`."""

    layer: str
    geometry: Mapping[str, Any]
    values: tuple[Any, ...]


def features_of(picture: Picture) -> Iterator[Feature]:
    """Yield the features of a subject; none when nothing placed and public is told of it."""
    told = picture.told.get("place")
    if told is None or picture.kind is None:
        return
    kind = vocabulary().kinds.get(picture.kind)
    if kind is None:
        return  # merged from a newer tilth: kept in the ledger, drawn when this one knows the kind
    shape = layer_shapes()[kind.layer or CLAIM_PLACE]
    common = _common(picture)
    if common["access"] == "personal":
        return
    sides = told.sides if told.how == "contested" else told.sides[:1]
    for number, side in enumerate(sides, 1):
        common["side"] = number if len(sides) > 1 else 0
        yield _feature(shape, picture, common, side)


def _common(picture: Picture) -> dict[str, Any]:
    states = {picture.statuses[item.id].name for item in picture.claims}
    access = max((item.claim.access for item in picture.claims), key=ACCESS.index)
    last = picture.claims[-1].claim
    return {
        "subject": picture.subject,
        "kind": picture.kind,
        "status": "accepted" if states == {"accepted"} else ",".join(sorted(states)),
        "contested": ",".join(sorted(picture.conflicts)) or None,
        "valid": last.valid,
        "said_on": last.said_on,
        "access": access,
        "claims": " ".join(item.id for item in picture.claims),
    }


def _feature(shape: LayerShape, picture: Picture, common: Mapping[str, Any], side: Side) -> Feature:
    outline = side.value["geometry"]
    row = dict(common)
    row["accuracy_m"] = side.value.get("accuracy_m")
    if shape.has_areas:
        row["computed_area_m2"] = _area_m2(_geometry(outline, shape))
    if shape.name != CLAIM_PLACE:
        for name, told in picture.told.items():
            column = f"{name}_told" if name in row else name
            if column in shape.columns:
                row[column] = _cell(told, shape.columns[column])
    return Feature(shape.name, outline, tuple(row.get(column) for column in shape.columns))


def geometries_of(features: Sequence[Feature], shape: LayerShape) -> NDArray[Any]:
    """Return the geometries of a layer's features in the layer's type; points are made all at once."""
    import numpy as np
    import shapely

    made = np.empty(len(features), dtype=object)
    points = [at for at, feature in enumerate(features) if feature.geometry["type"] == "Point"]
    if points:
        made[points] = shapely.points([features[at].geometry["coordinates"][:2] for at in points])
    for at, feature in enumerate(features):
        if made[at] is None:
            made[at] = _geometry(feature.geometry, shape)
    return made


def geometry_of(feature: Feature) -> BaseGeometry:
    """Return the geometry of one feature, of the type of its layer."""
    return _geometry(feature.geometry, layer_shapes()[feature.layer])


def _geometry(content: Mapping[str, Any], shape: LayerShape) -> BaseGeometry:
    from shapely import MultiPolygon, Polygon
    from shapely.geometry import shape as from_geojson

    geometry: BaseGeometry = from_geojson(dict(content))
    if shape.geometry == "MultiPolygon" and isinstance(geometry, Polygon):
        return MultiPolygon([geometry])
    if shape.geometry == "Point" and geometry.geom_type != "Point":
        return geometry.representative_point()
    return geometry


def _area_m2(geometry: BaseGeometry) -> float | None:
    """Return the area of what is settled of an outline; None when nothing of it is an area."""
    from tilth.places import PlaceError, area_m2, settle

    try:
        return round(area_m2(settle(geometry)[0]), 1)
    except PlaceError:
        return None


def _cell(told: Told, kind: str) -> Any:
    value = told.value
    if value is None:
        return None
    if kind == "text":
        return value if isinstance(value, str) else orjson.dumps(value).decode()
    return value if isinstance(value, int | float) else None
