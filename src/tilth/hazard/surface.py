"""A surface of the items that probably remain, from everything known of a piece of ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._agreement import agreement
from tilth.hazard._grid import Grid
from tilth.hazard._groups import gathered
from tilth.hazard._known import Known
from tilth.hazard._maps import cell_left
from tilth.hazard._sampler import Draw
from tilth.hazard._settings import assumed
from tilth.hazard.draws import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BANDS", "Surface", "map_remaining"]

BANDS = ("expected_remaining", "probability_any", "sd", "p05", "p95", "searched")


@dataclass(frozen=True)
class Surface:
    """What probably remains, by cell.

    Attributes
    ----------
    bands
        Arrays of `grid.shape`, row 0 the southernmost: ``expected_remaining`` items left,
        ``probability_any`` of at least one, ``sd``, ``p05`` and ``p95`` of the number, and ``searched``,
        share searched times detection, where 0 is not searched. NaN outside the studied extent.
    total
        Items left in the extent: ``mean``, ``median``, ``p05``, ``p95``.
    parameters
        What was learned of all strikes, each with ``median``, ``p05``, ``p95``.
    diagnostics
        How well the chains agree on the total: ``rhat_total``, and ``agreement``, which is ``good``, ``fair``
        (groups of chains explain the finds differently; the interval holds them all) or ``bad``.
    draws
        What the bands were summed from: for statements about areas, and for the next run to start from.
    totals
        The draws of the total that `total` sums up.
    """

    grid: Grid
    bands: dict[str, NDArray[np.float32]]
    total: dict[str, float]
    parameters: dict[str, dict[str, float]]
    diagnostics: dict[str, Any]
    draws: Draws | None = None
    totals: NDArray[np.float64] | None = None


def map_remaining(
    known: Known,
    seed: int = 0,
    *,
    told: Callable[[int, int], None] | None = None,
    chains: int | None = None,
    sweeps: tuple[int, int] | None = None,
    start: Draws | None = None,
    workers: int = 1,
) -> Surface:
    """Return the surface of items that remain, by the strike model.

    Reported strikes may be displaced or false, some are unrecorded; each left a number of items about an
    oval of unknown size and direction. Searches, chance finds and signs change what is probable by
    Bayes' rule, sampled by Gibbs and Metropolis steps. A shot-noise Cox process, see Wolpert and Ickstadt,
    Biometrika 85 (1998) 251-267, with strikes as points that records tell of.

    Parameters
    ----------
    known : Known
        Reports, searches, finds and signs on a grid.
    seed : int
        The same seed gives the same surface.
    chains, sweeps : optional
        Fewer are quicker and less sure: chains side by side, sweeps to settle and to keep.
    start : optional
        Draws behind an earlier surface of the same ground: fewer sweeps are made, from where it ended.
        The surface is as probable as one made without, within what the number of draws allows.
    workers : int
        Processes to share the work; the surface does not depend on it.
    """
    left = cell_left(known)
    all_draws = gathered(
        known, seed, _shared, told=told, chains=chains, sweeps=sweeps, workers=workers, start=start
    )
    maps, unseen = all_draws.maps, all_draws.unseen
    fields = unseen.fields(known, left)
    rng = np.random.Generator(np.random.PCG64(seed + 1))
    expected = np.array(maps.totals) + unseen.totals(fields, rng)
    bands = _joined(maps.bands(), fields)
    bands["searched"] = 1 - left
    if known.inside is not None:
        bands = {name: np.where(known.inside, band, np.nan) for name, band in bands.items()}
    totals = rng.poisson(expected).astype(float)
    made = {name: bands[name].astype(np.float32) for name in BANDS}
    return Surface(
        grid=known.grid,
        bands=made,
        total=_summary(totals),
        parameters=_parameters(all_draws.shared),
        diagnostics=_diagnostics(all_draws.totals),
        draws=all_draws.keeper.draws(
            known, made["searched"], all_draws.totals, np.random.Generator(np.random.PCG64(seed + 2))
        ),
        totals=totals,
    )


def _joined(
    bands: dict[str, NDArray[np.float64]], fields: dict[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    none = (1 - bands["probability_any"]) * (1 - fields["any"])
    mean = bands["expected_remaining"] + fields["mean"]
    return {
        **bands,
        "expected_remaining": mean,
        "probability_any": np.minimum(
            1 - none, mean
        ),  # Markov's bound; that of unseen strikes is approximate
        "sd": np.sqrt(bands["sd"] ** 2 + fields["variance"]),
    }


_SHARED = (
    "along_sd_m",
    "unknown_left",
    "known_factor",
    "unrecorded",
    "companions",
    "find_share",
    "met_shape",
    "sign_rate",
    "true_reports",
)


def _shared(draw: Draw) -> NDArray[np.float64]:
    common = draw.common
    true = (draw.strikes.on & draw.is_reported).sum(axis=1)
    return np.stack(
        [
            np.exp(common.base_log_sd), common.unknown_mean, common.known_factor, common.unrecorded,
            common.companions, common.find_share, common.met_shape, common.sign_rate, true,
        ]
    )  # fmt: skip


def _parameters(rows: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    low, middle, high = np.quantile(rows, (0.05, 0.5, 0.95), axis=(0, 2))
    return {
        name: {"median": float(middle[n]), "p05": float(low[n]), "p95": float(high[n])}
        for n, name in enumerate(_SHARED)
    }


def _summary(values: NDArray[np.float64]) -> dict[str, float]:
    p05, median, p95 = np.quantile(values, (0.05, 0.5, 0.95))
    return {"mean": float(values.mean()), "median": float(median), "p05": float(p05), "p95": float(p95)}


def _diagnostics(totals: NDArray[np.float64]) -> dict[str, Any]:
    rhat = agreement(totals.T.ravel(), len(totals))
    worst = assumed("agreement", "fair")
    word = "good" if rhat <= assumed("agreement", "good") else "fair" if rhat <= worst else "bad"
    return {"chains": len(totals), "draws": int(totals.size), "rhat_total": rhat, "agreement": word}
