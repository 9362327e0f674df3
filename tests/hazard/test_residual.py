"""The statement about an area, against numbers worked out by hand and against the surface it belongs to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from scipy.stats import poisson

from tilth.hazard import Box, Draws, HazardError, Strike, map_remaining, residual
from tilth.hazard._area_rates import expected_in, patch_of
from tilth.hazard._state import Common, Strikes
from tilth.hazard.residual import mixture

WEST, SOUTH, EAST, NORTH = -12.21, -20.41, -12.19, -20.39
EVERYWHERE = shapely.box(WEST, SOUTH, EAST, NORTH)
STRIKE = Strike("s", -12.2, -20.4, 20.0, "2024-01", "m26", 1.0, 1.0)


@pytest.fixture
def made(grid):
    """Return draws of one strike of 100 items at the middle in each of four draws, nothing searched."""

    def draws(left=(100.0,) * 4, searched=0.0, sd_m=100.0, **common) -> Draws:
        count = len(left)
        ones = np.ones(count)
        shared = {name: np.zeros(count) for name in Common.__dataclass_fields__} | common
        middle = np.array([grid.columns, grid.rows]) * grid.cell_m / 2
        strikes = {name: ones.copy() for name in Strikes.__dataclass_fields__} | {
            "place": np.tile(middle, (count, 1)), "log_sd": np.full(count, np.log(sd_m)),
            "log_ratio": 0 * ones, "angle": 0 * ones, "shape": np.zeros(count, int),
            "left": np.array(left, float), "on": ones > 0,
        }  # fmt: skip
        return Draws(
            grid=grid, chains=2, common=Common(**shared), search_error=ones, draw=np.arange(count),
            slot=np.zeros(count, int), strikes=Strikes(**strikes), counts=ones > 0,
            reported=np.zeros((1, 5)), companions=0, totals=np.array(left, float),
            searched=np.full(grid.shape, searched, np.float32),
        )  # fmt: skip

    return draws


def square(grid, half_m: float) -> shapely.Polygon:
    """Return a square about the grid's middle, in metres from its corner."""
    x, y = grid.columns * grid.cell_m / 2, grid.rows * grid.cell_m / 2
    return shapely.box(x - half_m, y - half_m, x + half_m, y + half_m)


@pytest.mark.parametrize("half_m", [50.0, 100.0, 300.0])
def test_expected_in__normal_strike__share_of_the_square_is_that_of_the_normal(grid, made, half_m) -> None:
    from scipy.stats import norm

    draws = made()
    rates = expected_in(draws, patch_of(square(grid, half_m), grid, draws.searched))
    share = (2 * norm.cdf(half_m / 100) - 1) ** 2  # independent along both axes
    assert rates == pytest.approx(100 * share, rel=0.02)


def test_expected_in__area_searched_in_part__keeps_what_the_search_missed(grid, made) -> None:
    draws = made(searched=0.7)
    rates = expected_in(draws, patch_of(square(grid, 400), grid, draws.searched))
    assert rates == pytest.approx(100 * 0.3, rel=0.01)


def test_expected_in__strays_and_finds_by_chance__count(grid, made) -> None:
    draws = made(left=(1e-9,) * 4, stray_items=np.full(4, 1e-4), find_share=np.full(4, 0.25))
    rates = expected_in(draws, patch_of(square(grid, 50), grid, draws.searched))
    assert rates == pytest.approx(1e-4 * 100 * 100 * 0.75)


def test_expected_in__many_cells__agrees_with_spots(grid, made, assume) -> None:
    draws = made()
    spots = expected_in(draws, patch_of(square(grid, 600), grid, draws.searched))
    assume(("statement", "most_cells", "value", 3))
    cells = patch_of(square(grid, 600), grid, draws.searched)
    assert cells.window is not None
    assert expected_in(draws, cells) == pytest.approx(spots, rel=0.01)


def test_expected_in__parts_of_an_area__sum_to_the_whole(grid, made) -> None:
    draws, whole = made(), square(grid, 200)
    west, south, east, north = whole.bounds
    parts = [shapely.box(west, south, 987, north), shapely.box(987, south, east, north)]
    rates = [expected_in(draws, patch_of(land, grid, draws.searched)) for land in (whole, *parts)]
    assert rates[1] + rates[2] == pytest.approx(rates[0], rel=0.01)


