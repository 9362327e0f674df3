"""The account on random land and on real land."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, affinity, box, union_all

from tilth.places import area_m2
from tilth.release import AreaRecord, ReleaseRecord, account

OUT = ("cancelled", "reduced", "cleared")
TOLERANCE = 1e-7
"""1 m2 per 10 km2, as the format contract asks."""
NUMBER = st.integers(0, 40)
DATE = st.one_of(
    st.none(), st.sampled_from(["2018", "2019-06", "2020-01-15", "2020-11", "2021-03-01", "2021"])
)


@st.composite
def shapes(draw) -> Polygon:
    """Return a turned rectangle or a crooked, perhaps self-crossing, polygon of up to some kilometres."""
    if draw(st.booleans()):
        west, south, width, height = (draw(st.integers(1, 40)) / 1000 for _ in range(4))
        shape = box(west, south, west + width, south + height)
        shape = affinity.rotate(shape, draw(st.integers(0, 89)))
    else:
        corners = draw(st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=6, unique=True))
        shape = Polygon([(x / 1000, y / 1000) for x, y in corners])
    return affinity.translate(shape, 21.0, 44.0)


AREAS = st.builds(AreaRecord, st.text("abc", min_size=1, max_size=3), shapes(), st.just("SHA"), DATE,
                  st.sampled_from([None, "N", "S"]))  # fmt: skip
RELEASES = st.builds(
    ReleaseRecord, st.text("rst", min_size=1, max_size=3), shapes(), st.sampled_from(OUT), DATE
)
RECORDS = st.lists(st.one_of(AREAS, RELEASES), max_size=9)
SINCE = st.sampled_from([None, "2019", "2020-01-01", "2021"])


@settings(max_examples=120, deadline=None)
@given(RECORDS, SINCE)
def test_account__random_overlapping_land__balances(records, since) -> None:
    total = account(records, "2021-12-31", since=since).total
    left = total["opening"] + total["found"] - sum(total[line] for line in OUT) + total["corrections"]
    assert abs(left - total["closing"]) <= 1e-7 * (total["opening"] + total["found"]) + 1e-6


@settings(max_examples=120, deadline=None)
@given(RECORDS, SINCE)
def test_account__random_overlapping_land__no_line_is_negative(records, since) -> None:
    assert min(account(records, "2021-12-31", since=since).total.values()) >= 0


@settings(max_examples=60, deadline=None)
@given(RECORDS, SINCE, st.randoms(use_true_random=False))
def test_account__records_in_another_order__give_the_same_totals(
    records, since, order: random.Random
) -> None:
    first = account(records, "2021-12-31", since=since).total
    shuffled = order.sample(records, len(records))
    allowed = TOLERANCE * (first["opening"] + first["found"])
    assert account(shuffled, "2021-12-31", since=since).total == pytest.approx(first, abs=allowed)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_account__regions_of_random_land__do_not_change_the_total(records) -> None:
    total = account(records, "2021-12-31").total
    one = account(records, "2021-12-31", by=lambda area: "one").total
    assert total == pytest.approx(one, abs=TOLERANCE * (one["opening"] + one["found"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(AREAS, min_size=1, max_size=5), st.lists(RELEASES, max_size=5))
def test_account__with_releases__never_closes_above_the_land_recorded(areas, releases) -> None:
    alone = account(areas, "2021-12-31").total["closing"]
    assert account([*areas, *releases], "2021-12-31").total["closing"] <= alone * (1 + TOLERANCE)


@settings(max_examples=80, deadline=None)
@given(RECORDS, st.sampled_from(["2018", "2019", "2020"]))
def test_account__random_land__closing_of_a_year_is_the_opening_of_the_next(records, year) -> None:
    day_after = f"{int(year) + 1}-01-01"
    sure = [record for record in records if record.date is None or record.date[:4] != day_after[:4]]
    before = account(sure, f"{year}-12-31", since=year).total
    allowed = TOLERANCE * (before["opening"] + before["found"])
    after = account(sure, "2021-12-31", since=day_after).total
    assert after["opening"] == pytest.approx(before["closing"], abs=allowed)


@settings(max_examples=80, deadline=None)
@given(RECORDS, SINCE)
def test_account__random_land__closing_is_the_land_left_measured_by_itself(records, since) -> None:
    sound = [replace(record, date=None) for record in records if record.geometry.is_valid]
    total = account(sound, "2021", since=since).total
    areas, freed = (
        [r.geometry for r in sound if isinstance(r, kind)] for kind in (AreaRecord, ReleaseRecord)
    )
    # Without a grid GEOS 3.14 loses whole polygons here; 1e-9 degrees is a tenth of a millimetre.
    left = shapely.difference(
        union_all(areas, grid_size=1e-9), union_all(freed, grid_size=1e-9), grid_size=1e-9
    )
    fine = [part for part in shapely.get_parts(shapely.segmentize(left, 0.0005)) if part.area > 1e-12]
    assert total["closing"] == pytest.approx(sum(map(area_m2, fine)), rel=1e-6, abs=1)


def test_account__squares_in_a_grid_of_thousands__is_quick_enough_to_finish() -> None:
    cells = [box(x / 500, y / 500, x / 500 + 0.001, y / 500 + 0.001) for x in range(60) for y in range(50)]
    areas = [AreaRecord(f"a{n}", cell, "CHA", "2020") for n, cell in enumerate(cells)]
    releases = [ReleaseRecord(f"r{n}", cell, "cleared", "2021") for n, cell in enumerate(cells[::2])]
    total = account([*areas, *releases], "2022").total
    assert total["cleared"] == pytest.approx(sum(map(area_m2, cells[::2])))


def test_account__real_suspected_and_cleared_land__balances(shared) -> None:
    import geopandas

    path = shared / "data" / "real" / "05_bosnia_mine_suspected_areas" / "bih_mines.gpkg"
    suspect = geopandas.read_file(path, layer="suspect", rows=400).geometry
    west, south, east, north = suspect.total_bounds
    cleared = geopandas.read_file(path, layer="cleared", bbox=(west, south, east, north), rows=400).geometry
    areas = [AreaRecord(f"a{n}", shape, "SHA", "2010") for n, shape in enumerate(suspect)]
    releases = [ReleaseRecord(f"r{n}", shape, "cleared", "2015") for n, shape in enumerate(cleared)]
    total = account([*areas, *releases], "2020", since="2012").total
    assert total["opening"] - total["cleared"] == pytest.approx(total["closing"])
    assert total["opening"] > 1e6
