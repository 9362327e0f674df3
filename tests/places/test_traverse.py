"""Traverses by bearing and distance."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.places import Leg, PlaceError, area_m2, bearing_deg, distance_m, traverse

START = (106.9, 16.7)
SQUARE = [Leg(0, 100), Leg(90, 100), Leg(180, 100), Leg(270, 100)]


def test_traverse__points__are_the_start_and_one_for_each_leg():
    assert len(traverse(START, SQUARE, north="true").points) == 5


def test_traverse__one_leg__is_the_geodesic_of_the_published_line():
    """GDA Technical Manual, ICSM: Flinders Peak to Buninyong, 54972.271 m on 306 52 05.37."""
    start = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    lon, lat = traverse(start, [Leg(306 + 52 / 60 + 5.37 / 3600, 54972.271)], north="true").points[1]
    assert lon == pytest.approx(143 + 55 / 60 + 35.38390 / 3600, abs=3e-8)
    assert lat == pytest.approx(-(37 + 39 / 60 + 10.15610 / 3600), abs=3e-8)


def test_traverse__square_of_100_m__misses_by_less_than_a_centimetre():
    assert traverse(START, SQUARE, north="true").misclosure_m < 0.01


def test_traverse__last_leg_short_by_two_metres__misclosure_is_two_metres():
    path = traverse(START, [*SQUARE[:3], Leg(270, 98)], north="true")
    assert path.misclosure_m == pytest.approx(2.0, abs=0.01)


def test_traverse__misclosure_ratio__is_misclosure_by_length():
    path = traverse(START, [*SQUARE[:3], Leg(270, 98)], north="true")
    assert path.misclosure_ratio == pytest.approx(path.misclosure_m / 398)


def test_traverse__towards_a_known_point__misclosure_is_counted_from_it():
    target = traverse(START, [Leg(45, 500)], north="true").points[1]
    assert traverse(START, [Leg(45, 497)], north="true", closes_on=target).misclosure_m == pytest.approx(
        3, abs=1e-3
    )


def test_traverse__magnetic__declination_east_turns_clockwise():
    path = traverse(START, [Leg(350, 1000)], north="magnetic", declination_deg=12.0)
    assert bearing_deg(path.points[0], path.points[1]) == pytest.approx(2.0)


def test_traverse__grid_east_of_the_central_meridian__is_turned_by_the_convergence():
    """Convergence of the transverse Mercator grid: atan(tan(dlon) sin(lat)), 1.9 degrees east of 105 E."""
    expected = math.degrees(math.atan(math.tan(math.radians(1.9)) * math.sin(math.radians(16.7))))
    path = traverse(START, [Leg(0, 1000)], north="grid")
    assert bearing_deg(path.points[0], path.points[1]) == pytest.approx(expected, abs=1e-4)


def test_traverse__grid_named__is_used_in_place_of_utm():
    path = traverse(START, [Leg(0, 1000)], north="grid", grid="EPSG:32649")
    assert bearing_deg(path.points[0], path.points[1]) > 358.0


@pytest.mark.parametrize(
    "options, words",
    [
        ({"north": "magnetic"}, "need declination_deg"),
        ({"north": "true", "declination_deg": 1.0}, "belongs to magnetic"),
        ({"north": "magnetic", "declination_deg": 1.0, "grid": "EPSG:32648"}, "belongs to grid"),
        ({"north": "map"}, "unknown north 'map'"),
        ({"north": "magnetic", "declination_deg": 400.0}, "not within"),
    ],
)
def test_traverse__north_without_what_it_needs__is_refused(options, words):
    with pytest.raises(PlaceError, match=words):
        traverse(START, SQUARE, **options)


def test_traverse__no_legs__is_refused():
    with pytest.raises(PlaceError, match="no legs"):
        traverse(START, [], north="true")


@pytest.mark.parametrize(
    "leg", [(-1, 10), (361, 10), (math.nan, 10), (10, 0), (10, -5), (10, math.inf), (10, math.nan)]
)
def test_leg__impossible_bearing_or_distance__is_refused(leg):
    with pytest.raises(PlaceError, match="is not"):
        Leg(*leg)


def test_closed__none__keeps_every_point_and_adds_a_side():
    path = traverse(START, SQUARE[:3], north="true")
    assert list(path.closed(method="none").exterior.coords) == [*path.points, path.points[0]]


def test_closed__bowditch__ends_at_the_start_with_four_corners():
    path = traverse(START, [*SQUARE[:3], Leg(270, 98)], north="true")
    assert len(path.closed(method="bowditch").exterior.coords) == 5


def test_closed__bowditch__moves_the_first_corner_by_its_share():
    """Compass rule by hand: 2 m over 398 m, the first 100 m leg takes 2 * 100 / 398 = 0.5025 m."""
    path = traverse(START, [*SQUARE[:3], Leg(270, 98)], north="true")
    moved = path.closed(method="bowditch").exterior.coords[1]
    assert distance_m(path.points[1], moved) == pytest.approx(0.5025, abs=0.003)


def test_closed__bowditch_across_antimeridian__moves_little():
    path = traverse((179.9995, -17.0), [*SQUARE[:3], Leg(270, 98)], north="true")
    moved = path._adjusted()[1]
    assert distance_m(path.points[1], moved) < 1


def test_closed__square__has_its_area():
    assert area_m2(traverse(START, SQUARE, north="true").closed(method="bowditch")) == pytest.approx(
        10_000, rel=1e-4
    )


def test_closed__without_method__is_refused():
    with pytest.raises(TypeError):
        traverse(START, SQUARE, north="true").closed()


def test_closed__unknown_method__is_refused():
    with pytest.raises(PlaceError, match="'none' and 'bowditch'"):
        traverse(START, SQUARE, north="true").closed(method="transit")


def test_closed__self_crossing__is_refused():
    crossing = [Leg(90, 100), Leg(315, 141.42), Leg(90, 100)]
    with pytest.raises(PlaceError, match="Self-intersection"):
        traverse(START, crossing, north="true").closed(method="none")


def test_closed__too_few_legs__is_refused():
    with pytest.raises(PlaceError, match="three points"):
        traverse(START, SQUARE[:1], north="true").closed(method="none")


def test_closed__between_known_points__is_refused():
    with pytest.raises(PlaceError, match="bounds no area"):
        traverse(START, SQUARE[:3], north="true", closes_on=(106.91, 16.7)).closed(method="none")


@given(st.lists(st.tuples(st.floats(0, 360), st.floats(1, 500)), min_size=1, max_size=8))
def test_traverse__any_legs__distances_between_points_are_those_given(legs):
    path = traverse(START, [Leg(*leg) for leg in legs], north="true")
    lengths = [distance_m(*pair) for pair in zip(path.points, path.points[1:], strict=False)]
    assert lengths == pytest.approx([length for _, length in legs], abs=1e-5)
