"""Checks of work beside the areas it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tilth.exchange.checks.finding import Finding, found, rules
from tilth.exchange.checks.records import CheckRecord

__all__ = ["check_relations"]

_WORK = ("activity", "release", "find", "evidence_point", "quality_visit")
_AREAS = ("Polygon", "MultiPolygon")


def check_relations(records: Sequence[CheckRecord]) -> Iterator[Finding]:
    """Yield work and finds that lie outside the hazardous area they name."""
    import shapely

    areas = {
        record.subject: shapely.make_valid(record.shape)
        for record in records
        if record.kind == "hazardous_area" and record.shape is not None
    }
    about = rules()["activity_outside_area"]
    for record in records:
        named = record.values.get("hazardous_area")
        if record.kind not in _WORK or not named or record.shape is None:
            continue
        land = [areas[one] for one in (named if isinstance(named, list) else [named]) if one in areas]
        if not land:
            continue
        whole, shape = shapely.union_all(land), shapely.make_valid(record.shape)
        if shape.geom_type in _AREAS and shape.area > 0:
            outside = 1 - shape.intersection(whole).area / shape.area
            if outside > about["most_share_outside"]:
                reason = f"{outside:.0%} of it lies outside the area it names"
                yield found("activity_outside_area", record, "place", str(named), reason)
        elif whole.distance(shape) * 111_320 > about["farthest_m"]:
            metres = whole.distance(shape) * 111_320
            reason = f"about {metres:,.0f} m outside the area it names"
            yield found("activity_outside_area", record, "place", str(named), reason)
