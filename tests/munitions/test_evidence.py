"""Which rows count and why the others do not."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.munitions import MunitionError, Piece, catalogue, expect, find
from tilth.munitions._evidence import weigh
from tilth.munitions._rows import read_rows

FIELD = "combat field survey"


def row(id_: str, **cells: Any) -> dict[str, Any]:
    given = {"row_id": id_, "munition_or_submunition": "m864", "setting": FIELD, "rate_point": 0.1}
    return given | cells


def sort(
    *rows: dict[str, Any], munition: str = "m864", setting: str = "combat"
) -> tuple[list[Piece], dict[str, str]]:
    pieces, excluded = weigh(find(munition), read_rows(rows), setting)
    return list(pieces), dict(excluded)


@pytest.mark.parametrize(
    "cells, why",
    [
        ({"verification": "located"}, "located: the figure was not read at its source"),
        ({"setting": "official claim"}, "official claim without a count"),
        (
            {"setting": "official claim", "rate_point": "", "rate_high": 0.0235},
            "an official upper bound without count",
        ),
        ({"setting": "requirement/threshold"}, "a requirement, not a measurement"),
        ({"setting": "military trial"}, "setting 'military trial' does not count for 'combat'"),
        ({"setting": ""}, "setting not given does not count for 'combat'"),
        ({"count_use": "assumption"}, "its failures are an assumed rate times the number fired"),
        ({"count_use": "worked_example"}, "a worked example, not a test"),
        ({"rate_kind": "hazardous duds"}, "speaks of hazardous duds, not of all"),
        ({"rate_kind": "local maximum"}, "a local maximum, not a rate for a strike"),
        ({"rate_point": ""}, "gives no rate"),
    ],
)
def test_row__unfit__is_left_out_with_its_reason(cells: dict[str, Any], why: str) -> None:
    assert sort(row("a", **cells)) == ([], {"a": why})


def test_row__located_and_official__is_left_out_as_located() -> None:
    assert "located" in sort(row("a", verification="located", setting="official claim"))[1]["a"]


@pytest.mark.parametrize(
    "setting, used",
    [
        ("test", ["lot", "trial"]),
        ("combat", ["field", "expert"]),
        ("any", ["lot", "trial", "field", "expert"]),
    ],
)
def test_setting__asked__takes_its_own_rows(setting: str, used: list[str]) -> None:
    rows = [
        row("lot", setting="factory/lot acceptance test"),
        row("trial", setting="military trial"),
        row("field"),
        row("expert", setting="expert estimate"),
    ]
    assert [piece.row for piece in sort(*rows, setting=setting)[0]] == used


def test_weight__expert_estimate__is_half_that_of_a_field_survey() -> None:
    field, expert = sort(row("a"), row("b", setting="expert estimate"))[0]
    assert expert.weight == field.weight / 2


@pytest.mark.parametrize(
    "cells, form, low, high",
    [
        ({"rate_point": 0.1}, "rate", 0.1, 0.1),
        ({"rate_point": "0.15", "rate_high": "0.26"}, "rate", 0.15, 0.15),
        ({"rate_point": "", "rate_low": 0.1, "rate_high": 0.3}, "interval", 0.1, 0.3),
        ({"rate_point": "", "rate_high": 0.4}, "interval", 0.0, 0.4),
        ({"rate_point": "", "rate_low": 0.2}, "interval", 0.2, 1.0),
        ({"rate_point": "", "n_tested": 200, "n_failed": 8}, "count", 0.04, 0.04),
        ({"n_tested": 200, "n_failed": 8, "count_use": "lower_bound"}, "interval", 0.04, 1.0),
        ({"n_tested": 9408, "count_use": "n_only", "rate_point": 0.01}, "rate", 0.01, 0.01),
        ({"n_tested": 100, "n_failed": 20, "count_use": "none", "rate_point": 0.1}, "rate", 0.1, 0.1),
    ],
)
def test_row__by_what_it_gives__becomes_count_rate_or_interval(
    cells: dict[str, Any], form: str, low: float, high: float
) -> None:
    (piece,), _ = sort(row("a", **cells))
    assert (piece.form, piece.low, piece.high) == (form, low, high)


@pytest.mark.parametrize(
    "about, family, level",
    [
        ("M864", "", "munition"),
        ("m42/m46 (155 mm)", "", "family"),
        ("something", "DPICM M42/M46", "family"),
        ("blu-97", "BLU-97", "all"),
        ("m77 / m42 / m85", "mixed", "all"),
    ],
)
def test_level__by_name_and_family__is_near_or_far(about: str, family: str, level: str) -> None:
    (piece,), _ = sort(row("a", munition_or_submunition=about, family=family))
    assert piece.level == level


def test_far_rows__of_one_family__share_one_weight() -> None:
    far = [row(id_, munition_or_submunition="blu-97", family="BLU-97") for id_ in "abcd"]
    assert [piece.weight for piece in sort(*far)[0]] == [0.25] * 4


def test_near_rows__keep__their_full_weight() -> None:
    assert [piece.weight for piece in sort(row("a"), row("b"))[0]] == [1.0, 1.0]


def test_echo__of_a_used_row__is_counted_once() -> None:
    pieces, excluded = sort(row("a"), row("b", same_origin_as="a"))
    assert ([piece.row for piece in pieces], excluded) == (["a"], {"b": "same origin as a: counted once"})


def test_echo__with_another_figure__widens_the_row_to_both() -> None:
    (piece,), _ = sort(
        row("a", rate_point=0.4), row("b", rate_point="", rate_low=0.2, rate_high=0.4, same_origin_as="a")
    )
    assert (piece.form, piece.low, piece.high) == ("interval", 0.2, 0.4)


def test_echo__of_a_clean_count__leaves_the_count_as_it_is() -> None:
    (piece,), _ = sort(row("a", n_tested=100, n_failed=3), row("b", rate_point=0.5, same_origin_as="a"))
    assert (piece.form, piece.low, piece.tested) == ("count", 0.03, 100)


def test_echo__of_an_official_claim__is_left_out_with_it() -> None:
    pieces, excluded = sort(row("a", setting="official claim"), row("b", same_origin_as="a"))
    assert (pieces, excluded["b"]) == ([], "repeats a, which is left out: official claim without a count")


def test_echo__of_a_located_row__stands_for_it() -> None:
    pieces, _ = sort(row("a", verification="located"), row("b", same_origin_as="a"))
    assert [piece.row for piece in pieces] == ["b"]


def test_echo__of_several_rows__is_left_out_as_a_summary() -> None:
    pieces, excluded = sort(row("a"), row("b"), row("c", same_origin_as="a;b"))
    assert ([piece.row for piece in pieces], "several rows" in excluded["c"]) == (["a", "b"], True)


def test_echo__of_a_row_not_given__stands_alone() -> None:
    assert [piece.row for piece in sort(row("b", same_origin_as="a"))[0]] == ["b"]


def test_echo__rows_that_name_each_other__end() -> None:
    pieces, _ = sort(row("a", same_origin_as="b"), row("b", same_origin_as="a"))
    assert len(pieces) >= 1


@pytest.mark.parametrize(
    "cells, message",
    [
        ({"rate_point": "2 %"}, "rate_point is '2 %'"),
        ({"rate_point": 2.35}, r"fraction from 0 to 1 \(2 % is 0.02\)"),
        ({"rate_point": -0.1}, "fraction from 0 to 1"),
        ({"rate_point": "nan"}, "give a number or leave it empty"),
        ({"rate_low": 0.3, "rate_point": 0.1}, "must rise"),
        ({"n_tested": 10, "n_failed": 11}, "failures cannot exceed tests"),
        ({"n_tested": -1}, "whole number of items"),
        ({"n_tested": 1.5}, "whole number of items"),
        ({"row_id": ""}, "has no row_id"),
    ],
)
def test_rows__faulty_number__are_refused_with_the_field(cells: dict[str, Any], message: str) -> None:
    with pytest.raises(MunitionError, match=message):
        read_rows([row("a", **cells)])


def test_rows__same_identifier_twice__are_refused() -> None:
    with pytest.raises(MunitionError, match="'a' is given twice"):
        read_rows([row("a"), row("a")])


@pytest.mark.parametrize("setting", ["test", "combat", "any"])
@pytest.mark.parametrize(
    "munition",
    [m for m in catalogue() if m.load and m.family not in ("mine", "sensor-fuzed")],
    ids=lambda m: m.id,
)
def test_packaged_rows__every_munition__are_each_used_or_explained(munition: Any, setting: str) -> None:
    from tilth import data

    pieces, excluded = weigh(munition, read_rows(data.table("failure_rates")), setting)
    told = sorted([piece.row for piece in pieces] + [id_ for id_, _ in excluded])
    assert told == sorted(each["row_id"] for each in data.table("failure_rates"))


def test_packaged_rows__located__are_never_used() -> None:
    from tilth import data

    located = {each["row_id"] for each in data.table("failure_rates") if each["verification"] == "located"}
    used = {
        id_ for setting in ("test", "combat", "any") for id_ in expect("m26", 1, setting=setting).evidence
    }
    assert (len(located) > 5, used & located) == (True, set())
