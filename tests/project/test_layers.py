"""Feature layers: what they hold, and that other programs read them."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from sqlalchemy import text

from tilth.claims import Claim, vocabulary
from tilth.project import Project, file_of, layer_rows, rebuild
from tilth.project._layer_shape import layer_shapes

_LAYERS = ("evidence_point", "strike", "survey_box", "hazardous_area", "activity", "claim_place")


def _point(lon: float = 37.5, lat: float = 48.0) -> dict[str, Any]:
    return {"geometry": {"type": "Point", "coordinates": [lon, lat]}, "accuracy_m": 25}


def _area(size: float = 0.01) -> dict[str, Any]:
    ring = [[37, 48], [37 + size, 48], [37 + size, 48 + size], [37, 48 + size], [37, 48]]
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}}


def _claims() -> list[Claim]:
    return [
        Claim(kind="evidence_point", subject="evidence_point:1", values={"count": 2}, place=_point()),
        Claim(kind="strike", subject="strike:1", values={"rounds": 12}, place=_point(37.6)),
        Claim(kind="strike", subject="strike:2", values={"rounds": 6}, place=_point(37.7)),
        Claim(kind="survey_box", subject="survey_box:1", values={"found": 0}, place=_area()),
        Claim(kind="hazardous_area", subject="hazardous_area:1", place=_area(0.02)),
        Claim(kind="activity", subject="activity:1", values={"activity_kind": "TS"}, place=_point(37.8)),
        Claim(kind="transfer", subject="transfer:1", values={"item": "155 mm"}, place=_point(37.9)),
    ]


@pytest.fixture
def filled(project: Project) -> Project:
    """Return a project with something in every layer that users ask for."""
    project.append(_claims())
    return project


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a closed GeoPackage project."""
    monkeypatch.setenv("TILTH_HOME", str(tmp_path / "home"))
    with Project.create(tmp_path / "layers.gpkg") as made:
        made.append(_claims())
    return tmp_path / "layers.gpkg"


@pytest.mark.parametrize("layer", _LAYERS)
def test_layer__after_append__holds_a_feature(filled: Project, layer: str) -> None:
    assert layer_rows(filled.store, layer)


@pytest.mark.parametrize("layer", _LAYERS)
def test_layer__read_by_gdal__has_the_rows_of_the_project(file: Path, layer: str) -> None:
    with Project.open(file, read_only=True) as project:
        kept = [row["subject"] for row in layer_rows(project.store, layer)]
    assert sorted(pyogrio.read_dataframe(file, layer=layer)["subject"]) == kept


def test_layer__read_by_gdal__has_the_place_told(file: Path) -> None:
    frame = pyogrio.read_dataframe(file, layer="evidence_point")
    assert (frame.geometry[0].x, frame.geometry[0].y) == (37.5, 48.0)


def test_layer__read_by_gdal__is_in_wgs84(file: Path) -> None:
    assert pyogrio.read_info(file, layer="strike")["crs"] == "EPSG:4326"


def test_layer__read_by_gdal_within_a_box__finds_by_the_index(file: Path) -> None:
    frame = pyogrio.read_dataframe(file, layer="strike", bbox=(37.65, 47.9, 37.75, 48.1))
    assert list(frame["subject"]) == ["strike:2"]


def test_layers__listed_by_gdal__show_no_inner_tables(file: Path) -> None:
    listed = {str(name) for name, _ in pyogrio.list_layers(file)}
    assert listed == {*layer_shapes(), "tilth_claim"}


