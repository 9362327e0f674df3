"""Points as people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.places import PlaceError, check_place_json, distance_m, parse_point

HERE = (106.9, 16.7)


def lon_lat(text, **options):
    point = parse_point(text, **options).geometry
    return point.x, point.y


@pytest.mark.parametrize(
    "text",
    [
        "16.7 106.9",
        "16.7, 106.9",
        "16.7,106.9",
        "16,7 106,9",
        "16,7, 106,9",
        "16,7;106,9",
        "16,7,106,9",
        "106.9 16.7",
        "(16.7, 106.9)",
        "16.7 N 106.9 E",
        "16.7n, 106.9e",
        "N16.7 E106.9",
        "N 16,7 E 106,9",
        "106.9E 16.7N",
        "+16.7 +106.9",
        "16.7° 106.9°",
        "16.7°N, 106.9°E.",
        "16.7° N\n106.9° E",
        "16.7°N/106.9°E",
        "Lat: 16.7, Lon: 106.9",
        "latitude 16.7 longitude 106.9",
        "lon=106.9 lat=16.7",
        "16°42' 106°54'",
        "16°42'N 106°54'E",
        "N 16° 42.0' E 106° 54.0'",
        "16 42 106 54",
        "16 42 N 106 54 E",
        "1642N 10654E",
        "164200N 1065400E",
        "16°42'00\"N 106°54'00\"E",
        "16°42′00″N 106°54′00″E",
        "16º42’00”N; 106º54’00”E",
        "16˚42’00’’N 106˚54’00’’E",
        "16° 42' 0\" N, 106° 54' 0\" E",
        "16°42'00N 106°54'00E",
        "16d42m00sN 106d54m00sE",
        "16 deg 42 min 0 sec N 106 deg 54 min 0 sec E",
        "16:42:00 106:54:00",
        "16:42:00N 106:54:00E",
        "16 42 00 106 54 00",
        "16,7° с.ш. 106,9° в.д.",
        "16°42'00\" с. ш., 106°54'00\" в. д.",
        "16°42′ С, 106°54′ В",
        "16,7 пн.ш. 106,9 сх.д.",
        "16°42' північної широти 106°54' східної довготи",
        "16°42' Norte 106°54' Este",
        "16°42' Nord, 106°54' Est",
        "16,7° Nord 106,9° Ost",
        "١٦٫٧ ش ١٠٦٫٩ ق",
        "۱۶٫۷ شمالا، ۱۰۶٫۹ شرقا",
        "\u200f16.7\u200e شمال 106.9 شرق",
        "16.7 bắc 106.9 đông",
        "\ufeff16.7\u00a0N\u00a0106.9\u00a0E",
    ],
)
def test_parse_point__notations_people_type__are_the_same_point(text):
    assert lon_lat(text) == (pytest.approx(106.9, abs=1e-12), pytest.approx(16.7, abs=1e-12))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("−16.7, 106.9", (106.9, -16.7)),
        ("-16.7 -106.9", (-106.9, -16.7)),
        ("16.7 S 106.9 W", (-106.9, -16.7)),
        ("4°36' Norte, 74°04' Oeste", (-74 - 4 / 60, 4.6)),
        ("33°30' sud 70°30' ouest", (-70.5, -33.5)),
        ("10 ю.ш. 20 з.д.", (-20, -10)),
        ("10 пд.ш. 20 зх.д.", (-20, -10)),
        ("١٠ ج ٢٠ غ", (-20, -10)),
        ("45N 122W", (-122, 45)),
        ("4752N 830E", (8.5, 47 + 52 / 60)),
        ("4752N 00830E", (8.5, 47 + 52 / 60)),
        ("4752.5N 00830.25E", (8 + 30.25 / 60, 47 + 52.5 / 60)),
        ("475200N 0833000E", (83.5, 47 + 52 / 60)),
        ("36°28'36N 37°5′50″E", (37 + 5 / 60 + 50 / 3600, 36 + 28 / 60 + 36 / 3600)),
        ("-0.5 106.9", (106.9, -0.5)),
        ("16 16", (16, 16)),
    ],
)
def test_parse_point__signs_and_letters__give_the_quarter_of_the_globe(text, expected):
    assert lon_lat(text) == (pytest.approx(expected[0], abs=1e-12), pytest.approx(expected[1], abs=1e-12))


@pytest.mark.parametrize(
    "text, first, second",
    [
        ("35.64 36.66", "35.640000 N 36.660000 E", "36.660000 N 35.640000 E"),
        ("35°21'30\" 36°39'8\"", "35.358333 N", "36.652222 N"),
        ("4,6 N 74,08 O", "74.080000 W", "74.080000 E"),
        ("-16.5 S 106 E", "16.500000 S", "16.500000 N"),
        ("4752N 130E", "130.000000 E", "1.500000 E"),
        ("16 N 30", "16.000000 N 30.000000 E", "30.000000 N 16.000000 E"),
        ("37S 300000 3700000", "band S", "south"),
    ],
)
def test_parse_point__two_readings__are_refused_and_both_told(text, first, second):
    with pytest.raises(PlaceError, match="not guessed") as caught:
        parse_point(text)
    told = " / ".join(caught.value.readings)
    assert len(caught.value.readings) == 2
    assert first in told
    assert second in told


def test_parse_point__letter_o__error_explains_the_languages():
    with pytest.raises(PlaceError, match=r"West in Spanish.*East in German"):
        parse_point("4,6 N 74,08 O")


@pytest.mark.parametrize("order, expected", [("latlon", (36.66, 35.64)), ("lonlat", (35.64, 36.66))])
def test_parse_point__order_given__decides(order, expected):
    assert lon_lat("35.64 36.66", order=order) == pytest.approx(expected)


def test_parse_point__order_against_letters__letters_decide():
    assert lon_lat("16.7 N 106.9 E", order="lonlat") == pytest.approx(HERE)


def test_parse_point__order_that_does_not_fit__is_refused():
    with pytest.raises(PlaceError, match="cannot be read"):
        parse_point("106.9 16.7", order="latlon")


def test_parse_point__near_one_reading__decides():
    assert lon_lat("4,6 N 74,08 O", near=(-74, 4)) == pytest.approx((-74.08, 4.6))


def test_parse_point__near_both_readings__is_refused_all_the_same():
    with pytest.raises(PlaceError, match="2 ways"):
        parse_point("35.64 36.66", near=(36, 36))


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "no numbers"),
        ("16 N", "only one coordinate"),
        ("36°28'36N", "only one coordinate"),
        ("36°72'N 37°10'E", "60 or more"),
        ("36°12'61\"N 37°10'00\"E", "60 or more"),
        ("4155N 780E", "60 or more"),
        ("91 N 170 E", "not a pair"),
        ("95 106", "not a pair"),
        ("16 N 17 N", "not a pair"),
        ("16.5.3 106.9", "not known"),
        ("35.5-36.2", "not known"),
        ("Quang Tri", "'quang' in"),
        ("16.7 N 106.9 Đ", "'đ' in"),
        ("657000 1834000", "without a zone"),
        ("1 2 3", "not a pair"),
        ("16.7 N 106.9 E" + " " * 500, "at most 500"),
    ],
)
def test_parse_point__unreadable__is_refused_with_words(text, words):
    with pytest.raises(PlaceError, match=words):
        parse_point(text)


def test_parse_point__unknown_order__is_refused():
    with pytest.raises(PlaceError, match="unknown order"):
        parse_point("16.7 106.9", order="xy")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("16.7 N 106.9 E", 3210),  # 0.1 degree is 11 132 m; by sqrt(12) 3213.6
        ("16.70000 N 106.90000 E", 0.321),
        ("16°42'N 106°54'E", 536),  # a minute is 1855.3 m; by sqrt(12) 535.6
        ("16°42'00\"N 106°54'00\"E", 8.93),
        ("60.00 N 10.0 E", 1610),  # 0.1 degree of longitude at 60 N is 5566 m; by sqrt(12) 1606.8
        ("48Q 657000 1834000", 0.289),
        ("48Q 657000.5 1834000.2", 0.0289),
        ("48Q XD 852 453", 28.9),
        ("48Q XD 8 4", 2890),
        ("48Q XD 85200 45300", 0.289),
    ],
)
def test_parse_point__accuracy__is_unit_of_the_last_digit_by_root_12(text, expected):
    assert parse_point(text).accuracy_m == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    "text, notation",
    [
        ("16.7 N 106.9 E", "dd"),
        ("16 42 106 54", "dm"),
        ("16 42 00 106 54 00", "dms"),
        ("48Q 657000 1834000", "utm"),
        ("48Q XD 852 453", "mgrs"),
    ],
)
def test_parse_point__notation__is_kept(text, notation):
    assert parse_point(text).notation == notation


def test_parse_point__text__is_kept_as_written():
    assert parse_point("١٦٫٧ ش ١٠٦٫٩ ق").as_written == "١٦٫٧ ش ١٠٦٫٩ ق"


@pytest.mark.parametrize(
    "text",
    [
        "17N 630084 4833438",
        "17 N 630084E 4833438N",
        "17t 630084 4833438",
        "17T 630084mE 4833438mN",
        "17T, 630084, 4833438",
        "UTM zone 17 north 630084 4833438",
        "17T 4833438N 630084E",
        "17T 0630084 4833438",
    ],
)
def test_parse_point__utm_of_the_cn_tower__is_its_published_position(text):
    """43 38 33.24 N 79 23 13.7 W is 17N 630084 4833438 (Wikipedia, Universal Transverse Mercator)."""
    tower = (-(79 + 23 / 60 + 13.7 / 3600), 43 + 38 / 60 + 33.24 / 3600)
    assert distance_m(lon_lat(text), tower) < 1.0


def test_parse_point__utm_letter_s_that_fits_one_side_only__is_read():
    assert lon_lat("37S 300000 9000000")[1] < 0


def test_parse_point__utm_letter_s_with_near__is_read():
    assert lon_lat("37S 300000 3700000", near=(37, 33))[1] == pytest.approx(33.42, abs=0.01)


@pytest.mark.parametrize("text", ["48M 657000 1834000", "48Q 057000 1834000", "48Q 657000 5834000"])
def test_parse_point__utm_numbers_outside_their_zone__are_refused(text):
    with pytest.raises(PlaceError, match=r"fit its zone|cannot be read|without a zone"):
        parse_point(text)


@pytest.mark.parametrize("zone", ["61N", "0N", "48", "Q48", "48I"])
def test_parse_point__impossible_zone__is_refused(zone):
    with pytest.raises(PlaceError, match="unknown UTM zone"):
        parse_point("657000 1834000", zone=zone)


def test_parse_point__zone_given__reads_bare_numbers():
    assert lon_lat("657000 1834000", zone="48Q") == lon_lat("48Q 657000 1834000")


def test_parse_point__projected_system_given__reads_bare_numbers():
    assert lon_lat("657000 1834000", crs="EPSG:32648") == pytest.approx(lon_lat("48Q 657000 1834000"))


def test_parse_point__projected_system_with_degrees__is_refused():
    with pytest.raises(PlaceError, match="not an easting"):
        parse_point("16.7 N 106.9 E", crs="EPSG:32648")


def test_parse_point__projected_system_with_zone__is_refused():
    with pytest.raises(PlaceError, match="not a geographic system"):
        parse_point("48Q 657000 1834000", crs="EPSG:32648")


def test_parse_point__unknown_system__is_refused():
    with pytest.raises(PlaceError, match="unknown coordinate reference system"):
        parse_point("16.7 N 106.9 E", crs="EPSG:0")


def test_parse_point__old_datum__moves_the_point_by_hundreds_of_metres():
    """Indian 1960 to WGS84 in Vietnam: dx 198, dy 881, dz 317 m (NIMA TR8350.2)."""
    assert 300 < distance_m(lon_lat("16.7 N 106.9 E", crs="EPSG:4131"), HERE) < 600


def test_parse_point__old_datum__accuracy_includes_that_of_the_change():
    assert parse_point("48Q XD 85212 45321", crs="EPSG:4131").accuracy_m > 1.0


def test_parse_point__ellipsoid_with_other_grid_letters__is_refused():
    with pytest.raises(PlaceError, match="letter the grid rows differently"):
        parse_point("48Q XD 852 453", crs="EPSG:4813")


@pytest.mark.parametrize(
    "text", ["48Q XD 852 453", "48QXD852453", "48q xd 852453", "MGRS 48Q XD 852 453", "48Q XD852453"]
)
def test_parse_point__mgrs__is_the_middle_of_its_square(text):
    assert lon_lat(text) == pytest.approx(lon_lat("48Q 685250 1845350"), abs=1e-9)


def test_parse_point__mgrs_of_a_hundred_kilometre_square__is_where_karney_puts_it():
    """GeographicLib, Planimeter(1): 18SWK spans eastings 500 to 600 km, northings 4400 to 4500 km."""
    assert lon_lat("18S WK 5 5") == pytest.approx(lon_lat("18 north 555000 4455000"), abs=1e-9)


@pytest.mark.parametrize(
    "text, words",
    [
        ("48Q XD 852 45", "3 and 2 digits"),
        ("48Q XD 85245", "digits"),
        ("48Q XD 852453 852453", "digits"),
        ("48Q AA 852 453", "names no square"),
        ("48N XD 852 453", "names no square"),
        ("61Q XD 852 453", "names no square"),
    ],
)
def test_parse_point__impossible_mgrs__is_refused(text, words):
    with pytest.raises(PlaceError, match=words):
        parse_point(text)


def test_parse_point__grid_reference_alone__is_refused_with_advice():
    with pytest.raises(PlaceError, match="recurs every 18 degrees"):
        parse_point("XD 852 453")


@pytest.mark.parametrize("options", [{"near": HERE}, {"zone": "48Q"}])
def test_parse_point__grid_reference_with_help__is_that_with_zone(options):
    place = parse_point("XD 852 453", **options)
    assert place.geometry.equals(parse_point("48Q XD 852 453").geometry)
    assert place.notation == "grid"


def test_parse_point__grid_reference_across_a_zone_boundary__is_found():
    assert lon_lat("BR 852 453", near=(107.9, 14.0))[0] > 108


def test_parse_point__grid_reference_far_from_near__is_refused():
    with pytest.raises(PlaceError, match="no square XD lies within 500 km"):
        parse_point("XD 852 453", near=(30, 48))


def test_parse_point__grid_reference_with_zone_without_band__is_refused():
    with pytest.raises(PlaceError, match="no band letter"):
        parse_point("XD 852 453", zone="48 north")


@given(st.text(max_size=30))
def test_parse_point__any_text__is_a_place_or_refused(text):
    try:
        place = parse_point(text)
    except PlaceError:
        return
    check_place_json(place.to_json())


@given(st.text(alphabet="0123456789 .,-°'\"NSEWOsdm", max_size=20))
def test_parse_point__texts_like_coordinates__are_finite_or_refused(text):
    try:
        place = parse_point(text, order="latlon")
    except PlaceError:
        return
    assert math.isfinite(place.geometry.x + place.geometry.y)
    assert place.accuracy_m > 0
