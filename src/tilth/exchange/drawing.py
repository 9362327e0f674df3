"""Hazardous areas straight from files to a GeoPackage, without a project."""

from __future__ import annotations

import json
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
    profile: Path | str | None = None,
) -> dict[str, Any]:
    """Write layers ``hazardous_area``, ``survey_box`` and ``evidence_core``, each with its style for QGIS.

    Return the areas, each with the trace of its rules, totals and refused rows.

    Strikes are read and checked, and counted in the answer; areas rest on evidence and boxes alone.

    Parameters
    ----------
    profile
        File of a programme's rules, or the name of shipped ones.

    Raises
    ------
    ExchangeError
        Nothing usable to draw from, or the file cannot be written.
    """
    from tilth.hazard import (
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
    rules = read_profile(profile or "default")
    listed = squares.rows if squares else ()
    areas = draw_areas(points.rows, listed, rules)
    _write(out, areas, listed, rules)
    return {
        "areas": [{**_row(area), "trace": [step.to_json() for step in area.trace]} for area in areas.areas],
        "total_m2": {code: _total(areas, code) for code in ("SHA", "CHA")},
        "profile": areas.profile,
        "profile_note": rules.note,
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

    from tilth.exchange.qgis_styles import add_style
    from tilth.exchange.squares import square
    from tilth.hazard import box_class

    draft = out.with_name(f"{out.stem}.part.gpkg")
    draft.unlink(missing_ok=True)
    rows = [_row(area) for area in areas.areas]
    for row in rows:
        row["evidence"], row["boxes"] = " ".join(row["evidence"]), " ".join(row["boxes"])
    for row, area in zip(rows, areas.areas, strict=True):
        row["trace"] = json.dumps([step.to_json() for step in area.trace])
    shapes = [area.geometry for area in areas.areas]
    columns = ["id", "class", "area_m2", "rule", "evidence", "boxes", "why", "trace"]
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
    _write_cores(draft, areas)
    squares = [square(box.lon, box.lat, box.size_m) for box in boxes]
    frame = geopandas.GeoDataFrame(facts, columns=names, geometry=squares, crs="EPSG:4326")
    frame.to_file(draft, layer="survey_box", driver="GPKG", geometry_type="Polygon")
    for layer in ("hazardous_area", "survey_box"):
        add_style(draft, layer, rules)
    draft.replace(out)


def _write_cores(draft: Path, areas: Areas) -> None:
    """Write the evidence of confirmed areas without their fade-out, kept beside what was drawn from it."""
    import geopandas

    from tilth.places import area_m2

    rows = [(area.id, area.core) for area in areas.areas if area.core is not None]
    told = {"area": [key for key, _ in rows], "area_m2": [area_m2(core) for _, core in rows]}
    frame = geopandas.GeoDataFrame(told, geometry=[core for _, core in rows], crs="EPSG:4326")
    frame.to_file(draft, layer="evidence_core", driver="GPKG", geometry_type="Unknown")
