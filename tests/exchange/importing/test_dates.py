"""Dates in cells: read in one way or not at all."""

from __future__ import annotations

import pytest

from tilth.exchange.importing import Column, sheet_of_rows
from tilth.exchange.importing._date_parts import date_of_parts
from tilth.exchange.importing._dates import date_of_cell, order_of


@pytest.mark.parametrize(
    "cell, order, wanted",
    [
        ("2023-07-14", "", "2023-07-14"),
        ("2023-7-4", "", "2023-07-04"),
        ("2023-07", "", "2023-07"),
        ("2016-03-14T17:37:31.000Z", "", "2016-03-14"),
        ("1/22/2014 12:00:00 AM", "", "2014-01-22"),
        ("14.07.2023", "", "2023-07-14"),
        ("03/07/2023", "dmy", "2023-07-03"),
        ("03/07/2023", "mdy", "2023-03-07"),
        ("2023/07/14", "", "2023-07-14"),
        ("05/05/2023", "", "2023-05-05"),
        ("20220224", "", "2022-02-24"),
        ("07/2023", "", "2023-07"),
        ("2023", "", "2023"),
        ("14 Jul 2023", "", "2023-07-14"),
        ("14 juillet 2023", "", "2023-07-14"),
        ("14 липня 2023", "", "2023-07-14"),
        ("14 июля 2023", "", "2023-07-14"),
        ("March 2020", "", "2020-03"),
        ("2020-01/2020-03", "", "2020-01/2020-03"),
    ],
)
def test_cell__date_in_one_way__is_read(cell: str, order: str, wanted: str) -> None:
    assert date_of_cell(cell, order) == wanted


@pytest.mark.parametrize("cell", ["03/07/2023", "31/02/2023", "14/07/23", "yesterday", "2023-13-01", "99"])
def test_cell__no_date_or_two__is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"order|two digits|no date|no month|ends on"):
        date_of_cell(cell)


def test_cell__order_iso__reads_nothing_else() -> None:
    with pytest.raises(ValueError, match="no date"):
        date_of_cell("14/07/2023", "iso")


@pytest.mark.parametrize(
    "cells, order",
    [
        (["01/02/2023", "14/02/2023"], "dmy"),
        (["01/02/2023", "02/14/2023"], "mdy"),
        (["2023/02/01"], "ymd"),
        (["01/02/2023"], ""),
        (["14/02/2023", "02/14/2023"], ""),
    ],
)
def test_order__of_many_cells__is_what_they_show(cells: list[str], order: str) -> None:
    assert order_of(cells) == order


def test_parts__range_of_days_and_short_year__are_an_interval() -> None:
    sheet = sheet_of_rows("x", [{"d": "28-29", "m": 7.0, "y": 1.0}])
    columns = [
        Column("d", "date", "day"),
        Column("m", "date", "month"),
        Column("y", "date", "year", plus=1940),
    ]
    assert date_of_parts(sheet, columns).values == ["1941-07-28/1941-07-29"]


def test_parts__day_that_is_none__is_a_fault() -> None:
    sheet = sheet_of_rows("x", [{"d": "31", "m": 2, "y": 1944}])
    columns = [Column("d", "date", "day"), Column("m", "date", "month"), Column("y", "date", "year")]
    assert 0 in date_of_parts(sheet, columns).faults
