"""Strikes, evidence, boxes and cleared land from every format of the contract."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pandas
import pytest
import shapely

from tilth.exchange import ExchangeError, hazard_inputs

ROWS = pandas.DataFrame(
    {
        "id": ["b1", "b2"], "lon": [-12.2, -12.1], "lat": [-20.4, -20.3], "size_m": [50.0, 50.0],
        "searched": [1.0, None], "detection": [0.8, None], "found": [2.0, None], "date": ["2024-05-01", None],
    }
)  # fmt: skip


def written(folder: Path, ending: str) -> Path:
    path = folder / f"boxes.{ending}"
    if ending == "csv":
        ROWS.to_csv(path, index=False, float_format="%g")
    elif ending == "parquet":
        ROWS.to_parquet(path)
    else:
        spots = geopandas.points_from_xy(ROWS["lon"], ROWS["lat"], crs="EPSG:4326")
        frame = geopandas.GeoDataFrame(ROWS.drop(columns=["lon", "lat"]), geometry=spots)
        frame.to_crs("EPSG:32728").to_file(path)
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet", "gpkg"])
def test_hazard_inputs__boxes_in_each_format__are_the_same(tmp_path, ending) -> None:
    given = hazard_inputs(boxes=written(tmp_path, ending))
    first, second = given.records.boxes
    assert (first.id, first.date) == ("b1", "2024-05-01")
    assert (first.searched, first.detection, first.found) == (1, 0.8, 2)
    assert (first.lon, first.lat) == pytest.approx((-12.2, -20.4), abs=1e-8)
    assert (second.searched, second.detection, second.found, second.date) == (None, None, None, None)
    assert given.refused == []


def land(folder: Path, **changes) -> Path:
    values = {"id": "c1", "detection": 0.9, "found": 3, "date": "2024-05", "depth_m": 0.2, **changes}
    shape = values.pop("geometry", shapely.box(-12.2, -20.4, -12.199, -20.399))
    frame = geopandas.GeoDataFrame({name: [value] for name, value in values.items()}, geometry=[shape])
    frame.set_crs("EPSG:4326").to_file(folder / "land.geojson", driver="GeoJSON")
    return folder / "land.geojson"


def test_hazard_inputs__cleared_land__keeps_its_facts(tmp_path) -> None:
    (one,) = hazard_inputs(clearance=land(tmp_path)).records.cleared
    assert (one.id, one.detection, one.found, one.date, one.depth_m) == ("c1", 0.9, 3, "2024-05", 0.2)
    assert one.land.bounds == pytest.approx((-12.2, -20.4, -12.199, -20.399))


@pytest.mark.parametrize("changes, words", [
    ({"detection": 0.0}, "above 0 up to 1"), ({"detection": 1.5}, "above 0 up to 1"),
    ({"found": -1}, "0 for none"), ({"found": 1.5}, "0 for none"), ({"detection": "well"}, "is not a number"),
    ({"geometry": shapely.Point(0, 0)}, "no polygon"),
])  # fmt: skip
def test_hazard_inputs__cleared_land_that_cannot_be__is_named(tmp_path, changes, words) -> None:
    given = hazard_inputs(clearance=land(tmp_path, **changes))
    assert (given.records.cleared, given.files[0]["refused"]) == ((), 1)
    assert given.refused[0].startswith("land.geojson, feature 1:")
    assert words in given.refused[0]


def test_hazard_inputs__table_of_another_kind__is_refused(tmp_path) -> None:
    (tmp_path / "boxes.doc").write_text("x")
    with pytest.raises(ExchangeError, match=r"allowed: \.csv, \.parquet, \.gpkg"):
        hazard_inputs(boxes=tmp_path / "boxes.doc")


@pytest.mark.parametrize("name", ["boxes.parquet", "boxes.gpkg"])
def test_hazard_inputs__file_that_is_not_what_it_says__is_refused(tmp_path, name) -> None:
    (tmp_path / name).write_text("not a table")
    with pytest.raises(ExchangeError, match=name):
        hazard_inputs(boxes=tmp_path / name)
