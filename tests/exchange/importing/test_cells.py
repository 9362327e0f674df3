"""Cells as values: numbers, units, lists and words of several languages."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.claims import vocabulary
from tilth.exchange.importing import Column, Mapping
from tilth.exchange.importing._cells import CellFault, number_of, read_column, reader_for


def read(kind: str, name: str, cell: Any, *, decimal: str = ".", **column: Any) -> Any:
    """Read one cell as a property of a kind."""
    item = vocabulary()[kind].properties[name]
    return reader_for(item, Column("x", name, **column), Mapping(kind=kind, decimal=decimal))(cell)


@pytest.mark.parametrize(
    "cell, decimal, wanted",
    [
        ("12.5", ".", 12.5),
        ("12,5", ",", 12.5),
        ("1.234,5", ",", 1234.5),
        ("9.500", ",", 9500),
        ("9.5", ",", 9.5),
        ("12,500", ".", 12_500),
        ("1,234,567.5", ".", 1_234_567.5),
        ("1 234", ".", 1234),
        ("1\u202f234\u202f567.5", ".", 1234567.5),
        (7, ".", 7),
        ("12,5", ".", None),
        ("1e3", ".", 1000),
        ("seven", ".", None),
        (float("nan"), ".", None),
    ],
)
def test_number__as_people_write_it__is_read_or_none(cell: Any, decimal: str, wanted: float | None) -> None:
    assert number_of(cell, decimal) == wanted


@pytest.mark.parametrize(
    "unit, cell, m2",
    [("ha", "2.5", 25_000), ("km2", "0.3", 300_000), ("dunum", 4, 4_000), ("", 17, 17), ("rai", 1, 1_600)],
)
def test_area__in_another_unit__is_square_metres(unit: str, cell: Any, m2: float) -> None:
    assert read("hazardous_area", "area_stated_m2", cell, unit=unit) == m2


def test_unit__without_a_way_to_the_property__is_refused() -> None:
    with pytest.raises(CellFault, match="no way from rai"):
        read("find", "depth_cm", 1, unit="rai")


@pytest.mark.parametrize(
    "word", ["CHA", "confirmed", "Zone dangereuse confirmée", "підтверджена небезпечна територія"]
)
def test_word__of_several_languages__is_the_value(word: str) -> None:
    assert read("hazardous_area", "classification", word) == "CHA"


@pytest.mark.parametrize(
    "word, flag", [("Oui", "yes"), ("так", "yes"), ("لا", "no"), ("0", "no"), ("N/A ", "unknown")]
)
def test_flag__of_several_languages__is_yes_or_no(word: str, flag: str) -> None:
    assert read("accident", "marked_before", word.strip()) == flag


def test_word__of_the_profiles_own_list__comes_first() -> None:
    assert read("hazardous_area", "classification", "7", words={"7": "SHA"}) == "SHA"


def test_word__unknown__is_refused_with_what_is_allowed() -> None:
    with pytest.raises(CellFault, match="allowed: indication, SHA, CHA"):
        read("hazardous_area", "classification", "perhaps")


@pytest.mark.parametrize(
    "cell", ["roads; water", "roads,water", "roads water", ["roads", "water"], "roads\nwater"]
)
def test_list__however_parted__has_its_members(cell: Any) -> None:
    assert read("hazardous_area", "blocked", cell) == ["roads", "water"]


def test_reference__bare_number__gets_its_kind() -> None:
    assert read("find", "activity", "BAC-12") == "activity:BAC-12"


def test_amount__range__is_low_and_high() -> None:
    assert read("strike", "killed", "2-5") == {"low": 2.0, "high": 5.0}


def test_column__same_cell_many_times__is_converted_once() -> None:
    seen: list[Any] = []
    read_column(["a", "a", None, "a"], lambda cell: seen.append(cell) or cell)
    assert seen == ["a"]


def test_column__faulty_cell__keeps_its_row() -> None:
    def refuse(cell: Any) -> Any:
        raise ValueError("no")

    assert list(read_column([None, "x"], refuse).faults) == [1]
