"""Ground to map: two kilometres of open water near 20 south, 12 west, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tilth.hazard import Extent, Grid, Known, Records, grid_over, known_ground
from tilth.hazard._settings import settings

EXTENT: Extent = (-12.21, -20.41, -12.19, -20.39)


@pytest.fixture
def grid() -> Grid:
    """Return cells of 100 m over the extent."""
    return grid_over(EXTENT, 100.0)


@pytest.fixture
def ground(grid: Grid) -> Callable[..., Known]:
    """Return a function from records, strikes expected to leave 100 items a round, to the model's input."""

    def known(**records: Any) -> Known:
        made = Records(**{name: tuple(rows) for name, rows in records.items()})
        return known_ground(made, grid, EXTENT, lambda munition, rounds: 100.0 * rounds)[0]

    return known


@pytest.fixture
def assume(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that replaces assumptions, each given as group, name, part and value."""

    def change(*rows: tuple[str, str, str, float]) -> None:
        for group, name, part, value in rows:
            monkeypatch.setitem(settings()[group][name], part, value)

    return change
