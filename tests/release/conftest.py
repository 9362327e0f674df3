"""A board of squares of about 440 m at 105 E 16 N, and records on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shapely import Polygon, box

from tilth.release import AreaRecord, ReleaseRecord

Square = Callable[..., Polygon]


def _square(column: float, row: float = 0.0, width: float = 1.0, height: float = 1.0) -> Polygon:
    west, south = 105 + column * 0.004, 16 + row * 0.004
    return box(west, south, west + width * 0.004, south + height * 0.004)


@pytest.fixture(scope="session")
def square() -> Square:
    """Return a function that gives a rectangle on the board."""
    return _square


@pytest.fixture(scope="session")
def area() -> Callable[..., AreaRecord]:
    """Return a function that gives an area: key, shape, date."""
    return lambda key, shape, date="2020-05-01", kind="SHA", **more: AreaRecord(
        key, shape, kind, date, **more
    )


@pytest.fixture(scope="session")
def release() -> Callable[..., ReleaseRecord]:
    """Return a function that gives a release: key, shape, product, date."""
    return lambda key, shape, product="cleared", date="2021-06-01", **more: ReleaseRecord(
        key, shape, product, date, **more
    )
