"""Repairs: offered by checks, applied only as a person's correction that keeps the original."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from tilth.claims import Claim, picture, recorded_by_id, statuses_of
from tilth.exchange import ExchangeError
from tilth.exchange.checks import check_project
from tilth.exchange.repairs import apply_repairs, offered_repairs
from tilth.project import Project
from tilth.project.geojson import geojson

BOW_TIE = shapely.Polygon([(17, 44), (17.01, 44.01), (17.01, 44), (17, 44.01)])
OPEN = shapely.LineString([(17.1, 44), (17.11, 44), (17.11, 44.01), (17.1, 44.005)])


@pytest.fixture
def faulty(project: Project) -> Project:
    """Return a project with a crossed outline, an open perimeter and an accident that was swapped."""

    def claim(kind: str, key: str, shape: object) -> Claim:
        place = {"geometry": geojson(shape)}  # type: ignore[arg-type]
        return Claim(kind=kind, subject=f"{kind}:{key}", values={"note": "x"}, place=place)

    project.append(
        [
            claim("hazardous_area", "bow", BOW_TIE),
            claim("hazardous_area", "open", OPEN),
            claim("accident", "swapped", shapely.Point(44.5, 17.5)),
        ]
    )
    return project


def test_repairs__of_three_faults__are_offered_and_nothing_is_changed(faulty: Project) -> None:
    count = len(faulty.ledger)
    offered = {one.subject: one.name for one in offered_repairs(faulty, country="BIH")}
    assert offered == {
        "hazardous_area:bow": "make_valid",
        "hazardous_area:open": "close_traverse",
        "accident:swapped": "swap",
    }
    assert len(faulty.ledger) == count


def test_repairs__applied__mend_what_was_found_and_keep_the_originals(faulty: Project) -> None:
    offered = offered_repairs(faulty, country="BIH")
    apply_repairs(faulty, offered, by="entity:j-jansen")
    assert not [one for one in check_project(faulty, country="BIH") if one.repair]
    olds = recorded_by_id(faulty.store, [one.claim for one in offered])
    statuses = statuses_of(faulty.store, olds)
    assert {statuses[item.id].name for item in olds} == {"corrected"}
    assert [item.claim.place["geometry"]["type"] for item in olds if "bow" in item.claim.subject] == [
        "Polygon"
    ]


def test_repair__applied__is_a_persons_correction_with_its_reason(faulty: Project) -> None:
    [swap] = [one for one in offered_repairs(faulty, country="BIH") if one.name == "swap"]
    apply_repairs(faulty, [swap], by="entity:j-jansen")
    told = picture(faulty.store, "accident:swapped")
    assert told.value("place")["geometry"]["coordinates"] == [17.5, 44.5]
    [old] = recorded_by_id(faulty.store, [swap.claim])
    [review] = recorded_by_id(faulty.store, statuses_of(faulty.store, [old])[old.id].reviews)
    assert (review.claim.speaker, "exchanged" in review.claim.values["reason"]) == ("entity:j-jansen", True)


def test_repairs__none_offered__are_refused(project: Project) -> None:
    with pytest.raises(ExchangeError, match="no repair is offered"):
        apply_repairs(project, [])


def test_area__without_a_fault__is_offered_nothing(project: Project, tmp_path: Path) -> None:
    place = {"geometry": geojson(shapely.box(17, 44, 17.01, 44.01))}
    project.append(
        [Claim(kind="hazardous_area", subject="hazardous_area:a", values={"name": "x"}, place=place)]
    )
    assert offered_repairs(project) == []
