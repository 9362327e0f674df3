"""Predictions of carriers and of many strikes at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import betabinom

from tilth.munitions import MunitionError, expect, expect_many
from tilth.munitions._predict import Rates, left_of


def fixed(mu: float, kappa: float, size: int = 60_000) -> Rates:
    """Return draws of a lot whose rate and spread are known."""
    at = np.full(size, math.log(mu / (1 - mu)))
    return Rates(at, np.zeros(size), np.zeros(size), np.full(size, kappa))


def drawn(mu: float, kappa: float, rounds: int, load: int) -> np.ndarray:
    rates = fixed(mu, kappa)
    size = rates.mean.size
    rng = np.random.default_rng(1)
    return left_of(rates, np.full(size, float(rounds)), np.full(size, float(load)), rng)


@pytest.mark.parametrize("mu, kappa, load", [(0.1, 26.0, 72), (0.02, 26.0, 49), (0.4, 5.0, 644)])
def test_one_carrier__leaves__a_beta_binomial_number(mu: float, kappa: float, load: int) -> None:
    known = betabinom(load, mu * kappa, (1 - mu) * kappa)
    found = drawn(mu, kappa, 1, load)
    assert found.mean() == pytest.approx(known.mean(), rel=0.02)
    assert found.std() == pytest.approx(known.std(), rel=0.02)
    assert (found == 0).mean() == pytest.approx(known.pmf(0), abs=0.01)


@pytest.mark.parametrize("rounds", [2, 50, 3000, 2_000_000])
def test_many_carriers__leave__the_sum_of_theirs(rounds: int) -> None:
    """By hand: mean R m mu, variance R m mu (1 - mu) (1 + (m - 1)/(kappa + 1))."""
    found = drawn(0.1, 26.0, rounds, 72)
    assert found.mean() == pytest.approx(rounds * 7.2, rel=0.02)
    assert found.var() == pytest.approx(rounds * 72 * 0.09 * (1 + 71 / 27), rel=0.04)


def test_no_carriers__leave__none() -> None:
    assert drawn(0.1, 26.0, 0, 72).max() == 0


@pytest.mark.parametrize("munition, rounds", [("m864", 10), ("m26", 6), ("cbu-87", 5), ("l20a1", 100)])
def test_many_strikes__each__agrees_with_the_single_answer(munition: str, rounds: int) -> None:
    one, many = expect(munition, rounds).unexploded, expect_many([(munition, rounds)] * 200)
    assert many.mean.mean() == pytest.approx(one.mean, rel=0.04)
    assert many.p95.mean() == pytest.approx(one.p95, rel=0.06)
    assert many.p05.mean() == pytest.approx(one.p05, rel=0.15)


def test_many_strikes__together__do_not_average_out_what_is_not_known_of_the_family() -> None:
    """1,000 independent strikes would have a relative width near 0.05; families are shared."""
    total = expect_many([("m864", 10)] * 1000).total
    assert (total.p95 - total.p05) / total.median > 0.8


def test_many_strikes__of_one_lot__are_as_unsure_as_one_strike_of_all_rounds() -> None:
    lots = expect_many([("m864", 10)] * 1000, lots=["a"] * 1000).total
    own = expect_many([("m864", 10)] * 1000).total
    one = expect("m864", 10_000).unexploded
    assert (lots.p95 - lots.p05) == pytest.approx(one.p95 - one.p05, rel=0.15)
    assert lots.p95 - lots.p05 > own.p95 - own.p05


def test_many_strikes__same_seed__are_the_same() -> None:
    strikes = [("m864", 3), ("cbu-87", 1), ("m864", 40)]
    one, two = expect_many(strikes, seed=3), expect_many(strikes, seed=3)
    assert (np.array_equal(one.mean, two.mean), one.total) == (True, two.total)


def test_many_strikes__no_rounds__leave_none() -> None:
    assert expect_many([("m864", 0)]).p95[0] == 0


def test_many_strikes__none__sum_to_none() -> None:
    assert expect_many([]).total.p95 == 0


def test_many_strikes__one_faulty__is_told_by_number() -> None:
    with pytest.raises(MunitionError, match="strike 2 of 2: rounds is -1"):
        expect_many([("m864", 1), ("m864", -1)])


def test_many_strikes__labels_too_few__are_refused() -> None:
    with pytest.raises(MunitionError, match="1 lots for 2 strikes"):
        expect_many([("m864", 1), ("m864", 1)], lots=["a"])
