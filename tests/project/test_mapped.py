"""Placed things as columns: what a window shows, on which day it was true, on which day it was known."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from shapely import box

from tilth.claims import Claim
from tilth.project import Project, review_claims
from tilth.project.geojson import geojson
from tilth.project.layers import drawn_up_to
from tilth.project.mapped import (
    Window,
    feature_rows,
    features_known,
    load_features,
    map_layers,
    refreshed,
    subject_rows,
)
from tilth.project.mapped.features import COLUMNS

EARLY, LATE = datetime(2024, 1, 5, tzinfo=UTC), datetime(2024, 6, 5, tzinfo=UTC)


def area(key: str, west: float, classification: str, valid: str = "2020-03/..") -> Claim:
    place = {"geometry": geojson(box(west, 16.0, west + 0.01, 16.01)), "notation": "gis"}
    values = {"classification": classification}
    return Claim(
        kind="hazardous_area", subject=f"hazardous_area:{key}", values=values, place=place, valid=valid
    )


def point(key: str, lon: float, kind: str = "crater", date: str | None = "2021-05-01") -> Claim:
    place = {"geometry": {"type": "Point", "coordinates": [lon, 16.005]}, "accuracy_m": 20}
    values = {"evidence_kind": kind} | ({"date": date} if date else {})
    return Claim(kind="evidence_point", subject=f"evidence_point:{key}", values=values, place=place)


@pytest.fixture
def project(own_file):
    with Project.open(*own_file) as made:
        made.append([area("a", 105.0, "SHA"), point("e", 105.005)], state="accepted", now=EARLY)
        made.append([area("b", 106.0, "CHA", "2022/2023"), point("n", 105.2, date=None)], now=LATE)
        yield made


def subjects(project, features, **window) -> set[str]:
    shown = features.within(Window(**{"west": -180, "south": -90, "east": 180, "north": 90} | window))
    return {row.values["subject"] for row in feature_rows(project.store, features, shown.tolist()).values()}


def test_window__bounds_and_layers__narrow_what_is_shown(project) -> None:
    features = load_features(project.store)
    assert len(features) == 4
    assert subjects(project, features, west=105.9) == {"hazardous_area:b"}
    assert subjects(project, features, layers=["evidence_point"]) == {"evidence_point:e", "evidence_point:n"}


@pytest.mark.parametrize(
    "day,shown",
    [
        ("2020-02-28", {"evidence_point:n"}),  # without a day: always
        ("2020-03-01", {"evidence_point:n", "hazardous_area:a"}),
        ("2022-07-01", {"evidence_point:n", "hazardous_area:a", "evidence_point:e", "hazardous_area:b"}),
        ("2024-01-01", {"evidence_point:n", "hazardous_area:a", "evidence_point:e"}),  # b ended with 2023
    ],
)
def test_window__true_on_a_day__follows_dates_and_validity(project, day: str, shown: set[str]) -> None:
    number = (datetime.fromisoformat(day) - datetime(1970, 1, 1)).days
    assert subjects(project, load_features(project.store), on=number) == shown


def test_known__before_a_batch__leaves_it_out(project) -> None:
    features = features_known(project.store, load_features(project.store), known_on="2024-03-01")
    assert subjects(project, features) == {"hazardous_area:a", "evidence_point:e"}


def test_known__before_a_correction__shows_the_class_of_then(project) -> None:
    claim = project.append([area("a", 105.0, "CHA", "2024-05/..")], state="accepted", now=LATE)
    assert claim.added
    now = load_features(project.store)
    then = features_known(project.store, now, known_on="2024-03-01")
    for features, group in ((now, "hazardous_area/CHA"), (then, "hazardous_area/SHA")):
        at = features.within(Window(104.9, 15, 105.1, 17, ["hazardous_area"]))
        assert [features.groups[one] for one in features.group[at]] == [group]


def test_true_on__an_area_of_two_claims__has_the_class_of_that_day(project) -> None:
    project.append([area("a", 105.0, "CHA", "2024-05/..")], state="accepted", now=LATE)
    features = features_known(project.store, load_features(project.store), true_on="2021-01-01")
    at = features.within(Window(104.9, 15, 105.1, 17, ["hazardous_area"]))
    assert [features.groups[one] for one in features.group[at]] == ["hazardous_area/SHA"]


def test_rejected__claim__is_drawn_for_the_days_before_the_rejection(project) -> None:
    key = subject_rows(project.store, "hazardous_area", ["hazardous_area:b"])[0].values["claims"]
    review_claims(project, [("reject", key)], reason="drawn twice")
    now = load_features(project.store)
    assert "hazardous_area:b" not in subjects(project, now)
    then = features_known(project.store, now, known_on="2024-07-01")
    assert "hazardous_area:b" in subjects(project, then)


def test_box_without_search__is_in_the_group_not_searched() -> None:
    assert map_layers()["survey_box"].symbols["none"]["says"] == "not searched"


def test_refreshed__after_a_batch__equals_what_is_read_anew(project) -> None:
    before, since = load_features(project.store), drawn_up_to(project.store)
    project.append([area("a", 105.5, "CHA"), area("c", 107.0, "SHA")], state="accepted")
    after, anew = refreshed(project.store, before, since), load_features(project.store)
    for column in COLUMNS:
        left, right = (
            getattr(one, column)[np.lexsort((one.fid, one.layer))].tolist() for one in (after, anew)
        )
        assert left == right, column


def in_order(features):
    return np.lexsort((features.fid, features.layer))
