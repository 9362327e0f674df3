"""Strike records by the million: what is wrong with them, and how exact each is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.hazard import HazardError, StrikeTable, check_strikes, strike_rules
from tilth.hazard._written import accuracy_of, lattice_of, truly_coarse

THOR = strike_rules("thor_seasia")
LATTICES = list(THOR.general["written"])


def fault(checked, name):
    return next(one for one in checked.faults if one.name == name)


def many(count: int, seed: int = 1):
    """Return places of five decimals, all different, within the region."""
    rng = np.random.default_rng(seed)
    return rng.uniform(105, 107, count).round(5), rng.uniform(15, 18, count).round(5)


@pytest.mark.parametrize("lon, lat, written", [
    (106.0, 17.0, "degree"), (106 + 1 / 6, 17.5, "ten_minutes"), (106.1, 17.3, "tenth_degree"),
    (106 + 7 / 60, 17 + 11 / 60, "minute"), (106.17, 17.03, "hundredth_degree"),
    (106 + 71 / 600, 17 + 113 / 600, "tenth_minute"), (106.123, 17.457, "thousandth_degree"),
    (106 + 1001 / 3600, 17 + 1003 / 3600, "second"), (106.12344, 17.45781, "finer"),
    (106.0, 17.45781, "finer"),
])  # fmt: skip
def test_lattice__both_coordinates_on_it__is_the_coarsest(lon, lat, written) -> None:
    rounded = np.round([lon], 5), np.round([lat], 5)
    assert LATTICES[int(lattice_of(*rounded, THOR)[0])] == written


def test_accuracy__whole_minute__is_a_minute_over_root_12_and_the_target() -> None:
    # 111,195 m / 60 / sqrt(12) = 535.0 m; with 250 m of the target: 590.5 m
    shares = [1.0] * len(LATTICES)
    assert accuracy_of(shares, THOR)[LATTICES.index("minute")] == pytest.approx(590.5, abs=0.1)


def test_coarse__as_many_as_chance_puts_there__are_not_taken_for_coarse() -> None:
    counts = [0] * len(LATTICES)
    counts[LATTICES.index("minute")], counts[LATTICES.index("second")] = 100, 360_000
    # 360,000 to the second: one in 60 x 60 = 100 lie on a whole minute
    assert truly_coarse(counts, THOR)[LATTICES.index("minute")] == 0.0


def test_check__place_on_whole_minutes__is_less_exact_than_one_of_five_decimals() -> None:
    lon, lat = many(200)
    minutes = np.full(50, 106 + 7 / 60).round(5), (17 + np.arange(50) / 60).round(5)
    table = StrikeTable.of_points(np.append(lon, minutes[0]), np.append(lat, minutes[1]))
    accuracy = check_strikes(table, THOR).table.accuracy_m
    assert accuracy[200:].min() > 500 > 260 > accuracy[:200].max()


def test_check__accuracy_and_certainty_told__are_kept() -> None:
    table = StrikeTable(
        np.array([106.1, 106.2]), np.array([17.1, 17.2]), np.array([-1, -1]),
        np.array([40.0, np.nan]), np.array([0.3, np.nan]), np.full(2, np.nan),
    )  # fmt: skip
    found = check_strikes(table, THOR).table
    assert (found.accuracy_m[0], found.certainty[0]) == (40.0, 0.3)
    assert found.accuracy_m[1] > 40
    assert found.certainty[1] == 0.6  # as the file of rules has it for a tenth of a degree


def test_check__digits_gone_wrong__are_counted_named_and_never_corrected() -> None:
    table = StrikeTable.of_points(np.array([106.12345, 106.2, np.nan]), np.array([17.1, 171.0, 16.0]))
    checked = check_strikes(table, THOR)
    assert (fault(checked, "out_of_region").count, fault(checked, "out_of_region").rows) == (1, (2,))
    assert "1 fit a decimal point moved" in fault(checked, "out_of_region").words
    assert fault(checked, "no_coordinate").rows == (3,)
    assert checked.table.lat[1] == 171.0
    assert checked.usable.tolist() == [True, False, False]


def test_check__many_rows_on_one_lonely_coordinate__are_taken_for_a_default() -> None:
    lon, lat = many(300)
    table = StrikeTable.of_points(
        np.append(lon, np.full(600, 103.16444)), np.append(lat, np.full(600, 11.755))
    )
    checked = check_strikes(table, THOR)
    assert (fault(checked, "default_coordinate").count, checked.usable.sum()) == (600, 300)
    assert checked.table.certainty[300:].max() == 0


def test_check__many_rows_on_a_coordinate_with_neighbours__are_kept() -> None:
    near = np.random.default_rng(2).normal(0, 0.01, (2, 400)).round(5)
    table = StrikeTable.of_points(
        np.append(105.77167 + near[0], np.full(600, 105.77167)),
        np.append(17.70833 + near[1], np.full(600, 17.70833)),
    )
    assert fault(check_strikes(table, THOR), "default_coordinate").count == 0


def test_check__months__missing_and_thin_are_named() -> None:
    month = 1967 * 12 + np.repeat(np.arange(8), [90, 90, 90, 3, 90, 0, 90, 90])
    lon, lat = many(len(month))
    checked = check_strikes(StrikeTable.of_points(lon, lat, month), THOR)
    assert (checked.months.missing, checked.months.thin) == (("1967-06",), (("1967-04", 3, 90),))
    assert checked.months.lost == 90 + 87


def test_check__repeats__are_counted_and_kept() -> None:
    lon, lat = many(10)
    table = StrikeTable.of_points(np.tile(lon, 3), np.tile(lat, 3), np.repeat([24000, 24000, 24001], 10))
    checked = check_strikes(table, THOR)
    assert (fault(checked, "repeated_place_and_month").count, checked.usable.all()) == (10, True)


def test_check__no_record__finds_nothing() -> None:
    checked = check_strikes(StrikeTable.of_points(np.empty(0), np.empty(0)), THOR)
    assert sum(one.count for one in checked.faults) == 0


@given(st.integers(0, 10_000))
def test_check__order_of_rows__does_not_matter(seed) -> None:
    rng = np.random.default_rng(seed)
    lon, lat = rng.integers(10500, 10700, 60) / 100, rng.integers(1500, 1800, 60) / 100
    order = rng.permutation(60)
    one, other = (
        check_strikes(StrikeTable.of_points(a, b), THOR) for a, b in ((lon, lat), (lon[order], lat[order]))
    )
    assert np.array_equal(one.table.accuracy_m[order], other.table.accuracy_m)
    assert [(each.name, each.count) for each in one.faults] == [
        (each.name, each.count) for each in other.faults
    ]


def test_rules__of_an_unknown_set__are_refused_with_what_there_is() -> None:
    with pytest.raises(HazardError, match="general, thor_seasia"):
        strike_rules("thor")
