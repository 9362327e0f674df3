"""The beta-binomial and its hierarchy against hand calculation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import beta, betabinom
from tilth.munitions._fit import beta_binomial_log, first_prior, rate_draws

from tilth.munitions._evidence import Piece


def piece(
    low: float, high: float | None = None, tested: float | None = None, level: str = "munition"
) -> Piece:
    form = "count" if tested else "rate" if high is None else "interval"
    return Piece("x", level, form, low, low if high is None else high, tested, 1.0, "")


def draws(*pieces: Piece, size: int = 8192) -> np.ndarray:
    levels = {name: [each for each in pieces if each.level == name] for name in ("munition", "family", "all")}
    return rate_draws(levels, size, np.random.default_rng(1))


def test_beta_binomial__flat_beta_two_items_one_failure__is_one_sixth() -> None:
    """By hand: B(2, 2) / B(1, 1) = 1!1!/3! = 1/6, and twice that is the 1/3 of a flat prior."""
    assert math.exp(beta_binomial_log(1, 2, np.array(1.0), np.array(1.0))) == pytest.approx(1 / 6)


def test_beta_binomial__beta_2_3_four_items_none_failed__is_three_fourteenths() -> None:
    """By hand: 3/5 * 4/6 * 5/7 * 6/8 = 3/14."""
    assert math.exp(beta_binomial_log(0, 4, np.array(2.0), np.array(3.0))) == pytest.approx(3 / 14)


@pytest.mark.parametrize("failed, tested", [(0, 5), (3, 5), (5, 5), (4, 49), (60, 644)])
def test_beta_binomial__with_its_coefficient__is_that_of_scipy(failed: int, tested: int) -> None:
    ours = beta_binomial_log(failed, tested, np.array(2.6), np.array(23.4)) + math.log(
        math.comb(tested, failed)
    )
    assert ours == pytest.approx(betabinom.logpmf(failed, tested, 2.6, 23.4))


def test_rates__many_strikes_with_known_spread__have_that_spread_again() -> None:
    """Kosovo, KFOR via ICRC (fr051): mean 0.10, kappa 26. 60 strikes drawn from it must predict a 61st."""
    known = beta(2.6, 23.4)
    strikes = [piece(known.ppf((i + 0.5) / 60), tested=100_000) for i in range(60)]
    found = np.quantile(draws(*strikes), (0.05, 0.5, 0.95))
    assert found == pytest.approx(known.ppf((0.05, 0.5, 0.95)), abs=0.015)


def test_rates__many_like_strikes__are_narrower_than_unlike_ones() -> None:
    like = draws(*[piece(0.1, tested=10_000)] * 20)
    unlike = draws(*[piece(rate, tested=10_000) for rate in (0.02, 0.18)] * 10)
    assert like.std() < 0.5 * unlike.std()


def test_rates__huge_count_of_one_strike__still_leaves_the_spread_between_strikes() -> None:
    assert draws(piece(0.1, tested=1_000_000_000)).std() > 0.03


def test_rates__no_rows_at_all__follow_the_prior() -> None:
    middle = 1 / (1 + math.exp(-first_prior().mean))
    assert np.median(draws(size=20_000)) == pytest.approx(middle, abs=0.03)


def test_rates__far_rows_only__are_wider_than_the_same_rows_near() -> None:
    rows = (0.10, 0.11, 0.12, 0.13)
    far = draws(*[piece(rate, level="all") for rate in rows])
    near = draws(*[piece(rate, level="family") for rate in rows])
    assert np.subtract(*np.quantile(far, (0.95, 0.05))) > np.subtract(*np.quantile(near, (0.95, 0.05)))


def test_rates__family_row__is_drawn_towards_far_rows() -> None:
    far = [piece(0.3, level="all")] * 5
    assert np.median(draws(piece(0.05, level="family"), *far)) > np.median(draws(piece(0.05, level="family")))


def test_rates__upper_bound__lowers_the_prediction() -> None:
    assert draws(piece(0.0, 0.02)).mean() < draws().mean()


def test_rates__lower_bound__raises_the_prediction() -> None:
    assert draws(piece(0.2, 1.0)).mean() > draws().mean()


def test_rates__range__moves_less_than_a_count_in_its_middle() -> None:
    ranged, counted = draws(piece(0.2, 0.4)), draws(piece(0.3, tested=1000))
    assert abs(np.median(counted) - 0.3) < abs(np.median(ranged) - 0.3)


@pytest.mark.parametrize("rate", [0.0, 1e-9, 1.0])
def test_rates__extreme_evidence__stay_between_0_and_1(rate: float) -> None:
    found = draws(*[piece(rate, tested=10_000)] * 5)
    assert ((found > 0) & (found < 1)).all()
