"""The named peer: scikit-learn's KernelDensity, in an environment of its own, on the same finds."""

from __future__ import annotations

import json
import statistics
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_district import known_and_truth, tuned
from bench._measure import Measure, spread, turns
from bench._peer import peer_python
from tilth.hazard import Known, simulate
from tilth.hazard.rivals import find_density, finds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["beside_scikit_learn"]

_TURNS = 5
_NAME = "density of finds, one district"


def beside_scikit_learn(folder: Path = Path("build/bench/hazard")) -> list[Measure]:
    """Return seconds of our kernel density and of scikit-learn's, and how far the two differ."""
    known, items = known_and_truth(simulate(1))
    bandwidth = tuned(known, items)[0]
    place, weight = finds_of(known)

    def run() -> NDArray[np.float64]:
        return find_density(place, weight, known.grid, bandwidth)

    ours = turns(run, _TURNS)
    note = f"bandwidth {bandwidth:g} m; ours {spread(ours)}"
    python = peer_python("scikit-learn", "numpy")
    if python is None:
        note = f"{note}; the peer was skipped: scikit-learn could not be installed here"
        return [Measure(_NAME, statistics.median(ours), "s", note=note)]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "finds.npz"
    _write(path, known, bandwidth)
    told = [_peer(python, path) for _ in range(_TURNS)]
    peer = [one["seconds"] for one in told]
    theirs = np.load(str(path).replace(".npz", ".density.npy")).reshape(known.grid.shape)
    apart = float(np.abs(theirs - run()).sum() / run().sum())
    note = f"{note}; peer {spread(peer)}; the two differ by {apart:.1%} of all finds"
    mine, other = statistics.median(ours), statistics.median(peer)
    return [Measure(_NAME, mine, "s", other, "scikit-learn", told[0]["version"], other / mine, note)]


def _peer(python: Path, path: Path) -> dict[str, Any]:
    command = [str(python), "bench/_sklearn_density.py", str(path)]
    told: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return told


def _write(path: Path, known: Known, bandwidth_m: float) -> None:
    place, weight = finds_of(known)
    grid = known.grid
    east, north = np.meshgrid(
        (np.arange(grid.columns) + 0.5) * grid.cell_m, (np.arange(grid.rows) + 0.5) * grid.cell_m
    )
    middles = np.column_stack([east.ravel(), north.ravel()])
    np.savez(path, place=place, weight=weight, middles=middles, bandwidth_m=bandwidth_m, cell_m=grid.cell_m)
