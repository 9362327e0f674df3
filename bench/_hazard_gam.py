"""Peers on one made-up district: a generalised additive model in R (mgcv) and KDEpy's kernel density."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench._hazard_district import known_and_truth, tuned
from bench._measure import Measure, spread, turns
from bench._peer import peer_python
from tilth.hazard import map_remaining, simulate
from tilth.hazard._maps import cell_left
from tilth.hazard.rivals import find_density, finds_of
from tilth.hazard.scores import log_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["beside_density", "beside_gam"]

_TURNS = 3


def beside_gam(folder: Path = Path("build/bench/hazard"), seed: int = 1) -> list[Measure]:
    """Return log loss of one district, ours and that of a GAM of finds by place with effort as offset."""
    name = "log loss a cell, one district"
    if shutil.which("Rscript") is None:
        return [Measure(name, float("nan"), "", note="GAM skipped: R is not installed (Debian: r-cran-mgcv)")]
    known, items = known_and_truth(simulate(seed))
    left, effort = cell_left(known), known.effort
    found = np.zeros(known.grid.shape)
    each = effort.counts[effort.unit] * effort.weight / np.bincount(effort.unit, effort.weight)[effort.unit]
    column, row = np.floor(effort.places / known.grid.cell_m).astype(int).T
    np.add.at(found, (row, column), each)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "gam.csv"
    rows, columns = np.indices(known.grid.shape)
    table = np.column_stack([columns.ravel(), rows.ravel(), np.rint(found).ravel(), (1 - left).ravel()])
    np.savetxt(path, table, delimiter=",", header="x,y,found,effort", comments="", fmt="%.6g")
    done = subprocess.run(
        ["Rscript", "bench/_gam_district.R", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return [Measure(name, float("nan"), "", note=f"GAM skipped: {done.stderr.strip()[-200:]}")]
    told = json.loads(done.stdout.splitlines()[-1])
    mean = np.loadtxt(path.with_suffix(".mean")).reshape(known.grid.shape) * left
    other = log_score(1 - (1 + mean / told["theta"]) ** -told["theta"], items > 0)
    mine = log_score(map_remaining(known, seed).bands["probability_any"].astype(float), items > 0)
    about = (
        f"seed {seed}; the GAM sees searches, not strikes or chance finds; it took {told['seconds']:.0f} s"
    )
    return [Measure(name, mine, "", other, "GAM, R mgcv", told["version"], other / mine, about)]


def beside_density(folder: Path = Path("build/bench/hazard")) -> list[Measure]:
    """Return seconds of our kernel density and KDEpy's, and how far the two differ."""
    known, items = known_and_truth(simulate(1))
    bandwidth = tuned(known, items)[0]
    place, weight = finds_of(known)

    def run() -> NDArray[np.float64]:
        return find_density(place, weight, known.grid, bandwidth)

    ours = turns(run, _TURNS)
    mine, name = statistics.median(ours), "density of finds, one district, by FFT"
    python = peer_python("KDEpy", "numpy")
    if python is None:
        return [Measure(name, mine, "s", note="the peer was skipped: KDEpy could not be installed here")]
    folder.mkdir(parents=True, exist_ok=True)
    path, grid = folder / "kdepy.npz", known.grid
    np.savez(path, place=place, weight=weight, bandwidth_m=bandwidth, cell_m=grid.cell_m, shape=grid.shape)
    done = subprocess.run(
        [str(python), "bench/_kdepy_density.py", str(path)], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    theirs = np.load(path.with_suffix(".density.npy"))
    apart = float(np.abs(theirs - run()).sum() / run().sum())
    about = (
        f"bandwidth {bandwidth:g} m; ours exact, {spread(ours)}; the two differ by {apart:.1%} of all finds"
    )
    return [
        Measure(name, mine, "s", told["seconds"], "KDEpy", told["version"], told["seconds"] / mine, about)
    ]
