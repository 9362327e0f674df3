"""What holds for any evidence and boxes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, union_all

from tilth.hazard import Box, EvidencePoint, default_profile, draw_areas, simulate
from tilth.places import area_m2

KINDS = ("submunition", "accident", "fragment", "carrier", "crater", "informant")
STEP = 0.0004
"""Degrees, about 44 m: near enough for areas to meet often."""
SPOT = st.tuples(st.integers(0, 16), st.integers(0, 16))
METRE = 1 / 111_000


@st.composite
def evidence(draw, kinds=KINDS, name="e", most=9) -> list[EvidencePoint]:
    spots = draw(st.lists(SPOT, max_size=most))
    return [
        EvidencePoint(f"{name}{n}", 38.2 + x * STEP, 48.0 + y * STEP,
                      draw(st.sampled_from([None, 0.0, 3.0, 20.0])), kind=draw(st.sampled_from(kinds)))
        for n, (x, y) in enumerate(spots)
    ]  # fmt: skip


@st.composite
def boxes(draw) -> list[Box]:
    share = st.sampled_from([None, 0.0, 0.4, 1.0])
    spots = draw(st.lists(SPOT, max_size=9, unique=True))
    return [
        Box(f"b{n}", 38.2 + x * STEP, 48.0 + y * STEP, draw(st.sampled_from([25.0, 50.0])), draw(share),
            draw(share), draw(st.sampled_from([None, 0, 0, 2])))
        for n, (x, y) in enumerate(spots)
    ]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__any_input__no_two_areas_overlap(points, squares) -> None:
    shapes = [area.geometry for area in draw_areas(points, squares).areas]
    shared = [one.intersection(other).area / METRE**2 for one, other in combinations(shapes, 2)]
    assert max(shared, default=0) < 1


@settings(max_examples=80, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__any_evidence__lies_in_one_area_or_is_listed(points, squares) -> None:
    areas = draw_areas(points, squares)
    told = [key for area in areas.areas for key in area.evidence_ids] + list(areas.without_area)
    assert sorted(told) == sorted(point.id for point in points)


@settings(max_examples=80, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__any_evidence__lies_in_the_area_that_names_it(points, squares) -> None:
    at = {point.id: Point(point.lon, point.lat) for point in points}
    off = [
        area.geometry.distance(at[key])
        for area in draw_areas(points, squares).areas
        for key in area.evidence_ids
    ]
    assert max(off, default=0) < 0.02 * METRE


@settings(max_examples=80, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__evidence_listed__lies_within_no_area(points, squares) -> None:
    areas = draw_areas(points, squares)
    listed = [Point(point.lon, point.lat) for point in points if point.id in areas.without_area]
    inside = [area.geometry.buffer(-0.02 * METRE).covers(spot) for area in areas.areas for spot in listed]
    assert not any(inside)


@settings(max_examples=60, deadline=None)
@given(evidence(), boxes(), st.randoms(use_true_random=False))
def test_draw_areas__input_in_another_order__gives_the_same(points, squares, order) -> None:
    first = draw_areas(points, squares)
    again = draw_areas(order.sample(points, len(points)), order.sample(squares, len(squares)))
    assert again == first


@settings(max_examples=60, deadline=None)
@given(evidence(), boxes(), evidence(kinds=("submunition", "accident"), name="more"))
def test_draw_areas__more_direct_evidence__never_shrinks_confirmed_land(points, squares, more) -> None:
    def confirmed(given):
        areas = draw_areas(given, squares).areas
        return union_all([area.geometry for area in areas if area.classification == "CHA"])

    lost = confirmed(points).difference(confirmed([*points, *more]))
    assert lost.area / METRE**2 < 1


@settings(max_examples=60, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__any_area__states_its_size_on_the_ellipsoid(points, squares) -> None:
    areas = draw_areas(points, squares).areas
    assert [area.area_m2 for area in areas] == pytest.approx([area_m2(area.geometry) for area in areas])


@settings(max_examples=60, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__any_areas__are_valid_and_have_ids_of_their_own(points, squares) -> None:
    areas = draw_areas(points, squares).areas
    assert all(area.geometry.is_valid for area in areas)
    assert len({area.id for area in areas}) == len(areas)


@settings(max_examples=60, deadline=None)
@given(evidence(), boxes())
def test_draw_areas__direct_evidence__always_lies_in_confirmed_land(points, squares) -> None:
    areas = draw_areas(points, squares).areas
    held = {key for area in areas if area.classification == "CHA" for key in area.evidence_ids}
    assert {point.id for point in points if point.kind in KINDS[:2]} <= held


RULES = st.fixed_dictionaries({
    "minimum_direct": st.sampled_from([1.0, 2.0, 3.0]), "merging_m": st.sampled_from([0.0, 150.0]),
    "simplify_m": st.sampled_from([0.0, 4.0]), "fade_out_inside": st.booleans(),
}).map(lambda rules: replace(default_profile(), **rules))  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(evidence(), boxes(), RULES)
def test_draw_areas__any_rules__no_overlap_and_all_evidence_told(points, squares, rules) -> None:
    areas = draw_areas(points, squares, rules)
    shapes = [area.geometry for area in areas.areas]
    shared = [one.intersection(other).area / METRE**2 for one, other in combinations(shapes, 2)]
    told = [key for area in areas.areas for key in area.evidence_ids] + list(areas.without_area)
    assert (max(shared, default=0) < 1, sorted(told)) == (True, sorted(point.id for point in points))


@settings(max_examples=80, deadline=None)
@given(evidence(), boxes(), RULES)
def test_draw_areas__any_rules__each_area_is_one_polygon(points, squares, rules) -> None:
    kinds = {area.geometry.geom_type for area in draw_areas(points, squares, rules).areas}
    assert kinds <= {"Polygon"}


@pytest.mark.parametrize("seed", range(1, 9))
def test_draw_areas__made_up_district__every_area_is_one_valid_polygon(seed) -> None:
    district = simulate(seed)
    shapes = [area.geometry for area in draw_areas(district.evidence, district.boxes).areas]
    assert {(shape.geom_type, shape.is_valid) for shape in shapes} == {("Polygon", True)}


@pytest.mark.parametrize("seed", range(1, 9))
def test_draw_areas__made_up_district__found_items_lie_in_confirmed_land(seed) -> None:
    district = simulate(seed)
    areas = draw_areas(district.evidence, district.boxes).areas
    held = {key for area in areas if area.classification == "CHA" for key in area.evidence_ids}
    assert {point.id for point in district.evidence if point.kind == "submunition"} <= held


@pytest.mark.parametrize("seed", range(1, 9))
def test_draw_areas__made_up_district__areas_do_not_overlap(seed) -> None:
    district = simulate(seed)
    shapes = [area.geometry for area in draw_areas(district.evidence, district.boxes).areas]
    shared = sum(shape.area for shape in shapes) - union_all(shapes).area
    assert abs(shared) / METRE**2 < 1
