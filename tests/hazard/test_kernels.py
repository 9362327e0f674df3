"""Footprints are densities: they hold all items of a strike, spread as stated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from tilth.hazard._footprint import log_kernel
from tilth.hazard._kernels import SHAPES, log_density
from tilth.hazard._state import Strikes


def density(number: int, r: float) -> float:
    return float(np.exp(log_density(np.array([number]), np.array([[r * r]])))[0, 0])


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=SHAPES)
def test_log_density__over_the_plane__integrates_to_1(number) -> None:
    total = quad(lambda r: 2 * np.pi * r * density(number, r), 0, np.inf)[0]
    assert total == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=SHAPES)
def test_log_density__each_axis__has_variance_1(number) -> None:
    # half of the mean squared distance
    half = quad(lambda r: np.pi * r**3 * density(number, r), 0, np.inf, limit=400)[0]
    assert half == pytest.approx(1, abs=1e-4)


def test_log_density__ring__is_denser_away_from_the_middle() -> None:
    assert density(2, 1.0) > 100 * density(2, 0.01)


def strike(shape: int) -> Strikes:
    return Strikes(
        place=np.array([[30.0, -20.0]]),
        log_sd=np.log([100.0]),
        log_ratio=np.log([0.5]),
        angle=np.array([0.7]),
        shape=np.array([shape]),
        left=np.ones(1),
        heard=np.ones(1),
        on=np.ones(1, bool),
    )


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=SHAPES)
def test_log_kernel__summed_over_ground__holds_all_items(number) -> None:
    line = np.arange(-1500.0, 1500.0, 10.0)
    spots = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    total = np.exp(log_kernel(strike(number), spots, np.full(len(spots), 5.0))).sum() * 100
    # Student's tail: (1 + r²/2)^-2 lies beyond r standard deviations; 15 along the long axis
    assert total == pytest.approx(1, abs=1e-3)


def test_log_kernel__long_axis__lies_at_its_angle_from_east() -> None:
    way = np.array([np.cos(0.7), np.sin(0.7)])
    spots = np.array([[30.0, -20.0]]) + 100 * np.stack([way, way[::-1] * (-1, 1)])
    along, across = log_kernel(strike(0), spots, np.zeros(2))[0]
    # one standard deviation along is two across: exponents -1/2 and -2
    assert along - across == pytest.approx(1.5)
