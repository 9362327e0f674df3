"""The surface: against a posterior by hand, repeatable, and moved by evidence as it should be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson

from tilth.hazard import Box, EvidencePoint, Records, Strike, grid_over, known_ground, map_remaining, simulate
from tilth.hazard._maps import Maps, items_map
from tilth.hazard._state import Strikes

QUICK = {"chains": 4, "sweeps": (25, 36)}
LONG = {"chains": 4, "sweeps": (20, 90)}
STRIKE = Strike("s", -12.2, -20.4, 5.0, "2024-01", "m26", 1.0, 1.0)
FINDS = tuple(
    EvidencePoint(f"e{n}", -12.2 + n * 2e-4, -20.4, 5.0, "2024", "submunition", 1) for n in range(5)
)
BOXES = tuple(
    Box(f"b{n}", -12.2 + (n - 4) * 1e-3, -20.4, 100.0, 1.0, 0.8, max(0, 3 - abs(n - 4)), "2024-03")
    for n in range(9)
)


@pytest.fixture
def alone(assume) -> None:
    """Assume that there is nothing but one reported strike of a known size on the ground and no error."""
    assume(
        ("unrecorded", "per_reported", "value", 1e-9), ("unrecorded", "besides", "value", 1e-9),
        ("companions", "per_reported", "value", 1e-9), ("search", "median", "value", 1.0),
        ("finds", "share", "mean", 1e-9), ("strays", "items_km2", "mean", 1e-9),
        ("left", "known", "log_sd", 1e-6), ("left", "known", "median", 1.0),
        ("search", "log_sd", "value", 1e-9),
        ("footprint", "along_sd_m", "median", 40.0), ("footprint", "along_sd_m", "log_sd", 0.01),
        ("footprint", "between_log_sd", "value", 0.01),
    )  # fmt: skip


def whole(found: int, detection: float = 0.6) -> Box:
    """Return a search of 400 m by 400 m about the strike."""
    return Box("b", -12.2, -20.4, 400.0, 1.0, detection, found, "2024-02")


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("found", [0, 90])
def test_map_remaining__certain_strike_wholly_searched__is_the_gamma_poisson_posterior(ground, found) -> None:
    surface = map_remaining(ground(strikes=[STRIKE], boxes=[whole(found)]), 1, **LONG)
    # Items left ~ Gamma(2, rate 2/100) before; `found` of them with the chance 0.6 each make it
    # Gamma(2 + n, 0.02 + 0.6). What remains is Poisson with 0.4 of that as its mean.
    shape, rate = 2 + found, 0.62
    mean = 0.4 * shape / rate
    sd = np.sqrt(mean + 0.16 * shape / rate**2)
    draws = surface.diagnostics["draws"]
    assert surface.total["mean"] == pytest.approx(mean, abs=5 * sd / np.sqrt(draws / 2) + 0.02)


@pytest.mark.usefixtures("alone")
def test_map_remaining__certain_strike_wholly_searched__spread_is_the_posteriors(ground) -> None:
    surface = map_remaining(ground(strikes=[STRIKE], boxes=[whole(90)]), 1, chains=12, sweeps=(20, 120))
    # mean 0.4 x 92/0.62 = 59.4, sd sqrt(59.4 + 0.16 x 92/0.62²) = 9.9: 5 to 95 % is 3.29 of them
    width = surface.total["p95"] - surface.total["p05"]
    assert width == pytest.approx(3.29 * 9.9, rel=0.25)


@pytest.mark.usefixtures("alone")
def test_map_remaining__certain_strike_not_searched__keeps_what_was_expected(ground) -> None:
    surface = map_remaining(ground(strikes=[STRIKE]), 1, **LONG)
    # Gamma(2, 0.02): mean 100, sd 71; 120 draws
    assert surface.total["mean"] == pytest.approx(100, abs=5 * 71 / np.sqrt(60))


def test_map_remaining__same_seed__same_surface_bit_for_bit(ground) -> None:
    known = ground(strikes=[STRIKE], evidence=FINDS, boxes=BOXES)
    one, other = (map_remaining(known, 7, chains=3, sweeps=(5, 12)) for _ in range(2))
    assert all(np.array_equal(one.bands[name], other.bands[name], equal_nan=True) for name in one.bands)
    assert (one.total, one.parameters) == (other.total, other.parameters)


def test_map_remaining__another_seed__another_surface(ground) -> None:
    known = ground(strikes=[STRIKE], evidence=FINDS, boxes=BOXES)
    one, other = (map_remaining(known, seed, chains=3, sweeps=(5, 12)) for seed in (7, 8))
    assert not np.array_equal(one.bands["sd"], other.bands["sd"], equal_nan=True)


def test_map_remaining__rows_in_another_order__same_surface_bit_for_bit(ground) -> None:
    strikes = (STRIKE, Strike("t", -12.195, -20.395, None, None, None, None, None))
    rows = {"strikes": strikes, "evidence": FINDS, "boxes": BOXES}
    one = map_remaining(ground(**rows), 7, chains=3, sweeps=(5, 12))
    other = map_remaining(
        ground(**{name: part[::-1] for name, part in rows.items()}), 7, chains=3, sweeps=(5, 12)
    )
    assert all(np.array_equal(one.bands[name], other.bands[name], equal_nan=True) for name in one.bands)


@pytest.fixture(scope="module")
def searched_more() -> list[dict[str, np.ndarray]]:
    """Return the bands before and after one more search that found nothing."""
    extent = (-12.21, -20.41, -12.19, -20.39)
    empty = Box("x", -12.196, -20.396, 400.0, 1.0, 0.8, 0, "2024-04")
    made = [
        known_ground(Records((), FINDS, boxes), grid_over(extent, 100.0), extent, lambda *_: None)[0]
        for boxes in (BOXES, (*BOXES, empty))
    ]
    return [map_remaining(known, 3, **QUICK).bands for known in made]


def test_map_remaining__empty_search_added__lowers_the_cells_it_searched(searched_more) -> None:
    before, after = searched_more
    looked = after["searched"] > before["searched"] + 0.7
    assert looked.sum() >= 9
    assert (after["expected_remaining"] <= before["expected_remaining"])[looked].all()


def test_map_remaining__empty_search_added__raises_no_other_cell_beyond_tolerance(searched_more) -> None:
    before, after = (bands["expected_remaining"] for bands in searched_more)
    # Sampled, and items found must have come from somewhere: up to 30 % of the fullest cell is allowed.
    assert np.nanmax(after - before) <= 0.3 * np.nanmax(before)


def test_map_remaining__certain_strike_beyond_reach__changes_nothing(ground) -> None:
    far = Strike("far", -12.2, -20.45, 20.0, "2024", "m26", 4.0, 1.0)  # 4.4 km south of the extent
    one = map_remaining(ground(strikes=[STRIKE], evidence=FINDS), 5, chains=3, sweeps=(5, 12))
    other = map_remaining(ground(strikes=[STRIKE, far], evidence=FINDS), 5, chains=3, sweeps=(5, 12))
    assert np.array_equal(one.bands["expected_remaining"], other.bands["expected_remaining"], equal_nan=True)


def test_map_remaining__certain_strike_at_the_edge__changes_little_at_the_middle(ground) -> None:
    far = Strike("far", -12.2075, -20.4075, 5.0, "2024", "m26", 1.0, 1.0)  # 1.1 km from the middle
    known = [ground(strikes=strikes, evidence=FINDS, boxes=BOXES) for strikes in ([STRIKE], [STRIKE, far])]
    runs = [map_remaining(part, 5, chains=8, sweeps=(25, 60)) for part in known]
    one, other = (float(np.nansum(run.bands["expected_remaining"][8:15, 8:15])) for run in runs)
    # What strikes share is learned from both, and the sums are sampled: within a third.
    assert other == pytest.approx(one, rel=0.34)


def test_map_remaining__bands__keep_their_bounds(ground) -> None:
    bands = map_remaining(ground(strikes=[STRIKE], evidence=FINDS, boxes=BOXES), 2, **QUICK).bands
    inside = ~np.isnan(bands["expected_remaining"])
    part = {name: band[inside] for name, band in bands.items()}
    assert ((part["probability_any"] >= 0) & (part["probability_any"] <= 1)).all()
    assert ((part["p05"] <= part["p95"]) & (part["sd"] ** 2 >= 0.99 * part["expected_remaining"])).all()
    assert (part["probability_any"] <= part["expected_remaining"] + 1e-6).all()  # Markov's inequality


def test_map_remaining__outside_the_extent__is_nan_in_every_band(ground) -> None:
    known = ground(evidence=FINDS)
    bands = map_remaining(known, 2, chains=2, sweeps=(3, 12)).bands
    assert not known.inside.all()
    assert all(np.array_equal(np.isnan(band), ~known.inside) for band in bands.values())


def test_map_remaining__finds__raise_the_map_where_they_lie(ground) -> None:
    bands = map_remaining(ground(evidence=FINDS), 2, **QUICK).bands
    row, column = np.unravel_index(np.nanargmax(bands["expected_remaining"]), bands["sd"].shape)
    at = ground(evidence=FINDS).finds.place.mean(axis=0) / 100
    assert (abs(column + 0.5 - at[0]) < 3, abs(row + 0.5 - at[1]) < 3) == (True, True)


def test_map_remaining__progress__is_told_to_the_end(ground) -> None:
    told: list[tuple[int, int]] = []
    map_remaining(ground(evidence=FINDS), chains=2, sweeps=(3, 12), told=lambda *pair: told.append(pair))
    assert told == [(n, 15) for n in range(1, 16)]


@pytest.mark.parametrize("sd_m", [12.0, 40.0, 150.0])
def test_items_map__cells_coarser_than_the_strike__hold_all_its_items(grid, sd_m) -> None:
    one = Strikes(
        place=np.array([[1033.0, 1090.0]]), log_sd=np.log([sd_m]), log_ratio=np.array([-2.0]),
        angle=np.array([1.4]), shape=np.array([0]), left=np.array([70.0]), heard=np.ones(1), met=np.ones(1),
        on=np.ones(1, bool),
    )  # fmt: skip
    cells = np.zeros(grid.shape)
    items_map(one, grid, cells)
    assert cells.sum() == pytest.approx(70)


def test_items_map__strike_over_the_edge__leaves_its_other_half_outside(grid) -> None:
    one = Strikes(
        place=np.array([[0.0, 1050.0]]), log_sd=np.log([100.0]), log_ratio=np.zeros(1), angle=np.zeros(1),
        shape=np.array([0]), left=np.array([70.0]), heard=np.ones(1), met=np.ones(1), on=np.ones(1, bool),
    )  # fmt: skip
    cells = np.zeros(grid.shape)
    items_map(one, grid, cells)
    assert cells.sum() == pytest.approx(35)


@pytest.mark.parametrize("expected", [0.2, 1.0, 3.2, 5.5])
def test_maps__one_draw__quantiles_are_those_of_the_poisson(ground, expected) -> None:
    maps = Maps.empty(ground())
    maps._take(np.full(maps.mean.shape, expected))
    bands = maps.bands()
    assert (bands["p05"][0, 0], bands["p95"][0, 0]) == tuple(poisson.ppf([0.05, 0.95], expected))
    assert bands["probability_any"][0, 0] == pytest.approx(1 - np.exp(-expected))


def test_map_remaining__made_up_district__total_holds_the_truth() -> None:
    district = simulate(5, strikes=3, boxes={"rings": 3})
    records = Records(district.strikes, district.evidence, district.boxes)
    west, south, east, north = records.extent()
    extent = (west - 0.01, south - 0.01, east + 0.01, north + 0.01)
    known, _ = known_ground(records, grid_over(extent, 100.0), extent, lambda *_: None)
    total = map_remaining(known, 1, **QUICK).total
    truth = (district.truth[:, 3] == 1).sum() - sum(box.found or 0 for box in district.boxes)
    assert total["p05"] / 1.5 < truth < total["p95"] * 1.5
