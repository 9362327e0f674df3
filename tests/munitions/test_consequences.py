"""Land, work and cost against hand calculation, and published cases inside the intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from tilth.munitions import MunitionError, casualty_rows, consequences, expect, find
from tilth.munitions._few import draws_like


def test_few__three_figures__are_predicted_by_students_t() -> None:
    """By hand: logs 0, 1, 2 have mean 1, squares 2; prior 4 x 0.64; 6 degrees; scale
    sqrt(4.56/6 x 4/3) = 1.0066.
    """
    found = draws_like([1.0, math.e, math.e**2], 200_000, np.random.default_rng(1))
    expected = np.exp(1 + 1.0066 * t(6).ppf([0.05, 0.5, 0.95]))
    assert np.quantile(found, [0.05, 0.5, 0.95]) == pytest.approx(expected, rel=0.03)


def test_few__more_alike_figures__narrow_the_prediction() -> None:
    rng = np.random.default_rng(1)
    widths = [np.log(draws_like([100.0] * n, 20_000, rng)).std() for n in (1, 3, 12)]
    assert widths == sorted(widths, reverse=True)


@pytest.fixture(scope="module")
def thousand() -> Any:
    return consequences(expect("m864", 1000), find("m864"), teams=5)


def test_consequences__of_1000_m864__name_each_quantity_and_its_rows(thousand: Any) -> None:
    assert [item.name for item in thousand.items] == [
        "strikes", "land", "survey", "clearance", "time", "cost", "density",
    ]  # fmt: skip
    assert {"fp007", "fp009", "fp021"} <= set(thousand["land"].rows)
    assert set(thousand["clearance"].rows) == {"cl001", "cl031"}


def test_consequences__time__is_work_shared_by_teams(thousand: Any) -> None:
    assert thousand["time"].figure.median == pytest.approx(thousand["clearance"].figure.median / 5)


def test_consequences__located_rows__are_never_used(thousand: Any) -> None:
    assert {"cl042", "cl043", "cl044"} & set(thousand.rows) == set()


def test_land__one_round_a_strike__is_its_footprint() -> None:
    """Two press figures for an M864, 22,500 and 30,351 m2 (fp007, fp009); overlap takes a part off."""
    found = consequences(expect("m864", 1), find("m864"), rounds_per_strike=1)["land"].figure
    assert found.p05 < 22_500 < found.p95
    assert found.median < 30_351


def test_land__many_rounds_on_one_target__approach_the_ground_of_the_strike() -> None:
    """A (1 - exp(-k a / A)) goes to A, at least the rows' geometric mean of 46,000 m2."""
    rows = (33_000, 40_229, 21_087, 86_768, 35_443, 115_385)
    some, more = (
        consequences(expect("m864", n), find("m864"), rounds_per_strike=n)["land"].figure.median
        for n in (500, 5000)
    )
    assert some == pytest.approx(more, rel=0.02)
    assert math.exp(np.mean(np.log(rows))) < some < 1.5 * math.exp(np.mean(np.log(rows)))


def test_land__same_rounds_in_fewer_strikes__is_less() -> None:
    spread, heaped = (
        consequences(expect("m864", 100), find("m864"), rounds_per_strike=k)["land"].figure.median
        for k in (1, 50)
    )
    assert heaped < spread


@pytest.mark.parametrize(
    "munition, rounds, together, m2",
    [
        ("thai-155-m46", 100, 100 / 13, 1_500_000),  # NPA and CMAC 2011: 13 sites, 1.5 km2
        ("m26", 1800, None, 38_700_000 * 1_159_200 / 4_000_000),  # Lebanon: rockets' part of 38.7 km2
    ],
)
def test_land__published_case__lies_within_the_interval(
    munition: str, rounds: int, together: float | None, m2: float
) -> None:
    found = consequences(expect(munition, rounds), find(munition), rounds_per_strike=together)["land"].figure
    assert found.p05 < m2 < found.p95


def test_density__programmes_found__overlaps_what_is_predicted(thousand: Any) -> None:
    """Laos and Lebanon: 7.6 to 36 submunitions destroyed a hectare (cl003-cl021)."""
    figure = thousand["density"].figure
    assert (figure.p05 < 36, figure.p95 > 7.6) == (True, True)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 5000), st.integers(0, 5000))
def test_land__more_rounds__is_never_less(few: int, more: int) -> None:
    munition = find("cbu-87")
    one, two = (consequences(expect(munition, n), munition)["land"].figure for n in (few, few + more))
    assert (one.median <= two.median * 1.0001, one.p95 <= two.p95 * 1.0001) == (True, True)


def test_consequences__no_rounds__are_nothing() -> None:
    found = consequences(expect("m864", 0), find("m864"))
    assert {item.figure.p95 for item in found.items} == {0.0}


def test_consequences__same_seed__are_the_same() -> None:
    answer, munition = expect("m26", "1000-2000"), find("m26")
    assert consequences(answer, munition, seed=4) == consequences(answer, munition, seed=4)


def test_consequences__footprint_of_the_user__is_used_for_its_munition() -> None:
    from tilth import data

    new = {"row_id": "mine", "carrier_id": "orkan-m87", "area_m2": "50000", "verification": "seen"}
    found = consequences(
        expect("orkan-m87", 1), find("orkan-m87"), footprints=[*data.table("footprints"), new]
    )
    assert "mine" in found["land"].rows


@pytest.mark.parametrize("given", [{"teams": 0}, {"teams": -2}, {"rounds_per_strike": 0.5}])
def test_consequences__absurd_request__is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(MunitionError, match="from 1"):
        consequences(expect("m864", 1), find("m864"), **given)


def test_casualties__of_a_place__are_its_published_rows() -> None:
    rows = casualty_rows("Kosovo")
    assert {row["row_id"] for row in rows} == {"ca054", "ca055", "ca056"}


def test_casualties__of_no_place__are_none() -> None:
    assert casualty_rows("") == []
