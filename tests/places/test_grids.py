"""Working grids and the way to and from WGS84."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from tilth.places import PlaceError, area_m2, from_wgs84, to_wgs84, working_grid


@pytest.mark.parametrize(
    "extent, crs",
    [
        ((106.5, 16.3, 107.4, 17.2), "EPSG:32648"),
        ((36.0, 35.0, 37.5, 36.5), "EPSG:32637"),
        ((-60.0, -52.5, -57.7, -51.0), "EPSG:32721"),
        ((102.0, 14.0, 108.0, 18.0), "EPSG:32648"),
        ((174.0, -40.0, 180.0, -38.0), "EPSG:32760"),
        ((-180.0, -17.0, -179.0, -16.0), "EPSG:32701"),
        ((3.5, 60.0, 6.5, 61.0), "EPSG:32632"),
        ((106.9, 16.7, 106.9, 16.7), "EPSG:32648"),
    ],
)
def test_working_grid__extent_in_one_zone__is_its_utm_zone(extent, crs):
    assert working_grid(extent).crs == crs


@pytest.mark.parametrize(
    "extent",
    [(107.5, 16.0, 108.5, 17.0), (102.0, 8.0, 110.0, 23.0), (20.0, 83.0, 22.0, 85.0), (0.0, 62.0, 4.0, 66.0)],
)
def test_working_grid__extent_beyond_one_zone__keeps_areas_true(extent):
    grid = working_grid(extent)
    assert "laea" in grid.crs
    assert grid.area_error_ppm < 1


def test_working_grid__utm__scale_error_reaches_that_of_the_central_meridian():
    """UTM scales the central meridian by 0.9996: 400 ppm too short, areas 799.84 ppm too small."""
    grid = working_grid((104.9, 0.0, 105.1, 0.1))
    assert (grid.scale_error_ppm, grid.area_error_ppm) == (
        pytest.approx(400, abs=1),
        pytest.approx(799.84, abs=1),
    )


def test_working_grid__laea__scale_error_is_that_of_the_projection():
    """Snyder 1987, p. 182: scale factor along the radius cos(c/2); c = 10 degrees gives 1 - 0.99619."""
    grid = working_grid((-10.0, -0.001, 10.0, 0.001))
    assert grid.scale_error_ppm == pytest.approx((1 / np.cos(np.radians(5)) - 1) * 1e6, rel=0.01)


def test_working_grid__crossing_antimeridian__is_centred_on_it():
    assert "+lon_0=180 " in working_grid((179.5, -17.5, -179.5, -16.0)).crs


def test_working_grid__crossing_antimeridian__keeps_a_small_polygon_small():
    grid = working_grid((179.5, -17.5, -179.5, -16.0))
    flat = from_wgs84(LineString([(179.99, -17), (-179.99, -17)]), grid.crs)
    assert flat.length == pytest.approx(2129, abs=5)


def test_working_grid__crossing_equator__says_so():
    assert "equator" in working_grid((25.0, -1.0, 26.0, 2.0)).why


@pytest.mark.parametrize(
    "extent, pole", [((-180, 80, 180, 90), "north pole"), ((-180, -90, 180, -70), "south pole")]
)
def test_working_grid__about_a_pole__is_centred_on_it(extent, pole):
    assert working_grid(extent).name.endswith(pole)


@pytest.mark.parametrize("extent", [(-180, -60, 180, 60), (0, -60, 20, 60), (-180, -90, 180, 90)])
def test_working_grid__too_large__is_refused(extent):
    with pytest.raises(PlaceError, match="split the area"):
        working_grid(extent)


@pytest.mark.parametrize(
    "extent", [(0, 10, 1, 5), (0, 0, 200, 1), (float("nan"), 0, 1, 1), (16, 106, 17, 107)]
)
def test_working_grid__no_extent__is_refused(extent):
    with pytest.raises(PlaceError, match="is no extent"):
        working_grid(extent)


def test_from_wgs84__cn_tower__is_its_published_utm_position():
    """CN Tower, 43 38 33.24 N 79 23 13.7 W: 17N 630084 4833438 (Wikipedia, Universal Transverse Mercator)."""
    point = from_wgs84(Point(-(79 + 23 / 60 + 13.7 / 3600), 43 + 38 / 60 + 33.24 / 3600), "EPSG:32617")
    assert (point.x, point.y) == (pytest.approx(630084, abs=1), pytest.approx(4833438, abs=1))


def test_from_wgs84__unknown_system__is_refused():
    with pytest.raises(PlaceError, match="unknown coordinate reference system 'EPSG:1'"):
        from_wgs84(Point(0, 0), "EPSG:1")


def test_from_wgs84__position_without_counterpart__is_refused_and_counted():
    with pytest.raises(PlaceError, match="1 of 2 positions"):
        from_wgs84(LineString([(0, 0), (180, 0)]), "+proj=gnom +lat_0=0 +lon_0=0 +datum=WGS84")


@given(st.floats(106.5, 107.4), st.floats(16.3, 17.2))
def test_to_wgs84__there_and_back__is_within_a_micrometre(lon, lat):
    crs = working_grid((106.5, 16.3, 107.4, 17.2)).crs
    back = to_wgs84(from_wgs84(Point(lon, lat), crs), crs)
    assert (back.x, back.y) == (pytest.approx(lon, abs=1e-11), pytest.approx(lat, abs=1e-11))


def test_to_wgs84__polygon_across_antimeridian__comes_back_in_two_parts():
    grid = working_grid((179.5, -17.5, -179.5, -16.0))
    cut = to_wgs84(shapely.box(-1000, -1000, 1000, 1000), grid.crs)
    assert [round(part.bounds[0]) for part in cut.geoms] == [-180, 180]


def test_to_wgs84__polygon_across_antimeridian__keeps_its_area():
    grid = working_grid((179.5, -17.5, -179.5, -16.0))
    cut = to_wgs84(shapely.box(-1000, -1000, 1000, 1000), grid.crs)
    assert area_m2(cut) == pytest.approx(4_000_000, rel=1e-5)


def test_to_wgs84__ring_about_the_pole__is_refused():
    pole = working_grid((-180, 80, 180, 90)).crs
    with pytest.raises(PlaceError, match="around a pole"):
        to_wgs84(Polygon([(1e5, 0), (-1e5, 1e5), (-1e5, -1e5)]), pole)
