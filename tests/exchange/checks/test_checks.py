"""Each named check by an example that it finds, and one beside it that it leaves alone."""

# Examples stand on one line each, whatever its length.
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

import pytest
import shapely

from tilth.exchange.checks import CheckRecord, check_records, rules
from tilth.exchange.checks._countries import country_shape
from tilth.exchange.checks._moved import moved_together
from tilth.exchange.checks.finding import Context

SQUARE = shapely.box(17.0, 44.0, 17.01, 44.01)  # 0.01 degree each way: 800 m by 1,111 m
TODAY = "2026-11-28"


def record(key: str = "a", kind: str = "hazardous_area", shape: Any = None, **values: Any) -> CheckRecord:
    """Return a record of a kind."""
    point = (shape.x, shape.y) if shape is not None and shape.geom_type == "Point" else None
    return CheckRecord(kind, f"{kind}:{key}", 1, key, values, shape, point)


def found(*records: CheckRecord, **context: Any) -> dict[str, str]:
    """Return the reason of each rule that finds something."""
    known = frozenset(one.subject for one in records)
    settings = {"today": TODAY, "subjects": known, **context}
    return {one.rule: one.reason for one in check_records(records, Context(**settings))}


def point(lon: float, lat: float, key: str = "a", **values: Any) -> CheckRecord:
    """Return an accident at a point."""
    return record(key, "accident", shapely.Point(lon, lat), **values)


BOW_TIE = shapely.Polygon([(17, 44), (17.01, 44.01), (17.01, 44), (17, 44.01)])
TWICE = shapely.Polygon([(17, 44), (17, 44), (17.01, 44), (17.01, 44.01)])
FAR = shapely.Polygon([(17, 44), (17.2, 44), (17.2, 44.01), (17, 44.01)])
OPEN = shapely.LineString([(17, 44), (17.01, 44), (17.01, 44.01), (17, 44.005)])


@pytest.mark.parametrize(
    "rule, shape",
    [
        ("invalid_polygon", BOW_TIE),
        ("duplicate_vertices", TWICE),
        ("far_vertices", FAR),
        ("open_perimeter", OPEN),
        ("too_few_vertices", shapely.LineString([(17, 44), (17.01, 44)])),
        ("point_for_area", shapely.Point(17, 44)),
        ("overlap_in_record", shapely.MultiPolygon([SQUARE, shapely.box(17.005, 44, 17.02, 44.01)])),
    ],
)
def test_outline__faulty__is_found_by_its_rule(rule: str, shape: Any) -> None:
    assert rule in found(record(shape=shape))


def test_outline__sound__is_left_alone() -> None:
    assert found(record(shape=SQUARE)) == {}


def test_perimeter__open__tells_the_gap_in_metres_and_as_a_share() -> None:
    # From 44.005 N to 44 N along a meridian are 0.005 * 111,106 m = 555.5 m (WGS84 at 44 degrees).
    assert found(record(shape=OPEN))["open_perimeter"].startswith("555.")


@pytest.mark.parametrize(
    "rule, records",
    [
        ("duplicate_polygon", [record("a", shape=SQUARE), record("b", shape=shapely.Polygon(SQUARE.reverse()))]),
        ("duplicate_polygon", [record("a", shape=SQUARE), record("b", shape=shapely.MultiPolygon([SQUARE]))]),
        ("overlap_of_areas", [record("a", shape=SQUARE), record("b", shape=shapely.box(17.005, 44, 17.02, 44.01))]),
        ("duplicate_point", [point(17, 44.5, "a"), point(17, 44.5, "b")]),
        ("duplicate_place_text", [point(17, 44.5, "a", killed=1, note="x"), point(17, 44.5, "b", killed=1, note="x")]),
        ("duplicate_local_id", [record("SHA 1"), record("sha 1 ")]),
        (
            "duplicate_devices",
            [record(k, "find", activity="activity:1", category="mine", model="X", quantity=2) for k in "ab"],
        ),
    ],
)  # fmt: skip
def test_pair__that_repeats_or_overlaps__is_found(rule: str, records: list[CheckRecord]) -> None:
    assert rule in found(*records)


def test_pair__side_by_side__is_left_alone() -> None:
    assert found(record("a", shape=SQUARE), record("b", shape=shapely.box(17.01, 44, 17.02, 44.01))) == {}


def test_overlap__below_the_share_of_geocheck__is_left_alone() -> None:
    other = shapely.box(17.00995, 44, 17.02, 44.01)  # 0.5 % of the smaller
    assert found(record("a", shape=SQUARE), record("b", shape=other)) == {}


@pytest.mark.parametrize(
    "rule, lon, lat",
    [("swapped_coordinates", 44.5, 17.5), ("outside_country", 2.3, 48.8), ("default_coordinates", 0.0, 0.0)],
)
def test_position__against_the_country__is_found(rule: str, lon: float, lat: float) -> None:
    assert rule in found(point(lon, lat), country=country_shape("BIH"))


def test_position__in_the_country__is_left_alone() -> None:
    assert found(point(17.53, 44.51), country=country_shape("BIH")) == {}


def test_position__shared_by_very_many__is_told_once() -> None:
    records = [point(17.123, 44.567, str(n)) for n in range(30)]
    told = check_records(records, Context(today=TODAY))
    assert [(one.rule, one.reason) for one in told] == [
        ("default_coordinates", "30 records at this one point")
    ]


