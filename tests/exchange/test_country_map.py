"""From files to the surface of a country: the same whoever works it out."""

from __future__ import annotations

import gzip
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio
import shapely

from tilth.exchange import ExchangeError, check_strike_file, country_to_file, read_strike_table
from tilth.exchange._workers import workers_of
from tilth.hazard import BANDS, HazardError

EXTENT = (105.9, 16.2, 106.3, 16.5)


@pytest.fixture
def strikes(tmp_path: Path) -> Path:
    """Return strikes as a release writes them, one with a wrong digit and one without a place."""
    rng = np.random.default_rng(5)
    rows = [f"1968,{1 + n % 12},{lat:.5f},{lon:.5f}" for n, (lon, lat) in enumerate(
        zip(rng.uniform(105.9, 106.3, 300), rng.uniform(16.2, 16.5, 300), strict=True))]  # fmt: skip
    path = tmp_path / "strikes.csv"
    path.write_text(
        "\n".join(["year,month,Latitude,Longitude", *rows, "1968,1,161.2,106.1", "1968,1,,"]) + "\n"
    )
    return path


def country(strikes: Path, name: str, **more):
    out = strikes.parent / name
    options = {"extent": EXTENT, "cell_m": 250.0, "records": "thor_seasia", "workers": "1", "tile_cells": 64}
    return country_to_file(out, strikes, **{**options, **more}), out


def test_country__raster__is_cloud_optimised_with_the_bands_of_a_surface(strikes) -> None:
    answer, out = country(strikes, "a.tif")
    with rasterio.open(out) as raster:
        assert raster.descriptions == BANDS
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.crs.linear_units == "metre"
        assert float(np.nansum(raster.read(1))) == pytest.approx(answer["total"]["mean"], rel=1e-5)
        assert np.nanmax(raster.read(6)) == 0


def test_country__records__are_accounted_for_and_what_is_wrong_is_told(strikes) -> None:
    answer, _ = country(strikes, "a.tif")
    assert (answer["records"]["rows"], answer["records"]["usable"]) == (302, 300)
    assert [words.split(":")[0] for words in answer["problems"]] == ["1 no_coordinate", "1 out_of_region"]
    assert answer["inputs"][0]["refused"] == 2
    assert any("7.1%" in words for words in answer["assumptions"])


def test_country__two_processes__write_the_same_bytes(strikes) -> None:
    _, one = country(strikes, "a.tif")
    _, two = country(strikes, "b.tif", workers="2")
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_country__two_dask_workers__write_the_same_bytes(strikes) -> None:
    pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: pip install 'tilth[cluster]'"
    )
    _, one = country(strikes, "a.tif")
    _, two = country(strikes, "b.tif", workers="dask:2")
    assert one.read_bytes() == two.read_bytes()


def test_country__land__cells_outside_it_are_nan(strikes) -> None:
    half = geopandas.GeoDataFrame(geometry=[shapely.box(105.9, 16.2, 106.1, 16.5)], crs="EPSG:4326")
    half.to_file(strikes.parent / "land.gpkg", layer="land", driver="GPKG")
    whole, _ = country(strikes, "a.tif")
    part, out = country(strikes, "b.tif", extent=None, land=strikes.parent / "land.gpkg")
    with rasterio.open(out) as raster:
        assert np.isfinite(raster.read(1)).sum() * raster.res[0] ** 2 / 1e6 == pytest.approx(
            21.4 * 33.2, rel=0.02
        )
    assert 0.4 < part["total"]["mean"] / whole["total"]["mean"] < 0.6


def test_country__layer_that_is_not_there__is_refused_with_what_there_is(strikes) -> None:
    frame = geopandas.GeoDataFrame(geometry=[shapely.box(105.9, 16.2, 106.1, 16.5)], crs="EPSG:4326")
    frame.to_file(strikes.parent / "land.gpkg", layer="land", driver="GPKG")
    with pytest.raises(ExchangeError, match="there are: land"):
        country(strikes, "b.tif", extent=None, land=strikes.parent / "land.gpkg", layer="sea")


