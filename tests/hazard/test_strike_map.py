"""Where strikes probably were: counts of draws by cell."""

from __future__ import annotations

import numpy as np
import pytest

from tilth.hazard import STRIKE_BANDS, Box, EvidencePoint, Strike, map_remaining, strike_map

STRIKE = Strike("s", -12.2, -20.4, 20.0, "2024-01", "m26", 1.0, 1.0)
FINDS = tuple(EvidencePoint(f"e{n}", -12.194, -20.394, 10.0, "2024", "submunition", 1) for n in range(3))


@pytest.fixture
def run(ground):
    """Return a quick surface of a certain report and of finds that it does not explain."""
    boxes = [Box("b", -12.2, -20.4, 100.0, 1.0, 0.8, 4, "2024-02")]
    return map_remaining(ground(strikes=[STRIKE], evidence=FINDS, boxes=boxes), 1, chains=6, sweeps=(15, 24))


def test_strike_map__certain_report__holds_about_one_strike_where_it_was_told(run) -> None:
    bands = strike_map(run.draws)
    reported = np.nansum(bands["strikes"] - bands["unreported"])
    assert tuple(bands) == STRIKE_BANDS
    assert reported == pytest.approx(1.0, abs=0.05)
    row, column = np.unravel_index(np.nanargmax(bands["strikes"] - bands["unreported"]), (23, 22))
    assert (abs(row - 11) <= 2, abs(column - 11) <= 2) == (True, True)


def test_strike_map__finds_no_report_explains__bring_an_unreported_strike(run) -> None:
    bands = strike_map(run.draws)
    north_east = (slice(13, None), slice(12, None))
    assert np.nansum(bands["unreported"][north_east]) > 0.5 * np.nansum(bands["unreported"])


def test_strike_map__chance_of_any__is_no_more_than_the_number(run) -> None:
    bands = strike_map(run.draws)
    inside = ~np.isnan(bands["strikes"])
    assert np.array_equal(inside, ~np.isnan(run.bands["searched"]))
    chance, number = bands["probability_strike"][inside], bands["strikes"][inside]
    assert ((chance >= 0) & (chance <= number + 1e-6)).all()
