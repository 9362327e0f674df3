"""Colombia: cells with features -> mine presence. Improvised mines; why a cell counts as free is not told."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench._hazard_ranks import auc, folds, spread_over
from bench._measure import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["colombia"]

_FOLDS = 5
_NAME = "real: Colombia, AUC of presence, municipalities left out"
_WIDTHS_M = (1000.0, 2000.0, 4000.0, 8000.0, 16000.0)


def colombia(folder: Path, made: Path = Path("build/bench/hazard")) -> list[Measure]:
    """Return AUC of labelled cells in municipalities left out: finds over search about a cell, and a GAM."""
    import pandas

    from tilth.hazard import Grid
    from tilth.hazard.rivals import find_density

    frame = pandas.read_csv(folder / "06_colombia_reland" / "antioquia_cells.csv.gz")
    frame = frame[frame["mines_outcome"] >= 0].reset_index(drop=True)
    truth = frame["mines_outcome"].to_numpy() == 1
    east = (frame["LONGITUD_X"] - frame["LONGITUD_X"].min()).to_numpy() * 111_195 * np.cos(np.radians(5.9))
    north = (frame["LATITUD_Y"] - frame["LATITUD_Y"].min()).to_numpy() * 111_195
    place = np.column_stack([east, north]) + 500.0
    grid = Grid("", 0.0, 0.0, 1000.0, int(place[:, 0].max() // 1000) + 1, int(place[:, 1].max() // 1000) + 1)
    column, row = (place // 1000).astype(int).T

    def share(learn: NDArray[np.bool_], width: float) -> NDArray[np.float64]:
        """Return finds over search about every cell: what was looked at counts, not what was found alone."""
        found = find_density(place[learn], truth[learn].astype(float), grid, width)
        searched = find_density(place[learn], np.ones(int(learn.sum())), grid, width)
        prior = truth[learn].mean()
        return np.asarray(((found + 0.1 * prior) / (searched + 0.1))[row, column])

    town = frame["Municipio"].to_numpy(dtype=str)
    ours, base, gam = [], [], []
    for number, (learn, score) in enumerate(folds(town, _FOLDS)):
        inner = list(folds(town[learn], 3, seed=2))
        at = np.flatnonzero(learn)
        width = max(_WIDTHS_M, key=lambda each: np.mean([
            auc(share(_mask(at[one], len(town)), each)[at[other]], truth[at[other]]) for one, other in inner
        ]))  # fmt: skip
        ours.append(auc(share(learn, width)[score], truth[score]))
        base.append(_single(frame, truth, learn, score))
        gam.append(_gam(frame, truth, learn, score, made / f"colombia{number}.csv"))
    about = (
        f"{int(truth.sum())} of {len(truth)} labelled cells; {spread_over(ours)}; chance is 0.5; ours uses "
        "no features; mines, not submunitions"
    )
    mine = float(np.mean(ours))
    measures = [
        Measure(_NAME, mine, "", float(np.mean(base)), "best single feature elsewhere", "",
                mine / float(np.mean(base)), about)
    ]  # fmt: skip
    known = [each for each in gam if each is not None]
    if len(known) == len(gam):
        other = float(np.mean([each for each, _ in known]))
        measures.append(
            Measure(_NAME, mine, "", other, "GAM, R mgcv", known[0][1], mine / other,
                    f"the GAM sees ten features; {spread_over([one for one, _ in known])}")
        )  # fmt: skip
    else:
        note = "GAM skipped: R with mgcv is not installed (Debian: r-base-core r-cran-mgcv)"
        measures.append(Measure("real: Colombia, beside a GAM", mine, "", note=note))
    return measures


def _mask(at: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    mask = np.zeros(size, bool)
    mask[at] = True
    return mask


_FEATURES = (
    "elevation", "population_2020", "rwi", "settlement_dist", "edu_dist", "buildings_dist", "waterways_dist",
    "roads_dist", "coca_dist", "airports_dist",
)  # fmt: skip


def _single(
    frame: Any, truth: NDArray[np.bool_], learn: NDArray[np.bool_], score: NDArray[np.bool_]
) -> float:
    """Return the AUC of the one feature that ranks best where it was learned, its direction kept."""
    values = {name: np.nan_to_num(frame[name].to_numpy(float)) for name in _FEATURES}
    known = {name: auc(each[learn], truth[learn]) for name, each in values.items()}
    best = max(known, key=lambda name: abs(known[name] - 0.5))
    sign = 1.0 if known[best] > 0.5 else -1.0
    return auc(sign * values[best][score], truth[score])


def _gam(
    frame: Any, truth: NDArray[np.bool_], learn: NDArray[np.bool_], score: NDArray[np.bool_], path: Path
) -> tuple[float, str] | None:
    """Return the AUC of a generalised additive model, and mgcv's version; None where R or mgcv is absent."""
    if shutil.which("Rscript") is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    table = frame[list(_FEATURES)].fillna(0.0).assign(truth=truth.astype(int), learn=learn.astype(int))
    table.to_csv(path, index=False)
    done = subprocess.run(
        ["Rscript", "bench/_gam_presence.R", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    path.unlink()
    return auc(np.array(told["score"]), truth[score]), str(told["version"])