@pytest.mark.parametrize("more, words", [
    ({"extent": None}, "give the land to study"), ({"extent": (5, 2, 3, 4)}, "west and south first"),
    ({"workers": "many"}, "give a number from 1"), ({"workers": "0"}, "give a number from 1"),
    ({"records": "x"}, "there are: general"), ({"tile_cells": 3}, "from 64 to 8,192"),
    ({"cell_m": 0}, "from 1 to 10,000"),
])  # fmt: skip
def test_country__wrong_request__is_refused_and_nothing_is_left(strikes, more, words) -> None:
    with pytest.raises((ExchangeError, HazardError), match=words):
        country(strikes, "a.tif", **more)
    assert sorted(path.name for path in strikes.parent.iterdir()) == ["strikes.csv"]


def test_country__no_scheduler_at_the_address__is_refused() -> None:
    pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: pip install 'tilth[cluster]'"
    )
    with pytest.raises(ExchangeError, match="no dask scheduler"), workers_of("1", "nonsense://x"):
        pass


def test_read__gzipped__is_the_same_as_plain(strikes) -> None:
    packed = strikes.with_name("strikes.csv.gz")
    packed.write_bytes(gzip.compress(strikes.read_bytes()))
    one, other = read_strike_table(strikes), read_strike_table(packed)
    assert np.array_equal(one.lon, other.lon, equal_nan=True)
    assert np.array_equal(one.month, other.month)
    assert one.month[0] == 1968 * 12


def test_read__contract_columns__are_kept(tmp_path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "id,lon,lat,accuracy_m,date,munition,rounds,certainty\n"
        "a,106.1,16.3,120,1968-03-04,m864,10,0.4\nb,106.2,16.4,,1968,,,\nc,x,16.4,,,,,\n"
    )
    table = read_strike_table(path)
    assert (table.accuracy_m[0], table.certainty[0]) == (120, 0.4)
    assert table.month.tolist() == [1968 * 12 + 2, -1, -1]
    assert table.expected[0] > 10
    assert np.isnan([table.expected[1], table.lon[2]]).all()


@pytest.mark.parametrize("name, text, words", [
    ("s.csv", "a,b\n1,2\n", "no column lon and lat"), ("s.xls", "", "allowed: .parquet"),
    ("s.parquet", "x", "cannot be read"),
])  # fmt: skip
def test_read__no_list_of_strikes__is_refused(tmp_path, name, text, words) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ExchangeError, match=words):
        read_strike_table(tmp_path / name)


def test_check__usable_records__are_written_in_the_contracts_columns(strikes) -> None:
    out = strikes.with_name("checked.parquet")
    answer = check_strike_file(strikes, "thor_seasia", out)
    table = read_strike_table(out)
    assert len(table) == answer["usable"] == 300
    assert np.isfinite(table.accuracy_m).all()
    assert table.month[0] == 1968 * 12


def test_check__real_records__finds_the_faults_its_collection_names(shared: Path) -> None:
    folder = shared / "data/real/01_thor_seasia"
    answer = check_strike_file(folder / "strikes_monthly.parquet", "thor_seasia")
    faults = {one["name"]: one for one in answer["faults"]}
    assert answer["rows"] == 2_673_207
    assert "11.755 103.164 (9,276), 11.4571 109.246 (2,031)" in faults["default_coordinate"]["words"]
    assert [name for name, *_ in answer["months"]["thin"]] == ["1967-11", "1969-03"]
    # the collection's account: 187 rows outside the region, 1,775,285 repeats; ours leaves the first out
    assert 187 <= faults["out_of_region"]["count"] < 230
    assert faults["repeated_place_and_month"]["count"] == pytest.approx(1_775_285, rel=1e-3)
    assert faults["written_to_minute"]["count"] / answer["rows"] > 0.05
