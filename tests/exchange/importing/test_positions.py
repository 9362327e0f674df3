"""Places of rows: notation, system, datum and accuracy."""

# Examples stand on one line each, whatever its length.
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

import pytest
import shapely

from tilth.exchange import ExchangeError
from tilth.exchange.importing import Mapping, PlaceRule, sheet_of_rows
from tilth.exchange.importing._positions import positions
from tilth.exchange.importing._systems import way_to_wgs84


def place(row: dict[str, Any], decimal: str = ".", **rule: Any) -> Any:
    """Return the place of one row, or the reason why it has none."""
    mapping = Mapping(kind="accident", place=PlaceRule(**rule), decimal=decimal)
    made = positions(sheet_of_rows("t", [row]), mapping)
    return made.places[0] if made.places[0] is not None else made.faults[0][2].reason


@pytest.mark.parametrize(
    "row, rule, lon, lat",
    [
        ({"x": 17.25, "y": "44.5"}, {"notation": "lonlat", "columns": ("x", "y")}, 17.25, 44.5),
        ({"x": "1313E", "y": "4725N"}, {"notation": "lonlat", "columns": ("x", "y")}, 13 + 13 / 60, 47 + 25 / 60),
        ({"x": "36°12'41.56\"E", "y": "35°47'25.65\"N"}, {"notation": "lonlat", "columns": ("x", "y")}, 36.21154, 35.79046),
        ({"x": 44.5, "y": 17.25}, {"notation": "lonlat", "columns": ("x", "y"), "swapped": True}, 17.25, 44.5),
        ({"p": "44.5 N 17.25 E"}, {"notation": "text", "columns": ("p",)}, 17.25, 44.5),
        ({"p": "POINT (17.25 44.5)"}, {"notation": "wkt", "columns": ("p",)}, 17.25, 44.5),
        ({"p": "44.5 17.25 300.2 4.8"}, {"notation": "geoshape", "columns": ("p",)}, 17.25, 44.5),
        ({"p": {"type": "Point", "coordinates": [17.25, 44.5, 9]}}, {"notation": "geojson", "columns": ("p",)}, 17.25, 44.5),
        ({"e": 500000, "n": 0}, {"notation": "xy", "columns": ("e", "n"), "crs": "EPSG:32633"}, 15.0, 0.0),
        ({"e": "500000", "n": "0"}, {"notation": "xy", "columns": ("e", "n"), "zone": "33 north"}, 15.0, 0.0),
    ],
)  # fmt: skip
def test_place__in_each_notation__is_where_it_says(row: Any, rule: Any, lon: float, lat: float) -> None:
    assert place(row, **rule)["geometry"]["coordinates"] == pytest.approx([lon, lat], abs=1e-5)


def test_place__decimal_commas_in_the_profile__are_read() -> None:
    found = place({"x": "17,25", "y": "44,5"}, ",", notation="lonlat", columns=("x", "y"))
    assert found["geometry"]["coordinates"] == [17.25, 44.5]


def test_place__decimal_commas_without_the_profile__are_not_guessed() -> None:
    assert place({"x": "17,25", "y": "44,5"}, notation="lonlat", columns=("x", "y")) == "not a number"


def test_place__latitude_and_longitude_exchanged__says_so() -> None:
    reason = place({"x": 16.9, "y": 106.7}, notation="lonlat", columns=("x", "y"))
    assert reason == "latitude 106.7 is outside -90 to 90; exchanged the two would fit"


def test_place__three_decimals_in_a_file_with_commas__is_no_thousand() -> None:
    found = place({"x": "17.253", "y": "44.512"}, ",", notation="lonlat", columns=("x", "y"))
    assert found["geometry"]["coordinates"] == [17.253, 44.512]


def test_datum__old_national_one__moves_the_point_and_adds_its_accuracy() -> None:
    # EPSG:4131 Indian 1960 lies some hundred metres from WGS84 in Viet Nam; EPSG states 1 to 20 m for the ways.
    found = place({"x": 107.0, "y": 16.0}, notation="lonlat", columns=("x", "y"), crs="EPSG:4131")
    lon, lat = found["geometry"]["coordinates"]
    moved = shapely.Point(lon, lat).distance(shapely.Point(107.0, 16.0)) * 111_320
    assert (100 < moved < 1_000, found["accuracy_m"]) == (True, way_to_wgs84("EPSG:4131")[1])


def test_datum__with_a_stated_accuracy__adds_in_quadrature() -> None:
    rule = {"notation": "lonlat", "columns": ("x", "y"), "crs": "EPSG:4131", "accuracy": "a"}
    known = way_to_wgs84("EPSG:4131")[1]
    found = place({"x": 107.0, "y": 16.0, "a": 30}, **rule)
    assert found["accuracy_m"] == pytest.approx((30**2 + known**2) ** 0.5, rel=1e-2)


def test_datum__system_and_words__are_kept_with_the_place() -> None:
    found = place({"x": 107.0, "y": 16.0}, notation="lonlat", columns=("x", "y"), crs="EPSG:4131")
    assert (found["crs"], found["as_written"]) == ("EPSG:4131", "107 16")


def test_grid__without_zone__takes_the_only_fitting_one_of_the_profile() -> None:
    found = place({"g": "YD466584"}, notation="grid", columns=("g",), zone="48P 48Q 49P 49Q")
    lon, lat = found["geometry"]["coordinates"]
    assert (round(lon, 1), round(lat, 1), found["accuracy_m"]) == (107.3, 16.8, 28.9)


def test_grid__zone_in_a_column__is_that_of_the_row() -> None:
    found = place({"g": "XD852453", "z": "48Q"}, notation="grid", columns=("g",), zone="z")
    assert found["notation"] == "grid"


def test_grid__without_zone_and_profile__says_what_to_give() -> None:
    assert "without its zone" in place({"g": "YD466584"}, notation="grid", columns=("g",))


def test_accuracy__code_of_precision__is_that_of_the_profile() -> None:
    rule = {"notation": "lonlat", "columns": ("x", "y"), "accuracy": "p", "accuracy_words": {"3": 5000.0}}
    assert place({"x": 1, "y": 2, "p": 3}, **rule)["accuracy_m"] == 5000
    assert "no accuracy" in place({"x": 1, "y": 2, "p": 4}, **rule)


def test_outline__crossed__is_mended_and_the_original_kept() -> None:
    mapping = Mapping(kind="release", place=PlaceRule("wkt", ("w",), "as_given"))
    wkt = "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"
    made = positions(sheet_of_rows("t", [{"w": wkt}]), mapping)
    assert (made.places[0]["geometry"]["type"], made.mended[0][1]) == ("MultiPolygon", wkt)


def test_outline__crossed_where_mending_is_off__has_no_place() -> None:
    mapping = Mapping(kind="release", place=PlaceRule("wkt", ("w",), "as_given"), mend=False)
    made = positions(sheet_of_rows("t", [{"w": "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"}]), mapping)
    assert (made.places[0], "made valid" in made.faults[0][2].reason) == (None, True)


@pytest.mark.parametrize("wkt", ["POLYGON ((0 0, 1 1))", "POLYGON EMPTY", "words"])
def test_outline__that_is_none__has_a_reason(wkt: str) -> None:
    assert isinstance(place({"w": wkt}, notation="wkt", columns=("w",)), str)


def test_system__unknown__is_refused() -> None:
    with pytest.raises(ExchangeError, match="unknown coordinate system 'EPSG:1'"):
        way_to_wgs84("EPSG:1")
