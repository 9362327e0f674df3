"""The log-Gaussian rival: its field against published variance, its answer on ground searched evenly."""

from __future__ import annotations

import numpy as np
import pytest

from tilth.hazard import Box, EvidencePoint
from tilth.hazard._gauss_markov import field_of
from tilth.hazard.log_gaussian import log_gaussian_cox


def test_field_of__middle_of_a_large_grid__has_the_variance_and_range_asked_for() -> None:
    covariance = np.linalg.inv(field_of((31, 31), 8.0, 1.3).precision.toarray())
    middle = 15 * 31 + 15
    # Lindgren, Rue and Lindström 2011: at the range the correlation of smoothness 1 is near 0.14
    assert covariance[middle, middle] == pytest.approx(1.69, rel=0.1)
    assert covariance[middle, middle + 8] / covariance[middle, middle] == pytest.approx(0.14, abs=0.03)


def test_factor__draws__have_the_covariance_of_the_inverse() -> None:
    field = field_of((5, 6), 4.0, 1.0)
    factor = field.factor(np.full(30, 2.0))
    wanted = np.linalg.inv(field.precision.toarray() + 2 * np.eye(30))
    drawn = factor.draws(20_000, np.random.default_rng(1))
    # standard error of a covariance: at most its diagonal times sqrt(2 / draws)
    assert np.abs(np.cov(drawn.T) - wanted).max() < 6 * wanted.max() * np.sqrt(2 / 20_000)
    assert factor.log_det == pytest.approx(-np.linalg.slogdet(wanted)[1])


def test_log_gaussian_cox__ground_half_searched__expects_what_the_finds_leave(ground) -> None:
    boxes = [
        Box(f"b{row}-{column}", -12.209 + column * 1.8e-3, -20.409 + row * 1.8e-3, 180.0, 1.0, 0.5, 4, "2024")
        for row in range(10)
        for column in range(10)
    ]
    made = log_gaussian_cox(ground(boxes=boxes), np.random.default_rng(1))
    # 400 found on 3.24 km² with the chance 0.5, and 0.05 more by residents: 224 a km². Times the whole 4.6
    # km² less what was found, 4.6 - 0.5 x 3.24, that makes 670.
    assert made.total.mean() == pytest.approx(670, rel=0.1)


def test_log_gaussian_cox__finds_in_one_place__expects_more_there(ground) -> None:
    finds = [EvidencePoint(f"e{n}", -12.2 + n * 1e-4, -20.4, 5.0, "2024", "submunition", 1) for n in range(6)]
    made = log_gaussian_cox(ground(evidence=finds), np.random.default_rng(1))
    row, column = np.unravel_index(made.expected.argmax(), made.expected.shape)
    assert (abs(row - made.expected.shape[0] / 2) < 4, abs(column - made.expected.shape[1] / 2) < 4) == (
        True,
        True,
    )
    assert made.probability_any.min() >= 0
