"""Hazardous areas straight from files to a GeoPackage, without a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from tilth.hazard import Areas, Box, Profile

__all__ = ["draw_to_file"]


_FACTS = ("id", "size_m", "searched", "detection", "found", "date")


def draw_to_file(
    evidence: Path,
    out: Path,
    *,
    boxes: Path | None = None,
    strikes: Path | None = None,
    profile: Path | None = None,
) -> dict[str, Any]:
    """Write layers ``hazardous_area`` and ``survey_box``; return the areas, totals and refused rows.

    Strikes are read and checked, and counted in the answer; areas rest on evidence and boxes alone.

    Raises
    ------
    ExchangeError
        Nothing usable to draw from, or the file cannot be written.
    """
    from tilth.hazard import (
        default_profile,
        draw_areas,
        read_boxes,
        read_evidence,
        read_profile,
        read_strikes,
    )

    points = read_evidence(evidence)
    squares = read_boxes(boxes) if boxes else None
    reported = read_strikes(strikes) if strikes else None
    refused = [line for read in (points, squares, reported) if read is not None for line in read.refused]
    if not points.rows and not (squares and squares.rows):
        raise ExchangeError(f"{evidence.name} and boxes hold no usable row ({len(refused)} refused)")
    rules = read_profile(profile) if profile else default_profile()
    listed = squares.rows if squares else ()
    areas = draw_areas(points.rows, listed, rules)
    _write(out, areas, listed, rules)
    return {
        "areas": [_row(area) for area in areas.areas],
        "total_m2": {code: _total(areas, code) for code in ("SHA", "CHA")},
        "profile": areas.profile,
        "unverified": list(areas.unverified),
        "without_area": areas.without_area,
        "unresolved": list(areas.unresolved),
        "cut_out": list(areas.cut_out),
        "strikes": len(reported.rows) if reported else 0,
        "refused": refused,
    }


def _row(area: Any) -> dict[str, Any]:
    return {
        "id": area.id,
        "class": area.classification,
        "area_m2": area.area_m2,
        "rule": area.rule,
        "evidence": list(area.evidence_ids),
        "boxes": list(area.box_ids),
        "why": area.why,
    }


def _total(areas: Areas, code: str) -> float:
    return sum(area.area_m2 for area in areas.areas if area.classification == code)


def _write(out: Path, areas: Areas, boxes: tuple[Box, ...], rules: Profile) -> None:
    import geopandas

    from tilth.exchange.squares import square
    from tilth.hazard import box_class

    draft = out.with_name(f"{out.stem}.part.gpkg")
    draft.unlink(missing_ok=True)
    rows = [_row(area) for area in areas.areas]
    for row in rows:
        row["evidence"], row["boxes"] = " ".join(row["evidence"]), " ".join(row["boxes"])
    shapes = [area.geometry for area in areas.areas]
    columns = ["id", "class", "area_m2", "rule", "evidence", "boxes", "why"]
    frame = geopandas.GeoDataFrame(rows, columns=columns, geometry=shapes, crs="EPSG:4326")
    frame.to_file(draft, layer="hazardous_area", driver="GPKG", geometry_type="Polygon")
    facts = [
        {
            **{name: getattr(box, name) for name in _FACTS},
            "class": (code := box_class(box, rules)),
            "colour": rules.colours.get(code, ""),
        }
        for box in boxes
    ]
    names = [*_FACTS, "class", "colour"]
    squares = [square(box.lon, box.lat, box.size_m) for box in boxes]
    frame = geopandas.GeoDataFrame(facts, columns=names, geometry=squares, crs="EPSG:4326")
    frame.to_file(draft, layer="survey_box", driver="GPKG", geometry_type="Polygon")
    draft.replace(out)
