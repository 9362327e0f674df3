"""Placed things, their rows, the list and what changed: the same from a file and from a database."""

from __future__ import annotations

from tests.project.test_mapped import area, point

from tilth.project.area_list import AreaQuery, areas_found
from tilth.project.layers import drawn_up_to
from tilth.project.mapped import Window, feature_rows, features_known, load_features, refreshed


def test_mapped__from_either_store__is_the_same(project) -> None:
    project.append([area("a", 105.0, "SHA"), point("e", 105.005)])
    features, since = load_features(project.store), drawn_up_to(project.store)
    project.append([area("b", 106.0, "CHA")])
    features = refreshed(project.store, features, since)
    at = features.within(Window(105, 15.9, 105.02, 16.1)).tolist()
    rows = feature_rows(project.store, features, at).values()
    assert sorted(row.values["subject"] for row in rows) == ["evidence_point:e", "hazardous_area:a"]
    assert all(row.geometry.bounds[0] >= 105.0 for row in rows)
    asked = AreaQuery(words="B", moved={"hazardous_area:a": ("SHA", "suspended")})
    assert [row["subject"] for row in areas_found(project, asked, limit=5)] == ["hazardous_area:b"]
    asked = AreaQuery(state="suspended", moved={"hazardous_area:a": ("SHA", "suspended")})
    assert [row["subject"] for row in areas_found(project, asked, limit=5)] == ["hazardous_area:a"]
    assert len(features_known(project.store, features, known_on="2020-01-01")) == 0
