"""The likelihood of each form of row against hand calculation and SciPy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import special
from scipy.integrate import quad
from scipy.stats import beta, betabinom, norm

from tilth.munitions._evidence import Piece
from tilth.munitions._likelihood import centre, design, row_terms
from tilth.munitions._scale import GLOBALS, log_prior, logit, names, prior

UNITS = ("A", "B")


def theta(**given: float) -> np.ndarray:
    """Return unknowns with alpha_0 -2, sigma 0.4, combat +1, claim -0.5, kappa 26 unless given."""
    values = dict.fromkeys(names(UNITS), 0.0)
    values |= {"alpha_0": -2.0, "log_sigma": math.log(0.4), "delta_combat": 1.0, "delta_claim": -0.5}
    values |= {f"log_kappa:{unit}": math.log(26) for unit in UNITS}
    return np.array([[(values | given)[name] for name in names(UNITS)]])


def log_of(piece: Piece, at: np.ndarray | None = None) -> float:
    rows, _ = design([piece], UNITS)
    return float(row_terms(theta() if at is None else at, rows, 2, np, special)[0, 0])


def piece(form: str, low: float, high: float | None = None, group: str = "test", **rest: Any) -> Piece:
    return Piece("x", "A", group, form, low, low if high is None else high, **rest)


@pytest.mark.parametrize(
    "group, mean",
    [
        (0, -2.0),  # tests are the zero
        (1, -2.0 + 1.0 + 0.5 * 1.2),  # combat: +1, and 0.5 x 1.2 of its family
        (2, -2.0 + 1.0 + 0.5 * 1.2 + 0.3),  # experts: as combat, +0.3
        (3, -2.0 - 0.5),  # claims: -0.5
    ],
)
def test_centre__by_group__is_the_sum_by_hand(group: int, mean: float) -> None:
    at = theta(**{"log_omega": math.log(0.5), "w:A": 1.2, "shift_expert": 0.3})
    assert centre(at, np.array([0]), np.array([group]), 2, np)[0, 0] == pytest.approx(mean)


def test_centre__of_a_family__is_tau_times_its_place() -> None:
    at = theta(**{"log_tau": math.log(0.7), "z:B": 2.0})
    assert centre(at, np.array([1]), np.array([0]), 2, np)[0, 0] == pytest.approx(-2 + 1.4)


def test_point__without_count__is_normal_on_the_logit() -> None:
    """By hand: logit 0.1 = -2.1972; variance 0.5^2 + 0.4^2 = 0.41; deviation -0.1972."""
    expected = -0.5 * (0.1972246**2 / 0.41 + math.log(2 * math.pi * 0.41))
    assert log_of(piece("point", 0.1)) == pytest.approx(expected, abs=1e-6)


def test_point__of_an_expert__has_twice_the_error_variance() -> None:
    found = log_of(piece("point", 0.1, group="expert"))
    assert found == pytest.approx(norm(-1.0, math.sqrt(0.5 + 0.16)).logpdf(logit(0.1)))


def test_range__as_a_central_80_per_cent__has_the_sd_by_hand() -> None:
    """By hand: logits of 0.1 and 0.2 are -2.1972 and -1.3863; half of 0.8109 over 1.28155 is 0.31638."""
    expected = norm(-2.0, math.hypot(0.316381, 0.4)).logpdf(-1.791759)
    assert log_of(piece("range", 0.1, 0.2)) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("form, low, high, sign", [("upper", 0.0, 0.1, 1), ("lower", 0.1, 1.0, -1)])
def test_bound__either_side__is_a_normal_tail(form: str, low: float, high: float, sign: int) -> None:
    """By hand: (logit 0.1 + 2) / sqrt(0.41) = -0.30801, Phi = 0.37904 below and 0.62096 above."""
    expected = {1: 0.37904, -1: 0.62096}[sign]
    assert math.exp(log_of(piece(form, low, high))) == pytest.approx(expected, abs=1e-4)


def test_sized__number_fired__counts_by_its_design_effect() -> None:
    """Reference, section 2: 9,408 bomblets in loads of 49 at kappa 26 are 9408 / (1 + 48/27) = 3,387."""
    p = 1 / (1 + math.exp(2))
    variance = 1 / (9408 / (1 + 48 / 27) * p * (1 - p)) + 0.16
    found = log_of(piece("sized", 0.01, tested=9408.0, load=49.0))
    assert found == pytest.approx(norm(-2.0, math.sqrt(variance)).logpdf(logit(0.01)))


def test_sized__thousands_fired__say_more_than_a_bare_point() -> None:
    near = theta(alpha_0=logit(0.01))
    assert log_of(piece("sized", 0.01, tested=9408.0, load=49.0), near) > log_of(piece("point", 0.01), near)


def test_recovered__share_found_beta_4_3__agrees_with_the_integral() -> None:
    """Found / fired = p c, c ~ Beta(4, 3); integrated over c numerically, with the error of a point."""
    seen, sd = 57_271 / 1_159_200, math.sqrt(0.25 + 0.16)

    def density(c: float) -> float:
        p = seen / c
        return float(beta(4, 3).pdf(c) * norm(-2.0, sd).pdf(logit(p)) / (p * (1 - p)) / c)

    whole = quad(density, seen * 1.0001, 1)[0]
    found = log_of(piece("recovered", seen, 1.0, tested=1_159_200.0, failed=57_271.0))
    assert found == pytest.approx(math.log(whole), abs=0.03)


def test_recovered__more_found__speaks_for_a_higher_rate() -> None:
    def gain(found: float) -> float:
        row = piece("recovered", found, 1.0, tested=1e6, failed=found * 1e6)
        return log_of(row, theta(alpha_0=-1.0)) - log_of(row, theta(alpha_0=-3.0))

    assert gain(0.10) > gain(0.03)


@pytest.mark.parametrize("failed, tested, load", [(4, 49, 49.0), (0, 72, 72.0), (60, 644, 644.0)])
def test_count__one_carrier__is_the_beta_binomial_over_lots(failed: int, tested: int, load: float) -> None:
    """One carrier: scipy's beta-binomial with kappa 26, integrated over the effect of lot and place."""

    def density(at: float) -> float:
        p = 1 / (1 + math.exp(-at))
        return float(betabinom(tested, p * 26, (1 - p) * 26).pmf(failed) * norm(-2.0, 0.4).pdf(at))

    whole = quad(density, -5, 1)[0]
    row = piece("count", failed / tested, tested=float(tested), failed=float(failed), load=load)
    assert log_of(row) == pytest.approx(math.log(whole), abs=0.01)


