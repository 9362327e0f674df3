"""Areas drawn from evidence and boxes, against hand calculation."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, radians
from time import process_time

import numpy as np
import pytest
from shapely import Point, Polygon, union_all

from tilth.hazard import Box, EvidencePoint, HazardError, default_profile, draw_areas, read_profile
from tilth.hazard.profile import EvidenceRule
from tilth.places import PlaceError, area_m2, distance_m, perimeter_m

LON, LAT = 105.8, 16.7
RULES = default_profile()
ROUND = 0.005
"""A circle drawn with 32 sides from outside is 0.32 per cent larger; the grid adds under 0.1 per cent."""


def at(east_m: float, north_m: float = 0.0) -> tuple[float, float]:
    """Return a position so many metres from the middle; good to a few centimetres within a kilometre."""
    return LON + east_m / (111_412.0 * cos(radians(LAT)) + 23.0), LAT + north_m / 110_667.0


def point(key: str, east: float, north: float = 0.0, kind: str = "submunition", accuracy: float | None = 0.0):
    return EvidencePoint(key, *at(east, north), accuracy, kind=kind)


def box(key: str, east: float, north: float = 0.0, found: int | None = None, searched: float | None = None,
        size: float = 50.0) -> Box:  # fmt: skip
    return Box(key, *at(east, north), size, searched, searched, found)


def only(areas):
    (area,) = areas.areas
    return area


def square(corner_box: Box) -> Polygon:
    """Return the square of a box by geodesics to the north and east of its centre."""
    from pyproj import Geod

    ellipsoid, half = Geod(ellps="WGS84"), corner_box.size_m / 2
    east = ellipsoid.fwd(corner_box.lon, corner_box.lat, 90, half)[0] - corner_box.lon
    north = ellipsoid.fwd(corner_box.lon, corner_box.lat, 0, half)[1] - corner_box.lat
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return Polygon([(corner_box.lon + x * east, corner_box.lat + y * north) for x, y in signs])


def test_draw_areas__nothing__gives_no_areas() -> None:
    assert draw_areas([]).areas == ()


def test_draw_areas__nothing__still_names_the_rules_not_verified() -> None:
    assert draw_areas([]).unverified == RULES.unverified


def test_draw_areas__one_submunition__is_a_disc_of_the_fade_out() -> None:
    area = only(draw_areas([point("e1", 0)]))
    assert area.area_m2 == pytest.approx(pi * 51**2, rel=ROUND)  # 50 m, round a disc of 1 m for a point


def test_draw_areas__position_error__is_added_twice_to_the_radius() -> None:
    area = only(draw_areas([point("e1", 0, accuracy=20.0)]))
    assert area.area_m2 == pytest.approx(pi * (2 * 20 + 50) ** 2, rel=ROUND)


def test_draw_areas__position_error_not_known__is_the_profile_s() -> None:
    area = only(draw_areas([point("e1", 0, accuracy=None)]))
    assert area.area_m2 == pytest.approx(pi * (2 * 25 + 50) ** 2, rel=ROUND)


@pytest.mark.parametrize(
    "kind, radius", [("fragment", 50), ("carrier", 100), ("crater", 50), ("informant", 100)]
)
def test_draw_areas__other_evidence__is_a_suspected_disc_of_its_radius(kind, radius) -> None:
    area = only(draw_areas([point("e1", 0, kind=kind)]))
    assert (area.classification, area.area_m2) == ("SHA", pytest.approx(pi * radius**2, rel=ROUND))


def test_draw_areas__box_with_a_find__is_the_box_and_its_fade_out() -> None:
    area = only(draw_areas([], [box("b1", 0, found=1)]))
    s, r = 50, 50
    assert area.area_m2 == pytest.approx(s * s + 4 * s * r + pi * r * r, rel=0.004)


def test_draw_areas__box_with_a_find__names_the_box() -> None:
    area = only(draw_areas([], [box("b1", 0, found=1)]))
    assert (area.classification, area.box_ids, area.evidence_ids) == ("CHA", ("b1",), ())


@pytest.mark.parametrize("accident", ["submunition", "accident"])
def test_draw_areas__direct_evidence__is_confirmed(accident) -> None:
    assert only(draw_areas([point("e1", 0, kind=accident)])).classification == "CHA"


@pytest.mark.parametrize("gap, count", [(99, 1), (103, 2)])
def test_draw_areas__two_finds__grow_together_under_twice_the_fade_out(gap, count) -> None:
    assert len(draw_areas([point("e1", 0), point("e2", gap + 1)]).areas) == count


def test_draw_areas__suspected_beside_confirmed__confirmed_land_is_taken_off() -> None:
    areas = {
        area.classification: area
        for area in draw_areas([point("e1", 0), point("e2", 120, kind="carrier")]).areas
    }
    whole = only(draw_areas([point("e2", 120, kind="carrier")]))
    shared = whole.geometry.intersection(areas["CHA"].geometry)
    assert areas["SHA"].area_m2 == pytest.approx(whole.area_m2 - area_m2(shared), abs=1)


def test_draw_areas__sign_within_confirmed_land__belongs_to_it() -> None:
    area = only(draw_areas([point("e1", 0), point("e2", 10, kind="fragment", accuracy=0.0)],
                           profile=replace(RULES, minimal_area_m2=1e6)))  # fmt: skip
    assert area.evidence_ids == ("e1", "e2")


def test_draw_areas__green_box__cuts_a_suspected_area() -> None:
    green = box("b1", 60, found=0, searched=1.0)
    area = only(draw_areas([point("e1", 0, kind="informant")], [green]))
    assert area.area_m2 == pytest.approx(pi * 100**2 - 2500, rel=ROUND)


def test_draw_areas__green_box__leaves_its_true_square_free() -> None:
    green = box("b1", 60, found=0, searched=1.0)
    area = only(draw_areas([point("e1", 0, kind="informant")], [green]))
    left = area.geometry.intersection(square(green))
    assert left.area * 111_000**2 < 1


@pytest.mark.parametrize("searched", [None, 0.0, 0.5])
def test_draw_areas__box_not_searched_to_standard__cuts_nothing(searched) -> None:
    area = only(draw_areas([point("e1", 0, kind="informant")], [box("b1", 60, found=0, searched=searched)]))
    assert area.area_m2 == pytest.approx(pi * 100**2, rel=ROUND)


def test_draw_areas__green_box_in_confirmed_land__stays_inside() -> None:
    areas = draw_areas([point("e1", 0)], [box("b1", 30, found=0, searched=1.0)])
    assert only(areas).area_m2 == pytest.approx(pi * 51**2, rel=ROUND)


def test_draw_areas__sign_in_a_green_box__is_listed_with_the_reason() -> None:
    areas = draw_areas([point("e1", 0, kind="crater")], [box("b1", 0, found=0, searched=1.0)])
    assert areas.without_area == {"e1": "lies in a box searched to standard without a find"}


def test_draw_areas__land_left_round_a_green_box__says_whose_it_is() -> None:
    areas = draw_areas([point("e1", 0, kind="crater")], [box("b1", 0, found=0, searched=1.0)])
    assert (only(areas).evidence_ids, only(areas).why[-18:]) == ((), "within reach of e1")


def test_draw_areas__too_small_a_rest__is_listed_with_the_reason() -> None:
    rules = replace(RULES, evidence={"crater": EvidenceRule("SHA", 5.0)})
    areas = draw_areas([point("e1", 0, kind="crater")], profile=rules)
    assert (areas.areas, areas.without_area) == ((), {"e1": "the land left round it is under 100 m2"})


@pytest.mark.parametrize("east, listed", [(70, ("b1",)), (200, ())])
def test_draw_areas__box_not_searched__is_unresolved_where_it_touches_confirmed_land(east, listed) -> None:
    assert draw_areas([point("e1", 0)], [box("b1", east)]).unresolved == listed


@pytest.mark.parametrize(
    "facts", [{"found": 0, "searched": 1.0}, {"found": 2}, {"found": 0, "searched": 0.3}]
)
def test_draw_areas__searched_box_at_the_edge__is_resolved(facts) -> None:
    assert draw_areas([point("e1", 0)], [box("b1", 70, **facts)]).unresolved == ()


def green_grid(decimals: int) -> list[Box]:
    """Return five by five boxes laid side by side, their centres written with so many decimals."""
    spots = [(x * 50, y * 50) for x in range(-2, 3) for y in range(-2, 3)]
    placed = [(f"b{n:02d}", *at(*spot)) for n, spot in enumerate(spots)]
    return [Box(key, round(x, decimals), round(y, decimals), 50.0, 1.0, 1.0, 0) for key, x, y in placed]


@pytest.mark.parametrize("decimals", [5, 6, 7])
def test_draw_areas__boxes_side_by_side__rounded_centres_leave_no_slits(decimals) -> None:
    area = only(draw_areas([point("e1", 0, kind="informant", accuracy=50.0)], green_grid(decimals)))
    assert perimeter_m(area.geometry) == pytest.approx(2 * pi * 200 + 4 * 250, rel=0.02)


def test_draw_areas__gaps_wider_than_the_profile_allows__stay_suspected() -> None:
    apart = [replace(one, size_m=47.0) for one in green_grid(7)]
    area = only(draw_areas([point("e1", 0, kind="informant", accuracy=50.0)], apart))
    assert area.area_m2 == pytest.approx(pi * 200**2 - 25 * 47**2, abs=ROUND * pi * 200**2)


def test_draw_areas__green_boxes_on_suspected_land__are_listed() -> None:
    on, off = box("on", 60, found=0, searched=1.0), box("off", 500, found=0, searched=1.0)
    part, beside = box("part", -60, found=0, searched=0.4), box("beside", 126, found=0, searched=1.0)
    assert draw_areas([point("e1", 0, kind="informant")], [on, off, part, beside]).cut_out == ("on",)


def test_draw_areas__green_box_in_confirmed_land__cuts_nothing_and_is_not_listed() -> None:
    assert draw_areas([point("e1", 0)], [box("b1", 30, found=0, searched=1.0)]).cut_out == ()


def test_draw_areas__no_boxes_given__is_as_an_empty_list() -> None:
    assert draw_areas([point("e1", 0)], None) == draw_areas([point("e1", 0)], [])


@pytest.mark.parametrize("least, classification", [(1, "CHA"), (2, "CHA"), (3, "SHA")])
def test_draw_areas__too_little_direct_evidence__is_suspected(least, classification) -> None:
    areas = draw_areas([point("e1", 0), point("e2", 60)], profile=replace(RULES, minimum_direct=least))
    assert only(areas).classification == classification


def test_draw_areas__too_little_direct_evidence__keeps_its_fade_out() -> None:
    area = only(draw_areas([point("e1", 0)], profile=replace(RULES, minimum_direct=2)))
    assert area.area_m2 == pytest.approx(pi * 51**2, rel=ROUND)


def test_draw_areas__too_little_direct_evidence__is_told() -> None:
    area = only(draw_areas([point("e1", 0)], profile=replace(RULES, minimum_direct=2)))
    assert area.why.endswith("under the minimum of 2: e1")


def test_draw_areas__box_with_a_find__confirms_without_further_evidence() -> None:
    areas = draw_areas([point("e1", 0)], [box("b1", 0, found=1)], replace(RULES, minimum_direct=9))
    assert only(areas).classification == "CHA"


@pytest.mark.parametrize("merging, count", [(0, 2), (190, 2), (220, 1)])
def test_draw_areas__finds_200_m_apart__are_one_area_when_the_profile_merges_so_far(merging, count) -> None:
    areas = draw_areas([point("e1", 0), point("e2", 202)], profile=replace(RULES, merging_m=merging))
    assert len(areas.areas) == count


def test_draw_areas__simplified__has_fewer_corners_and_loses_no_land() -> None:
    whole = only(draw_areas([point("e1", 0), point("e2", 90)]))
    plain = only(draw_areas([point("e1", 0), point("e2", 90)], profile=replace(RULES, simplify_m=3.0)))
    corners = [len(area.geometry.exterior.coords) for area in (plain, whole)]
    lost = whole.geometry.difference(plain.geometry).area
    assert (corners[0] < corners[1] / 2, lost) == (True, 0.0)


def test_draw_areas__simplified__edge_moves_by_at_most_twice_the_tolerance() -> None:
    ring = only(draw_areas([point("e1", 0)], profile=replace(RULES, simplify_m=3.0))).geometry.exterior
    reach = [distance_m((LON, LAT), tuple(corner)) for corner in ring.coords]
    assert (min(reach) > 51, max(reach) < 51 + 6.3) == (True, True)


def test_draw_areas__box_not_searched_on_suspected_land__is_not_unresolved() -> None:
    assert draw_areas([point("e1", 0, kind="crater")], [box("b1", 0)]).unresolved == ()


def test_draw_areas__unknown_kind__is_refused_with_what_is_allowed() -> None:
    with pytest.raises(
        HazardError, match=r"2 evidence points of kind \['drone', 'hearsay'\].*allowed: submunition"
    ):
        draw_areas([point("e1", 0, kind="hearsay"), point("e2", 0, kind="drone")])


def test_draw_areas__position_that_is_none__is_refused() -> None:
    with pytest.raises(PlaceError):
        draw_areas([EvidencePoint("e1", 16.7, 105.8, 1.0, kind="submunition")])


def test_draw_areas__own_profile__changes_the_area(tmp_path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('name = "own"\n[fade_out_m]\nvalue = 20', "utf-8")
    areas = draw_areas([point("e1", 0)], profile=read_profile(path))
    assert (areas.profile, only(areas).area_m2) == ("own", pytest.approx(pi * 21**2, rel=ROUND))


def test_draw_areas__fade_out_not_inside__is_the_evidence_alone() -> None:
    rules = replace(RULES, fade_out_inside=False)
    area = only(draw_areas([point("e1", 0, accuracy=20.0)], profile=rules))
    assert area.area_m2 == pytest.approx(pi * 40**2, rel=0.015)


def test_draw_areas__fade_out_not_inside__closes_the_gap_between_finds() -> None:
    rules = replace(RULES, fade_out_inside=False)
    areas = draw_areas([point("e1", 0, accuracy=20.0), point("e2", 90, accuracy=20.0)], profile=rules)
    assert (len(areas.areas), only(areas).geometry.covers(Point(*at(45)))) == (1, True)


def test_draw_areas__finds_half_a_world_apart__are_each_drawn_true() -> None:
    far = EvidencePoint("e2", -12.0, -20.0, 0.0, kind="submunition")
    sizes = [area.area_m2 for area in draw_areas([point("e1", 0), far]).areas]
    assert sizes == pytest.approx([pi * 51**2] * 2, rel=0.01)


def test_draw_areas__a_find_far_away__changes_nothing_here() -> None:
    null_island = EvidencePoint("e2", 0.0, 0.0, 0.0, kind="submunition")
    assert only(draw_areas([point("e1", 0)])) in draw_areas([point("e1", 0), null_island]).areas


def test_draw_areas__vast_position_errors_a_country_apart__do_not_overlap() -> None:
    wide = [
        EvidencePoint(key, lon, 16.0, 200_000.0, kind="informant")
        for key, lon in (("e1", 103.2), ("e2", 106.1))
    ]
    assert only(draw_areas(wide)).evidence_ids == ("e1", "e2")


def test_draw_areas__finds_on_both_sides_of_the_antimeridian__are_one_area() -> None:
    pair = [EvidencePoint("e1", 179.9999, -17.0, 0.0, kind="submunition"),
            EvidencePoint("e2", -179.9999, -17.0, 0.0, kind="submunition")]  # fmt: skip
    assert only(draw_areas(pair)).evidence_ids == ("e1", "e2")


@pytest.mark.parametrize("lat", [-75.0, -33.0, 0.0, 48.0, 69.0])
def test_draw_areas__box_anywhere__has_its_true_size(lat) -> None:
    rules = replace(RULES, fade_out_m=0.0)
    area = only(draw_areas([], [Box("b1", 23.9, lat, 50.0, found=1)], rules))
    assert area.area_m2 == pytest.approx(2500, abs=2)


def test_draw_areas__box_at_the_edge_of_a_zone__runs_north_and_not_along_the_grid() -> None:
    find = Box("b1", 37.9, 48.0, 500.0, found=1)  # the grid's north is 2.2 degrees off here
    area = only(draw_areas([], [find], replace(RULES, fade_out_m=0.0)))
    assert area.geometry.symmetric_difference(square(find)).area < 1e-4 * square(find).area


def test_draw_areas__edge__is_the_fade_out_away_from_the_find() -> None:
    ring = np.array(only(draw_areas([point("e1", 0)])).geometry.exterior.coords)
    reach = [distance_m((LON, LAT), tuple(corner)) for corner in ring]
    assert (min(reach), max(reach)) == pytest.approx((51, 51), abs=0.3)


def test_draw_areas__more_evidence_elsewhere__keeps_the_area_s_id() -> None:
    first = only(draw_areas([point("e1", 0)]))
    assert first.id in {area.id for area in draw_areas([point("e1", 0), point("e2", 900)]).areas}


def test_draw_areas__ten_thousand_points__take_under_five_seconds() -> None:
    draw = np.random.default_rng(1)
    kinds = list(RULES.evidence)
    spots = [point(f"e{n:05d}", *draw.uniform(-10_000, 10_000, 2), kinds[n % 6], 10.0) for n in range(10_000)]
    start = process_time()
    areas = draw_areas(spots)
    assert (process_time() - start < 5, sum(len(area.evidence_ids) for area in areas.areas)) == (True, 10_000)


def test_draw_areas__real_craters__all_lie_in_suspected_areas(shared) -> None:
    import geopandas

    path = shared / "data" / "real" / "07_arcade_ukraine_2014_craters" / "craters.gpkg"
    craters = geopandas.read_file(path, layer="craters")
    spots = [
        EvidencePoint(f"c{n}", place.x, place.y, 5.0, kind="crater")
        for n, place in enumerate(craters.geometry)
    ]
    areas = draw_areas(spots)
    land = union_all([area.geometry for area in areas.areas])
    assert land.covers(craters.geometry.union_all())
    assert sum(len(area.evidence_ids) for area in areas.areas) == len(spots) == 5372
