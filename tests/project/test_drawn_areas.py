"""Areas drawn by hand: what is refused, what is pointed out, and what saving adds."""

from __future__ import annotations

import pytest
from shapely import Polygon, box
from tests.project.test_mapped import area, point

from tilth.claims import pictures
from tilth.places import area_m2
from tilth.project import Project, ProjectError
from tilth.project.drawn_areas import Drawn, check_drawn, save_drawn
from tilth.project.mapped import subject_rows


@pytest.fixture
def project(own_file):
    with Project.open(*own_file) as made:
        made.append([area("a", 105.0, "SHA"), point("e", 105.005)])
        yield made


def near(project):
    return [
        *subject_rows(project.store, "hazardous_area", ["hazardous_area:a"]),
        *subject_rows(project.store, "evidence_point", ["evidence_point:e"]),
    ]


def test_check__a_ring_that_crosses_itself__must_be_mended() -> None:
    bow = Polygon([(105, 16), (105.01, 16.01), (105.01, 16), (105, 16.01)])
    (check,) = check_drawn(bow, [])
    assert (check.rule, check.severity) == ("outline", "must_fix")


def test_check__an_overlap__is_told_in_square_metres(project) -> None:
    half = box(105.005, 16.0, 105.02, 16.01)
    told = {check.rule: check.reason for check in check_drawn(half, near(project))}
    shared = area_m2(box(105.005, 16.0, 105.01, 16.01))
    assert told["overlap"] == f"{shared:,.0f} m² lie in hazardous_area:a too"
    assert told["evidence"].startswith("1 points of evidence")


def test_check__the_same_outline__is_pointed_out_unless_it_is_the_one_being_changed(project) -> None:
    same = box(105.0, 16.0, 105.01, 16.01)
    assert "same" in {check.rule for check in check_drawn(same, near(project))}
    edited = check_drawn(same, near(project), edited="hazardous_area:a")
    assert {check.rule for check in edited} == {"evidence"}


def test_save__a_new_area__is_a_proposed_claim_with_its_reason(project) -> None:
    drawn = Drawn(box(105.1, 16, 105.11, 16.01), "SHA", "told by a farmer", date="2024-05-01", local_id="N 7")
    assert save_drawn(project, drawn) == "hazardous_area:n-7"
    row = subject_rows(project.store, "hazardous_area", ["hazardous_area:n-7"])[0].values
    assert (row["status"], row["note"], row["valid"]) == ("proposed", "told by a farmer", "2024-05-01/..")
    with pytest.raises(ProjectError, match="there already"):
        save_drawn(project, drawn)


def test_save__without_a_reason__is_refused(project) -> None:
    with pytest.raises(ProjectError, match="for a reason"):
        save_drawn(project, Drawn(box(105.1, 16, 105.11, 16.01), "SHA", " "))


def test_save__a_changed_outline__corrects_the_claim_and_keeps_the_old_one(project) -> None:
    wider = box(105.0, 16.0, 105.02, 16.01)
    save_drawn(project, Drawn(wider, "CHA", "measured anew", edited="hazardous_area:a"))
    (row,) = subject_rows(project.store, "hazardous_area", ["hazardous_area:a"])
    assert row.values["classification"] == "CHA"
    assert row.values["computed_area_m2"] == pytest.approx(area_m2(wider), abs=1)
    told = pictures(project.store, ["hazardous_area:a"])["hazardous_area:a"]
    assert sorted(status.name for status in told.statuses.values()) == ["accepted", "corrected"]
