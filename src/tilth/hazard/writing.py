"""Writing a made-up district as files in the contract's formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from tilth.hazard.district import ClaimedArea, Clearance, District, Position, Region, TrueStrike
from tilth.hazard.records import Box, EvidencePoint, Strike

__all__ = ["write_district"]

_README = """SYNTHETIC. The district {name} in {country} is made up by `tilth simulate` with seed {seed}.
No such place, strike, find or box exists; every identifier begins with synthetic-{seed}. truth.csv and
truth_strikes.csv hold what nobody would know: every submunition, with unexploded 1 or 0 and
removed 1 where a box or clearance found it, and every strike.
Use the other files as a survey would, and the truth only to score.
"""


def write_district(district: District, folder: Path) -> list[Path]:
    """Write the tables, GeoJSON layers, truth and README.txt of a district; return the paths.

    The tables are strikes.csv, evidence.csv, boxes.csv as in the format contract, truth.csv and
    truth_strikes.csv; the layers clearance.geojson, regions.geojson and suspected_areas.geojson. Each file
    is written whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, str] = {
        "README.txt": _README.format(name=district.name, country=district.country, seed=district.seed),
        "strikes.csv": _table(Strike, district.strikes),
        "evidence.csv": _table(EvidencePoint, district.evidence),
        "boxes.csv": _table(Box, district.boxes),
        "clearance.geojson": _layer("clearance", map(_cleared, district.clearance)),
        "truth.csv": _truth(district),
        "truth_strikes.csv": _table(TrueStrike, district.true_strikes),
        "regions.geojson": _layer("regions", (_region(region, district) for region in district.regions)),
        "suspected_areas.geojson": _layer("suspected_areas", map(_claimed, district.claimed)),
    }
    return [_write(folder / name, text) for name, text in tables.items()]


def _write(path: Path, text: str) -> Path:
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _table(kind: type[Any], rows: Iterable[Any]) -> str:
    names = [field.name for field in fields(kind)]
    return _csv(names, (astuple(row) for row in rows))


def _csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue()


def _truth(district: District) -> str:
    rows = []
    for (strike, east, north, dud), gone in zip(
        district.truth.tolist(), district.removed.tolist(), strict=True
    ):
        lon, lat = district.lonlat(east, north)
        rows.append((f"synthetic-{district.seed}-s{int(strike):02d}", lon, lat, int(dud), int(gone)))
    return _csv(("strike", "lon", "lat", "unexploded", "removed"), rows)


def _layer(name: str, features: Iterable[dict[str, Any]]) -> str:
    content = {"type": "FeatureCollection", "name": name, "synthetic": True, "features": list(features)}
    return json.dumps(content, indent=1)


def _cleared(item: Clearance) -> dict[str, Any]:
    told = {"id": item.id, "detection": item.detection, "found": item.found, "date": item.date}
    return _feature({**told, "depth_m": item.depth_m}, item.ring)


def _region(region: Region, district: District) -> dict[str, Any]:
    told = {"id": region.id, "name": region.name, "district": district.name, "country": district.country}
    return _feature(told, region.ring)


def _claimed(area: ClaimedArea) -> dict[str, Any]:
    told = {"id": area.id, "class": "SHA", "date": area.date, "area_stated_m2": area.stated_m2}
    return _feature({**told, "strike": area.strike}, area.ring)


def _feature(told: dict[str, Any], ring: Sequence[Position]) -> dict[str, Any]:
    corners = [list(corner) for corner in (*ring, ring[0])]
    geometry = {"type": "Polygon", "coordinates": [corners]}
    return {"type": "Feature", "properties": {**told, "synthetic": "yes"}, "geometry": geometry}
