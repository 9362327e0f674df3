"""Writing a made-up district as files in the contract's formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from tilth.hazard.district import Clearance, District
from tilth.hazard.records import Box, EvidencePoint, Strike

__all__ = ["write_district"]

_README = """SYNTHETIC. This district is made up by `tilth simulate` with seed {seed}.
No such place, strike, find or box exists. truth.csv holds what nobody would know: every submunition,
with unexploded 1 or 0. Use the other files as a survey would, and truth.csv only to score.
"""


def write_district(district: District, folder: Path) -> list[Path]:
    """Write strikes.csv, evidence.csv, boxes.csv, clearance.geojson, truth.csv, README.txt; return them.

    Each file is written whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, str] = {
        "README.txt": _README.format(seed=district.seed),
        "strikes.csv": _table(Strike, district.strikes),
        "evidence.csv": _table(EvidencePoint, district.evidence),
        "boxes.csv": _table(Box, district.boxes),
        "clearance.geojson": json.dumps(_clearance(district), indent=1),
        "truth.csv": _truth(district),
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
    for strike, east, north, dud in district.truth.tolist():
        lon, lat = district.lonlat(east, north)
        rows.append((f"s{int(strike):02d}", lon, lat, int(dud)))
    return _csv(("strike", "lon", "lat", "unexploded"), rows)


def _clearance(district: District) -> dict[str, Any]:
    features = [_feature(item) for item in district.clearance]
    return {"type": "FeatureCollection", "name": "clearance", "synthetic": True, "features": features}


def _feature(item: Clearance) -> dict[str, Any]:
    from math import cos, radians

    north = item.half_side_m / 111_195.0
    east = north / cos(radians(item.lat))
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ring = [[round(item.lon + x * east, 7), round(item.lat + y * north, 7)] for x, y in corners]
    told = {"id": item.id, "detection": item.detection, "found": item.found, "date": item.date}
    properties = {**told, "depth_m": item.depth_m, "synthetic": "yes"}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
