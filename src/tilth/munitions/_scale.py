"""The unknowns of the failure model: their names, their order and what is believed of them before any row."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._model import model

__all__ = ["GLOBALS", "log_prior", "logit", "names", "prior"]

Floats = NDArray[np.float64]

GLOBALS = ("alpha_0", "log_tau", "log_omega", "log_sigma", "delta_combat", "shift_expert", "delta_claim")
"""Unknowns shared by all families, in order; those of each family follow."""


def names(units: Sequence[str]) -> tuple[str, ...]:
    """Return the names of all unknowns for these families, in order.

    Examples
    --------
    >>> names(["M77"])[-3:]
    ('z:M77', 'w:M77', 'log_kappa:M77')
    """
    own = [f"{letter}:{unit}" for letter in ("z", "w", "log_kappa") for unit in units]
    return (*GLOBALS, *own)


def prior(units: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the prior mean and standard deviation of every unknown; all are independent normals."""
    given = model()["prior"]
    pairs = [(given[name]["mean"], given[name]["sd"]) for name in GLOBALS]
    pairs += [(0.0, 1.0)] * (2 * len(units))
    pairs += [(given["log_kappa"]["mean"], given["log_kappa"]["sd"])] * len(units)
    both = np.array(pairs, dtype=np.float64)
    return both[:, 0], both[:, 1]


def log_prior(theta: Floats, units: Sequence[str]) -> Floats:
    """Return the log-density of the prior for each row of `theta`."""
    mean, sd = prior(units)
    terms = -0.5 * ((theta - mean) / sd) ** 2 - np.log(sd) - 0.5 * math.log(2 * math.pi)
    return np.asarray(terms.sum(-1), dtype=np.float64)


def logit(share: float) -> float:
    """Return the logit of a share between 0 and 1.

    Examples
    --------
    >>> round(logit(0.1), 4)
    -2.1972
    """
    return math.log(share) - math.log1p(-share)
