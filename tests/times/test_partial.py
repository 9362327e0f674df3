"""Partial dates and periods: EDTF in and out, what cannot be, what order can be said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.times import (
    Order,
    PartialDate,
    Period,
    TimeError,
    compare,
    covers,
    is_valid_time,
    parse_time,
    reach,
)

days = st.dates(min_value=date(1000, 1, 1), max_value=date(9990, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    precision = draw(st.sampled_from(["year", "month", "day"]))
    month = day.month if precision != "year" else None
    number = day.day if precision == "day" else None
    return PartialDate(day.year, month, number, about=draw(st.booleans()), uncertain=draw(st.booleans()))


@given(partial_dates())
def test_partial_date__printed_and_parsed__is_itself(value: PartialDate) -> None:
    assert parse_time(str(value)) == value


@given(partial_dates(), partial_dates())
def test_period__printed_and_parsed__is_itself(one: PartialDate, other: PartialDate) -> None:
    try:
        period = Period(one, other)
    except TimeError:
        assert reach(one)[0] > reach(other)[1]  # type: ignore[operator]
        return
    again = parse_time(str(period))
    assert again == (period if one != other else one)


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "2023-13", "2023-00", "0000", "NaN", "", "07/2023", "2023-7", "20230707",
     "2023-07-07T10:00", "2023-09/2023-07", "yesterday", "2023-02-29", "1900-02-29", " 2023", "2023\n"],
)  # fmt: skip
def test_parse__impossible_or_other_notation__is_refused_with_advice(text: str) -> None:
    assert not is_valid_time(text)
    with pytest.raises(TimeError) as refused:
        parse_time(text)
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize("value", [None, 2023, 2023.5, date(2023, 7, 7), ["2023"]])
def test_parse__no_text__is_refused(value: object) -> None:
    assert not is_valid_time(value)


@pytest.mark.parametrize(
    "text", ["2024-02-29", "2000-02-29", "2023", "2023~", "2023-07?", "../2023-07", "2023-07/.."]
)
def test_parse__edtf__is_taken(text: str) -> None:
    assert str(parse_time(text)) == text


@given(partial_dates(), partial_dates())
def test_compare__turned_round__is_turned_round(one: PartialDate, other: PartialDate) -> None:
    turned = {Order.BEFORE: Order.AFTER, Order.AFTER: Order.BEFORE}
    answer = compare(one, other)
    assert compare(other, one) == turned.get(answer, answer)


@given(partial_dates(), partial_dates())
def test_compare__says_before__only_when_no_day_overlaps(one: PartialDate, other: PartialDate) -> None:
    (_, last), (first, _) = reach(one), reach(other)
    assert last is not None
    assert first is not None
    assert (compare(one, other) is Order.BEFORE) == (last < first)


@given(days)
def test_compare__a_full_day_with_itself__is_the_same(day: date) -> None:
    value = PartialDate.from_date(day)
    assert compare(value, value) is Order.SAME


def test_compare__month_with_itself__cannot_say() -> None:
    assert compare(PartialDate(2023, 7), PartialDate(2023, 7)) is Order.CANNOT_SAY


@given(days, st.integers(0, 400), st.integers(-500, 500))
def test_covers__full_days__agrees_with_plain_dates(start: date, length: int, shift: int) -> None:
    end = start + timedelta(days=length)
    asked = start + timedelta(days=shift)
    period = Period(PartialDate.from_date(start), PartialDate.from_date(end))
    assert covers(period, asked) is (start <= asked <= end)


@pytest.mark.parametrize(
    "period,on,answer",
    [
        ("2010-08-01/..", "2023", True),
        ("../2025-03-05", "2025-03-06", False),
        ("2023-07/2023-09", "2023-08", True),
        ("2023-07/2023-09", "2023-07-10", None),
        ("2023-07/2023-09", "2023-06", False),
        ("2023-07", "2023-07-10", None),
        ("2023-07/", "2024", None),
        ("[2023-07..2023-09]", "2023-08-01", None),
    ],
)  # Hand-made: each end of a partial period may be any day of its month.
def test_covers__partial_ends__is_three_valued(period: str, on: str, answer: bool | None) -> None:
    assert covers(parse_time(period), PartialDate.parse(on)) is answer


def test_about__reaches_further__than_stated() -> None:
    first, last = reach(PartialDate(2011, about=True))
    assert first is not None
    assert last is not None
    assert first < date(2011, 1, 1)
    assert last > date(2011, 12, 31)
