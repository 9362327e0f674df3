"""Land measured so that parts add up: against published figures and against geodesic areas of short edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box, segmentize
from shapely.ops import split

from tilth.places import area_m2
from tilth.release._measure import polygons_m2

HOLE = Polygon(box(21, 44, 22, 45).exterior.coords, [box(21.2, 44.2, 21.4, 44.5).exterior.coords])
DEGREE = st.floats(0.01, 0.99)


def test_polygons_m2__whole_earth__is_the_published_area_of_the_ellipsoid() -> None:
    # NIMA TR8350.2 (2000): authalic radius 6 371 007.1809 m, so 4 pi r2 = 510 065 621.7 km2
    assert polygons_m2([box(-180, -90, 180, 90)]) / 1e6 == pytest.approx(510_065_621.7, abs=0.1)


def test_polygons_m2__one_degree_at_the_equator__is_12_308_464_km2() -> None:
    # by hand: a2 q(1 degree) / 2 x pi / 180, Snyder (1987) 3-12
    assert polygons_m2([box(30, 0, 31, 1)]) / 1e6 == pytest.approx(12_308.464, abs=0.001)


@pytest.mark.parametrize("shape", [
    box(21, 44, 22, 45), HOLE, box(105, -17, 105.5, -16.2), box(23, 69, 23.4, 69.9),
    Polygon([(21, 44), (21.04, 44.03), (21.03, 44.05)]), box(-0.2, -0.3, 0.4, 0.1), box(179, -17, 180, -16),
])  # fmt: skip
def test_polygons_m2__any_shape__agrees_with_geodesics_once_edges_are_short(shape) -> None:
    assert polygons_m2([shape]) == pytest.approx(area_m2(segmentize(shape, 0.0001)), rel=1e-8)


def test_polygons_m2__ring_the_other_way_round__is_the_same() -> None:
    assert polygons_m2([HOLE.reverse()]) == pytest.approx(polygons_m2([HOLE]))


def test_polygons_m2__hole__is_taken_off() -> None:
    inner = polygons_m2([box(21.2, 44.2, 21.4, 44.5)])
    assert polygons_m2([HOLE]) == pytest.approx(polygons_m2([box(21, 44, 22, 45)]) - inner)


def test_polygons_m2__several__are_added() -> None:
    shapes = [HOLE, box(0, 0, 1, 1), box(23, 69, 23.4, 69.9)]
    assert polygons_m2(shapes) == pytest.approx(sum(polygons_m2([shape]) for shape in shapes))


def test_polygons_m2__none__is_0() -> None:
    assert polygons_m2([]) == 0.0


@pytest.mark.parametrize("side, size", [(1e-5, 1.232), (1e-6, 0.01232)])
def test_polygons_m2__square_of_a_metre__keeps_its_digits(side, size) -> None:
    # at 3 E 0 N a degree squared is 111 319.5 m x 110 574.3 m
    assert polygons_m2([box(3, 0, 3 + side, side)]) == pytest.approx(size, rel=0.001)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(DEGREE, DEGREE), min_size=3, max_size=3, unique=True), DEGREE, DEGREE)
def test_polygons_m2__cut_anywhere__parts_add_up(corners, west, east) -> None:
    shape = Polygon([(21 + x, 44 + y) for x, y in corners])
    if shape.area < 1e-4:
        return
    parts = split(shape, LineString([(21 + west, 43), (21 + east, 46)])).geoms
    assert polygons_m2(list(parts)) == pytest.approx(polygons_m2([shape]), rel=1e-10)
