"""The map of what remains from a project's claims, kept as a run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.hazard_companions import write_companions
from tilth.exchange.hazard_map import Asked, check_request, map_records, surface_tags
from tilth.exchange.hazard_raster import write_surface

if TYPE_CHECKING:
    from tilth.project import GroundRecords, HazardRun, Project

__all__ = ["map_project"]


def map_project(
    project: Project,
    out: Path | None = None,
    *,
    asked: Asked | None = None,
    proposed: bool = False,
    anew: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Map what remains from a project's claims, keep map and run, and return what the command prints.

    Where the project has a map of the same ground the run goes on from it, unless `anew` is asked. What has
    not changed since is not computed again.

    Parameters
    ----------
    out
        GeoTIFF to write besides, with what belongs to it; the project keeps its own in any case.
    proposed
        Whether claims that nobody has reviewed yet count too.

    Raises
    ------
    ExchangeError, HazardError
        No claim to work from, or a request that cannot be: nothing is kept then.
    """
    from tilth.hazard import model_sha256
    from tilth.project import ground_records, latest_hazard

    asked = asked or Asked()
    check_request(out, asked)
    ground = ground_records(project, proposed=proposed)
    if ground.records.extent() is None:
        waiting = ", ".join(f"{count} {kind}" for kind, count in ground.left_out.items())
        raise ExchangeError(
            f"{project.address} holds no accepted strike, evidence, box or clearance"
            + (f"; {waiting} wait for review: accept them, or add --proposed" if waiting else "")
        )
    before = latest_hazard(project)
    parameters = _parameters(asked, proposed=proposed) | {"model": model_sha256()}
    if not anew and before is not None and before.answers(parameters, asked.seed):
        return _answer(before, out, again=True)
    start = None if anew else _earlier(before, parameters, asked.seed)
    made = _made(project, ground, asked, parameters, start, told)
    return _answer(made, out, again=False)


def _parameters(asked: Asked, *, proposed: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"cell_m": asked.cell_m, "proposed": proposed}
    told |= {"crs": asked.crs} if asked.crs else {}
    return told | ({"extent": list(asked.extent)} if asked.extent else {})


def _earlier(before: HazardRun | None, parameters: dict[str, Any], seed: int) -> HazardRun | None:
    """Return the map to go on from: one asked for alike, of a project that holds other claims by now.

    A map asked for with another seed is wanted to compare with: it begins anew.
    """
    alike = before is not None and before.is_asked_alike(parameters, seed) and before.draws_file is not None
    return before if alike else None


def _made(
    project: Project,
    ground: GroundRecords,
    asked: Asked,
    parameters: dict[str, Any],
    earlier: HazardRun | None,
    told: Callable[[int, int], None] | None,
) -> HazardRun:
    from tilth.project import keep_hazard_run

    start = None if earlier is None else earlier.draws()
    surface, answer = map_records(ground.records, asked, start=start, told=told)
    waiting = [f"{count} {kind} not reviewed yet, left out" for kind, count in ground.left_out.items()]
    answer["notes"] = [*ground.notes, *waiting, *answer["notes"]]
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "surface.tif"
        write_surface(surface, draft, surface_tags(answer, [f"claims:{len(ground.inputs)}"]))
        assert surface.draws is not None
        write_companions(surface.draws, draft)
        files = {"surface": draft, "draws": draft.with_name("surface.draws.npz")}
        files["strikes"] = draft.with_name("surface.strikes.tif")
        went_on = earlier is not None and answer["started"] != "anew"
        more = parameters | ({"went_on_from": earlier.run} if earlier is not None and went_on else {})
        return keep_hazard_run(project, ground, files, answer, seed=asked.seed, parameters=more)


def _answer(made: HazardRun, out: Path | None, *, again: bool) -> dict[str, Any]:
    """Return what the command prints; write the kept surface and what belongs to it where asked."""
    told = made.to_json()
    answer = {**told.pop("result"), **told, "unchanged": again}
    draws = made.draws() if out is not None else None
    if out is not None and made.surface is not None and draws is not None:
        shutil.copyfile(made.surface, out)
        answer |= {"out": str(out), "beside": write_companions(draws, out)}
    return answer
