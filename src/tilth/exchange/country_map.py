"""From strike records by the million to the surface of a country, tile by tile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange._workers import Run, workers_of
from tilth.exchange.country_raster import TileRaster, tile_raster
from tilth.exchange.hazard_inputs import HazardInputs, hazard_inputs
from tilth.exchange.land import StudiedLand, box_of, land_of
from tilth.exchange.strike_tables import account, file_sha256, read_strike_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.hazard import CheckedStrikes, Country, Extent, Grid, Tile, TileBands

__all__ = ["country_to_file", "memory_gb"]

_MOST_CELLS = 2_000_000_000
_BYTES_A_CELL, _BYTES_A_RECORD, _BYTES_A_WORKER = 130, 420, 180_000_000
Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Asked:
    """What is studied, and in which cells."""

    land: Any
    extent: Extent
    grid: Grid


def country_to_file(
    out: Path,
    strikes: Path,
    *,
    evidence: Path | None = None,
    boxes: Path | None = None,
    clearance: Path | None = None,
    land: Path | None = None,
    layer: str | None = None,
    extent: Extent | None = None,
    cell_m: float = 100.0,
    crs: str | None = None,
    records: str = "general",
    tile_cells: int | None = None,
    workers: str = "2",
    scheduler: str | None = None,
    told: Told | None = None,
    say: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Write the surface of a country; return totals, what was assumed, the account of the records.

    Parameters
    ----------
    land, layer, extent
        Polygons to study, or west, south, east, north; one of the two is needed.
    records
        Name of the set of strike records in ``data/hazard/strike_records.yaml``.
    workers, scheduler
        Who works; the surface is the same bit for bit.
    told, say
        Called with a step, how much of it is done, and of how much; with the memory it will need.

    Raises
    ------
    ExchangeError, HazardError
        A request that cannot be met: nothing is written then.
    """
    from tilth.hazard import BANDS, HazardError, check_strikes, strike_rules, whole_country

    if tile_cells is not None and not 64 <= tile_cells <= 8192:
        raise HazardError(f"tiles of {tile_cells} cells: give a side from 64 to 8,192")
    if not out.parent.is_dir():
        raise ExchangeError(f"no folder {str(out.parent)!r} to write to: make it first")
    asked = _asked(land, layer, extent, cell_m, crs)
    rules = strike_rules(records)
    given = hazard_inputs(evidence=evidence, boxes=boxes, clearance=clearance)
    step = told or _silent
    table = read_strike_table(strikes, lambda done, of: step("reading strikes", done, of))
    checked = check_strikes(table, rules)
    country, notes = whole_country(checked, asked.grid, given.records, asked.extent, tile_cells)
    if say:
        say(
            f"about {memory_gb(country, len(table), workers):.1f} GB of memory for {len(country.tiles)} tiles"
        )
    with workers_of(workers, scheduler) as run, tile_raster(out, asked.grid, BANDS) as raster:
        country = country.learned(run)
        parts = _mapped(country, asked, run, raster, step)
        answer = _answer(out, asked, country, parts, checked, given)
        answer["inputs"].insert(0, _file(strikes, checked))
        answer["notes"] = [*_told(checked, "default_coordinate", "thin_month", "missing_month"), *notes]
        raster.tag(_tags(answer))
        step("writing the raster", 0, 0)
    return answer


