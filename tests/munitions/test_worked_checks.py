"""The 23 worked checks of the reference on failure rates, section 3: figures and arithmetic."""

from __future__ import annotations

from typing import Any

import pytest

from tilth import data
from tilth.munitions import claims_on, expect, find, resolve

ROWS = {row["row_id"]: row for row in data.table("failure_rates")}


def left(munition: str, rounds: Any, share: float) -> float:
    """Return what a claimed rate leaves of rounds, by the arithmetic that `--claimed` prints."""
    found = claims_on(expect(munition, rounds), resolve(munition), claimed=share)[0].left_high
    assert found is not None
    return found


def count(row: str, column: str) -> float:
    return float(ROWS[row][column])


def test_check_01__m864_at_six_per_cent__leaves_at_least_four() -> None:
    """Washington Post 2023: "at least four" of 72."""
    assert left("m864", 1, 0.06) == pytest.approx(4.32)


@pytest.mark.parametrize("munition, items", [("m864", 1.69), ("m483a1", 2.07)])
def test_check_02__claim_of_2_35_per_cent__per_shell(munition: str, items: float) -> None:
    """The US claim of July 2023 on loads of 72 and 88."""
    assert left(munition, 1, 0.0235) == pytest.approx(items, abs=0.005)


@pytest.mark.parametrize("munition, items", [("m864", 10.1), ("m483a1", 12.3)])
def test_check_03__fourteen_per_cent__per_shell(munition: str, items: float) -> None:
    """New York Times 2023: the Pentagon's own earlier 14 per cent."""
    assert left(munition, 1, 0.14) == pytest.approx(items, abs=0.05)


def test_check_04__hundreds_of_thousands_unexploded__need_59_100_shells() -> None:
    """The Messenger 2023, inverted: 100,000 left at 2.35 per cent of 72."""
    assert left("m864", 59_100, 0.0235) == pytest.approx(100_000, rel=0.001)


def test_check_05__lebanon_mlrs__is_1_2_million_fired() -> None:
    """Haaretz 2006: 1,800 rockets of 644."""
    assert expect("m26", 1800).submunitions == 1_159_200


def test_check_06__lebanon_un__is_560_000_to_1_1_million() -> None:
    """Irish Times 2007, C. Clark: 2.8 million at 20 to 40 per cent; State Department 2008."""
    fired, low, high = (count("fr065", column) for column in ("n_tested", "rate_low", "rate_high"))
    assert (fired * low, fired * high) == pytest.approx((560_000, 1_120_000))


def test_check_07__lebanon_up_to_a_million_of_four__is_a_quarter() -> None:
    """UN 2006, an extrapolation from assumed rates; 4.6 million in the same page gives 22 per cent."""
    assert count("fr066", "n_failed") / count("fr066", "n_tested") == pytest.approx(0.25)
    assert pytest.approx(0.22, abs=0.005) == 1 / 4.6
    assert "fr066" not in expect("m26", 1).evidence


def test_check_08__lebanon_recovered__two_shares_agree() -> None:
    """HRW 2008 p. 37: 57,271 M77 are 41 per cent and 46,082 are 33 per cent of what was recovered."""
    assert pytest.approx(46_082 / 0.33, rel=0.001) == 57_271 / 0.41
    assert count("fr069", "n_failed") == pytest.approx(57_271 / 0.41, rel=0.001)


def test_check_09__laos__is_80_million_of_270() -> None:
    """KPL: 270 million at 30 per cent, a rule of thumb and no count."""
    assert count("fr071", "n_tested") * 0.30 == pytest.approx(81e6)
    assert "fr071" not in expect("cbu-24", 1).evidence


def test_check_10__laos_recovered__says_nothing_about_the_rate() -> None:
    """Monitor: 623,070 destroyed of 270 million is 0.23 per cent; not a row that is fitted on."""
    assert pytest.approx(0.0023, abs=0.0001) == 623_070 / 270e6
    assert expect("cbu-24", 1).rate.p05 > 0.0023


