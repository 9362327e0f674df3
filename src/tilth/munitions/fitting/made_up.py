"""Rows made up from known unknowns, to see whether the model finds these again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._likelihood import Design, centre, found_shares
from tilth.munitions._scale import GLOBALS

__all__ = ["made_up_rows"]

Floats = NDArray[np.float64]


def made_up_rows(truth: Floats, rows: Design, n_units: int, rng: np.random.Generator) -> Design:
    """Return rows of the same forms, families, settings and errors, with figures drawn from the model."""
    mean = centre(truth[None], rows.unit, rows.group, n_units, np)[0]
    sigma = float(np.exp(truth[3]))
    kappa = np.exp(truth[len(GLOBALS) + 2 * n_units :][rows.unit])
    near = mean + np.sqrt(rows.sd**2 + sigma**2) * rng.standard_normal(len(mean))
    value, sign, failed = rows.value.copy(), rows.sign.copy(), rows.failed.copy()
    (bell,), (bound,), (sized,) = rows.part("bell"), rows.part("bound"), rows.part("sized")
    (recovered,), (count,) = rows.part("recovered"), rows.part("count")
    value[bell] = near[bell]
    sign[bound] = np.where(near[bound] < rows.value[bound], 1.0, -1.0)
    value[sized] = _sized(mean[sized], kappa[sized], sigma, rows, sized, rng)
    found = rng.choice(found_shares(), recovered.stop - recovered.start)
    failed[recovered] = _share(near[recovered]) * found * rows.tested[recovered]
    failed[count] = _failures(mean[count], kappa[count], sigma, rows, count, rng)
    return replace(rows, value=value, sign=sign, failed=failed)


def _sized(
    mean: Floats, kappa: Floats, sigma: float, rows: Design, at: slice, rng: np.random.Generator
) -> Floats:
    share = _share(mean)
    effective = rows.tested[at] / (1 + (rows.load[at] - 1) / (kappa + 1))
    error = np.sqrt(1 / (effective * share * (1 - share)) + sigma**2)
    return np.asarray(mean + error * rng.standard_normal(len(mean)), dtype=np.float64)


def _failures(
    mean: Floats, kappa: Floats, sigma: float, rows: Design, at: slice, rng: np.random.Generator
) -> Floats:
    """Return failures of items, carrier by carrier: the likelihood may only know their sum."""
    share = _share(mean + sigma * rng.standard_normal(len(mean)))
    found = []
    for p, k, n, load in zip(share, kappa, rows.tested[at], rows.load[at], strict=True):
        rates = rng.beta(p * k, (1 - p) * k, int(n // load))
        found.append(float(rng.binomial(int(load), np.clip(rates, 0, 1)).sum()))
    return np.array(found)


def _share(at: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-at)), dtype=np.float64)
