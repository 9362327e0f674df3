"""Footprints are densities: they hold all items of a strike, spread as stated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from tilth.hazard._footprint import kernel
from tilth.hazard._kernels import SHAPES, density
from tilth.hazard._state import Strikes


def at(number: int, r: float) -> float:
    return float(density(np.array([number]), np.array([[r * r]]))[0, 0])


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=SHAPES)
def test_density__over_the_plane__integrates_to_1(number) -> None:
    total = quad(lambda r: 2 * np.pi * r * at(number, r), 0, np.inf)[0]
    assert total == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=SHAPES)
def test_density__each_axis__has_variance_1(number) -> None:
    # half of the mean squared distance
    half = quad(lambda r: np.pi * r**3 * at(number, r), 0, np.inf, limit=400)[0]
    assert half == pytest.approx(1, abs=1e-4)


def test_density__ring__is_denser_away_from_the_middle() -> None:
    assert at(2, 1.0) > 100 * at(2, 0.01)


def test_density__edge__lies_nearer_to_an_oval_than_ring() -> None:
    assert at(4, 1.3) / at(4, 0.5) > at(2, 1.3) / at(2, 0.5)


def strike(shape: int) -> Strikes:
    return Strikes(
        place=np.array([[30.0, -20.0]]),
        log_sd=np.log([100.0]),
        log_ratio=np.log([0.5]),
        angle=np.array([0.7]),
        shape=np.array([shape]),
        left=np.ones(1),
        heard=np.ones(1),
        met=np.ones(1),
        on=np.ones(1, bool),
    )


def seen(shape: int, spots: np.ndarray, blur_m: float) -> np.ndarray:
    blur2 = np.full(len(spots), blur_m**2, np.float32)
    return kernel(strike(shape), spots.T.astype(np.float32), blur2)[0]


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=SHAPES)
def test_kernel__summed_over_ground__holds_all_items(number) -> None:
    line = np.arange(-1500.0, 1500.0, 10.0)
    spots = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    total = seen(number, spots, 5.0).sum(dtype=float) * 100
    # Student's tail: (1 + r²/2)^-2 lies beyond r standard deviations; 15 along the long axis
    assert total == pytest.approx(1, abs=1e-3)


def test_kernel__long_axis__lies_at_its_angle_from_east() -> None:
    way = np.array([np.cos(0.7), np.sin(0.7)])
    spots = np.array([[30.0, -20.0]]) + 100 * np.stack([way, way[::-1] * (-1, 1)])
    along, across = seen(0, spots, 0.0)
    # one standard deviation along is two across: exponents -1/2 and -2
    assert np.log(along / across) == pytest.approx(1.5, rel=1e-5)