def _silent(_name: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def memory_gb(country: Country, records: int, workers: str) -> float:
    """Return about how much memory all processes together will need, in GB."""
    count = int(workers.removeprefix("dask:"))
    high, wide = country.tiles[0].transform_shape
    each = high * wide * _BYTES_A_CELL + _BYTES_A_WORKER
    return (records * _BYTES_A_RECORD + _BYTES_A_WORKER + (count * each if workers != "1" else each)) / 1e9


def _asked(
    land: Path | None, layer: str | None, extent: Extent | None, cell_m: float, crs: str | None
) -> _Asked:
    from tilth.hazard import grid_over

    if (land is None) == (extent is None):
        raise ExchangeError("give the land to study: either a file of polygons or an extent, not both")
    if land is not None:
        shape, within = land_of(land, layer)
    else:
        within = extent or (0.0, 0.0, 0.0, 0.0)
        west, south, east, north = within
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ExchangeError(
                f"extent {extent}: give west,south,east,north in degrees, west and south first"
            )
        shape = box_of(within)
    return _Asked(shape, within, grid_over(within, cell_m, crs, _MOST_CELLS))


def _mapped(country: Country, asked: _Asked, run: Run, raster: TileRaster, step: Told) -> list[TileBands]:
    """Work all tiles off and write them; return their sums."""
    from dataclasses import replace

    from tilth.hazard import map_tile

    studied = StudiedLand(asked.land, asked.grid)
    given: dict[int, tuple[Tile, NDArray[np.bool_]]] = {}

    def pieces() -> Iterator[Any]:
        for tile in country.tiles:
            inside = studied.inside(tile)
            if inside.any():
                given[tile.number] = (tile, inside)
                yield country.work(tile, inside)

    parts: list[TileBands] = []
    for made in run(map_tile, pieces()):
        tile, inside = given.pop(made.number)
        raster.put(tile, inside, made.cells)
        parts.append(replace(made, cells=made.cells[:, :0]))
        step("tiles", tile.number + 1, len(country.tiles))
    return parts


def _answer(
    out: Path,
    asked: _Asked,
    country: Country,
    parts: list[TileBands],
    checked: CheckedStrikes,
    given: HazardInputs,
) -> dict[str, Any]:
    from tilth import __version__
    from tilth.hazard import BANDS, country_total

    grid, rules = asked.grid, checked.rules
    unknown = _told(checked, "no_coordinate", "out_of_region")
    return {
        "out": str(out),
        "total": country_total(parts, country.log_sd),
        "parameters": {
            "shared_factor": {"mean": country.scale, "log_sd": country.log_sd},
            "cluster_share": rules.cluster_share,
            "left_by_a_cluster_record": {"median": rules.left_median, "log_sd": rules.left_log_sd},
            "find_share": country.search.find_share,
        },
        "assumptions": _assumptions(checked),
        "records": account(checked),
        "cells": {"side_m": grid.cell_m, "rows": grid.rows, "columns": grid.columns, "crs": grid.crs},
        "tiles": {"side_cells": country.tiles[0].rows, "worked_off": len(parts), "of": len(country.tiles)},
        "extent": list(asked.extent),
        "bands": list(BANDS),
        "inputs": list(given.files),
        "notes": [],
        "problems": [*unknown, *given.refused],
        "version": __version__,
    }


def _assumptions(checked: CheckedStrikes) -> list[str]:
    rules = checked.rules
    return [
        f"{rules.cluster_share:.1%} of the records whose munition is not told dropped cluster munitions",
        f"each of these left {rules.left_median:g} items (median; 90 % between "
        f"{rules.left_median * 2.718281828 ** (-1.645 * rules.left_log_sd):,.0f} and "
        f"{rules.left_median * 2.718281828 ** (1.645 * rules.left_log_sd):,.0f})",
        "items lie about the target of the record, displaced by its accuracy and scattered by a footprint",
        "nothing was taken away since, except where searches or cleared land were given",
    ]


def _told(checked: CheckedStrikes, *names: str) -> list[str]:
    return [
        f"{fault.count:,} {fault.name}: {fault.words}"
        for fault in checked.faults
        if fault.name in names and fault.count
    ]


def _file(strikes: Path, checked: CheckedStrikes) -> dict[str, Any]:
    usable = int(checked.usable.sum())
    return {
        "role": "strikes",
        "file": strikes.name,
        "sha256": file_sha256(strikes),
        "rows": usable,
        "refused": len(checked.table) - usable,
    }


def _tags(answer: dict[str, Any]) -> dict[str, str]:
    return {
        "TILTH_VERSION": answer["version"],
        "TILTH_INPUTS": " ".join(f"{one['role']}:{one['sha256']}" for one in answer["inputs"]),
        "TILTH_MEANING": "items probably left in each cell; informs survey, never releases land by itself",
        "TILTH_ASSUMES": "; ".join(answer["assumptions"]),
    }
