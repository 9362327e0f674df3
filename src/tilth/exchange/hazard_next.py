"""From a surface to the boxes to search next, as a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tilth.exchange._errors import ExchangeError

__all__ = ["next_to_file"]

_NEXT = (
    "id", "lon", "lat", "size_m", "rank", "gain", "by", "expected_found", "information",
    "expected_remaining", "probability_any", "searched", "reason",
)  # fmt: skip


def next_to_file(
    surface: Path, out: Path, *, boxes: Path | None = None, count: int = 20, by: str = "mix"
) -> dict[str, Any]:
    """Write the boxes to search next as CSV, best first; return them and what was assumed.

    Cells whose middle lies in a box already searched are not proposed; the boxes' usual effort is taken
    for the new ones.

    Raises
    ------
    ExchangeError, HazardError
        A file that is no surface, or a request that cannot be.
    """
    from statistics import median

    from tilth.exchange.hazard_inputs import hazard_inputs
    from tilth.exchange.hazard_raster import read_surface
    from tilth.exchange.qgis_styles import write_style
    from tilth.hazard import next_boxes
    from tilth.project.draws_file import draws_beside, read_draws

    if not surface.is_file():
        raise ExchangeError(f"no file {str(surface)!r} for the surface: check the name")
    bands, transform, crs = read_surface(surface)
    given = hazard_inputs(boxes=boxes)
    looked = [box for box in given.records.boxes if box.searched and box.detection]
    effort = median((box.searched or 0) * (box.detection or 0) for box in looked) if looked else None
    taken = _taken(bands["searched"].shape, transform, crs, looked)
    beside = draws_beside(surface)
    draws = read_draws(beside) if beside.is_file() else None
    chosen = next_boxes(bands, count, by=by, effort=effort, taken=taken, draws=draws)
    rows = [_row(box, bands, transform, crs, by) for box in chosen]
    _write_rows(out, rows)
    write_style("next_box", out)
    about = "cell" if draws is None else "total"
    told = {"out": str(out), "by": by, "information_about": about, "effort": effort}
    return {**told, "boxes": rows, "problems": given.refused}


def _taken(shape: tuple[int, ...], transform: Any, crs: str, boxes: list[Any]) -> Any:
    """Return which cells have their middle in one of the boxes."""
    import numpy as np
    from pyproj import Transformer

    taken = np.zeros(shape, bool)
    to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    for box in boxes:
        east, north = to.transform(box.lon, box.lat)
        column, row = (east - transform.c) / transform.a, (north - transform.f) / transform.e
        half = box.size_m / 2 / transform.a
        rows = slice(max(0, int(np.ceil(row - half - 0.5))), max(0, int(np.ceil(row + half - 0.5))))
        columns = slice(max(0, int(np.ceil(column - half - 0.5))), max(0, int(np.ceil(column + half - 0.5))))
        taken[rows, columns] = True
    return taken


def _row(box: Any, bands: dict[str, Any], transform: Any, crs: str, by: str) -> dict[str, Any]:
    from pyproj import Transformer

    at = (box.row, box.column)
    back = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    east, north = transform.c + (box.column + 0.5) * transform.a, transform.f + (box.row + 0.5) * transform.e
    lon, lat = back.transform(east, north)
    return {
        "id": f"next-{box.rank:03d}",
        "lon": round(lon, 7),
        "lat": round(lat, 7),
        "size_m": transform.a,
        "rank": box.rank,
        "gain": round(box.gain, 6),
        "by": by,
        "expected_found": round(box.items, 4),
        "information": round(box.information, 4),
        **{name: round(float(bands[name][at]), 4) for name in _NEXT[9:12]},
        "reason": box.reason,
    }


def _write_rows(out: Path, rows: list[dict[str, Any]]) -> None:
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, _NEXT, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        draft.replace(out)
    except OSError as error:
        raise ExchangeError(f"{out} cannot be written: {error}; check the folder") from error
    finally:
        draft.unlink(missing_ok=True)
