"""The partition on random land and random sequences of work."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, affinity, box

from tilth.release import AreaRecord, ReleaseRecord, account_of, cells, land_on, partition, shares_within

LINES = ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")
DATES = ["2018", "2019-06", "2020-01-15", "2020-11", "2021-03-01"]
DATE = st.one_of(st.none(), st.sampled_from(DATES))
NUMBER = st.integers(0, 30)


@st.composite
def shapes(draw) -> Polygon:
    """Return a turned rectangle or a crooked, perhaps self-crossing, polygon of up to some kilometres."""
    if draw(st.booleans()):
        west, south, width, height = (draw(st.integers(1, 30)) / 1000 for _ in range(4))
        shape = affinity.rotate(box(west, south, west + width, south + height), draw(st.integers(0, 89)))
    else:
        corners = draw(st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=6, unique=True))
        shape = Polygon([(x / 1000, y / 1000) for x, y in corners])
    return affinity.translate(shape, 21.0, 44.0)


MOVES = st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from(["SHA", "CHA"])), max_size=2).map(tuple)
WHO = st.sampled_from([None, "x", "y"])
CLASSES = st.sampled_from(["SHA", "CHA", "indication"])
UNTIL = st.sampled_from([None, None, *DATES])
REGIONS = st.sampled_from([None, "N", "S"])
AREAS = st.builds(
    AreaRecord, st.text("abc", min_size=1, max_size=2), shapes(), CLASSES, DATE, REGIONS,
    until=UNTIL, moves=MOVES, organisation=WHO,
)  # fmt: skip
RELEASES = st.builds(
    ReleaseRecord, st.text("rst", min_size=1, max_size=2), shapes(),
    st.sampled_from(["cancelled", "reduced", "cleared", "correction"]), DATE, organisation=WHO,
)  # fmt: skip
RECORDS = st.lists(st.one_of(AREAS, RELEASES), max_size=8)
SINCE = st.sampled_from([None, "2019", "2020-01-15", "2021"])
ON = "2021-12-31"


def assert_balanced(total) -> None:
    left = total["opening"] + total["found"] + total["corrections"]
    left -= total["cancelled"] + total["reduced"] + total["cleared"]
    assert left == pytest.approx(total["closing"], abs=1e-7 * (total["opening"] + total["found"]) + 1e-5)


@settings(max_examples=60, deadline=None)
@given(RECORDS, SINCE, st.sampled_from(["region", "class", "organisation", "month"]))
def test_account__any_sequence_of_work__every_row_balances(records, since, by) -> None:
    result = account_of(partition(records), ON, since=since, by=by)
    for total in (result.total, *(row["total"] for row in result.by)):
        assert_balanced(total)


@settings(max_examples=60, deadline=None)
@given(RECORDS, SINCE, st.sampled_from(["region", "class", "organisation"]))
def test_account__any_sequence_of_work__rows_add_up_to_the_total(records, since, by) -> None:
    result = account_of(partition(records), ON, since=since, by=by)
    if result.by:
        sums = {line: sum(row["total"][line] for row in result.by) for line in LINES}
        assert sums == pytest.approx(result.total, rel=1e-9, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_partition__records_in_another_order_and_twice__the_same_history(
    records, order: random.Random
) -> None:
    mixed = order.sample(records * 2, 2 * len(records))
    first, second = partition(records), partition(mixed)
    for since in (None, "2020"):
        totals = [account_of(made, ON, since=since).total for made in (first, second)]
        assert totals[1] == pytest.approx(totals[0], rel=1e-9, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_partition__any_land__pieces_add_up_to_every_record(records) -> None:
    assert partition(records).unsettled == ()


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.sampled_from(["2019-12-31", "2020-06-30", ON]))
def test_land_on__any_day__open_land_is_the_closing_by_class(records, day) -> None:
    made = partition(records)
    words = land_on(made, day)
    told = {
        row["name"] or "unclassified": row["total"]["closing"] for row in account_of(made, day, by="class").by
    }
    for word, closing in told.items():
        assert float(made.m2[words == word].sum()) == pytest.approx(closing, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_account__months__chain_and_add_up_to_the_whole_time(records) -> None:
    made = partition(records)
    result = account_of(made, ON, by="month")
    rows = [row["total"] for row in result.by]
    for before, after in pairwise(rows):
        assert after["opening"] == pytest.approx(before["closing"], abs=1e-5)
    for line in ("found", "cancelled", "reduced", "cleared", "corrections"):
        assert sum(row[line] for row in rows) == pytest.approx(result.total[line], abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(RECORDS, st.sampled_from(LINES), SINCE)
def test_cells__any_line__add_up_to_the_figure(records, line, since) -> None:
    made = partition(records)
    figure = account_of(made, ON, since=since).total[line]
    assert sum(row["area_m2"] for row in cells(made, line, ON, since=since)) == pytest.approx(
        figure, abs=1e-4
    )


@settings(max_examples=30, deadline=None)
@given(RECORDS, st.integers(2, 40), st.integers(2, 40))
def test_shares_within__any_borders__parts_add_up_to_the_whole(records, east, north) -> None:
    made = partition(records)
    borders = [box(20.9, 43.9, 21 + east / 1000, 44.1), box(21, 43.9, 21.1, 44 + north / 1000)]
    result = account_of(made, ON, regions=shares_within(made, ["one", "two"], borders))
    sums = {line: sum(row["total"][line] for row in result.by) for line in LINES}
    assert sums == pytest.approx(result.total, rel=1e-9, abs=1e-3)
