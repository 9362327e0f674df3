"""`tilth hazard map` and `tilth hazard next`, as people run them on files."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest
import rasterio

from tilth import __version__
from tilth.hazard import BANDS
from tilth.hazard._settings import settings

EVIDENCE = """id,lon,lat,accuracy_m,date,kind,count
e1,-12.2,-20.4,10,2024-05-01,submunition,2
e2,-12.201,-20.4,10,2024-05-02,fragment,
"""
BOXES = """id,lon,lat,size_m,searched,detection,found,date
b1,-12.2,-20.4,50,1,0.8,1,2024-06-01
b2,-12.2005,-20.4,50,1,0.8,0,2024-06-01
b3,-12.201,-20.4,50,,,,
"""
AREA = ("--extent=-12.205,-20.405,-12.195,-20.395", "--cell", "50")

AREA_JSON = """{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates":
[[[-12.202, -20.402], [-12.198, -20.402], [-12.198, -20.398], [-12.202, -20.398], [-12.202, -20.402]]]}}"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take few sweeps: what is tested here is the way in and out."""
    for name, value in (("chains", 3), ("settling", 4), ("kept", 12)):
        monkeypatch.setitem(settings()["sampling"][name], "value", value)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with evidence and boxes."""
    (tmp_path / "evidence.csv").write_text(EVIDENCE)
    (tmp_path / "boxes.csv").write_text(BOXES)
    return tmp_path


@pytest.fixture
def mapped(tilth, files):
    """Return what the map command of the two files did."""
    return tilth(
        "hazard", "map", "--evidence", "evidence.csv", "--boxes", "boxes.csv", *AREA,
        "--seed", "4", "--out", "s.tif", "--json",
    )  # fmt: skip


def test_map__json__has_the_totals_parameters_diagnostics_version_and_seed(mapped) -> None:
    told = mapped.json
    assert {"mean", "median", "p05", "p95"} == set(told["total"])
    assert all({"median", "p05", "p95"} == set(part) for part in told["parameters"].values())
    assert (told["version"], told["seed"], told["diagnostics"]["chains"]) == (__version__, 4, 3)


def test_map__json__has_the_sha256_of_each_input(mapped, files) -> None:
    hashes = {one["role"]: one["sha256"] for one in mapped.json["inputs"]}
    assert hashes == {
        "evidence": hashlib.sha256((files / "evidence.csv").read_bytes()).hexdigest(),
        "boxes": hashlib.sha256((files / "boxes.csv").read_bytes()).hexdigest(),
    }


def test_map__status__is_1_when_and_only_when_problems_are_listed(mapped) -> None:
    assert mapped.status == bool(mapped.json["problems"])


@pytest.mark.usefixtures("mapped")
def test_map__raster__is_a_cloud_optimised_geotiff_in_metres_with_six_named_bands(files) -> None:
    with rasterio.open(files / "s.tif") as raster:
        assert raster.descriptions == BANDS
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert (raster.crs.linear_units, raster.res) == ("metre", (50.0, 50.0))
        assert (raster.dtypes[0], np.isnan(raster.nodata)) == ("float32", True)


def test_map__raster__sums_to_the_total(mapped, files) -> None:
    with rasterio.open(files / "s.tif") as raster:
        summed = float(np.nansum(raster.read(1)))
    # the total is drawn as whole numbers of items, 12 of them
    assert summed == pytest.approx(mapped.json["total"]["mean"], abs=4 * (1 + summed**0.5))


@pytest.mark.usefixtures("mapped")
def test_map__raster__north_is_up_and_the_searched_band_lies_where_the_boxes_are(files) -> None:
    from pyproj import Transformer

    with rasterio.open(files / "s.tif") as raster:
        to = Transformer.from_crs("EPSG:4326", raster.crs, always_xy=True)
        (searched,) = raster.sample([to.transform(-12.2, -20.4)], indexes=6)
        (not_searched,) = raster.sample([to.transform(-12.2, -20.397)], indexes=6)
        assert raster.transform.e < 0
    assert (0 < searched[0] <= 0.8, not_searched[0]) == (True, 0.0)


@pytest.mark.usefixtures("mapped")
def test_map__no_draft__is_left(files) -> None:
    assert sorted(path.name for path in files.iterdir()) == [
        "boxes.csv", "evidence.csv", "s.draws.npz", "s.not_searched.gpkg", "s.not_searched.qml", "s.qml",
        "s.strikes.qml", "s.strikes.styles", "s.strikes.tif", "s.styles", "s.tif",
    ]  # fmt: skip


def test_map__surface_only__writes_nothing_beside_it(tilth, files) -> None:
    done = tilth(
        "hazard", "map", "--evidence", "evidence.csv", *AREA, "--out", "s.tif", "--surface-only", "--json"
    )
    assert done.json["beside"] == []
    assert sorted(path.name for path in files.iterdir()) == ["boxes.csv", "evidence.csv", "s.tif"]


def test_map__same_seed__same_file(tilth, mapped, files) -> None:
    again = tilth(
        "hazard", "map", "--boxes", "boxes.csv", "--evidence", "evidence.csv", *AREA,
        "--seed", "4", "--out", "t.tif", "--json",
    )  # fmt: skip
    assert again.json["total"] == mapped.json["total"]
    assert (files / "t.tif").read_bytes() == (files / "s.tif").read_bytes()


def test_map__made_up_district__works_from_simulation_to_boxes(tilth, tmp_path) -> None:
    tilth("simulate", "--seed", 3, "--out", "D")
    tables = [f"--{name}=D/{name}.csv" for name in ("strikes", "evidence", "boxes")]
    done = tilth("hazard", "map", *tables, "--clearance", "D/clearance.geojson", "--cell", 100,
                 "--out", "S.tif", "--json")  # fmt: skip
    assert [one["role"] for one in done.json["inputs"]] == ["strikes", "evidence", "boxes", "clearance"]
    tilth("hazard", "next", "--surface", "S.tif", "--boxes", "D/boxes.csv", "--count", 20, "--out", "B.csv")
    rows = list(csv.DictReader((tmp_path / "B.csv").read_text("utf-8").splitlines()))
    assert [row["rank"] for row in rows] == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize("rows, words", [
    ("e9,,,10,2024,submunition,1", "e9: lon or lat is empty"),
    ("e9,-12.2,-20.4,10,2024,submunition,1.5", "not a whole number"),
])  # fmt: skip
def test_map__row_that_cannot_be_used__is_named_and_the_rest_kept(tilth, files, rows, words) -> None:
    (files / "evidence.csv").write_text(EVIDENCE + rows + "\n")
    done = tilth("hazard", "map", "--evidence", "evidence.csv", *AREA, "--out", "s.tif", "--json")
    assert (done.status, done.json["inputs"][0]["rows"], done.json["inputs"][0]["refused"]) == (1, 2, 1)
    assert any(words in line for line in done.json["problems"])


@pytest.mark.parametrize("more, words", [
    (("--extent", "1,2,3"), "give four numbers in degrees"),
    (("--extent=5,2,3,4",), "west and south first"),
    (("--extent=-20,-30,0,0", "--cell", "10"), "allowed are 20,000,000"),
    (("--crs", "EPSG:4326"), "not in metres"), (("--crs", "x"), "no system that is known"),
    (("--seed", "-1"), "seed -1 is negative"), (("--cell", "0"), "from 1 to 10,000 metres"),
    (("--boxes", "none.csv"), "no file 'none.csv'"), (("--strikes", "evidence.tif"), "no file"),
    (("--boxes", "evidence.csv"), "no column size_m"), (("--clearance", "evidence.csv"), "needs polygons"),
])  # fmt: skip
def test_map__wrong_request__is_refused_and_nothing_written(tilth, files, more, words) -> None:
    done = tilth("hazard", "map", "--evidence", "evidence.csv", "--out", "s.tif", "--json", *more)
    assert (done.status, done.out, (files / "s.tif").exists()) == (2, "", False)
    assert words in done.err


def test_map__nothing_given__is_refused(tilth) -> None:
    assert tilth("hazard", "map", "--out", "s.tif").status == 2


def test_map__no_folder_to_write_to__is_refused_before_the_work(tilth, files) -> None:
    done = tilth("hazard", "map", "--evidence", "evidence.csv", "--out", "no/s.tif")
    assert (done.status, "make it first" in done.err) == (2, True)


def test_map__disk_fills_up__leaves_what_was_there(tilth, files, monkeypatch) -> None:
    import rasterio.shutil

    def full(source, target, **more) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    (files / "s.tif").write_text("as it was")
    monkeypatch.setattr(rasterio.shutil, "copy", full)
    done = tilth("hazard", "map", "--evidence", "evidence.csv", *AREA, "--out", "s.tif")
    assert (done.status, (files / "s.tif").read_text()) == (2, "as it was")
    assert sorted(path.name for path in files.iterdir()) == ["boxes.csv", "evidence.csv", "s.tif"]


@pytest.mark.usefixtures("mapped")
def test_next__boxes__come_ranked_with_reason_and_gain(tilth, files) -> None:
    done = tilth("hazard", "next", "--surface", "s.tif", "--count", 5, "--out", "b.csv", "--json")
    rows = list(csv.DictReader((files / "b.csv").read_text("utf-8").splitlines()))
    gains = [float(row["gain"]) for row in rows]
    assert (done.status, len(rows), gains) == (0, 5, sorted(gains, reverse=True))
    assert all(row["reason"] and row["size_m"] == "50.0" for row in rows)


@pytest.mark.usefixtures("mapped")
def test_next__boxes_searched__are_not_proposed_again(tilth, files) -> None:
    tilth("hazard", "next", "--surface", "s.tif", "--count", 5000, "--by", "items", "--out", "all.csv")
    tilth("hazard", "next", "--surface", "s.tif", "--boxes", "boxes.csv", "--count", 5000, "--by", "items",
          "--out", "b.csv")  # fmt: skip
    spots = [
        {(row["lon"], row["lat"]) for row in csv.DictReader((files / name).read_text("utf-8").splitlines())}
        for name in ("all.csv", "b.csv")
    ]
    # two boxes of a cell's size hold at most four middles between them, and one each at least
    assert (spots[1] < spots[0], 1 <= len(spots[0] - spots[1]) <= 4) == (True, True)


@pytest.mark.parametrize("more, words", [
    (("--by", "luck"), "allowed are items, information, mix"), (("--count", "0"), "give 1 or more"),
])  # fmt: skip
@pytest.mark.usefixtures("mapped")
def test_next__wrong_request__is_refused(tilth, files, more, words) -> None:
    done = tilth("hazard", "next", "--surface", "s.tif", "--out", "b.csv", *more)
    assert (done.status, words in done.err, (files / "b.csv").exists()) == (2, True, False)


def test_next__file_that_is_no_surface__is_refused(tilth, files) -> None:
    done = tilth("hazard", "next", "--surface", "boxes.csv", "--out", "b.csv")
    assert (done.status, "no raster that can be read" in done.err) == (2, True)


def test_simulate_survey__one_district__writes_table_and_picture_marked_synthetic(tilth, tmp_path) -> None:
    done = tilth("hazard", "simulate-survey", "--policy", "practice", "--rounds", 2, "--boxes", 20,
                 "--out", "sv", "--json")  # fmt: skip
    rows = list(csv.DictReader((tmp_path / "sv" / "survey.csv").read_text("utf-8").splitlines()))
    assert (done.status, done.json["synthetic"], {row["synthetic"] for row in rows}) == (0, True, {"yes"})
    assert [row["area_m2"] for row in rows] == ["0.0", "50000.0", "100000.0"]
    assert (tmp_path / "sv" / "survey.png").read_bytes()[1:4] == b"PNG"


@pytest.mark.usefixtures("mapped")
def test_residual__file_with_a_polygon__is_a_statement_with_assumptions(tilth, files) -> None:
    (files / "a.geojson").write_text(AREA_JSON)
    done = tilth(
        "hazard", "residual", "--surface", "s.tif", "--area", "a.geojson", "--target", 0.05, "--json"
    )
    told = done.json
    assert told["left"]["p05"] <= told["left"]["median"] <= told["left"]["p95"]
    assert (0 < told["probability_any"] <= 1, len(told["assumptions"]) > 3) == (True, True)
    assert told["more_search"]["whatever_is_found"]["search_m2"] > 0
    assert done.status == bool(told["problems"])


@pytest.mark.parametrize("words, said", [
    (("--area", "a.geojson"), "a --surface or a --project"),
    (("--area", "none.geojson", "--surface", "s.tif"), "no file 'none.geojson'"),
    (("--area", "boxes.csv", "--surface", "s.tif"), "no polygon"),
    (("--area", "a.geojson", "--surface", "t.tif"), "no file 't.draws.npz'"),
    (("--area", "a.geojson", "--surface", "s.tif", "--target", "2"), "a chance between 0 and 1"),
])  # fmt: skip
@pytest.mark.usefixtures("mapped")
def test_residual__wrong_request__is_refused(tilth, files, words, said) -> None:
    (files / "a.geojson").write_text(AREA_JSON)
    done = tilth("hazard", "residual", *words)
    assert (done.status, done.out, said in done.err) == (2, "", True)


@pytest.mark.parametrize("words, said", [
    ((), "no --out"), (("--out", "s.tif", "--proposed"), "name one"),
    (("--project", "p.gpkg", "--boxes", "boxes.csv"), "not from both"),
])  # fmt: skip
def test_map__files_and_project_mixed_up__is_refused(tilth, files, words, said) -> None:
    done = tilth("hazard", "map", *words)
    assert (done.status, said in done.err) == (2, True)


@pytest.mark.usefixtures("mapped")
def test_map__start__goes_on_from_an_earlier_surface(tilth, files) -> None:
    done = tilth(
        "hazard", "map", "--evidence", "evidence.csv", *AREA, "--start", "s.tif", "--out", "t.tif", "--json"
    )
    assert done.json["started"] == "from an earlier surface"


def test_map__project__keeps_the_map_and_tells_of_it(tilth, files) -> None:
    tilth("init", "p.gpkg", "--no-facts")
    for name in ("evidence.csv", "boxes.csv"):
        tilth("import", name, "--project", "p.gpkg")
    assert "wait for review" in tilth("hazard", "map", "--project", "p.gpkg").err
    done = tilth("hazard", "map", "--project", "p.gpkg", "--proposed", *AREA, "--json")
    assert (done.json["unchanged"], Path(done.json["surface"]).is_file()) == (False, True)
    told = tilth("hazard", "map", "--project", "p.gpkg", "--proposed", *AREA, "--out", "s.tif")
    assert "nothing has changed" in told.err
    (files / "a.geojson").write_text(AREA_JSON)
    assert tilth("hazard", "residual", "--project", "p.gpkg", "--area", "a.geojson", "--json").json["run"]