def test_check_11__kosovo_icrc__is_30_000_of_289_536() -> None:
    """ICRC and NATO: 10 per cent of 289,536, and 208 a bomb over 1,392 bombs."""
    assert count("fr050", "n_tested") * 0.10 == pytest.approx(28_954, abs=1)
    assert count("fr050", "n_tested") / 1392 == pytest.approx(208.0)


@pytest.mark.parametrize("row, share", [("fr053", 0.055), ("fr054", 0.086)])
def test_check_12__kosovo_recovered__are_lower_bounds(row: str, share: float) -> None:
    """Landmine Monitor 2004 and Irish Times 2007."""
    assert count(row, "n_failed") / count(row, "n_tested") == pytest.approx(share, abs=0.0005)


def test_check_13__afghanistan_ap__is_6_000() -> None:
    """AP, December 2001: 600 bombs of 202 at 5 per cent."""
    assert left("cbu-87", 600, 0.05) == pytest.approx(6060)


def test_check_14__afghanistan_hrw__is_12_400() -> None:
    """HRW 2002: 1,228 bombs of 202 at 5 per cent."""
    assert expect("cbu-87", 1228).submunitions == 248_056
    assert left("cbu-87", 1228, 0.05) == pytest.approx(12_403, abs=0.5)


def test_check_15__afghanistan_un_duds__is_six_per_cent_or_more() -> None:
    """National Catholic Reporter, August 2002: more than 15,000."""
    assert count("fr047", "n_failed") / count("fr047", "n_tested") == pytest.approx(0.060, abs=0.0006)


def test_check_16__us_manual_cbu_58__is_its_own_figure_and_not_five_per_cent() -> None:
    """FAS copy: 650 at 5 per cent is 32.5, the manual prints 38; 45 bombs then leave 1,710."""
    assert left("cbu-58", 1, 0.05) == pytest.approx(32.5)
    assert left("cbu-58", 45, 38 / 650) == pytest.approx(1710)
    assert pytest.approx(0.0585, abs=0.0001) == 38 / 650


def test_check_17__gulf_1991__is_13_28_million_of_13_7_printed() -> None:
    """New York Times 2023: 17,200 rockets and 25,000 shells; mixed loads explain 3 per cent."""
    rockets, shells = expect("m26", 17_200).submunitions, expect("m483a1", 25_000).submunitions
    assert isinstance(rockets, int)
    assert isinstance(shells, int)
    assert rockets + shells == pytest.approx(13_276_800)
    assert (rockets + shells) / 13.7e6 == pytest.approx(0.97, abs=0.005)


def test_check_18__norway_2006__is_9_408_fired() -> None:
    """M85 report, Annex I: 192 shells of 49."""
    assert expect("dm662", 192).submunitions == 9408


def test_check_19__finland_press__is_seven() -> None:
    """Helsingin Sanomat: 49 at 15 per cent."""
    assert left("dm662", 1, 0.15) == pytest.approx(7.35)


def test_check_20__type_81_in_israel__is_4_407() -> None:
    """HRW 2006: 113 rockets of 39."""
    assert expect("type81-122", 113).submunitions == 4407


def test_check_21__rbl755_at_baghdad__is_10_290() -> None:
    """Independent: 70 bombs of 147."""
    assert expect("rbl755", 70).submunitions == 10_290


def test_check_22__m26_volley__is_3_864() -> None:
    """HRW 2006: six rockets of 644."""
    assert expect("m26", 6).submunitions == 3864


def test_check_23__falklands__is_15_582_or_15_729() -> None:
    """UK FOI reply: 106 or 107 bombs of 147."""
    assert expect("bl755", (106, 107)).submunitions == (15_582, 15_729)


def test_trap__what_was_fired__is_never_what_was_left() -> None:
    """The Irish Times headline calls Haaretz's 1.2 million fired unexploded."""
    answer = expect("m26", 1800)
    assert answer.unexploded.p95 < 1_159_200
    assert find("m26").load == 644
