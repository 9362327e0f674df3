"""The check of a claim's place."""

from __future__ import annotations

import math
import subprocess
import sys
import timeit

import pytest

from tilth.errors import TilthError
from tilth.places import PlaceError, check_place_json

POINT = {"type": "Point", "coordinates": [106.9, 16.7]}
RING = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    "geometry",
    [
        POINT,
        {"type": "Point", "coordinates": (106, 16)},
        {"type": "Point", "coordinates": [-180, 90]},
        {"type": "MultiPoint", "coordinates": [[0, 0], [1, 1]]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]], [[2, 2], [3, 3]]]},
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
    ],
)
def test_check_place_json__allowed_geometry__passes(geometry):
    assert check_place_json({"geometry": geometry}) is None


@pytest.mark.parametrize(
    "extra",
    [
        {"accuracy_m": 0},
        {"accuracy_m": 1_000_000},
        {"accuracy_m": 12.5, "as_written": "XD 852 453", "crs": "EPSG:4131", "notation": "grid"},
    ],
)
def test_check_place_json__allowed_extras__pass(extra):
    assert check_place_json({"geometry": POINT, **extra}) is None


@pytest.mark.parametrize(
    "value, words",
    [
        (None, "a place is an object"),
        ([106.9, 16.7], "a place is an object"),
        ({}, 'needs "geometry"'),
        ({"geometry": POINT, "acuracy_m": 3}, "unknown key 'acuracy_m'"),
        ({"geometry": POINT, "accuracy_m": -1}, "accuracy_m is -1"),
        ({"geometry": POINT, "accuracy_m": math.nan}, "accuracy_m is nan"),
        ({"geometry": POINT, "accuracy_m": True}, "accuracy_m is True"),
        ({"geometry": POINT, "accuracy_m": "30"}, "accuracy_m is '30'"),
        ({"geometry": POINT, "accuracy_m": 1_000_001}, "accuracy_m is 1000001"),
        ({"geometry": POINT, "accuracy_m": None}, "accuracy_m is None"),
        ({"geometry": POINT, "as_written": "x" * 501}, "501 characters"),
        ({"geometry": POINT, "as_written": 5}, "as_written is 5"),
        ({"geometry": POINT, "crs": 4326}, "crs is 4326"),
        ({"geometry": POINT, "notation": "roman"}, "unknown notation 'roman'"),
        ({"geometry": POINT, "notation": ["dd"]}, "unknown notation"),
    ],
)
def test_check_place_json__faulty_place__is_refused_with_words(value, words):
    with pytest.raises(PlaceError, match=words):
        check_place_json(value)


@pytest.mark.parametrize(
    "geometry, words",
    [
        ("POINT (1 2)", "geometry is 'POINT"),
        ({"type": "GeometryCollection", "geometries": []}, "'GeometryCollection' is not allowed"),
        ({"type": "point", "coordinates": [1, 2]}, "'point' is not allowed"),
        ({"type": ["Point"], "coordinates": [1, 2]}, "is not allowed"),
        ({"coordinates": [1, 2]}, "None is not allowed"),
        ({"type": "Point"}, "exactly type and coordinates"),
        ({**POINT, "crs": {}}, "exactly type and coordinates"),
        ({"type": "Point", "coordinates": []}, "a position is a pair"),
        ({"type": "Point", "coordinates": "12"}, "a position is a pair"),
        ({"type": "Point", "coordinates": [1, 2, 300]}, "an altitude belongs"),
        ({"type": "Point", "coordinates": [math.nan, 2]}, "not a finite number"),
        ({"type": "Point", "coordinates": [1, math.inf]}, "not a finite number"),
        ({"type": "Point", "coordinates": [1, 10**400]}, "not a finite number"),
        ({"type": "Point", "coordinates": [True, 2]}, "True at geometry.coordinates is not"),
        ({"type": "Point", "coordinates": ["1", 2]}, "'1' at geometry.coordinates is not"),
        ({"type": "Point", "coordinates": [None, 2]}, "None at geometry.coordinates is not"),
        ({"type": "Point", "coordinates": [180.1, 2]}, "longitude 180.1"),
        ({"type": "Point", "coordinates": [657000, 1834000]}, "in metres"),
        ({"type": "MultiPoint", "coordinates": []}, "at least 1 position"),
        ({"type": "LineString", "coordinates": [[0, 0]]}, "at least 2 positions"),
        ({"type": "MultiLineString", "coordinates": []}, "at least one line"),
        ({"type": "Polygon", "coordinates": []}, "at least one ring"),
        ({"type": "Polygon", "coordinates": [RING[:3]]}, "a ring has at least 4"),
        ({"type": "Polygon", "coordinates": [[*RING[:3], [0, 0.5]]]}, "a ring ends where it begins"),
        ({"type": "Polygon", "coordinates": [RING, 5]}, r"coordinates\[1\] is 5"),
        ({"type": "Polygon", "coordinates": [[*RING[:2], [1, 95], RING[0]]]}, r"coordinates\[0\]\[2\]"),
        (
            {"type": "MultiPolygon", "coordinates": [RING]},
            "a ring has at least 4|a list of at least|position",
        ),
    ],
)
def test_check_place_json__faulty_geometry__is_refused_with_words(geometry, words):
    with pytest.raises(PlaceError, match=words):
        check_place_json({"geometry": geometry})


def test_check_place_json__swapped_coordinates__advice_shows_them_in_order():
    with pytest.raises(PlaceError, match=r"\[106.9, 16.7\] is perhaps meant"):
        check_place_json({"geometry": {"type": "Point", "coordinates": [16.7, 106.9]}})


def test_check_place_json__swapping_does_not_help__advice_does_not_offer_it():
    with pytest.raises(PlaceError) as caught:
        check_place_json({"geometry": {"type": "Point", "coordinates": [106.9, 106.9]}})
    assert "swap" not in str(caught.value)


def test_check_place_json__too_many_coordinates__is_refused():
    points = [[0.0, 0.0]] * 200_001
    with pytest.raises(PlaceError, match="200001 coordinates"):
        check_place_json({"geometry": {"type": "MultiPoint", "coordinates": points}})


def test_check_place_json__point__takes_a_few_microseconds():
    place = {"geometry": POINT, "accuracy_m": 30, "as_written": "16.7 N 106.9 E", "notation": "dd"}
    seconds = min(timeit.repeat(lambda: check_place_json(place), number=2000, repeat=5)) / 2000
    assert seconds < 20e-6


def test_place_error__is_a_tilth_error():
    assert issubclass(PlaceError, TilthError)


def test_import__check_only__loads_neither_shapely_nor_pyproj():
    code = (
        "import sys, tilth.places as p; p.check_place_json; "
        "print({'shapely', 'pyproj', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_package__every_public_name__can_be_had():
    import tilth.places

    assert [name for name in tilth.places.__all__ if not hasattr(tilth.places, name)] == []
