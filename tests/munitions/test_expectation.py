"""Expected unexploded submunitions: contract, behaviour and published figures."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth import data
from tilth.munitions import Expectation, Munition, MunitionError, catalogue, expect, find

COMBAT = "combat field survey"


def rates(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"row_id": f"r{i}", "setting": COMBAT} | row for i, row in enumerate(rows)]


def log_width(answer: Expectation) -> float:
    """Width of the interval on the logit scale, where a fallback cannot hide behind a smaller rate."""
    low, high = answer.rate.p05, answer.rate.p95
    return math.log(high / (1 - high)) - math.log(low / (1 - low))


def without(*ids: str) -> list[dict[str, str]]:
    return [dict(row) for row in data.table("failure_rates") if row["row_id"] not in ids]


# The contract


def test_json__keys__are_those_of_the_contract() -> None:
    assert list(expect("m864", 1000).to_json()) == [
        "munition", "rounds", "setting", "submunitions", "rate", "unexploded",
        "evidence", "excluded", "assumptions",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["rate", "unexploded"])
def test_json__figures__are_mean_median_p05_p95(part: str) -> None:
    assert list(expect("m864", 1000).to_json()[part]) == ["mean", "median", "p05", "p95"]


def test_json__printed_and_read__is_the_same() -> None:
    answer = expect("m864", (100, 200)).to_json()
    assert json.loads(json.dumps(answer)) == answer


def test_json__every_row_left_out__has_a_reason() -> None:
    assert all(
        set(each) == {"row", "why"} and each["why"] for each in expect("m864", 1).to_json()["excluded"]
    )


def test_json__official_claim_on_m864__is_listed_as_left_out() -> None:
    """Kahl, 7 July 2023: not above 2.35 per cent, without a count (fr001)."""
    told = {each["row"]: each["why"] for each in expect("m864", 1000).to_json()["excluded"]}
    assert told["fr001"] == "an official upper bound without count"


def test_answer__same_seed__is_the_same() -> None:
    assert expect("m864", 1000, seed=7) == expect("m864", 1000, seed=7)


def test_answer__other_seed__differs_by_little() -> None:
    one, two = expect("m864", 1000, seed=1), expect("m864", 1000, seed=2)
    assert one.rate.mean != two.rate.mean
    assert one.rate.median == pytest.approx(two.rate.median, rel=0.06)


def test_answer__quantiles__agree_with_the_summary() -> None:
    answer = expect("m26", 6)
    found = dict(answer.rate_quantiles)
    assert (found[0.05], found[0.95]) == pytest.approx((answer.rate.p05, answer.rate.p95), rel=0.01)


REFUSED = {
    "load": ("9m54-tornado", "cbu-2", "mw-1", "dpicm-zp39"),
    "fallback": (
        "9m55k1", "cbu-97", "cbu-105", "cbu-34", "jp233", "rbk-500-spbe", "smart155", "bonus155", "sadarm",
    ),
}  # fmt: skip
ANSWERED = [m for m in catalogue() if m.id not in (*REFUSED["load"], *REFUSED["fallback"])]


@pytest.mark.parametrize("munition", ANSWERED, ids=lambda m: m.id)
@pytest.mark.parametrize("setting", ["combat", "test", "any"])
def test_expect__every_other_munition__has_an_interval(munition: Munition, setting: str) -> None:
    rate = expect(munition, 100, setting=setting).rate
    assert 0 < rate.p05 < rate.median < rate.p95 < 1


@pytest.mark.parametrize("id_", REFUSED["load"])
def test_expect__load_not_on_record__is_refused(id_: str) -> None:
    with pytest.raises(MunitionError, match=f"the load of {id_} is not on record .*load="):
        expect(id_, 10)


@pytest.mark.parametrize("id_", REFUSED["fallback"])
def test_expect__rates_of_others_say_nothing__is_refused(id_: str) -> None:
    with pytest.raises(MunitionError, match=f"no answer for {id_}.*rates="):
        expect(id_, 10)


# Published figures


@pytest.mark.parametrize(
    "munition, rounds, fired",
    [
        ("m26", 1800, 1_159_200),  # Haaretz and Irish Times on Lebanon 2006: "1.2 million" fired
        ("m26", 6, 3864),  # HRW 2006, questions and answers: a volley of six
        ("dm662", 192, 9408),  # M85 report, Annex I: Hjerkinn 2006
        ("type81-122", 113, 4407),  # HRW on Hezbollah rockets 2006
        ("rbl755", 70, 10_290),  # Independent on Baghdad 2003
        ("bl755", (106, 107), (15_582, 15_729)),  # UK FOI reply on the Falklands
        ("cbu-87", 1228, 248_056),  # HRW 2002 on Afghanistan
    ],
)
def test_submunitions__published_use__are_the_published_number(
    munition: str, rounds: Any, fired: Any
) -> None:
    assert expect(munition, rounds).submunitions == fired


@pytest.mark.parametrize(
    "munition, rounds, rate, left",
    [
        ("m864", 1, 0.06, 4.32),  # Washington Post 2023: "at least four" of 72
        ("m864", 1, 0.0235, 1.692),  # the US claim of 2023
        ("m483a1", 1, 0.0235, 2.068),
        ("m483a1", 1, 0.14, 12.32),  # New York Times 2023 on older figures
        ("cbu-87", 600, 0.05, 6060),  # AP, December 2001: "6,000"
        ("dm662", 1, 0.15, 7.35),  # Helsingin Sanomat: "seven"
    ],
)
def test_rival__press_arithmetic__is_reproduced(munition: str, rounds: int, rate: float, left: float) -> None:
    rows = rates({"munition_or_submunition": munition, "rate_point": rate})
    assert expect(munition, rounds, rates=rows).rival.unexploded == pytest.approx(left)


def test_rate__m85_combat__is_well_above_its_tests() -> None:
    """King, Dullum, Ostern, M85 (2007): 0.2-2.3 per cent on ranges, 9.6, 11.5 and 12.2 at Lebanese sites."""
    assert expect("l20a1", 1).rate.median > 3 * expect("l20a1", 1, setting="test").rate.median


@pytest.mark.parametrize("site", [0.096, 0.115, 0.122])
def test_interval__m85_without_its_combat_rows__holds_the_lebanese_sites(site: float) -> None:
    """M85 report, three Lebanese sites (fr028-fr030), predicted from other families only."""
    answer = expect("l20a1", 1, rates=without("fr028", "fr029", "fr030", "fr031", "fr032"))
    assert answer.level == "all"
    assert answer.rate.p05 < site < answer.rate.p95


@pytest.mark.parametrize(
    "munition, left_out, found",
    [
        ("cbu-87", ("fr042", "fr044", "fr045", "fr047"), 0.07),  # UN MACC Kosovo via HRW 2002
        ("rbl755", ("fr037", "fr038", "fr039"), 0.115),  # UN MACC Kosovo via Guardian 2000
        ("cbu-58", ("fr068", "fr073", "fr074"), 0.25),  # CMAC, Phnom Penh Post 2021
        ("rbk-500-shoab", ("fr080",), 0.30),  # Kryvtsun 2024
    ],
)
def test_interval__family_left_out__holds_its_combat_figure(
    munition: str, left_out: tuple[str, ...], found: float
) -> None:
    answer = expect(munition, 1, rates=without(*left_out))
    assert answer.rate.p05 < found < answer.rate.p95


def test_interval__m26_combat__reaches_above_what_was_recovered_in_lebanon() -> None:
    """HRW 2008: 57,271 M77 recovered by January 2008 of 1,159,200 fired, a lower bound of 4.9 per cent."""
    assert expect("m26", 1800).unexploded.median > 57_271


# Behaviour


def test_level__fallback__is_named_in_the_assumptions() -> None:
    answer = expect("m864", 1000)
    assert answer.level == "all"
    assert any("fallback to all cluster munitions" in text for text in answer.assumptions)


def test_level__own_rows__need_no_fallback() -> None:
    answer = expect("dm662", 100, setting="test")
    assert (answer.level, [text for text in answer.assumptions if "allback" in text]) == ("munition", [])


@pytest.mark.parametrize("near, far", [("l20a1", "orkan-m87"), ("cbu-87", "orkan-m87"), ("l20a1", "m864")])
def test_interval__fallback_to_all__is_wider_than_family(near: str, far: str) -> None:
    assert log_width(expect(far, 1000)) > log_width(expect(near, 1000))


def test_interval__no_rows__is_widest() -> None:
    assert log_width(expect("m864", 1000, rates=[])) > log_width(expect("m864", 1000))


def test_rate__newer_counts_of_the_user__change_the_answer() -> None:
    new = [
        {
            "row_id": f"claim-{i}",
            "munition_or_submunition": "M864",
            "setting": COMBAT,
            "n_tested": 500,
            "n_failed": n,
        }
        for i, n in enumerate((10, 12, 8, 15, 9))
    ]
    before, after = expect("m864", 100), expect("m864", 100, rates=[*data.table("failure_rates"), *new])
    assert (before.level, after.level) == ("all", "munition")
    assert after.rate.p95 < before.rate.median


def test_rate__located_claim_of_the_user__changes_nothing() -> None:
    new = {
        "row_id": "x",
        "munition_or_submunition": "m864",
        "setting": COMBAT,
        "rate_point": 0.9,
        "verification": "located",
    }
    old = list(data.table("failure_rates"))
    assert expect("m864", 10, rates=[*old, new]).rate == expect("m864", 10, rates=old).rate


def test_rate__rounds__do_not_move_it() -> None:
    assert expect("m864", 1).rate == expect("m864", 5000).rate


def test_rates__one_way_iterator__is_enough() -> None:
    assert expect("m864", 10, rates=iter(data.table("failure_rates"))) == expect("m864", 10)


def test_rows__m42_statement_on_all_lebanon_types__is_no_figure_of_the_family() -> None:
    level = {piece.row: piece.level for piece in expect("m864", 1).rows}
    assert level["fr016"] == "all"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 20_000), st.integers(0, 20_000), st.sampled_from(["m864", "m26", "cbu-87"]))
def test_unexploded__more_rounds__is_never_less(one: int, more: int, munition: str) -> None:
    few, many = expect(munition, one).unexploded, expect(munition, one + more).unexploded
    assert few.mean <= many.mean
    assert (few.p05, few.median, few.p95) <= (many.p05, many.median, many.p95)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10_000))
def test_unexploded__mean__is_the_mean_rate_of_those_fired(rounds: int) -> None:
    answer = expect("cbu-87", rounds)
    assert answer.unexploded.mean == pytest.approx(answer.rate.mean * 202 * rounds, rel=0.03)


def test_unexploded__no_rounds__is_none() -> None:
    assert expect("m864", 0).unexploded.to_json() == {"mean": 0, "median": 0, "p05": 0, "p95": 0}


def test_unexploded__most_rounds_allowed__is_a_number() -> None:
    assert math.isfinite(expect("m26", 10_000_000).unexploded.p95)


def test_unexploded__one_round__has_whole_quantiles() -> None:
    found = expect("m864", 1).unexploded
    assert all(figure == int(figure) for figure in (found.p05, found.median, found.p95))


def test_unexploded__uncertain_rounds__are_wider_than_certain_ones() -> None:
    """Where the rate is well known, doubt on the rounds must show: 100 +/- 40 against 100."""
    rows = rates(*[{"munition_or_submunition": "m26", "n_tested": 100_000, "n_failed": 10_000}] * 20)
    sure, unsure = (expect("m26", 100, rates=rows, rounds_sd=sd).unexploded for sd in (None, 40))
    assert unsure.p95 - unsure.p05 > 1.2 * (sure.p95 - sure.p05)


def test_unexploded__range_of_rounds__has_the_mean_of_its_middle() -> None:
    wide, middle = expect("m26", (500, 1500)).unexploded.mean, expect("m26", 1000).unexploded.mean
    assert wide == pytest.approx(middle, rel=0.03)


def test_range__of_one_number__is_that_number() -> None:
    assert expect("m26", (10, 10)).rounds == 10


def test_rounds__numpy_integer__is_taken() -> None:
    assert expect("m26", np.int64(10)).submunitions == 6440


def test_rival__counts__are_pooled() -> None:
    """By hand: (5 + 30) / (100 + 200) = 0.11667, whatever the plain rates say."""
    about = {"munition_or_submunition": "m864"}
    rows = rates(
        about | {"n_tested": 100, "n_failed": 5},
        about | {"n_tested": 200, "n_failed": 30},
        about | {"rate_point": 0.9},
    )
    assert expect("m864", 1, rates=rows).rival.rate == pytest.approx(35 / 300)


def test_rival__bounds_only__is_silent() -> None:
    rows = rates({"munition_or_submunition": "m864", "rate_high": 0.4})
    assert expect("m864", 1, rates=rows).rival.rate is None


def test_load__given_for_an_open_one__is_used() -> None:
    assert expect("9m54-tornado", 10, load=72).submunitions == 720


def test_load__not_read_at_its_source__is_said() -> None:
    assert any("located" in text for text in expect("orkan-m87", 10).assumptions)


def test_delay_fuze__in_the_load__is_said() -> None:
    assert any("may do so later by design" in text for text in expect("cbu-71", 1).assumptions)


# Refusals


@pytest.mark.parametrize(
    "rounds",
    [
        -1,
        math.nan,
        math.inf,
        10_000_001,
        1.5,
        True,
        "100",
        None,
        (5,),
        (1, 2, 3),
        (20, 10),
        (-5, 10),
        (1, math.nan),
    ],
)
def test_rounds__that_are_none__are_refused(rounds: Any) -> None:
    with pytest.raises(MunitionError, match=r"rounds is .*; give|low is above high"):
        expect("m864", rounds)


@pytest.mark.parametrize("sd", [-1.0, math.nan, math.inf])
def test_rounds_sd__that_is_none__is_refused(sd: float) -> None:
    with pytest.raises(MunitionError, match="rounds_sd"):
        expect("m864", 100, rounds_sd=sd)


def test_rounds_sd__with_a_range__is_refused() -> None:
    with pytest.raises(MunitionError, match="one or the other"):
        expect("m864", (10, 20), rounds_sd=3)


@pytest.mark.parametrize("setting", ["clearance", "", "Combat"])
def test_setting__unknown__is_refused_with_the_known(setting: str) -> None:
    with pytest.raises(MunitionError, match="test, combat, any"):
        expect("m864", 1, setting=setting)


@pytest.mark.parametrize("load", [0, -3, 2.5, True])
def test_load__that_is_none__is_refused(load: Any) -> None:
    with pytest.raises(MunitionError, match="load is"):
        expect("9m54-tornado", 1, load=load)


def test_munition__sensor_fuzed_with_rows_of_its_own__is_answered() -> None:
    rows = rates({"munition_or_submunition": "CBU-105", "n_tested": 40, "n_failed": 4})
    assert expect("cbu-105", 2, rates=rows).submunitions == 80


def test_munition__unknown__is_refused_with_near_names() -> None:
    with pytest.raises(MunitionError, match="did you mean m864"):
        expect("m846", 1)


def test_munition__as_value__is_taken() -> None:
    assert expect(find("m864"), 1).munition == "m864"
