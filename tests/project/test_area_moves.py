"""The life of an area: found, confirmed, part cancelled, cleared, inspected, opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shapely import box

from tilth.claims import Claim
from tilth.project import (
    Project,
    ProjectError,
    Wish,
    account_areas,
    area_moves,
    area_status,
    move_area,
    residual_statement,
    review_claims,
)
from tilth.project.geojson import geojson

EAST = box(37.005, 48, 37.01, 48.01)
AREA = {"geometry": geojson(box(37, 48, 37.01, 48.01))}


def activity(key: str, kind: str, **values: Any) -> Claim:
    told = {
        "activity_kind": kind, "status": "completed", "hazardous_area": ["hazardous_area:A1"],
        "organisation": "organisation:x", **values,
    }  # fmt: skip
    return Claim(kind="activity", subject=f"activity:{key}", values=told, place=AREA)


def record(kind: str, key: str, **values: Any) -> Claim:
    return Claim(kind=kind, subject=f"{kind}:{key}", values=values)


FIND = Claim(
    kind="evidence_point", subject="evidence_point:e1",
    values={"evidence_kind": "submunition", "date": "2023-02-01"},
    place={"geometry": {"type": "Point", "coordinates": [37.002, 48.005]}, "accuracy_m": 5},
)  # fmt: skip


@pytest.fixture
def land(new_land: Path) -> Iterator[Project]:
    """Yield a project with one suspected area, a survey of it and a find in its west."""
    area = Claim(
        kind="hazardous_area", subject="hazardous_area:A1", values={"classification": "SHA", "local_id": "7"},
        place=AREA, valid="2023-01-10/..", speaker="entity:x",
    )  # fmt: skip
    with Project.open(new_land) as made:
        made.append([area, activity("n1", "NTS"), FIND], state="accepted")
        yield made


def make(project: Project, name: str, day: str, *, approve: bool = True, **more: Any) -> dict[str, Any]:
    told = move_area(project, "7", Wish(name, by="anna", on=day, **more))
    if approve and told["approvals_needed"]:
        review_claims(project, [("accept", told["claim"])], by="boss")
    return told


def total(project: Project) -> dict[str, float]:
    done = account_areas(project, "2023-12-31", since="2023-01-01")
    assert done is not None
    return {line: round(value) for line, value in done[0]["total"].items() if round(value)}


def cleared(project: Project) -> None:
    project.append(
        [activity("c1", "clearance", depth_cm=20, report="field_report:c"),
         record("field_report", "c", report_kind="completion")], state="accepted"
    )  # fmt: skip
    make(project, "clear", "2023-06-01")


def test_status__named_by_its_number__is_found(land: Project) -> None:
    told = area_status(land, "7")
    assert (told["area"], told["class"], told["status"]) == ("hazardous_area:A1", "SHA", "open")


def test_status__unknown_area__is_refused_with_what_there_is(land: Project) -> None:
    with pytest.raises(ProjectError, match="hazardous_area:A1"):
        area_status(land, "9")


def test_status__facts__lead_to_their_records(land: Project) -> None:
    told = area_status(land, "7")
    assert (told["facts"]["direct_evidence"], told["behind"]["direct_evidence"]) == (1, ["evidence_point:e1"])


def test_moves__of_a_suspected_area_with_a_find__confirm_is_allowed(land: Project) -> None:
    assert [move["name"] for move in area_moves(land, "7") if move["allowed"]] == ["confirm", "suspend"]


def test_move__confirmed__area_is_cha_from_that_day(land: Project) -> None:
    make(land, "confirm", "2023-03-01")
    assert (area_status(land, "7")["class"], area_status(land, "7")["land_m2"]) == (
        "CHA", {"CHA": pytest.approx(829_682.257)}
    )  # fmt: skip


def test_move__guard_not_met__is_refused_and_nothing_is_written(land: Project) -> None:
    before = len(land.ledger)
    with pytest.raises(
        ProjectError, match=r"no_direct_evidence.*given 1.*leave the land round the evidence out"
    ):
        make(land, "cancel", "2023-04-01", criteria=["farmed"])
    assert len(land.ledger) == before


def test_move__unknown__names_those_there_are(land: Project) -> None:
    with pytest.raises(ProjectError, match="there are report, suspect, confirm"):
        make(land, "vanish", "2023-04-01")


def test_move__without_approval__land_stays_open(land: Project) -> None:
    make(land, "cancel", "2023-04-01", approve=False, criteria=["farmed"], land=EAST)
    assert "cancelled" not in total(land)


def test_move__approved_by_the_mover__does_not_count(land: Project) -> None:
    told = make(land, "cancel", "2023-04-01", approve=False, criteria=["farmed"], land=EAST)
    review_claims(land, [("accept", told["claim"])], by="anna")
    assert (area_status(land, "7")["waiting"][0]["approved_by"], "cancelled" in total(land)) == ([], False)


def test_move__approved_by_another__releases_the_part(land: Project) -> None:
    make(land, "cancel", "2023-04-01", criteria=["farmed"], land=EAST)
    assert total(land)["cancelled"] == round(829_682.257 / 2)


def test_move__rejected_after_approval__opens_the_land_again(land: Project) -> None:
    told = make(land, "cancel", "2023-04-01", criteria=["farmed"], land=EAST)
    review_claims(land, [("reject", told["claim"])], by="boss")
    assert "cancelled" not in total(land)


def test_move__cleared__word_follows_the_method(land: Project) -> None:
    cleared(land)
    assert total(land)["cleared"] == round(829_682.257)


def test_move__closed_without_inspection__is_refused(land: Project) -> None:
    cleared(land)
    with pytest.raises(ProjectError, match="quality_passed"):
        make(land, "close", "2023-07-01")


def test_move__closed_and_handed_over__ends_there(land: Project) -> None:
    cleared(land)
    land.append(
        [record("quality_visit", "1", activity="activity:c1", result="passed"),
         record("handover", "1", hazardous_area=["hazardous_area:A1"], restrictions="none",
                community_informed="yes", markers_recorded="yes")], state="accepted"
    )  # fmt: skip
    make(land, "close", "2023-07-01")
    make(land, "hand_over", "2023-08-01")
    assert area_status(land, "7")["status"] == "handed_over"


def test_move__inspection_failed__opens_only_the_land_of_that_work(land: Project) -> None:
    make(land, "cancel", "2023-04-01", criteria=["farmed"], land=EAST)
    cleared(land)
    land.append([record("quality_visit", "1", activity="activity:c1", result="failed")], state="accepted")
    make(land, "reopen", "2023-06-11", reason="missed item")
    told = area_status(land, "7")
    assert set(told["land_m2"]) == {"CHA", "cancelled"}
    assert (told["class"], total(land)["closing"]) == ("CHA", round(829_682.257 / 2))


def test_move__find_on_handed_over_land__makes_a_new_area_linked_to_the_old(land: Project) -> None:
    test_move__closed_and_handed_over__ends_there(land)
    again = Claim(
        kind="find",
        subject="find:f",
        values={"category": "submunition", "date": "2023-10-01"},
        place=FIND.place,
    )
    land.append([again], state="accepted")
    told = make(land, "find_again", "2023-10-02", reason="found by a farmer")
    assert told["new_area"] == "hazardous_area:A1-again-2023-10-02"
    assert (area_status(land, "7")["status"], total(land)["closing"]) == ("handed_over", round(829_682.257))


def test_residual__no_sample_and_no_map__says_so(land: Project) -> None:
    cleared(land)
    told = residual_statement(land, "7")
    assert "no map of what remains was made" in told["model"]["sentence"]
    assert "no sample" in told["sample"]["sentence"]


def test_residual__sampled__states_what_the_sample_shows_with_its_assumptions(land: Project) -> None:
    cleared(land)
    name = area_status(land, "7")["releases"][0]
    sample = record("sampling", "1", release=name, area_m2=5000, found=0, detection=0.9)
    land.append([sample], state="accepted")
    told = residual_statement(land, "7")["sample"]
    # by hand: about 1 - ln(20) / (5000 x 0.9) of very many units
    assert told["statements"][0]["free"] == pytest.approx(1 - 2.9957 / 4500, abs=2e-5)
    assert told["statements"][0]["claims"] == [sample.id]
    assert len(told["assumptions"]) > 3