def test_position__with_few_decimals_among_exact_ones__is_found() -> None:
    exact = [point(17.12345 + n / 1000, 44.56789 + n / 1000, str(n)) for n in range(5)]
    assert "truncated_coordinates" in found(*exact, point(17.5, 44.52, "x"))
    assert "truncated_coordinates" not in found(point(17.5, 44.52, "x"))


def test_position__far_from_the_region__is_found() -> None:
    assert "far_from_region" in found(point(6.65, 5.43), near=(10.0, 50.0))


def test_position__outside_its_district__is_found() -> None:
    district = record("olovo", "admin_unit", SQUARE, name="Olovo", code="BA-1")
    other = point(18.5, 44.5, "x", admin_unit="Olovo")
    from tilth.exchange.checks._countries import district_shapes

    assert "outside_district" in found(other, districts=district_shapes([district]))


@pytest.mark.parametrize(
    "kind, values",
    [
        ("accident", {"date": "2031-01-01"}),
        ("accident", {"date": "1066-10-14"}),
        ("activity", {"start": "2020-05-01", "end": "2020-04-01"}),
    ],
)
def test_date__that_cannot_be__is_found(kind: str, values: dict[str, str]) -> None:
    assert "impossible_date" in found(record("a", kind, **values))


@pytest.mark.parametrize("values", [{"date": "2026-11-28"}, {"date": "2019"}, {"date": "2019-05/.."}])
def test_date__that_can_be__is_left_alone(values: dict[str, str]) -> None:
    assert "impossible_date" not in found(record("a", "accident", **values))


def test_area__stated_in_hectares__is_recognised() -> None:
    from tilth.places import area_m2

    hectares = area_m2(SQUARE) / 10_000
    assert found(record(shape=SQUARE, area_stated_m2=hectares))["area_stated_v_computed"].endswith(
        "were hectares stated?"
    )


def test_area__within_the_tolerance__is_left_alone() -> None:
    from tilth.places import area_m2

    assert found(record(shape=SQUARE, area_stated_m2=area_m2(SQUARE) * 1.05)) == {}


def test_total__that_is_not_its_parts__is_found() -> None:
    assert found(record("a", "accident", killed=2, injured=3, total=6)) == {
        "counts_v_items": "killed 2 and injured 3 are 5"
    }
    assert found(record("a", "accident", killed=2, injured=3, total=5)) == {}


def test_casualties__against_the_victims_recorded__are_compared() -> None:
    accident = record("1", "accident", killed=2, injured=0)
    victim = record("v", "victim", accident="accident:1", status="killed")
    assert "counts_v_items" in found(accident, victim)


def test_first_time__more_than_reached__is_found() -> None:
    session = record("s", "risk_education", first_time=9, reached=[{"sex": "male", "count": 4}])
    assert "counts_v_items" in found(session)


def test_reference__to_nothing__is_told_once_with_its_number() -> None:
    finds = [record(str(n), "find", activity="activity:none") for n in range(3)]
    told = [one for one in check_records(finds, Context(today=TODAY)) if one.rule == "unknown_reference"]
    assert [(one.value, one.reason) for one in told] == [("activity:none", "not in the project and 2 more")]


@pytest.mark.parametrize("shape", [shapely.box(17.005, 44, 17.02, 44.01), shapely.Point(17.1, 44.1)])
def test_work__outside_the_area_it_names__is_found(shape: Any) -> None:
    work = record("w", "activity", shape, hazardous_area=["hazardous_area:a"])
    assert "activity_outside_area" in found(record("a", shape=SQUARE), work)


def test_moves__in_all_directions__are_no_move_together() -> None:
    pairs = [((17.0, 44.0), (17.0 + dx, 44.0 + dy)) for dx in (-0.001, 0.001) for dy in (-0.001, 0.001)] * 10
    assert moved_together(pairs, 40) is None


def test_person__is_not_shown() -> None:
    victim = CheckRecord("victim", "victim:1", 1, "1", {"date_of_birth": "2040-05-06"}, personal=True)
    [one] = check_records([victim], Context(today=TODAY))
    assert (one.rule, "2040-05-06" in one.value) == ("impossible_date", False)


def test_rules__each__has_meaning_advice_source_and_a_known_severity() -> None:
    for name, about in rules().items():
        assert {"severity", "meaning", "advice", "source"} <= set(about), name
        assert about["severity"] in ("error", "warning", "info")


def test_rules__those_of_geocheck__are_all_there() -> None:
    # minimum_data.md, section 2: the validation list of GICHD's geocheck.
    theirs = {name for name, about in rules().items() if "geocheck" in about["source"]}
    assert theirs >= {
        "invalid_polygon", "too_few_vertices", "duplicate_polygon", "duplicate_vertices", "duplicate_point",
        "duplicate_local_id", "duplicate_devices", "far_vertices", "overlap_in_record",
    }  # fmt: skip


def test_rules__thresholds_of_geocheck__are_theirs() -> None:
    told = rules()
    assert told["far_vertices"]["farthest_m"] == 5_000
    assert told["overlap_in_record"]["most_share"] == 0.009
    assert told["duplicate_vertices"]["tolerance_deg"] == 1e-6
    assert told["too_few_vertices"]["least"] == 3
