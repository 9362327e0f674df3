"""Areas, lengths, distances and bearings against published figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from tilth.places import (
    PlaceError,
    area_m2,
    areas_m2,
    bearing_deg,
    distance_m,
    length_m,
    perimeter_m,
    to_wgs84,
)


def authalic_cell_m2(south: float, north: float, width_deg: float) -> float:
    """Area between two parallels on WGS84, closed form: Snyder 1987 (USGS PP 1395), equation 3-12."""
    a, f = 6378137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    e = math.sqrt(e2)

    def q(lat: float) -> float:
        s = math.sin(math.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return a * a / 2 * math.radians(width_deg) * (q(north) - q(south))


def dense_box(west, south, east, north):
    return shapely.segmentize(shapely.box(west, south, east, north), 0.002)


def test_area_m2__mgrs_square_18swk__is_karneys_figure():
    """GeographicLib, Planimeter(1), EXAMPLES: 100 km square 18SWK, 10007388597.1913 m2."""
    square = to_wgs84(Polygon([(5e5, 44e5), (6e5, 44e5), (6e5, 45e5), (5e5, 45e5)]), "EPSG:32618")
    assert area_m2(square) == pytest.approx(10007388597.1913, abs=0.01)


def test_perimeter_m__mgrs_square_18swk__is_karneys_figure():
    """GeographicLib, Planimeter(1), EXAMPLES: 400139.53295860 m."""
    square = to_wgs84(Polygon([(5e5, 44e5), (6e5, 44e5), (6e5, 45e5), (5e5, 45e5)]), "EPSG:32618")
    assert perimeter_m(square) == pytest.approx(400139.53295860, abs=1e-5)


def test_area_m2__degree_cell_at_equator__is_12308_778_km2():
    """Corners joined by geodesics: 12 308 778 361.469 m2, GeographicLib's figure for this quadrilateral."""
    assert area_m2(shapely.box(0, 0, 1, 1)) == pytest.approx(12308778361.469, abs=0.001)


def test_area_m2__dense_degree_cell_at_equator__is_that_between_parallels():
    """Snyder's closed form by hand: 12 308.464 km2."""
    assert area_m2(dense_box(0, 0, 1, 1)) / 1e6 == pytest.approx(12308.464, abs=0.001)


@pytest.mark.parametrize("south", [-60.0, -17.0, 16.0, 48.0, 70.0])
def test_area_m2__degree_cell_elsewhere__is_the_closed_form(south):
    assert area_m2(dense_box(30, south, 31, south + 1)) == pytest.approx(
        authalic_cell_m2(south, south + 1, 1), rel=1e-6
    )


def test_area_m2__reversed_ring__is_the_same():
    box = shapely.box(106, 16, 107, 17)
    assert area_m2(box.reverse()) == area_m2(box)


def test_area_m2__hole__is_subtracted():
    outer, inner = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    ring = Polygon(outer.exterior, [inner.exterior])
    assert area_m2(ring) == pytest.approx(area_m2(outer) - area_m2(inner))


def test_area_m2__reversed_hole__is_subtracted_all_the_same():
    outer, inner = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    one, other = (
        Polygon(outer.exterior, [inner.exterior]),
        Polygon(outer.exterior, [inner.reverse().exterior]),
    )
    assert area_m2(one) == pytest.approx(area_m2(other))


def test_area_m2__several_parts__is_their_sum():
    parts = [shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)]
    assert area_m2(MultiPolygon(parts)) == pytest.approx(sum(map(area_m2, parts)))


@pytest.mark.parametrize("geometry", [Point(0, 0), LineString([(0, 0), (1, 1)])])
def test_area_m2__point_or_line__is_zero(geometry):
    assert area_m2(geometry) == 0.0


def test_area_m2__self_crossing__is_refused():
    with pytest.raises(PlaceError, match="Self-intersection"):
        area_m2(Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))


def test_area_m2__empty__is_refused():
    with pytest.raises(PlaceError, match="no coordinates"):
        area_m2(Polygon())


def test_area_m2__metres_instead_of_degrees__are_refused():
    with pytest.raises(PlaceError, match="not degrees"):
        area_m2(shapely.box(657000, 1834000, 658000, 1835000))


def test_areas_m2__many__are_those_one_by_one():
    boxes = [shapely.box(0, lat, 1, lat + 1) for lat in range(-80, 80, 20)]
    assert np.array_equal(areas_m2(boxes), np.array([area_m2(box) for box in boxes]))


