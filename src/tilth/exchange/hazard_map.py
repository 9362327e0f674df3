"""From files to a surface of remaining items, and from a surface to the boxes to search next."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from tilth.hazard import Extent, Surface

__all__ = ["map_to_file", "next_to_file"]

_GOOD_RHAT = 1.2
_NEXT = (
    "id", "lon", "lat", "size_m", "rank", "gain", "by", "expected_found", "information",
    "expected_remaining", "probability_any", "searched", "reason",
)  # fmt: skip


def map_to_file(
    out: Path,
    *,
    strikes: Path | None = None,
    evidence: Path | None = None,
    boxes: Path | None = None,
    clearance: Path | None = None,
    cell_m: float = 50.0,
    crs: str | None = None,
    extent: Extent | None = None,
    seed: int = 0,
    told: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Write the surface of what probably remains; return totals, parameters, diagnostics and problems.

    Raises
    ------
    ExchangeError, HazardError
        Nothing to work from, an extent, cell or seed that cannot be, or a file that cannot be written:
        nothing is written then.
    """
    from tilth import __version__
    from tilth.exchange.hazard_inputs import hazard_inputs
    from tilth.exchange.hazard_raster import write_surface
    from tilth.hazard import grid_over, known_ground, map_remaining

    if seed < 0:
        raise ExchangeError(f"seed {seed} is negative: give 0 or a greater whole number")
    if not out.parent.is_dir():
        raise ExchangeError(f"no folder {str(out.parent)!r} to write to: make it first")
    given = hazard_inputs(strikes=strikes, evidence=evidence, boxes=boxes, clearance=clearance)
    studied = _checked(extent) if extent else _wider(given.records.extent(), len(given.refused))
    grid = grid_over(studied, cell_m, crs)
    known, notes = known_ground(given.records, grid, studied, _expected_left())
    surface = map_remaining(known, seed, told=told)
    problems = _problems(given.refused, surface)
    answer = {
        "out": str(out),
        "total": surface.total,
        "found": int(known.effort.counts.sum()),
        "parameters": surface.parameters,
        "diagnostics": surface.diagnostics,
        "cells": {"side_m": cell_m, "rows": grid.rows, "columns": grid.columns, "crs": grid.crs},
        "extent": list(studied),
        "bands": list(surface.bands),
        "inputs": given.files,
        "notes": notes,
        "problems": problems,
        "version": __version__,
        "seed": seed,
    }
    write_surface(surface, out, _tags(answer, given.files))
    return answer


def _tags(answer: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, str]:
    hashes = " ".join(f"{one['role']}:{one['sha256']}" for one in files)
    return {
        "TILTH_VERSION": answer["version"],
        "TILTH_SEED": str(answer["seed"]),
        "TILTH_INPUTS": hashes,
        "TILTH_MEANING": "items probably left in each cell; informs survey, never releases land by itself",
    }


def _problems(refused: list[str], surface: Surface) -> list[str]:
    rhat = surface.diagnostics["rhat_total"]
    unsure = (
        f"the chains do not agree on the total (R-hat {rhat}, good is below {_GOOD_RHAT}): do not rely on it"
    )
    return [*refused, *([unsure] if rhat > _GOOD_RHAT else [])]


def _checked(extent: Extent) -> Extent:
    west, south, east, north = extent
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ExchangeError(f"extent {extent}: give west,south,east,north in degrees, west and south first")
    return extent


def _wider(extent: Extent | None, refused: int) -> Extent:
    """Return the extent of the records with a margin about it."""
    from math import cos, radians

    from tilth.hazard import study_margin_m

    if extent is None:
        raise ExchangeError(f"no usable strike, evidence, box or cleared land ({refused} rows refused)")
    west, south, east, north = extent
    lat = study_margin_m() / 111_195.0
    lon = lat / max(cos(radians(max(abs(south), abs(north)))), 0.01)
    return max(west - lon, -180.0), max(south - lat, -90.0), min(east + lon, 180.0), min(north + lat, 90.0)


def _expected_left() -> Callable[[str, float], float | None]:
    """Return a function that gives the items that rounds of a munition leave, None where it is unknown."""
    from tilth.munitions import MunitionError, expect

    rounds_tried = 1000

    @cache
    def a_round(munition: str) -> float | None:
        try:
            return expect(munition, rounds_tried).unexploded.mean / rounds_tried
        except MunitionError:
            return None

    def left(munition: str, rounds: float) -> float | None:
        each = a_round(munition)
        return None if each is None else each * rounds

    return left


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
    from tilth.hazard import next_boxes

    if not surface.is_file():
        raise ExchangeError(f"no file {str(surface)!r} for the surface: check the name")
    bands, transform, crs = read_surface(surface)
    given = hazard_inputs(boxes=boxes)
    looked = [box for box in given.records.boxes if box.searched and box.detection]
    effort = median((box.searched or 0) * (box.detection or 0) for box in looked) if looked else None
    taken = _taken(bands["searched"].shape, transform, crs, looked)
    chosen = next_boxes(bands, count, by=by, effort=effort, taken=taken)
    rows = [_row(box, bands, transform, crs, by) for box in chosen]
    _write_rows(out, rows)
    return {"out": str(out), "by": by, "effort": effort, "boxes": rows, "problems": given.refused}


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
