"""Points written out, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.places import PlaceError, distance_m, format_point, parse_point

LON = st.floats(-180, 180, allow_nan=False)
LAT = st.floats(-90, 90, allow_nan=False)
GRID_LAT = st.floats(-79.5, 83.5, allow_nan=False)


@pytest.mark.parametrize(
    "notation, digits, text",
    [
        ("dd", None, "16.700000°N 106.900000°E"),
        ("dd", 0, "17°N 107°E"),
        ("dm", None, "16°42.0000′N 106°54.0000′E"),
        ("dms", 0, "16°42′00″N 106°54′00″E"),
        ("utm", 0, "UTM 48 north 702592 1847334"),
        ("mgrs", 1, "48Q YD 0 4"),
        ("mgrs", None, "48Q YD 02592 47333"),
    ],
)
def test_format_point__notation__is_written_so(notation, digits, text):
    assert format_point(106.9, 16.7, notation, digits=digits) == text


def test_format_point__seconds_that_round_up__carry_over():
    assert format_point(9.9999999, -0.0000001, "dms") == "0°00′00.00″N 10°00′00.00″E"


def test_format_point__south_and_west__have_their_letters():
    assert format_point(-70.5, -33.25, "dm", digits=1) == "33°15.0′S 70°30.0′W"


def test_format_point__south_of_the_equator__utm_says_south():
    assert format_point(-57.86, -51.7, "utm").startswith("UTM 21 south ")


@pytest.mark.parametrize("notation", ["utm", "mgrs"])
def test_format_point__near_the_pole__grid_is_refused(notation):
    with pytest.raises(PlaceError, match="-80 to 84"):
        format_point(0, 85, notation)


@pytest.mark.parametrize(
    "notation, digits, words",
    [
        ("roman", None, "unknown notation"),
        ("mgrs", 0, "1 to 5"),
        ("mgrs", 6, "1 to 5"),
        ("dd", 13, "0 to 12"),
    ],
)
def test_format_point__impossible_wish__is_refused(notation, digits, words):
    with pytest.raises(PlaceError, match=words):
        format_point(1, 2, notation, digits=digits)


def test_format_point__a_hair_south_of_the_equator__names_a_square_that_is():
    assert parse_point(format_point(0.0, -6e-10, "mgrs", digits=2)).geometry.y < 0.01


@given(LON, LAT, st.sampled_from(["dd", "dm", "dms"]), st.integers(0, 6))
def test_format_point__degrees__read_back_are_written_the_same(lon, lat, notation, digits):
    text = format_point(lon, lat, notation, digits=digits)
    point = parse_point(text).geometry
    again = format_point(point.x, point.y, notation, digits=digits)
    assert again == text


@given(LON, LAT)
def test_format_point__degrees__read_back_are_within_half_a_unit(lon, lat):
    point = parse_point(format_point(lon, lat, "dd", digits=4)).geometry
    assert abs(point.x - lon) <= 0.5e-4 + 1e-12
    assert abs(point.y - lat) <= 0.5e-4 + 1e-12


@given(st.floats(-179.99, 179.99), GRID_LAT)
def test_format_point__utm__read_back_is_within_a_metre(lon, lat):
    point = parse_point(format_point(lon, lat, "utm")).geometry
    assert distance_m((point.x, point.y), (lon, lat)) < 0.75


@given(st.floats(-179.99, 179.99), GRID_LAT, st.integers(2, 5))
def test_format_point__mgrs__read_back_is_within_its_square(lon, lat, digits):
    point = parse_point(format_point(lon, lat, "mgrs", digits=digits)).geometry
    side = 10.0 ** (5 - digits)
    assert distance_m((point.x, point.y), (lon, lat)) < side * 0.72 + 0.6


@pytest.mark.parametrize(
    "lon, lat, text",
    [(44.40363, 33.33424, "38SMB4488"), (6.1, -79.9, "32CMS4328")],
)
def test_format_point__mgrs_examples_of_geoconvert__are_the_published_squares(lon, lat, text):
    """GeographicLib, GeoConvert(1), EXAMPLES, and the note on truncation in its MGRS class."""
    assert format_point(lon, lat, "mgrs", digits=2).replace(" ", "") == text
