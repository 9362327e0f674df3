"""From records to a surface of the items that probably remain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from tilth.hazard import Draws, Extent, Grid, Records, Surface

__all__ = [
    "Asked",
    "check_request",
    "expected_left_by",
    "map_records",
    "map_to_file",
    "refuse_too_large",
    "surface_tags",
]

_CELLS_SHARED = 2_000_000
"""More cells than this are summed by one process."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a map is asked for.

    Attributes
    ----------
    cell_m
        Side of a cell.
    crs
        System in metres; found out from the land where None.
    extent
        West, south, east, north in degrees; all records with a margin where None.
    seed
        The same seed gives the same surface.
    """

    cell_m: float = 50.0
    crs: str | None = None
    extent: Extent | None = None
    seed: int = 0


def map_to_file(
    out: Path,
    *,
    strikes: Path | None = None,
    evidence: Path | None = None,
    boxes: Path | None = None,
    clearance: Path | None = None,
    start: Path | None = None,
    surface_only: bool = False,
    asked: Asked | None = None,
    told: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Write the surface of what probably remains; return totals, parameters, diagnostics and problems.

    Parameters
    ----------
    start
        An earlier surface of the same ground: the run goes on from the draws beside it.
    surface_only
        Whether the draws, the map of strikes, the land not searched and the styles are left out.

    Raises
    ------
    ExchangeError, HazardError
        Nothing to work from, an extent, cell or seed that cannot be, or a file that cannot be written:
        nothing is written then.
    """
    from tilth.exchange.hazard_companions import write_companions
    from tilth.exchange.hazard_inputs import hazard_inputs
    from tilth.exchange.hazard_raster import write_surface
    from tilth.project.draws_file import draws_beside, read_draws

    asked = asked or Asked()
    check_request(out, asked)
    earlier = None if start is None else read_draws(draws_beside(start))
    given = hazard_inputs(strikes=strikes, evidence=evidence, boxes=boxes, clearance=clearance)
    surface, answer = map_records(given.records, asked, refused=given.refused, start=earlier, told=told)
    answer = {"out": str(out), **answer, "inputs": given.files}
    write_surface(
        surface, out, surface_tags(answer, [f"{one['role']}:{one['sha256']}" for one in given.files])
    )
    draws = None if surface_only else surface.draws
    answer["beside"] = [] if draws is None else write_companions(draws, out)
    return answer


def check_request(out: Path | None, asked: Asked) -> None:
    """Refuse what cannot be before any work is done."""
    if asked.seed < 0:
        raise ExchangeError(f"seed {asked.seed} is negative: give 0 or a greater whole number")
    if out is not None and not out.parent.is_dir():
        raise ExchangeError(f"no folder {str(out.parent)!r} to write to: make it first")


def _hands(grid: Grid) -> int:
    """Return how many processes share the work: each holds sums of its own, so one where cells are many."""
    from os import cpu_count

    return min(cpu_count() or 1, 2) if grid.rows * grid.columns <= _CELLS_SHARED else 1


def map_records(
    records: Records,
    asked: Asked,
    *,
    refused: Sequence[str] = (),
    start: Draws | None = None,
    told: Callable[[int, int], None] | None = None,
) -> tuple[Surface, dict[str, Any]]:
    """Return the surface of some records, and what the command prints of it."""
    from tilth import __version__
    from tilth.hazard import grid_over, known_ground, map_remaining

    studied = _checked(asked.extent) if asked.extent else _wider(records.extent(), len(refused))
    grid = grid_over(studied, asked.cell_m, asked.crs)
    refuse_too_large(grid, _memory_here())
    known, notes = known_ground(records, grid, studied, expected_left_by())
    if start is not None and start.grid.crs != grid.crs:
        notes.append(f"the earlier surface is in {start.grid.crs}, this one in {grid.crs}: started anew")
        start = None
    surface = map_remaining(known, asked.seed, told=told, start=start, workers=_hands(grid))
    answer = {
        "total": surface.total,
        "found": int(known.effort.counts.sum()),
        "parameters": surface.parameters,
        "diagnostics": surface.diagnostics,
        "started": "anew" if start is None else "from an earlier surface",
        "cells": {"side_m": asked.cell_m, "rows": grid.rows, "columns": grid.columns, "crs": grid.crs},
        "extent": list(studied),
        "bands": list(surface.bands),
        "notes": [*notes, *_differing(surface)],
        "problems": _problems(list(refused), surface),
        "version": __version__,
        "seed": asked.seed,
    }
    return surface, answer


def refuse_too_large(grid: Grid, here: float | None) -> None:
    """Refuse a map that needs more memory than the machine has, before any of it is made.

    Parameters
    ----------
    here
        Bytes of memory of this machine; None where that cannot be found out, and nothing is refused.
    """
    from tilth.hazard import usable_memory

    if here is not None and grid.memory_needed > usable_memory(here):
        raise ExchangeError(
            f"{grid.columns:,} by {grid.rows:,} cells of {grid.cell_m:g} m need about "
            f"{grid.memory_needed / 1e9:,.1f} GB, this machine has {here / 1e9:,.1f} GB: give a larger "
            "--cell or a smaller --extent, or map tiles with 'tilth hazard country'"
        )


def _memory_here() -> float | None:
    import os

    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not told on every system
        return None


def surface_tags(answer: Mapping[str, Any], inputs: Sequence[str]) -> dict[str, str]:
    """Return what a surface's file says of itself."""
    return {
        "TILTH_VERSION": answer["version"],
        "TILTH_SEED": str(answer["seed"]),
        "TILTH_INPUTS": " ".join(inputs),
        "TILTH_MEANING": "items probably left in each cell; informs survey, never releases land by itself",
    }


def _problems(refused: list[str], surface: Surface) -> list[str]:
    told = surface.diagnostics
    unsure = f"the chains do not agree on the total (R-hat {told['rhat_total']}): do not rely on it"
    return [*refused, *([unsure] if told["agreement"] == "bad" else [])]


def _differing(surface: Surface) -> list[str]:
    told = surface.diagnostics
    words = (
        f"groups of chains explain the finds differently (R-hat of the total {told['rhat_total']}): the "
        "intervals hold them all; map again with another --seed and compare before you rely on it"
    )
    return [words] if told["agreement"] == "fair" else []


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


def expected_left_by() -> Callable[[str, float], float | None]:
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
