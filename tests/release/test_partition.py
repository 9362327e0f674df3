"""The land as a partition: sizes of squares are the hand calculation."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Point, affinity

from tilth.release import ReleaseError, account_of, cells, land_on, partition, shares_within
from tilth.release._measure import polygons_m2

OUT = ("cancelled", "reduced", "cleared")


def by_word(made, day) -> dict[str, float]:
    """Return the m2 of each word of the land on a day."""
    words = land_on(made, day)
    return {word: float(made.m2[words == word].sum()) for word in sorted(set(words))}


def test_partition__overlapping_areas__faces_add_up_to_their_union(area, square) -> None:
    made = partition([area("a", square(0, width=1.5)), area("b", square(1))])
    assert made.m2.sum() == pytest.approx(polygons_m2([square(0, width=2)]))


def test_partition__overlapping_areas__no_face_lies_over_another(area, square) -> None:
    made = partition([area("a", square(0, width=1.5)), area("b", square(1))])
    assert shapely.union_all(made.polygons).area == pytest.approx(sum(face.area for face in made.polygons))


def test_partition__no_records__has_no_face() -> None:
    assert len(partition([]).m2) == 0


def test_partition__record_given_twice__changes_nothing(area, square, release) -> None:
    records = [area("a", square(0)), release("r", square(0, width=0.5))]
    assert len(partition(records * 3).m2) == len(partition(records).m2)


def test_partition__hole__is_no_face(area, square) -> None:
    ring = square(0, width=3, height=3).difference(square(1, 1))
    assert partition([area("a", ring)]).m2.sum() == pytest.approx(polygons_m2([ring]))


def test_partition__island_in_the_hole__is_a_face_of_its_own(area, square) -> None:
    ring = square(0, width=3, height=3).difference(square(1, 1))
    made = partition([area("a", ring), area("b", square(1, 1))])
    assert made.m2.sum() == pytest.approx(polygons_m2([square(0, width=3, height=3)]))


def test_partition__edge_a_micrometre_off__is_a_sliver_and_counted(area, square) -> None:
    made = partition([area("a", square(0)), area("b", affinity.translate(square(0), 1e-9, 0))])
    assert account_of(made, "2022").slivers["count"] == 2


def test_partition__point__is_told_with_its_reason(area) -> None:
    (row,) = partition([area("a", Point(105, 16))]).without_area
    assert (row["record"], row["reason"]) == ("a", "Point")


def test_land_on__before_the_record__is_not_recorded(area, square) -> None:
    assert list(land_on(partition([area("a", square(0))]), "2019")) == ["not_recorded"]


def test_land_on__sha_confirmed_later__changes_its_class_on_that_day(area, square) -> None:
    made = partition([area("a", square(0), moves=(("2021-03-01", "CHA"),))])
    assert [list(land_on(made, day)) for day in ("2021-02-28", "2021-03-01")] == [["SHA"], ["CHA"]]


def test_land_on__sha_and_cha_overlap__the_surer_counts(area, square) -> None:
    made = partition([area("a", square(0, width=2)), area("b", square(1), kind="CHA")])
    assert set(by_word(made, "2022")) == {"CHA", "SHA"}


def test_land_on__released_without_area__is_not_recorded(release, square) -> None:
    assert list(land_on(partition([release("r", square(0))]), "2022")) == ["not_recorded"]


def test_land_on__no_class_told__is_unclassified(area, square) -> None:
    assert list(land_on(partition([area("a", square(0), kind=None)]), "2022")) == ["unclassified"]


def test_account__class_moves__corrections_of_the_classes_cancel_out(area, square) -> None:
    made = partition([area("a", square(0), moves=(("2021-03-01", "CHA"),))])
    result = account_of(made, "2021-12-31", since="2021", by="class")
    corrections = {row["class"]: row["total"]["corrections"] for row in result.by}
    assert corrections["CHA"] == -corrections["SHA"] == pytest.approx(polygons_m2([square(0)]))


def test_account__class_moves__no_correction_in_the_total(area, square) -> None:
    made = partition([area("a", square(0), moves=(("2021-03-01", "CHA"),))])
    assert account_of(made, "2021-12-31", since="2021").total["corrections"] == 0


def test_account__area_struck_off__leaves_by_corrections(area, square) -> None:
    made = partition([area("a", square(0), until="2021-03-01")])
    total = account_of(made, "2021-12-31", since="2021").total
    assert (total["corrections"], total["closing"]) == (pytest.approx(-polygons_m2([square(0)])), 0)


def test_account__area_redrawn_smaller__only_what_is_left_out_is_a_correction(area, square) -> None:
    versions = [area("a", square(0, width=2), "2020", until="2021-03-01"), area("a", square(0), "2021-03-01")]
    total = account_of(partition(versions), "2021-12-31", since="2021").total
    expected = (0, pytest.approx(-polygons_m2([square(1)])), pytest.approx(polygons_m2([square(0)])))
    assert (total["found"], total["corrections"], total["closing"]) == expected


def test_account__correction_with_a_polygon__strikes_land_off(area, square, release) -> None:
    made = partition([area("a", square(0)), release("r", square(0, width=0.5), "correction")])
    total = account_of(made, "2022").total
    assert total["corrections"] == pytest.approx(-polygons_m2([square(0, width=0.5)]))


def test_account__cancelled_then_cleared__the_first_counts(area, square, release) -> None:
    records = [
        area("a", square(0)),
        release("r1", square(0), "cancelled", "2021-02-01"),
        release("r2", square(0)),
    ]
    total = account_of(partition(records), "2022").total
    assert (total["cancelled"] > 0, total["cleared"]) == (True, 0)


def test_account__progress_and_completion_drawn_both__counts_once(area, square, release) -> None:
    records = [
        area("a", square(0)),
        release("p", square(0, width=0.5), date="2021-03", activity="x", report="progress"),
        release("c", square(0), date="2021-05", activity="x", report="completion"),
    ]
    assert account_of(partition(records), "2022").total["cleared"] == pytest.approx(polygons_m2([square(0)]))


def test_account__progress_and_completion_drawn_both__is_no_suspicion(area, square, release) -> None:
    records = [
        area("a", square(0)),
        release("p", square(0, width=0.5), date="2021-03", activity="x"),
        release("c", square(0), date="2021-05", activity="x"),
    ]
    (row,) = account_of(partition(records), "2022").differences
    assert (row["what"], row["severity"]) == ("reports on one activity cover the same land", "information")


def test_account__report_said_another_word__is_listed(area, square, release) -> None:
    made = partition([area("a", square(0)), release("r", square(0), "reduced", said="cancelled")])
    assert account_of(made, "2022").differences[0]["what"] == "reported as cancelled, counted as reduced"


def test_account__by_organisation__each_row_has_what_it_released(area, square, release) -> None:
    records = [
        area("a", square(0, width=3), organisation="gov"),
        release("r1", square(0), organisation="x"),
        release("r2", square(1), organisation="y"),
    ]
    rows = account_of(partition(records), "2022", since="2021", by="organisation").by
    cleared = {row["organisation"]: round(row["total"]["cleared"]) for row in rows}
    size = round(polygons_m2([square(0)]))
    assert cleared == {"gov": 0, "x": size, "y": size}


def test_account__by_organisation__class_moves_stay_in_the_row_of_the_release(area, square, release) -> None:
    records = [
        area("a", square(0), organisation="gov", moves=(("2021-02-01", "CHA"),)),
        release("r", square(0), organisation="x"),
    ]
    rows = account_of(partition(records), "2022", since="2021", by="organisation").by
    assert [(row["name"], row["total"]["corrections"]) for row in rows] == [("x", 0.0)]


def test_account__by_month__each_opens_where_the_last_closed(area, square, release) -> None:
    records = [
        area("a", square(0, width=3)),
        release("r1", square(0), date="2020-07"),
        release("r2", square(1)),
    ]
    rows = account_of(partition(records), "2021-12-31", by="month").by
    assert [row["month"] for row in rows] == ["2020-05", "2020-07", "2021-06"]
    assert [row["total"]["opening"] for row in rows[1:]] == [row["total"]["closing"] for row in rows[:-1]]


def test_account__by_what_is_not_known__is_refused(area, square) -> None:
    with pytest.raises(ReleaseError, match="allowed: region, class, organisation, month"):
        account_of(partition([area("a", square(0))]), "2022", by="colour")


def test_account__opening_as_told_before__difference_goes_into_corrections(area, square) -> None:
    made = partition([area("a", square(0), "2019")])
    total = account_of(made, "2021-12-31", since="2021", opening_m2=100.0).total
    assert total["opening"] + total["corrections"] == pytest.approx(total["closing"])


def test_shares_within__border_through_an_area__divides_it(area, square) -> None:
    made = partition([area("a", square(0, width=2))])
    regions = shares_within(made, ["W", "E"], [square(-5, -5, 6, 20), square(1, -5, 6, 20)])
    rows = {row["region"]: row["total"]["closing"] for row in account_of(made, "2022", regions=regions).by}
    half = polygons_m2([square(0)])
    assert rows == {
        "E": pytest.approx(half, rel=1e-5),
        "W": pytest.approx(half, rel=1e-5),
        None: pytest.approx(0),
    }


def test_shares_within__land_beyond_all_borders__is_in_the_row_without_a_name(area, square) -> None:
    made = partition([area("a", square(0, width=2))])
    regions = shares_within(made, ["W"], [square(-5, -5, 6, 20)])
    rows = {row["region"]: row["total"]["closing"] for row in account_of(made, "2022", regions=regions).by}
    assert rows[None] == pytest.approx(polygons_m2([square(1)]), rel=1e-5)


def test_shares_within__regions_that_overlap__land_counts_in_the_first_by_name(area, square) -> None:
    made = partition([area("a", square(0))])
    regions = shares_within(made, ["Z", "A"], [square(-1, -1, 5, 5), square(-1, -1, 5, 5)])
    rows = {row["region"]: row["total"]["closing"] for row in account_of(made, "2022", regions=regions).by}
    assert (rows["A"], rows["Z"]) == (pytest.approx(made.m2.sum()), 0)


def test_cells__of_a_line__add_up_to_it_and_name_their_claims(area, square, release) -> None:
    made = partition([area("a", square(0, width=2), claims=("c1",)), release("r", square(0), claims=("c2",))])
    (row,) = cells(made, "cleared", "2022")
    assert (row["area_m2"], row["claims"]) == (pytest.approx(polygons_m2([square(0)])), ["c1", "c2"])


def test_cells__of_a_row__are_those_of_its_region(area, square) -> None:
    made = partition([area("a", square(0), region="N"), area("b", square(3), region="S")])
    assert [row["area"] for row in cells(made, "found", "2022", name="S")] == ["b"]


@pytest.mark.parametrize(
    "line, name, words", [("profit", None, "no line 'profit'"), ("found", "X", "no row 'X'")]
)
def test_cells__unknown_line_or_row__is_refused(area, square, line, name, words) -> None:
    with pytest.raises(ReleaseError, match=words):
        cells(partition([area("a", square(0), region="N")]), line, "2022", name=name)


def test_partition__a_thousand_boxes_in_a_row__touching_land_adds_up(area, square) -> None:
    made = partition([area(f"a{n}", square(n % 40, n // 40)) for n in range(1000)])
    assert made.m2.sum() == pytest.approx(polygons_m2([square(0, 0, 40, 25)]), rel=1e-9)
    assert np.all(made.m2 > 0)
    assert made.unsettled == ()