@pytest.mark.parametrize("rate", [0.02, 1.0, 7.5, 400.0])
def test_mixture__one_rate__has_the_quantiles_of_the_poisson(rate) -> None:
    told = mixture(np.full(5, rate))
    assert [told[name] for name in ("p05", "median", "p95")] == poisson.ppf([0.05, 0.5, 0.95], rate).tolist()


def test_mixture__empty_or_full__is_wider_than_its_mean_says() -> None:
    """Half the draws hold 40, half none: the median of a Poisson of 20 would be 20 with 13 to 28."""
    told = mixture(np.array([0.0, 40.0]))
    assert (told["mean"], told["p05"], told["p95"]) == (20.0, 0.0, poisson.ppf(0.9, 40))


def test_residual__strike_that_is_or_is_not__cells_are_not_added_up(made) -> None:
    """Items of one strike are there together or not at all: the chance of any is that of the strike."""
    told = residual(made(left=(0.0, 0.0, 100.0, 100.0)), EVERYWHERE)
    assert told.probability_any == pytest.approx(0.5, abs=1e-3)


def test_residual__not_searched__says_so(made) -> None:
    told = residual(made(), EVERYWHERE)
    assert (told.searched, round(told.not_searched_m2 / told.area_m2, 2)) == (0.0, 1.0)
    assert "were not searched" in told.sentence


def test_residual__all_searched__does_not_speak_of_land_not_searched(made) -> None:
    assert "not searched" not in residual(made(searched=0.9), EVERYWHERE).sentence


def test_residual__assumptions__are_printed_with_it(made) -> None:
    told = residual(made(), EVERYWHERE).to_json()
    assert any("releases no land" in words for words in told["assumptions"])


def test_residual__area_half_outside__names_how_much_is_not_studied(made) -> None:
    told = residual(made(), shapely.box(WEST - 0.02, SOUTH, EAST, NORTH))
    assert told.outside_m2 / told.area_m2 == pytest.approx(0.5, abs=0.05)
    assert any("outside the studied extent" in words for words in told.problems)


@pytest.mark.parametrize("land, words", [
    (shapely.box(10, 50, 10.1, 50.1), "outside the studied extent"),
    (shapely.Point(-12.2, -20.4), "give a polygon"), (shapely.Polygon(), "give a polygon"),
])  # fmt: skip
def test_residual__no_land_of_the_map__is_refused(made, land, words) -> None:
    with pytest.raises(HazardError, match=words):
        residual(made(), land)


def test_residual__chains_that_differ__is_a_problem(made) -> None:
    rates = [1.0, 50.0] * 6
    told = residual(made(left=rates), EVERYWHERE)
    assert told.rhat > 2
    assert any("do not agree" in words for words in told.problems)


def test_residual__whole_extent__agrees_with_the_surface(ground) -> None:
    boxes = [Box("b", -12.201, -20.399, 400.0, 1.0, 0.8, 12, "2024-02")]
    surface = map_remaining(ground(strikes=[STRIKE], boxes=boxes), 1, chains=8, sweeps=(20, 60))
    draws = surface.draws
    sampled = residual(replace(draws, counts=draws.counts & (draws.slot >= 0)), EVERYWHERE)
    assert sampled.left["mean"] == pytest.approx(draws.totals.mean(), rel=0.03)
    # strikes that nothing speaks for are drawn here and worked out there, from the middle of what is learned
    assert residual(draws, EVERYWHERE).left["p95"] == pytest.approx(surface.total["p95"], rel=0.4)


def test_draws__kept_in_arrays__come_back_the_same(made) -> None:
    draws = made()
    again = Draws.of_arrays(draws.arrays())
    assert all(np.array_equal(one, again.arrays()[name]) for name, one in draws.arrays().items())
    assert again.grid == draws.grid


@pytest.mark.parametrize("change", [{"format": np.array(99)}, {"format": None}])
def test_draws__of_another_version_or_thing__are_refused(made, change) -> None:
    told = {name: part for name, part in (made().arrays() | change).items() if part is not None}
    with pytest.raises(HazardError, match="map again"):
        Draws.of_arrays(told)


def test_draws__strike_that_does_not_count__leaves_nothing(grid, made) -> None:
    draws = replace(made(), counts=np.zeros(4, bool))
    assert expected_in(draws, patch_of(square(grid, 100), grid, draws.searched)).tolist() == [0.0] * 4