@pytest.mark.needs_system
def test_layers__listed_by_ogrinfo__are_all_there(file: Path) -> None:
    if shutil.which("ogrinfo") is None:
        if os.environ.get("TILTH_REQUIRE_SYSTEM") == "1":
            pytest.fail("ogrinfo is not installed and TILTH_REQUIRE_SYSTEM is set")
        pytest.skip("ogrinfo (package gdal-bin) is not installed: sudo make test")
    told = subprocess.run(["ogrinfo", "-ro", "-q", str(file)], capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^\d+: (\w+)", told.stdout, re.MULTILINE))
    assert set(_LAYERS) <= listed


@pytest.mark.parametrize("layer", [*_LAYERS[:-1], "claim_place"])
def test_rtree__after_append__has_an_entry_for_each_feature(file: Path, layer: str) -> None:
    raw = sqlite3.connect(file)
    counts = [
        raw.execute(f"SELECT count(*) FROM {name}").fetchone() for name in (layer, f"rtree_{layer}_geom")
    ]
    raw.close()
    assert counts[0] == counts[1]


def test_rtree__after_features_went__has_no_entry_left(file: Path) -> None:
    with Project.open(file) as project:
        rebuild(project.store)
        rebuild(project.store)
    raw = sqlite3.connect(file)
    [(count,)] = raw.execute("SELECT count(*) FROM rtree_strike_geom").fetchall()
    raw.close()
    assert count == 2


def test_file__after_append__passes_sqlites_own_check(file: Path) -> None:
    raw = sqlite3.connect(file)
    [(verdict,)] = raw.execute("PRAGMA integrity_check").fetchall()
    raw.close()
    assert verdict == "ok"


def test_extent__after_append__covers_the_features(file: Path) -> None:
    raw = sqlite3.connect(file)
    query = "SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'strike'"
    [(west, east)] = raw.execute(query).fetchall()
    raw.close()
    assert (west, east) == (pytest.approx(37.6, abs=1e-5), pytest.approx(37.7, abs=1e-5))


def test_place__two_claims_differ__gives_one_feature_per_side(project: Project) -> None:
    project.append(
        [
            Claim(kind="strike", subject="strike:1", place=_point(37.0)),
            Claim(kind="strike", subject="strike:1", place=_point(37.1)),
        ]
    )
    assert [row["side"] for row in layer_rows(project.store, "strike")] == [1, 2]


def test_place__two_claims_differ__is_named_as_contested(project: Project) -> None:
    project.append([Claim(kind="strike", subject="strike:1", place=_point(lon)) for lon in (37.0, 37.1)])
    assert {row["contested"] for row in layer_rows(project.store, "strike")} == {"place"}


def test_place__two_claims_agree__gives_one_feature(project: Project) -> None:
    told = [Claim(kind="strike", subject="strike:1", place=_point(), speaker=f"entity:{n}") for n in "ab"]
    project.append(told)
    assert [row["side"] for row in layer_rows(project.store, "strike")] == [0]


def test_value__two_claims_differ__is_left_empty(project: Project) -> None:
    told = [Claim(kind="strike", subject="strike:1", values={"rounds": n}, place=_point()) for n in (3, 9)]
    project.append(told)
    row = layer_rows(project.store, "strike")[0]
    assert (row["rounds"], row["contested"]) == (None, "rounds")


@pytest.mark.parametrize("kind", ["evidence_point", "strike", "accident", "victim"])
def test_claim__personal__is_in_no_layer(project: Project, kind: str) -> None:
    project.append([Claim(kind=kind, subject=f"{kind}:1", place=_point(), access="personal")])
    assert [row for layer in layer_shapes() for row in layer_rows(project.store, layer)] == []


def test_subject__one_of_its_claims_personal__is_in_no_layer(project: Project) -> None:
    project.append([Claim(kind="accident", subject="accident:1", place=_point(), values={"injured": 1})])
    project.append(
        [Claim(kind="accident", subject="accident:1", values={"note": "a name"}, access="personal")]
    )
    assert layer_rows(project.store, "accident") == []


def test_properties__personal_ones__are_no_columns() -> None:
    personal = {
        (kind.layer, item.name)
        for kind in vocabulary().with_layer().values()
        for item in kind.properties.values()
        if item.personal
    }
    assert [pair for pair in personal if pair[1] in layer_shapes()[str(pair[0])].columns] == []


def test_area__drawn__is_measured_on_the_ellipsoid(project: Project) -> None:
    # One degree square at the equator: 12 308.778 km2 on WGS84 (Karney 2013, geographiclib Planimeter).
    ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    place = {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    project.append([Claim(kind="hazardous_area", subject="hazardous_area:1", place=place)])
    area = layer_rows(project.store, "hazardous_area")[0]["computed_area_m2"]
    assert area == pytest.approx(12_308_778_361.5, abs=1)


def test_layers__made_by_an_older_vocabulary__are_made_anew_on_opening(filled: Project) -> None:
    with filled.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM strike")
        connection.execute(text("UPDATE tilth_meta SET value = 'older' WHERE name = 'layers'"))
    with Project.open(filled.address) as again:
        assert [row["subject"] for row in layer_rows(again.store, "strike")] == ["strike:1", "strike:2"]


def test_layers__left_behind_by_a_stop__are_caught_up_on_opening(filled: Project) -> None:
    filled.ledger.append([Claim(kind="strike", subject="strike:9", place=_point())])
    with Project.open(filled.address) as again:
        assert "strike:9" in [row["subject"] for row in layer_rows(again.store, "strike")]


def test_rebuild__said_how_far_it_is__ends_at_the_total(filled: Project) -> None:
    told: list[tuple[int, int]] = []
    count = rebuild(filled.store, lambda done, total: told.append((done, total)))
    assert told[-1] == (count, count)


def test_create__there_is_a_project_already__is_refused(file: Path) -> None:
    with pytest.raises(Exception, match="is there already"):
        Project.create(file)


def test_create__name_of_no_geopackage__is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"ends in \.gpkg"):
        Project.create(tmp_path / "project.sqlite")


def test_create__refused_name__leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"ends in \.gpkg"):
        Project.create(tmp_path / "project.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_read_only__opened__draws_nothing(file: Path) -> None:
    before = file.stat().st_mtime_ns
    with Project.open(file, read_only=True) as project:
        layer_rows(project.store, "strike")
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("named", ["postgresql://h/db", "postgres://h/db"])
def test_file_of__database_address__is_none(named: str) -> None:
    assert file_of(named) is None
