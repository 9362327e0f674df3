"""Going on from an earlier run: what is taken over, and that the answer is as probable as one made anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tilth.hazard import Box, EvidencePoint, Strike, map_remaining
from tilth.hazard._priors import Priors
from tilth.hazard._settings import settings
from tilth.hazard._state import begin
from tilth.hazard._warm import goes_on_from, resume

STRIKES = (
    Strike("s", -12.2, -20.4, 20.0, "2024-01", "m26", 1.0, 1.0),
    Strike("t", -12.196, -20.396, 50.0, "2024-01", "m26", 2.0, 0.9),
)
FINDS = tuple(
    EvidencePoint(f"e{n}", -12.2, -20.4 + n * 1e-4, 10.0, "2024", "submunition", 1) for n in range(4)
)
BOXES = tuple(Box(f"b{n}", -12.201 + n * 1e-3, -20.4, 100.0, 1.0, 0.8, n % 3, "2024-02") for n in range(3))
MORE = tuple(Box(f"c{n}", -12.197 + n * 1e-3, -20.397, 100.0, 1.0, 0.8, 2 * n, "2024-03") for n in range(3))


@pytest.fixture
def earlier(ground):
    """Return a quick run on two strikes and three boxes."""
    return map_remaining(ground(strikes=STRIKES, evidence=FINDS, boxes=BOXES), 1, chains=4, sweeps=(8, 12))


def started(known, draws, chains=4):
    """Return what chains begin with."""
    priors = Priors(known)
    strikes, common = begin(known, priors, chains, np.random.default_rng(9))
    resume(known, draws, priors, strikes, common)
    return strikes, common


def test_resume__same_ground__strikes_are_where_they_were(ground, earlier) -> None:
    draws = earlier.draws
    strikes, common = started(ground(strikes=STRIKES, evidence=FINDS, boxes=BOXES), draws)
    last = (draws.draw == len(draws) - 4) & (draws.slot >= 0)
    on = np.flatnonzero(strikes.on[0])
    assert np.array_equal(on, np.sort(draws.slot[last]))
    assert np.allclose(strikes.left[0, draws.slot[last]], draws.strikes.left[last])
    assert common.find_share[0] == draws.common.find_share[len(draws) - 4]


def test_resume__a_report_more__others_are_found_again(ground, earlier) -> None:
    new = Strike("n", -12.2095, -20.401, 30.0, "2024-01", "m26", 1.0, 1.0)
    known = ground(strikes=(*STRIKES, new), evidence=FINDS, boxes=BOXES)
    strikes, _ = started(known, earlier.draws)
    draws = earlier.draws
    for slot, sd_m in enumerate(draws.reported[:, 2]):
        was = draws.strikes.place[(draws.draw == len(draws) - 4) & (draws.slot == slot)]
        now = int(np.flatnonzero(known.reported.sd_m == sd_m)[0])
        assert strikes.on[0, now] == bool(len(was))
        assert not len(was) or np.allclose(strikes.place[0, now], was[0])


def test_resume__a_report_gone__its_strike_stays_as_one_nobody_reported(ground, earlier) -> None:
    known = ground(strikes=STRIKES[:1], evidence=FINDS, boxes=BOXES)
    strikes, _ = started(known, earlier.draws)
    draws = earlier.draws
    gone = int(np.flatnonzero(draws.reported[:, 2] == 50.0)[0])
    was = draws.strikes.place[(draws.draw == len(draws) - 4) & (draws.slot == gone)]
    beyond = strikes.place[0, Priors(known).own_slots + 1 :]
    assert not len(was) or np.isclose(beyond, was[0]).all(axis=1).any()


def test_resume__grid_moved__places_move_with_it(ground, grid, earlier) -> None:
    known = ground(strikes=STRIKES, evidence=FINDS, boxes=BOXES)
    moved = replace(known, grid=replace(grid, west_m=grid.west_m - 200.0))
    here, _ = started(known, earlier.draws)
    there, _ = started(moved, earlier.draws)
    unreported = here.on.copy()
    unreported[:, :2] = False
    assert np.allclose(there.place[unreported] - here.place[unreported], [200.0, 0.0])


def test_goes_on_from__another_system__does_not(ground, grid, earlier) -> None:
    other = replace(earlier.draws, grid=replace(grid, crs="EPSG:32629"))
    assert goes_on_from(ground(), earlier.draws)
    assert not goes_on_from(ground(), other)


def test_map_remaining__goes_on__same_seed_gives_the_same(ground, earlier) -> None:
    known = ground(strikes=STRIKES, evidence=FINDS, boxes=(*BOXES, *MORE))
    one, other = (map_remaining(known, 3, chains=4, sweeps=(4, 6), start=earlier.draws) for _ in range(2))
    assert np.array_equal(one.bands["sd"], other.bands["sd"], equal_nan=True)


def test_warm__sweeps_of_all_chains__are_several_times_fewer() -> None:
    told = {name: part["value"] for name, part in settings()["sampling"].items()}
    warm = {name: part["value"] for name, part in settings()["warm"].items()}
    anew = told["islands"] * told["island_chains"] * told["settling"] + told["chains"] * told["kept"]
    assert anew / (told["chains"] * (warm["settling"] + warm["kept"])) >= 3


def test_map_remaining__more_boxes_came__same_distribution_as_anew(ground, assume) -> None:
    """Within what the few draws of both allow: three runs anew with 24 chains had medians of 52 to 62."""
    assume(("sampling", "chains", "value", 12), ("sampling", "kept", "value", 48))
    before = map_remaining(ground(strikes=STRIKES, evidence=FINDS, boxes=BOXES), 1)
    known = ground(strikes=STRIKES, evidence=FINDS, boxes=(*BOXES, *MORE))
    anew, warm = map_remaining(known, 2), map_remaining(known, 3, start=before.draws)
    assert before.total["median"] < 0.5 * anew.total["median"]
    assert warm.total["median"] == pytest.approx(anew.total["median"], rel=0.3)
    assert warm.total["p05"] == pytest.approx(anew.total["p05"], abs=8)
    chance = [run.bands["probability_any"] for run in (anew, warm)]
    assert np.nanmean(abs(chance[0] - chance[1])) < 0.25 * np.nanmean(chance[0])