def test_count__many_carriers__are_surer_than_one_of_the_same_number() -> None:
    one = piece("count", 0.02, tested=5000.0, failed=100.0, load=5000.0)
    many = piece("count", 0.02, tested=5000.0, failed=100.0, load=50.0)
    near, far = theta(alpha_0=logit(0.02)), theta(alpha_0=logit(0.2))
    gains = [log_of(row, near) - log_of(row, far) for row in (one, many)]
    assert gains[1] > gains[0]


def test_count__of_carriers__has_the_variance_of_their_sum() -> None:
    """R carriers of load m: n mu (1 - mu) (1 + (m - 1)/(kappa + 1)), by hand for 100 x 50 at 0.1 and 26."""
    from tilth.munitions._likelihood import _whole_kappa

    whole = float(_whole_kappa(np.array(26.0), np.array(5000.0), np.array(50.0), np))
    variance = betabinom(5000, 0.1 * whole, 0.9 * whole).var()
    assert variance == pytest.approx(5000 * 0.09 * (1 + 49 / 27), rel=1e-9)


def test_rows__together__are_the_sum_of_each() -> None:
    pieces = [
        piece("point", 0.1),
        piece("upper", 0.0, 0.3, group="claim"),
        piece("range", 0.05, 0.2, group="combat"),
    ]
    rows, order = design(pieces, UNITS)
    together = row_terms(theta(), rows, 2, np, special)[0]
    assert together[list(order).index(1)] == pytest.approx(log_of(pieces[1]))
    assert together.sum() == pytest.approx(sum(log_of(each) for each in pieces))


def test_prior__worked_example__is_the_published_one() -> None:
    """Reference, section 2: 2.35 per cent with Normal(1.1, 0.7) is 6.7 per cent (95 per cent 1.8-22)."""
    mean, sd = prior(UNITS)
    at = list(GLOBALS).index("delta_combat")
    points = [1 / (1 + math.exp(-(logit(0.0235) + mean[at] + z * sd[at]))) for z in (-1.96, 0, 1.96)]
    assert points == pytest.approx([0.018, 0.067, 0.22], abs=0.002)


def test_prior__kappa__is_the_one_by_hand_from_kosovo() -> None:
    """KFOR via ICRC (fr051): 3 to 26 per cent as four sd is 0.0575, so 0.1 x 0.9 / 0.0575^2 - 1 = 26.2."""
    mean, _ = prior(UNITS)
    assert math.exp(mean[-1]) == pytest.approx(0.1 * 0.9 / 0.0575**2 - 1, rel=0.02)


def test_prior__log_density__is_that_of_scipy() -> None:
    mean, sd = prior(UNITS)
    assert log_prior(theta(), UNITS)[0] == pytest.approx(norm(mean, sd).logpdf(theta()[0]).sum())


@pytest.mark.parametrize("rate", [0.0005, 0.5, 0.9995])
@pytest.mark.parametrize("form", ["point", "count", "sized"])
def test_extremes__of_every_form__stay_finite(form: str, rate: float) -> None:
    row = piece(form, rate, tested=1e6, failed=rate * 1e6, load=100.0)
    assert math.isfinite(log_of(row))
