"""A country by tiles: what it must equal, whoever works it out and however it is cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import nbinom

from tilth.hazard import (
    Box,
    EvidencePoint,
    Grid,
    Records,
    StrikeTable,
    check_strikes,
    country_total,
    map_tile,
    whole_country,
)
from tilth.hazard._country_settings import country_number
from tilth.hazard._footprint_kernel import footprint
from tilth.hazard._items_left import chance_of_any, quantile_of, shared_factor
from tilth.hazard._settings import assumed

GRID = Grid("EPSG:32648", 600_000.0, 1_800_000.0, 250.0, 120, 90)
LON, LAT = 106.07, 16.37  # near the middle of the grid


def strikes(count: int = 60, seed: int = 1, accuracy: float = 300.0) -> StrikeTable:
    rng = np.random.default_rng(seed)
    lon, lat = (LON + rng.normal(0, 0.05, count)).round(5), (LAT + rng.normal(0, 0.05, count)).round(5)
    made = StrikeTable.of_points(lon, lat)
    return replace(made, accuracy_m=np.full(count, accuracy))


def surface(table: StrikeTable, records: Records | None = None, side: int = 128, grid: Grid = GRID):
    """Return all bands of the grid, and the country."""
    country, _ = whole_country(check_strikes(table), grid, records, None, side)
    country = country.learned(map)
    whole = np.full((6, *grid.shape), np.nan)
    parts = []
    for tile in country.tiles:
        made = map_tile(country.work(tile))
        window = slice(tile.row, tile.row + tile.rows), slice(tile.column, tile.column + tile.columns)
        whole[(slice(None), *window)] = made.cells.reshape(6, tile.rows, tile.columns)
        parts.append(made)
    return whole, country, parts


def test_country__certain_strikes__leave_as_many_items_as_assumed() -> None:
    table = replace(strikes(40), certainty=np.full(40, 1.0), expected=np.full(40, 25.0))
    whole, _, parts = surface(table)
    # 40 strikes of 25 items, and 0.3 as many that nobody recorded, some of them off the grid
    more = 1 + assumed("unrecorded", "per_reported")
    assert 40 * 25 < whole[0].sum() < 40 * 25 * more
    assert sum(part.items for part in parts) == pytest.approx(whole[0].sum(), rel=1e-6)


def test_country__one_strike__is_spread_by_its_error_and_its_footprint() -> None:
    table = replace(strikes(1, accuracy=500.0), certainty=np.ones(1), expected=np.full(1, 1000.0))
    country, _ = whole_country(check_strikes(table), GRID)
    wide = country.mass.wide
    alone = replace(
        wide, items=wide.items * 0, square=wide.square * 0
    )  # without strikes that nobody recorded
    country = replace(country, mass=replace(country.mass, wide=alone))
    items = map_tile(country.work(country.tiles[0])).cells[0].reshape(GRID.shape).astype(float)
    place = GRID.place(table.lon, table.lat)[0] / GRID.cell_m
    rows, columns = (np.arange(n) + 0.5 for n in GRID.shape)
    off2 = (rows[:, None] - np.floor(place[1]) - 0.5) ** 2 + (columns - np.floor(place[0]) - 0.5) ** 2
    made = footprint(GRID.cell_m)
    steps = (np.arange(len(made.mean)) - made.reach) * GRID.cell_m
    scatter2 = (made.mean * (steps[:, None] ** 2 + steps**2)).sum()
    assert items.sum() == pytest.approx(1000, rel=1e-5)
    spread2 = (items * off2).sum() / items.sum() * GRID.cell_m**2
    assert spread2 == pytest.approx(2 * (500**2 + GRID.cell_m**2 / 12) + scatter2, rel=0.002)


@pytest.mark.parametrize("side", [64, 77])
def test_country__cut_into_tiles__is_the_same_within_tolerance(side) -> None:
    one, other = surface(strikes())[0], surface(strikes(), side=side)[0]
    assert np.abs(one[0] - other[0]).max() < 1e-6 * one[0].max()  # bands are written in single precision
    assert np.array_equal(one[3:5], other[3:5])


def test_country__searched__cut_into_tiles_is_nearly_the_same() -> None:
    records = Records(boxes=tuple(boxes(found=2)))
    one, other = surface(strikes(), records)[0], surface(strikes(), records, side=64)[0]
    assert np.abs(one[0] - other[0]).max() < 0.005 * one[0].max()


def test_country__order_of_strikes__changes_no_bit() -> None:
    table, order = strikes(200), np.random.default_rng(3).permutation(200)
    names = ("lon", "lat", "month", "accuracy_m", "certainty", "expected")
    turned = StrikeTable(*(getattr(table, name)[order] for name in names))
    assert surface(table)[0].tobytes() == surface(turned)[0].tobytes()


def test_country__strike_far_away__changes_nothing_here() -> None:
    sure = replace(strikes(1), certainty=np.ones(1), expected=np.full(1, 50.0))
    far = replace(sure, lon=np.append(sure.lon, LON + 30), lat=np.append(sure.lat, LAT),
                  **{name: np.repeat(getattr(sure, name), 2)
                     for name in ("month", "accuracy_m", "certainty", "expected")})  # fmt: skip
    assert surface(sure)[0][0] == pytest.approx(surface(far)[0][0], rel=1e-6)


def boxes(found: int = 0, searched: float = 1.0):
    """Return boxes side by side over the middle."""
    return [
        Box(f"b{x}-{y}", LON + x * 0.00235, LAT + y * 0.0022, 250.0, searched, 0.8, found, "2024")
        for x in range(-4, 5) for y in range(-4, 5)
    ]  # fmt: skip


def test_country__searched_in_vain__lowers_cells_and_never_makes_them_zero() -> None:
    before, after = surface(strikes())[0], surface(strikes(), Records(boxes=tuple(boxes())))[0]
    looked = after[5] > 0.5
    assert looked.sum() > 60
    assert (after[0][looked] < before[0][looked]).all()
    assert (after[0][looked] > 0).all()


def test_country__more_effort_in_vain__never_raises_a_cell() -> None:
    half = surface(strikes(), Records(boxes=tuple(boxes(searched=0.5))))[0]
    whole = surface(strikes(), Records(boxes=tuple(boxes(searched=1.0))))[0]
    assert (whole[0] <= half[0] * (1 + 1e-6)).all()


def test_country__much_found__teaches_that_strikes_left_more() -> None:
    _, poor, _ = surface(strikes(), Records(boxes=tuple(boxes(found=0))))
    _, rich, _ = surface(strikes(), Records(boxes=tuple(boxes(found=9))))
    _, none, _ = surface(strikes())
    assert poor.scale < none.scale == 1.0 < rich.scale
    assert max(poor.log_sd, rich.log_sd) < none.log_sd


def test_country__find_by_chance__raises_the_cells_about_it() -> None:
    table = strikes(3)
    there = EvidencePoint("e", LON + 0.06, LAT + 0.05, 30.0, "2024", "submunition", 1)
    before, after = surface(table)[0][0], surface(table, Records(evidence=(there,)))[0][0]
    column, row = (GRID.place(np.array([there.lon]), np.array([there.lat]))[0] / GRID.cell_m).astype(int)
    assert after[row, column] > 2 * before[row, column]


def test_country__no_searched_ground__is_shown_as_not_searched() -> None:
    assert (surface(strikes())[0][5] == 0).all()


def test_footprint__mean__is_the_same_from_all_sides() -> None:
    made = footprint(100.0).mean
    assert np.allclose(made, made[::-1], atol=1e-15)
    assert np.allclose(made, made.T, atol=1e-15)


def test_chance_of_any__equals_scipy() -> None:
    mean, variance = np.array([0.3, 4.0, 50.0]), np.array([0.2, 30.0, 10.0])
    shape = mean**2 / variance
    none = nbinom.pmf(0, shape, shape / (shape + mean))
    assert chance_of_any(mean, variance, 0.0) == pytest.approx(np.minimum(1 - none, mean))


@pytest.mark.parametrize("share", [0.05, 0.95])
def test_quantile__equals_the_mixture_within_an_item_or_two_per_cent(share) -> None:
    rng = np.random.default_rng(4)
    mean, shape = np.exp(rng.uniform(-3, 6, 200)), np.exp(rng.uniform(-2, 3, 200))
    factor, weight = shared_factor(1.1)
    chance = chance_of_any(mean, mean**2 / shape, 1.1)
    found = quantile_of(share, chance, mean, mean**2 / shape, 1.1)
    for m, r, n in zip(mean, shape, found, strict=True):
        counts = np.arange(int(1.03 * n) + 40)
        held = nbinom.cdf(counts[:, None], r, r / (r + factor * m)) @ weight
        right = int(np.searchsorted(held, share))
        assert abs(right - n) <= max(1.0, 0.025 * right)


def test_total__grows_with_the_shared_factor_only_in_width() -> None:
    _, _, parts = surface(strikes())
    narrow, wide = country_total(parts, 0.2), country_total(parts, 1.0)
    assert narrow["mean"] == wide["mean"]
    assert wide["p05"] < narrow["p05"] < narrow["p95"] < wide["p95"]


def test_country_settings__unknown_name__fails() -> None:
    with pytest.raises(KeyError):
        country_number("none")