def test_areas_m2__none__is_empty():
    assert areas_m2([]).shape == (0,)


def test_areas_m2__bad_ones__are_counted_and_the_first_named():
    bow_tie = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    with pytest.raises(PlaceError, match="2 of 3 geometries have no usable area, the first is number 1"):
        areas_m2([shapely.box(0, 0, 1, 1), bow_tie, None])


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(0.001, 5), st.floats(0.001, 5))
def test_area_m2__box_cut_in_two__parts_sum_to_the_whole(west, south, width, height):
    west, south = round(west, 3), round(south, 3)
    middle, east, north = west + width / 2, west + width, south + height
    whole = Polygon(
        [(west, south), (middle, south), (east, south), (east, north), (middle, north), (west, north)]
    )
    parts = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    assert sum(areas_m2(parts)) == pytest.approx(area_m2(whole), rel=1e-6, abs=0.01)


def test_length_m__degree_of_the_equator__is_a_times_pi_by_180():
    assert length_m(LineString([(0, 0), (1, 0)])) == pytest.approx(6378137 * math.pi / 180, abs=1e-6)


def test_length_m__point__is_zero():
    assert length_m(Point(1, 1)) == 0.0


def test_length_m__quarter_meridian__is_the_wgs84_figure():
    """Quarter meridian of WGS84: 10 001 965.729 m (NIMA TR8350.2)."""
    assert length_m(LineString([(0, 0), (0, 45), (0, 90)])) == pytest.approx(10001965.729, abs=1e-3)


def test_perimeter_m__hole__is_counted():
    outer, inner = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    ring = Polygon(outer.exterior, [inner.exterior])
    assert perimeter_m(ring) == pytest.approx(perimeter_m(outer) + perimeter_m(inner))


def test_perimeter_m__line__is_zero():
    assert perimeter_m(LineString([(0, 0), (1, 0)])) == 0.0


def test_distance_m__wellington_to_salamanca__is_karneys_figure():
    """GeographicLib for Python, documentation: 19959679.267 m."""
    assert distance_m((174.81, -41.32), (-5.50, 40.96)) == pytest.approx(19959679.267, abs=5e-4)


def _dms(degrees, minutes, seconds):
    return degrees + minutes / 60 + seconds / 3600


FLINDERS_PEAK = (_dms(144, 25, 29.52440), -_dms(37, 57, 3.72030))
BUNINYONG = (_dms(143, 55, 35.38390), -_dms(37, 39, 10.15610))


def test_distance_m__flinders_peak_to_buninyong__is_the_published_line():
    """GDA Technical Manual, ICSM, worked example: 54972.271 m (GRS80, equal to WGS84 within 1 mm here)."""
    assert distance_m(FLINDERS_PEAK, BUNINYONG) == pytest.approx(54972.271, abs=1e-3)


def test_bearing_deg__flinders_peak_to_buninyong__is_the_published_azimuth():
    """GDA Technical Manual, ICSM: 306 52 05.37."""
    assert bearing_deg(FLINDERS_PEAK, BUNINYONG) == pytest.approx(_dms(306, 52, 5.37), abs=0.005 / 3600)


def test_bearing_deg__west__is_270():
    assert bearing_deg((1, 0), (0, 0)) == 270.0


def test_bearing_deg__same_position__is_refused():
    with pytest.raises(PlaceError, match="two different"):
        bearing_deg((1, 1), (1, 1))


@pytest.mark.parametrize("position", [(16.7, 106.9), (math.nan, 0), (181, 0)])
def test_distance_m__no_position__is_refused(position):
    with pytest.raises(PlaceError, match="not a position"):
        distance_m(position, (0, 0))


@pytest.mark.parametrize(
    "corners, area",
    [
        ([(-1, 0), (0, -1), (1, 0), (0, 1)], 24_619_419_146.0),
        ([(0, 90), (0, 0), (90, 0)], 63_758_202_715_511.0),
    ],
)
def test_area_m2__test_polygons_of_geographiclib__have_their_published_area(corners, area):
    """GeographicLib, tests Planimeter2 and Planimeter3, to 1 m2; an octant of the Earth is the second."""
    assert area_m2(Polygon(corners)) == pytest.approx(area, abs=1)
