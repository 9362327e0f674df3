"""Which rows the model learns from, in which form, and why the others are left out."""

from __future__ import annotations

from typing import Any

import pytest

from tilth import data
from tilth.munitions import MunitionError, Piece, expect, find
from tilth.munitions._evidence import level_of, sort_rows
from tilth.munitions._rows import read_rows

FIELD = "combat field survey"


def row(id_: str, **cells: Any) -> dict[str, Any]:
    given = {"row_id": id_, "munition_or_submunition": "m864", "setting": FIELD, "rate_point": 0.1}
    return given | cells


def sort(*rows: dict[str, Any]) -> tuple[list[Piece], dict[str, str]]:
    found = sort_rows(read_rows(rows))
    return list(found.pieces), dict(found.excluded)


@pytest.mark.parametrize(
    "cells, why",
    [
        ({"verification": "located"}, "located: the figure was not read at its source"),
        ({"verification": "proposed"}, "proposed: no reviewer accepted it yet"),
        ({"setting": "requirement/threshold"}, "a requirement, not a measurement"),
        ({"count_use": "assumption"}, "its failures are an assumed rate times the number fired"),
        ({"count_use": "worked_example"}, "a worked example, not a test"),
        ({"rate_kind": "hazardous duds"}, "speaks of hazardous duds, not of all"),
        ({"rate_kind": "local maximum"}, "a local maximum, not a rate for a strike"),
        ({"rate_point": ""}, "gives no rate"),
    ],
)
def test_row__unfit__is_left_out_with_its_reason(cells: dict[str, Any], why: str) -> None:
    assert sort(row("a", **cells)) == ([], {"a": why})


def test_setting__not_given_or_strange__is_left_out_with_those_there_are() -> None:
    assert "none of factory/lot acceptance test" in sort(row("a", setting=""))[1]["a"]


def test_row__located_and_official__is_left_out_as_located() -> None:
    assert "located" in sort(row("a", verification="located", setting="official claim"))[1]["a"]


@pytest.mark.parametrize(
    "setting, group",
    [
        ("factory/lot acceptance test", "test"),
        ("military trial", "test"),
        (FIELD, "combat"),
        ("expert estimate", "expert"),
        ("official claim", "claim"),
    ],
)
def test_setting__of_a_row__gives_its_group(setting: str, group: str) -> None:
    (piece,), _ = sort(row("a", setting=setting))
    assert piece.group == group


def test_claim__of_one_side_on_the_other__is_read_as_an_estimate() -> None:
    """fr078: a US official on Russian munitions is no maker's claim."""
    pieces = {piece.row: piece for piece in sort_rows(read_rows(data.table("failure_rates"))).pieces}
    assert pieces["fr078"].group == "expert"


