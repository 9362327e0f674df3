"""Maps of what remains, kept as runs: what went in, what came out, and whether it still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth import __version__
from tilth.claims import (
    Claim,
    LedgerError,
    Recorded,
    dataset_claim,
    open_dataset,
    recorded_about,
    recorded_by_id,
    store_dataset,
)
from tilth.project.draws_file import read_draws
from tilth.project.hazard_records import GroundRecords, ground_claims
from tilth.project.project import Project
from tilth.project.runs import latest_run, record_run, run_claim

if TYPE_CHECKING:
    from tilth.hazard import Draws

__all__ = ["HazardRun", "keep_hazard_run", "latest_hazard"]

_COMMAND, _KEY = "hazard.map", "all"
_NOT_ASKED = ("tables", "after", "went_on_from")
_TOLD = (
    "total",
    "found",
    "started",
    "parameters",
    "diagnostics",
    "cells",
    "extent",
    "bands",
    "notes",
    "problems",
)


@dataclass(frozen=True, slots=True)
class HazardRun:
    """The newest map of what remains in a project.

    Attributes
    ----------
    run
        Identifier of the run's claim, which leads to every claim that went in.
    made_on
        When it was recorded.
    surface, draws_file
        The GeoTIFF and the draws behind it, beside the project; None where a file is not there.
    result
        As the command printed it: ``total``, ``found``, ``parameters``, ``diagnostics``, ``cells``,
        ``extent``, ``notes``, ``problems`` among others.
    stale
        What has changed in the project since, in words; empty where the map is up to date.
    missing
        Files that are not there or whose bytes changed, in words.
    parameters, seed
        What it was asked with.
    """

    run: str
    made_on: str
    surface: Path | None
    draws_file: Path | None
    result: dict[str, Any]
    stale: tuple[str, ...]
    missing: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    @property
    def total(self) -> dict[str, float]:
        """Items left: ``mean``, ``median``, ``p05``, ``p95``."""
        told: dict[str, float] = self.result["total"]
        return told

    def is_asked_alike(self, parameters: Mapping[str, Any], seed: int) -> bool:
        """Return whether it was asked for with some parameters and a seed."""
        told = {name: value for name, value in self.parameters.items() if name not in _NOT_ASKED}
        return told == dict(parameters) and self.seed == seed

    def answers(self, parameters: Mapping[str, Any], seed: int) -> bool:
        """Return whether making the map again would give it again."""
        return self.is_asked_alike(parameters, seed) and not self.stale and not self.missing

    def draws(self) -> Draws | None:
        """Return the draws behind the map; None where their file is not there."""
        return None if self.draws_file is None else read_draws(self.draws_file)

    def to_json(self) -> dict[str, Any]:
        """Return the run as plain JSON values."""
        files = {"surface": self.surface, "draws": self.draws_file}
        return {
            "run": self.run,
            "made_on": self.made_on,
            **{name: None if path is None else str(path) for name, path in files.items()},
            "stale": list(self.stale),
            "missing": list(self.missing),
            "result": self.result,
        }


def keep_hazard_run(
    project: Project,
    ground: GroundRecords,
    files: Mapping[str, Path],
    result: Mapping[str, Any],
    *,
    seed: int,
    parameters: Mapping[str, Any],
) -> HazardRun:
    """Keep a map and the files behind it beside the project; record the run; return it.

    Parameters
    ----------
    files
        The ``surface``, the ``draws`` and any others, by name.
    parameters
        What the map was asked with, ``proposed`` among them.
    """
    kept: dict[str, str] = {}
    claims: list[Claim] = []
    for name, path in files.items():
        claim = _dataset(path, name, result, synthetic=ground.synthetic)
        store_dataset(path, project.folder)
        kept[name] = claim.values["sha256"]
        claims.append(claim)
    project.append(claims, tool=f"tilth@{__version__}", state="accepted")
    answer = {name: result[name] for name in _TOLD}
    answer |= {"files": kept, "synthetic": ground.synthetic}
    claim = run_claim(
        _COMMAND,
        _KEY,
        answer,
        inputs=ground.inputs,
        tables=("munitions", "failure_rates"),
        seed=seed,
        parameters=parameters,
        outputs=kept.values(),
    )
    return _made(project, recorded_by_id(project.store, [record_run(project, claim)])[0])


def _dataset(path: Path, name: str, result: Mapping[str, Any], *, synthetic: bool) -> Claim:
    cells = result["cells"]
    columns = result["bands"] if name == "surface" else [name]
    return dataset_claim(
        path,
        origin=f"tilth hazard map, {name}",
        licence="as the claims that went in",
        columns=columns,
        rows=cells["rows"] * cells["columns"],
        synthetic=synthetic,
    )


def latest_hazard(project: Project) -> HazardRun | None:
    """Return the newest map of what remains, with what has changed since; None where none was made."""
    item = latest_run(project, _COMMAND, _KEY)
    return None if item is None else _made(project, item)


def _made(project: Project, item: Recorded) -> HazardRun:
    values = item.claim.values
    result = values["result"]
    found, missing = {}, []
    for name, digest in result["files"].items():
        try:
            found[name] = _file(project, digest)
        except LedgerError as error:
            missing.append(str(error))
    return HazardRun(
        run=item.id,
        made_on=item.recorded_at,
        surface=found.get("surface"),
        draws_file=found.get("draws"),
        result=result,
        stale=tuple(_changes(project, values)),
        missing=tuple(missing),
        parameters=values.get("parameters", {}),
        seed=values.get("seed", 0),
    )


def _file(project: Project, digest: str) -> Path:
    held = recorded_about(project.store, [f"dataset:{digest[:32]}"])
    return open_dataset(held[-1].claim, project.folder)


def _changes(project: Project, values: Mapping[str, Any]) -> list[str]:
    """Return what has come and gone since a run, in words."""
    from tilth.hazard import model_sha256

    parameters = values.get("parameters", {})
    now = ground_claims(project, proposed=bool(parameters.get("proposed")))
    before = set(values.get("inputs", ()))
    came = [kind for key, kind in now.items() if key not in before]
    lost = [item.claim.kind for item in recorded_by_id(project.store, sorted(before - set(now)))]
    told = [f"{_counted(came, kind)} new or corrected since the map" for kind in sorted(set(came))]
    told += [f"{_counted(lost, kind)} no longer used since the map" for kind in sorted(set(lost))]
    if parameters.get("model") not in (None, model_sha256()):
        told.append("the assumptions of the model are others than those of the map")
    return told


_NAMES = {
    "strike": ("strike", "strikes"),
    "evidence_point": ("evidence point", "evidence points"),
    "find": ("find", "finds"),
    "survey_box": ("survey box", "survey boxes"),
    "activity": ("activity", "activities"),
    "release": ("released land", "released lands"),
}


def _counted(kinds: Sequence[str], kind: str) -> str:
    number = kinds.count(kind)
    return f"{number} {_NAMES[kind][number != 1]}"
