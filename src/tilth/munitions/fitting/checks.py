"""Checks of the failure model: calibration on made-up rows, sources left out, other priors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._evidence import Piece
from tilth.munitions._likelihood import Design, centre, design
from tilth.munitions._model import constant, model
from tilth.munitions._scale import names, prior
from tilth.munitions.fitting.made_up import made_up_rows
from tilth.munitions.fitting.sampler import Sampler

__all__ = ["calibrated", "calibration", "left_out_sources", "prior_sensitivity"]

Floats = NDArray[np.float64]
Say = Callable[[str], None]
_LOOSE = 1e6


def _silent(_: str) -> None:
    """Say nothing."""


def calibration(
    pieces: Sequence[Piece], *, runs: int | None = None, seed: int = 1, say: Say = _silent
) -> dict[str, Any]:
    """Return how often the truth lies where the posterior says, for truths drawn from the prior.

    Simulation-based calibration (Talts et al. 2018, arXiv 1804.06788): unknowns are drawn from the prior,
    rows of the forms on record and a few clean counts are made up from them, the model is fitted, and the
    rank of each true value among the draws is kept. Ranks must be uniform.

    Returns
    -------
    dict
        ``runs``; ``unknowns`` (how many); ``coverage`` of central intervals; ``least_p`` (smallest p-value
        of a chi-squared test of uniform ranks over all unknowns) with ``of``; ``allowed_p`` (0.05 over
        their number); ``mean_rank`` lowest and highest.
    """
    rules = model()["check"]["calibration"]
    runs = int(rules["runs"]) if runs is None else runs
    told = [piece for piece in pieces if piece.form != "unopened"]
    told += [
        replace(
            told[0],
            row=f"made-up-{at}",
            form="count",
            group="combat",
            low=0.1,
            high=0.1,
            tested=n,
            failed=0.1 * n,
            load=72.0,
        )
        for at, n in zip(
            range(int(constant("check", "counts_added"))), (72.0, 720.0, 7200.0, 144.0), strict=False
        )
    ]
    units = tuple(sorted({piece.unit for piece in told}))
    rows, _ = design(told, units)
    sampler = Sampler(
        units, rows.sizes, warmup=int(rules["warmup"]), draws=int(rules["draws"]) + 1, thin=int(rules["thin"])
    )
    mean, sd = prior(units)
    ranks = []
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        truth = mean + sd * rng.standard_normal(len(mean))
        fitted = sampler.draw(made_up_rows(truth, rows, len(units), rng), seed + run)
        draws = fitted.theta[: int(rules["draws"])]
        ranks.append(np.concatenate([(draws < truth).sum(0), _rates_rank(draws, truth, units)]))
        say(f"made-up set {run + 1} of {runs}")
    return calibrated(np.array(ranks), (*names(units), *(f"combat rate of {unit}" for unit in units)), runs)


def _rates_rank(draws: Floats, truth: Floats, units: Sequence[str]) -> NDArray[np.int64]:
    every, combat = np.arange(len(units)), np.ones(len(units), dtype=np.int64)
    of_draws = centre(draws, every, combat, len(units), np)
    return np.asarray((of_draws < centre(truth[None], every, combat, len(units), np)).sum(0))


def calibrated(ranks: NDArray[np.int64], told: Sequence[str], runs: int) -> dict[str, Any]:
    """Return what ranks of true values among draws say, as `calibration` tells it."""
    from scipy.stats import chisquare

    top = int(model()["check"]["calibration"]["draws"])
    share = (ranks + 0.5) / (top + 1)
    bins = min(20, max(runs // 10, 2))
    p_values = [chisquare(np.histogram(column, bins=bins, range=(0, 1))[0]).pvalue for column in share.T]
    worst = int(np.argmin(p_values))
    return {
        "runs": runs,
        "unknowns": len(told),
        "coverage": {
            f"{level:.0%}": round(float((np.abs(share - 0.5) <= level / 2).mean()), 4)
            for level in (0.5, 0.8, 0.9)
        },
        "least_p": float(p_values[worst]),
        "of": told[worst],
        "allowed_p": 0.05 / len(told),
        "mean_rank": [round(float(share.mean(0).min()), 3), round(float(share.mean(0).max()), 3)],
    }


def left_out_sources(
    pieces: Sequence[Piece], sources: Mapping[str, str], *, seed: int = 1, say: Say = _silent
) -> dict[str, Any]:
    """Return how well each source's figures are predicted from all the others.

    Parameters
    ----------
    sources
        Source of each row; all rows of a source are left out together.

    Returns
    -------
    dict
        ``sources``, ``figures`` (rows with a figure, not a bound), ``coverage`` of central predictive
        intervals, ``log_score`` mean log-density of the model and of the naive ``rival`` (normal with mean
        and spread of the other rows' logits in the same setting), ``bounds`` (mean chance given to each
        bound that was published), and ``rows``.
    """
    told = [piece for piece in pieces if piece.form != "unopened"]
    units = tuple(sorted({piece.unit for piece in told}))
    rows, order = design(told, units)
    ids = [told[at].row for at in order]
    sampler = Sampler(units, rows.sizes, warmup=500, draws=1000)
    found: list[dict[str, Any]] = []
    every = sorted({sources[id_] for id_ in ids})
    for number, source in enumerate(every, 1):
        out = np.array([sources[id_] == source for id_ in ids])
        fitted = sampler.draw(_without(rows, out), seed)
        found += _predicted(fitted.theta, rows, out, ids, len(units))
        say(f"source {number} of {len(every)}")
    return _scored(found, len(every))


def _without(rows: Design, out: NDArray[np.bool_]) -> Design:
    """Return the rows with those left out made to say nothing, in the same shape."""
    sd = np.where(out, _LOOSE, rows.sd)
    return replace(rows, sd=sd, tested=np.where(out & (rows.load > 1), 1e-12, rows.tested))


def _predicted(
    theta: Floats, rows: Design, out: NDArray[np.bool_], ids: Sequence[str], n_units: int
) -> Iterator[dict[str, Any]]:
    from scipy.special import ndtr
    from scipy.stats import norm

    mean = centre(theta, rows.unit, rows.group, n_units, np)
    spread = np.exp(theta[:, 3])
    bell, bound = rows.sizes[0], rows.sizes[0] + rows.sizes[1]
    for at in np.flatnonzero(out).tolist():
        error = np.sqrt(rows.sd[at] ** 2 + spread**2)
        if at < bell:
            z = (rows.value[at] - mean[:, at]) / error
            same = ~out & (rows.group == rows.group[at]) & (np.arange(len(ids)) < bell)
            rival = norm(rows.value[same].mean(), max(float(rows.value[same].std(ddof=1)), 0.1))
            yield {
                "row": ids[at],
                "rank": float(ndtr(z).mean()),
                "log_score": float(np.log((norm.pdf(z) / error).mean())),
                "rival": float(rival.logpdf(rows.value[at])),
                "rival_rank": float(rival.cdf(rows.value[at])),
            }
        elif at < bound:
            yield {
                "row": ids[at],
                "bound": float(ndtr(rows.sign[at] * (rows.value[at] - mean[:, at]) / error).mean()),
            }


def _scored(found: Sequence[Mapping[str, Any]], sources: int) -> dict[str, Any]:
    figures = [row for row in found if "rank" in row]
    off = np.abs(np.array([row["rank"] for row in figures]) - 0.5)
    rival_off = np.abs(np.array([row["rival_rank"] for row in figures]) - 0.5)
    levels = (0.5, 0.8, 0.9)
    return {
        "sources": sources,
        "figures": len(figures),
        "coverage": {f"{level:.0%}": round(float((off <= level / 2).mean()), 3) for level in levels},
        "rival_coverage": {
            f"{level:.0%}": round(float((rival_off <= level / 2).mean()), 3) for level in levels
        },
        "log_score": round(float(np.mean([row["log_score"] for row in figures])), 3),
        "rival": round(float(np.mean([row["rival"] for row in figures])), 3),
        "bounds": round(float(np.mean([row["bound"] for row in found if "bound" in row])), 3),
        "rows": [
            {name: value if isinstance(value, str) else round(value, 3) for name, value in row.items()}
            for row in found
        ],
    }


def prior_sensitivity(
    pieces: Sequence[Piece], *, seed: int = 1, families: Sequence[str] = (), say: Say = _silent
) -> dict[str, dict[str, list[float]]]:
    """Return the 5, 50 and 95 per cent points of combat rates under other priors and errors.

    By name of the change (``as shipped`` first), then by family; each is the rate of a new strike.
    """
    told = [piece for piece in pieces if piece.form != "unopened"]
    units = tuple(sorted({piece.unit for piece in told}))
    rows, _ = design(told, units)
    sampler = Sampler(units, rows.sizes, warmup=500, draws=2000, chains=1)
    asked = tuple(families) or tuple(unit for unit in units if "|" not in unit)
    table = {}
    for name, change in ({"as shipped": {}} | model()["sensitivity"]).items():
        mean, sd = prior(units)
        for unknown, given in change.get("prior", {}).items():
            at = names(units).index(unknown)
            mean[at], sd[at] = given["mean"], given["sd"]
        ratio = change.get("point_sd", constant("likelihood", "point_sd")) / constant(
            "likelihood", "point_sd"
        )
        is_range = np.isin(np.arange(len(rows.unit)), [at for at in range(rows.sizes[0])]) & ~_is_point(rows)
        fitted = sampler.draw(
            replace(rows, sd=np.where(is_range, rows.sd, rows.sd * ratio)), seed, mean=mean, sd=sd
        )
        table[name] = {unit: _points(fitted.theta, units, unit, seed) for unit in asked}
        say(name)
    return table


def _is_point(rows: Design) -> NDArray[np.bool_]:
    error, twice = constant("likelihood", "point_sd"), constant("likelihood", "opinion") ** 0.5
    return np.asarray(np.isclose(rows.sd, error) | np.isclose(rows.sd, error * twice))


def _points(theta: Floats, units: Sequence[str], unit: str, seed: int) -> list[float]:
    at = np.array([units.index(unit)])
    mean = centre(theta, at, np.array([1]), len(units), np)[:, 0]
    lot = np.exp(theta[:, 3]) * np.random.default_rng(seed).standard_normal(len(theta))
    rate = 1 / (1 + np.exp(-(mean + lot)))
    return [round(float(value), 3) for value in np.quantile(rate, (0.05, 0.5, 0.95))]
