"""Fitting the failure model and checking it: needs ``pip install 'tilth[fit]'``, which the answers do not.

`fit` draws from the posterior, `write_draws` ships them; `calibration`, `left_out_sources` and
`prior_sensitivity` check the model.
"""

from __future__ import annotations

from tilth.munitions.fitting.checks import calibration, left_out_sources, prior_sensitivity
from tilth.munitions.fitting.sampler import Fitted, fit
from tilth.munitions.fitting.shipping import compare_draws, write_draws

__all__ = [
    "Fitted",
    "calibration",
    "compare_draws",
    "fit",
    "left_out_sources",
    "prior_sensitivity",
    "write_draws",
]
