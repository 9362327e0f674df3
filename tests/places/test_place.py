"""Places, their problems and their repair."""

from __future__ import annotations

import dataclasses

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from tilth.places import Place, PlaceError, area_m2, problem_of, settle

BOW_TIE = Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])
SQUARE = shapely.box(0, 0, 1, 1)


def test_from_json__full_place__keeps_every_field():
    content = {
        "geometry": {"type": "Point", "coordinates": [106.9, 16.7]},
        "accuracy_m": 28.9,
        "as_written": "XD 852 453",
        "crs": "EPSG:4131",
        "notation": "grid",
    }
    assert Place.from_json(content).to_json() == content


def test_from_json__self_crossing_polygon__is_refused():
    content = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    with pytest.raises(PlaceError, match="Self-intersection"):
        Place.from_json({"geometry": content})


def test_to_json__more_decimals__are_rounded_to_eight():
    assert Place(Point(1 / 3, -2 / 3)).to_json()["geometry"]["coordinates"] == [0.33333333, -0.66666667]


def test_to_json__tiny_negative__is_plain_zero():
    assert str(Place(Point(-1e-12, 0)).to_json()["geometry"]["coordinates"][0]) == "0.0"


def test_to_json__empty_geometry__is_refused():
    with pytest.raises(PlaceError, match="no coordinates"):
        Place(Point()).to_json()


def test_to_json__altitude__is_refused():
    with pytest.raises(PlaceError, match="altitude"):
        Place(Point(1, 2, 3)).to_json()


def test_to_json__geometry_in_metres__is_refused():
    with pytest.raises(PlaceError, match="outside"):
        Place(Point(657000, 1834000)).to_json()


def test_place__assignment__is_refused():
    place = Place(Point(1, 2))
    with pytest.raises(dataclasses.FrozenInstanceError):
        place.accuracy_m = 3.0


def test_place__same_content__is_equal():
    assert Place(Point(1, 2), 3.0) == Place(Point(1, 2), 3.0)


@given(
    st.floats(-180, 180, allow_nan=False),
    st.floats(-90, 90, allow_nan=False),
    st.floats(0, 1e6, allow_nan=False),
)
def test_to_json__any_point__comes_back_equal(lon, lat, accuracy):
    content = Place(Point(lon, lat), accuracy).to_json()
    assert Place.from_json(content).to_json() == content


@pytest.mark.parametrize("geometry", [SQUARE, Point(1, 2), LineString([(0, 0), (1, 1)])])
def test_problem_of__sound_geometry__is_none(geometry):
    assert problem_of(geometry) is None


def test_problem_of__bow_tie__names_the_crossing():
    assert problem_of(BOW_TIE) == "Self-intersection at 0.5 0.5"


def test_problem_of__not_finite__says_so():
    assert problem_of(Point(float("nan"), float("inf"))) is not None


def test_settle__sound_geometry__comes_back_itself_without_note():
    settled, note = settle(SQUARE)
    assert (settled is SQUARE, note) == (True, "")


def test_settle__bow_tie__keeps_both_lobes():
    settled, _ = settle(BOW_TIE)
    assert settled.equals(
        MultiPolygon([Polygon([(0, 0), (0.5, 0.5), (0, 1)]), Polygon([(1, 0), (1, 1), (0.5, 0.5)])])
    )


def test_settle__bow_tie__note_names_fault_and_change():
    assert (
        settle(BOW_TIE)[1]
        == "made valid (Self-intersection at 0.5 0.5): Polygon became MultiPolygon of 2 parts"
    )


def test_settle__spike__is_cut_off():
    spiked = Polygon([(0, 0), (1, 0), (1, 1), (1, 3), (1, 1), (0, 1)])
    assert settle(spiked)[0].equals(SQUARE)


def test_settle__hole_outside_shell__becomes_area_and_note_tells():
    odd = Polygon(SQUARE.exterior, [[(2, 2), (3, 2), (3, 3), (2, 3)]])
    settled, note = settle(odd)
    assert settled.is_valid
    assert "Hole lies outside shell" in note


def test_settle__overlapping_parts__count_once():
    overlapping = MultiPolygon([shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)])
    assert area_m2(settle(overlapping)[0]) == pytest.approx(area_m2(shapely.box(0, 0, 3, 1)), rel=1e-3)


def test_settle__altitudes__are_dropped_and_told():
    settled, note = settle(Point(1, 2, 3))
    assert (settled.has_z, note) == (False, "altitudes were dropped")


def test_settle__collapsed_polygon__is_refused():
    with pytest.raises(PlaceError, match="no area remains"):
        settle(Polygon([(0, 0), (1, 1), (2, 2), (0, 0)]))


def test_settle__line_without_length__is_refused():
    with pytest.raises(PlaceError, match="cannot be settled"):
        settle(LineString([(1, 1), (1, 1)]))


def test_settle__empty__is_refused():
    with pytest.raises(PlaceError, match="no coordinates"):
        settle(Polygon())


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=4, max_size=9))
def test_settle__any_ring__is_valid_or_refused(ring):
    try:
        settled, note = settle(Polygon(ring))
    except PlaceError:
        return
    assert settled.is_valid
    assert settled.geom_type in ("Polygon", "MultiPolygon")
    assert bool(note) == (not Polygon(ring).is_valid)
