"""Strikes, evidence, boxes and cleared land from CSV, Parquet, GeoPackage and GeoJSON."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from tilth.hazard import Cleared, Records

__all__ = ["HazardInputs", "hazard_inputs"]

_TABLES = (".csv", ".parquet", ".gpkg")
_WGS84 = "EPSG:4326"


@dataclass
class HazardInputs:
    """What the files held.

    Attributes
    ----------
    files
        For each file its role, name, SHA-256, usable rows and refused rows.
    refused
        A line for each row that could not be used.
    """

    records: Records
    files: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def hazard_inputs(
    *,
    strikes: Path | None = None,
    evidence: Path | None = None,
    boxes: Path | None = None,
    clearance: Path | None = None,
) -> HazardInputs:
    """Return the records of the files; what cannot be used is named, the rest kept.

    Raises
    ------
    ExchangeError
        A file that is not there or not of a known format.
    HazardError
        A table without the columns of the format contract.
    """
    from tilth.hazard import Records, read_boxes, read_evidence, read_strikes

    readers: dict[str, tuple[Path | None, Callable[..., Any]]] = {
        "strikes": (strikes, read_strikes),
        "evidence": (evidence, read_evidence),
        "boxes": (boxes, read_boxes),
        "cleared": (clearance, _read_cleared),
    }
    parts: dict[str, tuple[Any, ...]] = {}
    answer = HazardInputs(Records())
    for role, (path, reader) in readers.items():
        if path is None:
            continue
        if not path.is_file():
            raise ExchangeError(f"no file {str(path)!r} for {role}: check the name")
        read = reader(path, None if role == "cleared" or path.suffix.lower() == ".csv" else _lines(path))
        parts[role] = read.rows
        answer.refused += read.refused
        answer.files.append(
            {
                "role": "clearance" if role == "cleared" else role,
                "file": path.name,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "rows": len(read.rows),
                "refused": len(read.refused),
            }
        )
    answer.records = Records(**parts)
    return answer


def _lines(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a Parquet or GeoPackage table as texts."""
    ending = path.suffix.lower()
    if ending not in _TABLES:
        raise ExchangeError(f"{path.name} is no table that can be read; allowed: {', '.join(_TABLES)}")
    frame = _parquet(path) if ending == ".parquet" else _gpkg(path)
    names = [str(name) for name in frame.columns]
    for number, row in enumerate(frame.itertuples(index=False, name=None), 1):
        yield number, {name: _text(value) for name, value in zip(names, row, strict=True)}


def _parquet(path: Path) -> Any:
    import pandas
    from pyarrow import ArrowException

    try:
        return pandas.read_parquet(path)
    except (ArrowException, OSError, ValueError) as error:
        raise ExchangeError(f"{path.name} is no Parquet table: {error}") from error


def _gpkg(path: Path) -> Any:
    """Return the table of a GeoPackage with lon and lat from its points where it has no such columns."""
    frame = _geometries(path)
    if "lon" not in frame.columns and "geometry" in frame.columns:
        middle = frame.geometry.to_crs(_WGS84) if frame.crs else frame.geometry
        spots = middle.apply(lambda one: None if one is None else one.representative_point())
        frame = frame.assign(
            lon=[None if one is None else one.x for one in spots],
            lat=[None if one is None else one.y for one in spots],
        )
    return frame.drop(columns="geometry", errors="ignore")


def _geometries(path: Path) -> Any:
    import geopandas
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        return geopandas.read_file(path)
    except (DataSourceError, DataLayerError, ValueError, OSError) as error:
        allowed = "GeoJSON, GeoPackage"
        raise ExchangeError(f"{path.name} cannot be read ({error}); allowed: {allowed}") from error


def _text(value: Any) -> str:
    """Return a cell as the text that a CSV would hold."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:10] if hasattr(value, "isoformat") else str(value).strip()


def _read_cleared(path: Path, _: None) -> Any:
    """Return cleared polygons with their detection and finds."""
    from tilth.hazard import Read

    frame = _geometries(path)
    if "geometry" not in frame.columns or "detection" not in frame.columns:
        given = ", ".join(str(name) for name in frame.columns)
        raise ExchangeError(
            f"{path.name} needs polygons with detection, found, date, depth_m; given: {given}"
        )
    frame = frame.to_crs(_WGS84) if frame.crs else frame
    rows, refused = [], []
    for number, row in enumerate(frame.to_dict("records"), 1):
        try:
            rows.append(_cleared(row, number))
        except ValueError as error:
            refused.append(f"{path.name}, feature {number}: {error}")
    return Read(tuple(rows), tuple(refused))


def _cleared(row: Mapping[str, Any], number: int) -> Cleared:
    from tilth.hazard import Cleared
    from tilth.places import PlaceError, settle

    land = row["geometry"]
    if land is None or land.is_empty or land.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError("no polygon: draw it, or leave the record out")
    try:
        land, _ = settle(land)
    except PlaceError as error:
        raise ValueError(str(error)) from error
    detection, found = _number(row, "detection"), _number(row, "found")
    if detection is None or not 0 < detection <= 1:
        raise ValueError(
            f"detection {row.get('detection')}: give the chance to find an item, above 0 up to 1"
        )
    if found is None or found < 0 or found != int(found):
        raise ValueError(f"found {row.get('found')}: give how many items were found, 0 for none")
    name = _text(row.get("id")) or str(number)
    return Cleared(name, land, detection, int(found), _text(row.get("date")), _number(row, "depth_m"))


def _number(row: Mapping[str, Any], name: str) -> float | None:
    words = _text(row.get(name))
    try:
        return float(words) if words else None
    except ValueError:
        raise ValueError(f"{name} {words!r} is not a number") from None
