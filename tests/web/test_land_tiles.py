"""Tiles of the map, layers as GeoJSON, and a base map of one's own."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from math import asinh, pi, radians, tan
from pathlib import Path

import numpy as np
import pytest
from mapbox_vector_tile import decode
from PIL import Image

from tilth.web import WebError, base_map
from tilth.web.tiles import Square, not_searched_tile, surface_tile, surface_value

pytestmark = pytest.mark.xdist_group("web")


def square(lon: float, lat: float, z: int) -> Square:
    size = 2**z
    return Square(z, int((lon + 180) / 360 * size), int((1 - asinh(tan(radians(lat))) / pi) / 2 * size))


def test_square__place__is_where_the_web_map_puts_it() -> None:
    # A position in the middle of the first tile of zoom 1, by the formula of the web map.
    assert Square(1, 1, 0).place(np.array([[90.0, 66.51326044311186]])) == pytest.approx(
        np.array([[0.5, 0.5]])
    )


def test_tile__of_the_whole_world__counts_every_thing_once(client) -> None:
    layers = client.get("/api/layers").json()["layers"]
    told = decode(client.get("/map/tiles/0/0/0").content)
    single = sum(
        len(part["features"]) for name, part in told.items() if name not in ("cluster", "strike_reach")
    )
    many = sum(one["properties"]["n"] for one in told.get("cluster", {"features": []})["features"])
    assert single + many == sum(layer["features"] for layer in layers)
    assert many > 0


def test_tile__beyond_the_map__is_refused(client) -> None:
    assert client.get("/map/tiles/2/9/0").status_code == 404


def test_layers__page_by_page__hold_every_area_once_with_its_claims(client) -> None:
    address, seen = "/api/layers/hazardous_area?limit=10", []
    while address:
        told = client.get(address).json()
        seen += [one["id"] for one in told["features"]]
        assert all(one["properties"]["claims"] for one in told["features"])
        address = told["next"]
    assert len(seen) == len(set(seen)) == told["numberMatched"]


def surface(path: Path) -> Path:
    """Write a raster of 20 x 20 cells of 50 m whose value grows to the east; its left half was searched."""
    import rasterio
    from rasterio.transform import Affine

    value = np.tile(np.linspace(0, 1, 20, dtype="float32"), (20, 1))
    searched = np.tile(np.where(np.arange(20) < 10, 0.8, 0.0).astype("float32"), (20, 1))
    bands = {"probability_any": value, "expected_remaining": value * 9, "searched": searched}
    shape = {"width": 20, "height": 20, "count": len(bands), "dtype": "float32", "nodata": np.nan}
    place = {"crs": "EPSG:32728", "transform": Affine(50.0, 0.0, 797_000.0, 0.0, -50.0, 7_748_000.0)}
    with rasterio.open(path, "w", driver="GTiff", **shape, **place) as out:
        for number, (name, band) in enumerate(bands.items(), 1):
            out.write(band, number)
            out.set_band_description(number, name)
    return path


@pytest.fixture
def there(tmp_path: Path) -> tuple[Path, float, float]:
    from pyproj import Transformer

    lon, lat = Transformer.from_crs("EPSG:32728", "EPSG:4326", always_xy=True).transform(797_500, 7_747_500)
    return surface(tmp_path / "s.tif"), lon, lat


def test_surface__where_nobody_searched__is_hatched_and_elsewhere_clear(there) -> None:
    path, lon, lat = there
    tile = square(lon, lat, 14)
    picture = np.array(Image.open(BytesIO(not_searched_tile(path, tile))))[:, :, 3]
    west, _, east, _ = tile.degrees()
    hatched = west + (np.flatnonzero(picture.any(axis=0)) + 0.5) / 256 * (east - west)
    assert hatched.min() == pytest.approx(lon, abs=1e-4)  # the half east of the middle was never searched
    studied = np.array(Image.open(BytesIO(surface_tile(path, "searched", tile))))[:, :, 3] > 0
    assert not picture[~studied].any()


def test_surface__value_at_a_place__is_the_cell_there_and_none_outside(there) -> None:
    path, lon, lat = there
    assert surface_value(path, lon + 0.0001, lat)["probability_any"] == pytest.approx(10 / 19, abs=1e-6)
    assert surface_value(path, lon + 1, lat) is None


def test_base_map__mbtiles__rows_are_counted_from_the_south(tmp_path: Path) -> None:
    path = tmp_path / "own.mbtiles"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name, value)")
        file.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        file.executemany("INSERT INTO metadata VALUES (?, ?)", [("format", "png"), ("attribution", "us")])
        file.execute("INSERT INTO tiles VALUES (1, 0, 1, ?)", (b"north-west",))
    file.close()
    made = base_map(str(path))
    assert (made.kind, made.words, made.origin) == ("image/png", "us", None)
    assert made.tile(Square(1, 0, 0)) == b"north-west"
    assert made.tile(Square(1, 0, 1)) is None


@pytest.mark.parametrize("told", ["no-such.mbtiles", "https://tiles.example.org/{z}/{x}.png"])
def test_base_map__that_cannot_be__is_refused(told: str) -> None:
    with pytest.raises(WebError):
        base_map(told)


def test_base_map__tiles_elsewhere__are_the_only_pictures_let_in(demo_project) -> None:
    from starlette.testclient import TestClient

    from tilth.web import create_app

    app = create_app(demo_project, base=base_map("https://tiles.example.org/{z}/{x}/{y}.png"))
    with TestClient(app, base_url="http://127.0.0.1:8765") as made:
        policy = made.get("/map").headers["content-security-policy"]
    assert "img-src 'self' data: blob: https://tiles.example.org;" in policy


@pytest.mark.parametrize("name", ["notes.exe", "../../x.csv.sh", "letter.txt"])
def test_bring__a_type_that_is_not_taken__is_refused(client, name: str) -> None:
    files = {"file": (name, b"a,b\n1,2\n")}
    answer = client.post("/bring", data={"csrf": client.proof}, files=files)
    assert answer.status_code == 415


def test_bring__a_name_with_a_path__stays_in_the_tray(client, app) -> None:
    files = {"file": ("../../../evil.csv", b"id,lon,lat,kind\n1,2,3,crater\n")}
    data = {"csrf": client.proof, "kind": "evidence_point"}
    assert client.post("/bring", data=data, files=files, follow_redirects=False).status_code == 303
    tray = app.state.desk.beside("tray", dict)
    (brought,) = tray.files.values()
    assert brought.path.is_relative_to(tray.folder)
    assert brought.path.name == "evil.csv"


def test_bring__a_mapping_kept__settles_the_next_file(client) -> None:
    data, table = {"csrf": client.proof, "kind": "evidence_point"}, b"Nr;X;Y\n1;2.5;3.5\n"
    first = client.post("/bring", data=data, files={"file": ("a.csv", table)})
    key = str(first.url).rpartition("/")[2]
    settled = {"to-0": "record", "notation": "lonlat", "place-0": "X", "place-1": "Y", "decimal": "."}
    form = data | settled | {f"{name}-{at}": "" for name in ("order", "unit") for at in range(3)}
    client.post(f"/bring/{key}/sheet/0", data=form | {"to-1": "", "to-2": ""})
    kept = client.get(f"/bring/{key}/mapping.toml").content
    again = client.post(
        "/bring", data={"csrf": client.proof}, files={"file": ("b.csv", table), "mapping": ("m.toml", kept)}
    )
    trial = client.get(f"/bring/{str(again.url).rpartition('/')[2]}/trial").text
    assert 'show=accepted"><span class="big">1<' in trial
