"""The shipped draws, and moving them to other rows without a sampler."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tilth import data
from tilth.munitions import catalogue
from tilth.munitions._evidence import sort_rows
from tilth.munitions._likelihood import centre
from tilth.munitions._moving import moved
from tilth.munitions._posterior import (
    Posterior,
    hash_of_model,
    hash_of_rows,
    posterior_of,
    shipped,
    sidecar,
)
from tilth.munitions._rows import read_rows
from tilth.munitions._scale import names, prior

POINTS = (0.05, 0.5, 0.95)


def packaged(*more: dict[str, Any]) -> tuple[Any, ...]:
    return sort_rows(read_rows([*data.table("failure_rates"), *more])).pieces


def combat_rate(posterior: Posterior, unit: str) -> np.ndarray:
    at = np.array([posterior.units.index(unit)])
    mean = centre(posterior.theta, at, np.array([1]), len(posterior.units), np)[:, 0]
    return np.asarray(1 / (1 + np.exp(-mean)))


def test_shipped_draws__and_packaged_rows__match() -> None:
    """When this fails, rows changed: fit again and commit both files:

    tilth munitions fit --out src/tilth/data/munitions
    """
    assert hash_of_rows(packaged()) == sidecar()["rows_sha256"]


def test_shipped_draws__and_model_constants__match() -> None:
    """When this fails, prior or likelihood changed: fit again as above."""
    assert hash_of_model() == sidecar()["model_sha256"]


def test_shipped_draws__one_row_altered__no_longer_match() -> None:
    rows = [dict(row) for row in data.table("failure_rates")]
    rows[2]["rate_point"] = "0.07"
    assert hash_of_rows(sort_rows(read_rows(rows)).pieces) != sidecar()["rows_sha256"]


def test_shipped_draws__told_of__converged() -> None:
    """Vehtari et al. 2021: R-hat below 1.01, and more than 400 effective draws."""
    told = sidecar()
    assert (told["r_hat_max"] < 1.01, told["ess_min"] > 400, told["divergences"]) == (True, True, 0)


def test_shipped_draws__on_disk__are_some_hundred_kilobytes() -> None:
    folder = Path(data.__file__).parent / "munitions"
    assert (folder / "posterior.npz").stat().st_size < 400_000


def test_shipped_draws__by_name__are_as_many_as_the_unknowns() -> None:
    found = shipped()
    assert list(names(found.units)) == sidecar()["names"]
    assert found.theta.shape == (sidecar()["draws"], len(sidecar()["names"]))


def test_posterior__packaged_rows__is_the_shipped_one_itself() -> None:
    assert posterior_of(packaged()) is shipped()


def test_posterior__rows_in_another_order__is_the_shipped_one_too() -> None:
    assert posterior_of(tuple(reversed(packaged()))) is shipped()


def test_moved__from_the_prior_to_all_rows__finds_what_the_sampler_found() -> None:
    """Two methods that share only the likelihood: NUTS made the shipped draws, SMC starts from nothing."""
    units = shipped().units
    mean, sd = prior(units)
    start = mean + sd * np.random.default_rng(1).standard_normal((1000, len(mean)))
    found = moved(Posterior(start, units, ()), shipped().pieces)
    spread = shipped().theta.std(axis=0)
    apart = np.abs(np.quantile(found.theta, POINTS, axis=0) - np.quantile(shipped().theta, POINTS, axis=0))
    assert float((apart / spread).max()) < 0.4
    assert float((apart / spread).mean()) < 0.1


def test_moved__to_no_rows__is_the_prior_again() -> None:
    found = posterior_of(())
    mean, sd = prior(found.units)
    assert np.abs((found.theta.mean(0) - mean) / sd).max() < 0.25
    assert np.abs(found.theta.std(0) / sd - 1).max() < 0.25


def test_moved__twice__is_the_same() -> None:
    new = {"row_id": "n", "munition_or_submunition": "m864", "setting": "combat field survey"}
    pieces = packaged(new | {"rate_point": 0.1})
    assert np.array_equal(moved(shipped(), pieces).theta, moved(shipped(), pieces).theta)


def test_moved__many_counts_of_one_rate__come_close_to_it() -> None:
    new = [
        {"row_id": f"n{at}", "munition_or_submunition": "cbu-87", "setting": "combat field survey",
         "n_tested": 202_000, "n_failed": 20_200}
        for at in range(12)
    ]  # fmt: skip
    low, middle, high = np.quantile(combat_rate(posterior_of(packaged(*new)), "BLU-97"), POINTS)
    assert (0.07 < low < middle < high < 0.14, middle) == (True, pytest.approx(0.10, abs=0.015))


def test_moved__a_new_family__widens_the_unknowns() -> None:
    new = {"row_id": "n", "munition_or_submunition": "KB-1", "family": "KB-1", "setting": "military trial"}
    found = posterior_of(packaged(new | {"rate_point": 0.05}))
    assert ("KB-1" in found.units, found.theta.shape[1]) == (True, len(names(found.units)))


def test_packaged_rows__every_munition_family__has_rows_or_is_known_to_have_none() -> None:
    without = {m.family for m in catalogue()} - set(shipped().units)
    assert without <= {"", "mine", "sensor-fuzed"}