@pytest.mark.parametrize(
    "cells, form, low, high",
    [
        ({"rate_point": 0.1}, "point", 0.1, 0.1),
        ({"rate_point": 0.0}, "point", 0.0005, 0.0005),
        ({"rate_point": "0.15", "rate_high": "0.26"}, "point", 0.15, 0.15),
        ({"rate_point": "", "rate_low": 0.1, "rate_high": 0.3}, "range", 0.1, 0.3),
        ({"rate_point": "", "rate_high": 0.4}, "upper", 0.0, 0.4),
        ({"rate_point": "", "rate_low": 0.2}, "lower", 0.2, 1.0),
        ({"rate_point": "", "n_tested": 200, "n_failed": 8}, "count", 0.04, 0.04),
        ({"n_tested": 200, "n_failed": 8, "count_use": "lower_bound"}, "lower", 0.04, 1.0),
        (
            {"n_tested": 200, "n_failed": 8, "count_use": "lower_bound", "rate_kind": "recovered / fired"},
            "recovered",
            0.04,
            1.0,
        ),
        ({"n_tested": 9408, "count_use": "n_only", "rate_point": 0.01}, "sized", 0.01, 0.01),
        ({"n_tested": 100, "n_failed": 20, "count_use": "none", "rate_point": 0.1}, "point", 0.1, 0.1),
        (
            {"n_tested": 100, "n_failed": 2, "rate_kind": "carriers that did not open"},
            "unopened",
            0.02,
            0.02,
        ),
    ],
)
def test_row__by_what_it_gives__becomes_its_form(
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
    (read,) = read_rows([row("a", munition_or_submunition=about, family=family)])
    assert level_of(find("m864"), read) == level


def test_echo__of_a_used_row__is_counted_once() -> None:
    pieces, excluded = sort(row("a"), row("b", same_origin_as="a"))
    assert ([piece.row for piece in pieces], excluded) == (["a"], {"b": "same origin as a: counted once"})


def test_echo__with_another_figure__widens_the_row_to_both() -> None:
    (piece,), _ = sort(
        row("a", rate_point=0.4), row("b", rate_point="", rate_low=0.2, rate_high=0.4, same_origin_as="a")
    )
    assert (piece.form, piece.low, piece.high) == ("range", 0.2, 0.4)


def test_echo__of_items_recovered__keeps_the_larger_number() -> None:
    """Kosovo: 15,940 found by MACC (fr053), 25,000 by all (fr054) of 289,536 dropped."""
    cells = {"rate_point": "", "count_use": "lower_bound", "rate_kind": "recovered", "n_tested": 289_536}
    first, later = row("a", n_failed=15_940, **cells), row("b", n_failed=25_000, same_origin_as="a", **cells)
    (piece,), _ = sort(first, later)
    assert (piece.row, piece.failed) == ("a", 25_000)


def test_echo__of_a_clean_count__leaves_the_count_as_it_is() -> None:
    (piece,), _ = sort(row("a", n_tested=100, n_failed=3), row("b", rate_point=0.5, same_origin_as="a"))
    assert (piece.form, piece.low, piece.tested) == ("count", 0.03, 100)


def test_echo__of_an_assumed_rate__is_left_out_with_it() -> None:
    pieces, excluded = sort(row("a", count_use="assumption"), row("b", same_origin_as="a"))
    assert (pieces, "repeats a, which is left out" in excluded["b"]) == ([], True)


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
        ({"rate_point": 2.35}, r"fraction from 0 to 1 \(2.35 % is 0.0235\)"),
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


def test_packaged_rows__every_one__is_used_or_explained() -> None:
    found = sort_rows(read_rows(data.table("failure_rates")))
    told = sorted([piece.row for piece in found.pieces] + [id_ for id_, _ in found.excluded])
    assert told == sorted(each["row_id"] for each in data.table("failure_rates"))


def test_packaged_rows__located__are_never_used() -> None:
    located = {each["row_id"] for each in data.table("failure_rates") if each["verification"] == "located"}
    assert (len(located) > 5, set(expect("m26", 1).evidence) & located) == (True, set())


def test_packaged_rows__requirements_and_assumptions__are_never_used() -> None:
    table = data.table("failure_rates")
    unfit = {each["row_id"] for each in table if each["setting"] == "requirement/threshold"}
    unfit |= {each["row_id"] for each in table if each["count_use"] in ("assumption", "worked_example")}
    assert (len(unfit) > 8, set(expect("m26", 1).evidence) & unfit) == (True, set())


@pytest.mark.parametrize("row_id", ["fr033", "fr077", "fr086"])
def test_packaged_rows__on_hazardous_duds_only__are_never_used(row_id: str) -> None:
    """failure_rates.md, section 1: the Israeli 0.06 and German "under 1" per cent are hazardous duds."""
    assert row_id not in expect("m26", 1).evidence


def test_packaged_rows__kosovo_and_lebanon_mixed__are_units_of_their_own() -> None:
    units = {piece.unit for piece in sort_rows(read_rows(data.table("failure_rates"))).pieces}
    assert {"mixed|Kosovo", "mixed|Lebanon"} <= units
