"""The sampler and the checks of the model; skipped where the extra is not installed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tilth.munitions import MunitionError
from tilth.munitions._likelihood import design, log_likelihood
from tilth.munitions._model import constant
from tilth.munitions._posterior import shipped
from tilth.munitions._scale import prior
from tilth.munitions.fitting.checks import calibrated
from tilth.munitions.fitting.made_up import made_up_rows

NEEDED = "the sampler is an extra: pip install 'tilth[fit]'"


@pytest.fixture
def sampler() -> None:
    pytest.importorskip("numpyro", reason=NEEDED)


def test_fit__without_the_extra__says_how_to_get_it() -> None:
    from tilth.munitions.fitting import fit

    try:
        import numpyro  # noqa: F401
    except ImportError:
        with pytest.raises(MunitionError, match=r"pip install 'tilth\[fit\]'"):
            fit(shipped().pieces)


def test_made_up_rows__many_times__have_the_spread_of_the_model() -> None:
    """Points: mean m, variance sd^2 + sigma^2."""
    units = shipped().units
    rows, _ = design(shipped().pieces, units)
    truth, _ = prior(units)
    rng = np.random.default_rng(1)
    made = np.array([made_up_rows(truth, rows, len(units), rng).value[0] for _ in range(4000)])
    assert made.std() == pytest.approx(float(np.hypot(rows.sd[0], np.exp(truth[3]))), rel=0.05)


def test_calibrated__uniform_ranks__pass_and_heaped_ranks_fail() -> None:
    rng = np.random.default_rng(1)
    even = calibrated(rng.integers(0, 100, (400, 3)), ("a", "b", "c"), 400)
    heaped = calibrated(np.clip(rng.normal(50, 10, (400, 3)), 0, 99).astype(int), ("a", "b", "c"), 400)
    assert even["least_p"] > even["allowed_p"] > heaped["least_p"]


@pytest.mark.usefixtures("sampler")
def test_likelihood__in_jax__is_that_of_numpy() -> None:
    import jax
    import jax.numpy as jnp
    from jax.scipy import special as jax_special
    from scipy import special

    jax.config.update("jax_enable_x64", True)
    pieces = [
        *shipped().pieces,
        replace(shipped().pieces[0], form="count", tested=720.0, failed=50.0, load=72.0),
    ]
    rows, _ = design(pieces, shipped().units)
    some, count = shipped().theta[:5], len(shipped().units)
    ours = log_likelihood(some, rows, count, np, special)
    theirs = log_likelihood(jnp.asarray(some), rows, count, jnp, jax_special)
    assert np.asarray(theirs) == pytest.approx(ours, rel=1e-9)


@pytest.mark.slow
@pytest.mark.usefixtures("sampler")
def test_fit__same_seed__gives_the_shipped_draws() -> None:
    from tilth.munitions.fitting import compare_draws, fit

    apart = compare_draws(fit(shipped().pieces))
    same = apart["largest"] <= constant("fit", "tolerance")
    assert same or apart["largest_sd"] <= constant("fit", "tolerance_sd")


@pytest.mark.slow
@pytest.mark.usefixtures("sampler")
def test_calibration__a_few_made_up_sets__finds_the_truth_about_as_often_as_it_says() -> None:
    from tilth.munitions.fitting import calibration

    found = calibration(shipped().pieces, runs=12)
    assert found["coverage"]["90%"] == pytest.approx(0.9, abs=0.06)
    assert found["coverage"]["50%"] == pytest.approx(0.5, abs=0.09)
