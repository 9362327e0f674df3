"""A rival: a log-Gaussian Cox process on a grid, by Laplace's approximation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._gauss_markov import Field, field_of
from tilth.hazard._known import Known
from tilth.hazard._maps import cell_left
from tilth.hazard._settings import assumed, settings
from tilth.hazard.rivals import finds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LogGaussian", "log_gaussian_cox"]


@dataclass(frozen=True)
class LogGaussian:
    """What a log-Gaussian Cox process expects to remain.

    Attributes
    ----------
    expected, probability_any
        By cell of the grid, ``grid.shape``.
    total
        Items left in the extent, one for each draw.
    range_m, sd
        Distance at which the field's correlation is about 0.1, and its standard deviation: the pair of
        those tried that explains the finds best.
    """

    expected: NDArray[np.float64]
    probability_any: NDArray[np.float64]
    total: NDArray[np.float64]
    range_m: float
    sd: float


def log_gaussian_cox(known: Known, rng: np.random.Generator) -> LogGaussian:
    """Return what a log-Gaussian Cox process makes of the same finds, searches and reports.

    Finds are Poisson with a rate that is items times effort; the log of the items is a line in the log of the
    density of reports plus a Matérn field of smoothness 1 (Lindgren, Rue and Lindström, JRSS B 73 (2011)
    423-498) on cells of at least 100 m; its mode and curvature give the answer (Rue, Martino and Chopin,
    JRSS B 71 (2009) 319-392). The pair of range and standard deviation with the highest approximate
    evidence is taken, not averaged. The share of items found by chance is the model's prior mean: left free,
    it would fall without bound as items grow where nobody searched.
    """
    rules = settings()["log_gaussian"]
    parts = max(1, round(rules["cell_m"]["value"] / known.grid.cell_m))
    left = cell_left(known)
    counted = _counted(known, parts)
    effort = _coarse(1 - left, parts) / parts**2
    about = _about_reports(known, parts)
    best: tuple[float, Any] = (-np.inf, None)
    for range_m, sd in product(rules["range_m"]["tried"], rules["sd"]["tried"]):
        field = field_of(counted.shape, range_m / (parts * known.grid.cell_m), sd)
        made = _fitted(counted, effort, about, field, assumed("finds", "share", "mean"))
        if made[0] > best[0]:
            best = (made[0], (range_m, sd, *made[1:]))
    range_m, sd, mode, factor = best[1]
    logs = mode + factor.draws(int(rules["draws"]["value"]), rng)
    return _answer(known, left, np.exp(logs) / parts**2, parts, (float(range_m), float(sd)), rng)


def _coarse(cells: NDArray[np.float64], parts: int) -> NDArray[np.float64]:
    """Return sums over blocks of cells, the last ones filled up with nothing."""
    rows, columns = (-(-size // parts) * parts for size in cells.shape)
    wide = np.zeros((rows, columns))
    wide[: cells.shape[0], : cells.shape[1]] = cells
    return np.asarray(wide.reshape(rows // parts, parts, columns // parts, parts).sum(axis=(1, 3)))


def _counted(known: Known, parts: int) -> NDArray[np.float64]:
    place, weight = finds_of(known)
    column, row = np.floor(place / known.grid.cell_m).astype(int).T
    inside = (column >= 0) & (column < known.grid.columns) & (row >= 0) & (row < known.grid.rows)
    cells = np.zeros(known.grid.shape)
    np.add.at(cells, (row[inside], column[inside]), weight[inside])
    return _coarse(cells, parts)


def _about_reports(known: Known, parts: int) -> NDArray[np.float64]:
    """Return the log density of reported strikes, standardised; 0 where there is none."""
    from tilth.hazard.rivals import find_density

    told, wide = known.reported, settings()["footprint"]["along_sd_m"]["median"]
    cells = np.zeros(known.grid.shape)
    for place, sd, certainty in zip(told.place, told.sd_m, told.certainty, strict=True):
        cells += find_density(place[None], np.array([certainty]), known.grid, float(np.hypot(sd, wide)))
    logs = np.log(_coarse(cells, parts) + 1e-4)
    return np.asarray((logs - logs.mean()) / max(float(logs.std()), 1e-9))


def _fitted(
    counted: NDArray[np.float64], effort: NDArray[np.float64], about: NDArray[np.float64], field: Field,
    share: float,
) -> tuple[float, NDArray[np.float64], Any]:  # fmt: skip
    """Return evidence, mode of the log items by cell, and the curvature's factor.

    The line in the reports is set to what fits best, in turn with the field.
    """
    count, seen = counted.ravel(), effort.ravel()
    design = np.column_stack([np.ones(count.size), about.ravel()])
    line, waves = np.array([np.log(max(count.sum(), 1.0) / count.size), 0.0]), np.zeros(count.size)
    for _ in range(12):
        rate = np.exp(np.clip(design @ line + waves, -30, 15)) * (seen + share)
        # Weak priors, normal with variances 100 and 1, keep the line in bounds where little was found.
        slope = design.T @ (count - rate) - line / (100.0, 1.0)
        bend = (design * rate[:, None]).T @ design + np.diag([0.01, 1.0])
        line = line + np.clip(np.linalg.solve(bend, slope), -1, 1)
        rate = np.exp(np.clip(design @ line + waves, -30, 15)) * (seen + share)
        factor = field.factor(rate)
        waves = waves + np.clip(factor.solve(count - rate - field.precision @ waves), -2, 2)
    logs = design @ line + waves
    rate = np.exp(logs) * (seen + share)
    factor = field.factor(rate)
    told = float(count @ np.log(rate) - rate.sum() - 0.5 * waves @ (field.precision @ waves))
    return told + 0.5 * (field.log_det - factor.log_det), logs, factor


def _answer(
    known: Known, left: NDArray[np.float64], items: NDArray[np.float64], parts: int,
    chosen: tuple[float, float], rng: np.random.Generator,
) -> LogGaussian:  # fmt: skip
    rows, columns = known.grid.shape
    shape = (-(-rows // parts), -(-columns // parts))
    inside = np.ones(left.shape) if known.inside is None else known.inside
    mean, none, totals = np.zeros(left.shape), np.zeros(left.shape), []
    for one in items:
        cells = np.kron(one.reshape(shape), np.ones((parts, parts)))[:rows, :columns] * left * inside
        mean += cells
        none += np.exp(-cells)
        totals.append(float(rng.poisson(min(cells.sum(), 1e9))))
    return LogGaussian(mean / len(items), 1 - none / len(items), np.array(totals), *chosen)
