"""The land of one area, out of the records around it: the same as out of all land."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely import box

from tilth.claims import Claim
from tilth.project import Project, partition_of
from tilth.project.area_work import work_facts
from tilth.project.geojson import geojson
from tilth.release import land_on

DAY = "2026-01-01"


def placed(kind: str, key: str, west: float, east: float, valid: str, **values: Any) -> Claim:
    place = {"geometry": geojson(box(west, 48, east, 48.01))}
    return Claim(kind=kind, subject=f"{kind}:{key}", values=values, place=place, valid=valid)


def area(key: str, west: float, east: float, valid: str = "2020-01-01", **values: Any) -> Claim:
    return placed("hazardous_area", key, west, east, valid, classification="SHA", **values)


def release(key: str, west: float, east: float, **values: Any) -> Claim:
    told = {"product": "cleared", "method": "clearance", "date": "2022-01-01"} | values
    return placed("release", key, west, east, "2022-01-01", **told)


CLAIMS = [
    area("A", 37.000, 37.010),
    area("B", 37.005, 37.020),
    area("far", 39.000, 39.010),
    area("redrawn", 37.030, 37.050),
    area("redrawn", 37.030, 37.040, "2021-01-01"),
    area("replaced", 37.060, 37.070),
    area("elsewhere", 40.000, 40.010, "2021-06-01", replaces=["hazardous_area:replaced"]),
    release("r1", 37.002, 37.006, hazardous_area="hazardous_area:A"),
    release("r2", 37.045, 37.055),
    release("r3", 39.000, 39.005),
]
AREAS = sorted({claim.subject for claim in CLAIMS if claim.kind == "hazardous_area"})


def of_all_land(project: Project, subject: str) -> dict[str, float]:
    made = partition_of(project)
    own = np.flatnonzero((made.records.id == subject) & made.records.is_area)
    faces = np.unique(made.face[np.isin(made.record, own)])
    words = land_on(made, DAY)[faces]
    return {str(word): float(made.m2[faces][words == word].sum()) for word in set(words.tolist())}


def test_land_of_each_area_equals_that_of_the_whole_partition(new_land: Path) -> None:
    with Project.open(new_land) as project:
        project.append(CLAIMS)
        for subject in AREAS:
            near = work_facts(project, subject, None, DAY).land_m2
            assert near == pytest.approx(of_all_land(project, subject), rel=1e-9), subject
            assert sum(near.values()) > 0, subject


def test_a_release_recorded_later_is_seen_in_the_same_session(new_land: Path) -> None:
    with Project.open(new_land) as project:
        project.append(CLAIMS)
        before = work_facts(project, "hazardous_area:B", None, DAY).land_m2
        project.append([release("r4", 37.010, 37.020)])
        after = work_facts(project, "hazardous_area:B", None, DAY).land_m2
        assert after["cleared"] > before["cleared"]
        assert after == pytest.approx(of_all_land(project, "hazardous_area:B"), rel=1e-9)
