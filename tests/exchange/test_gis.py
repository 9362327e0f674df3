"""GIS files in: counts as others count them, and every refusal with its reason."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely

from tilth.claims import recorded_of_kind
from tilth.errors import TilthError
from tilth.exchange import ExchangeError, take_file, take_gis
from tilth.project import Project, layer_rows

_SQUARE = shapely.box(37.0, 48.0, 37.01, 48.01)
_BOW_TIE = shapely.Polygon([(37, 48), (37.01, 48.01), (37.01, 48), (37, 48.01)])


def _write(path: Path, shapes: list[object], layer: str = "suspect", crs: str | None = "EPSG:4326") -> Path:
    frame = geopandas.GeoDataFrame({"name": ["x"] * len(shapes)}, geometry=shapes, crs=crs)
    frame.to_file(path, layer=layer, driver="GPKG")
    return path


@pytest.fixture
def suspect(tmp_path: Path) -> Path:
    """Return a file with a good area, a null, a bow tie and an area twice."""
    return _write(tmp_path / "areas.gpkg", [_SQUARE, None, _BOW_TIE, _SQUARE])


def test_layer__good_and_bad_features__are_all_accounted_for(project: Project, suspect: Path) -> None:
    [taken] = take_gis(project, suspect)
    assert (taken.rows, taken.accepted, taken.refused) == (4, 3, 1)


def test_layer__null_geometry__is_named(project: Project, suspect: Path) -> None:
    [taken] = take_gis(project, suspect)
    assert [(p.row, p.reason) for p in taken.problems if p.severity == "refused"] == [(2, "no geometry")]


def test_layer__crossed_ring__is_mended_and_said_so(project: Project, suspect: Path) -> None:
    [taken] = take_gis(project, suspect)
    [advice] = [p for p in taken.problems if p.rule == "make_valid"]
    assert (advice.row, "made valid" in advice.reason) == (3, True)


def test_layer__taken_twice__adds_nothing(project: Project, suspect: Path) -> None:
    take_gis(project, suspect)
    [again] = take_gis(project, suspect)
    assert (again.claims_added, again.unchanged) == (0, 3)


def test_layer__dry_run__changes_nothing(project: Project, suspect: Path) -> None:
    take_gis(project, suspect, dry_run=True)
    assert len(project.ledger) == 0


def test_layer__without_crs__is_refused_whole(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "suspect.shp"
    with pytest.warns(UserWarning, match="crs"):
        geopandas.GeoDataFrame({"n": [1]}, geometry=[_SQUARE]).to_file(path)
    [taken] = take_gis(project, path)
    assert (taken.refused, taken.problems[0].reason) == (1, "no CRS")


def test_layer__in_metres__is_brought_to_degrees(project: Project, tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"n": [1]}, geometry=[_SQUARE], crs="EPSG:4326").to_crs("EPSG:32637")
    frame.to_file(tmp_path / "suspect.gpkg", layer="suspect", driver="GPKG")
    take_gis(project, tmp_path / "suspect.gpkg")
    [row] = recorded_of_kind(project.store, ["hazardous_area"])
    west = min(lon for lon, _ in row.claim.place["geometry"]["coordinates"][0])
    assert west == pytest.approx(37.0, abs=1e-6)


def test_layer__of_no_known_name__is_refused_with_what_to_do(project: Project, tmp_path: Path) -> None:
    [taken] = take_gis(project, _write(tmp_path / "things.gpkg", [_SQUARE], "things"))
    assert (taken.refused, taken.problems[0].advice) == (1, "say what it holds with --as KIND")


def test_layer__kind_given__is_taken_as_that(project: Project, tmp_path: Path) -> None:
    [taken] = take_gis(project, _write(tmp_path / "things.gpkg", [_SQUARE], "things"), kind="hazardous_area")
    assert taken.accepted == 1


def test_layer__kind_given_that_is_none__is_refused(project: Project, tmp_path: Path) -> None:
    path = _write(tmp_path / "things.gpkg", [_SQUARE], "things")
    with pytest.raises(TilthError, match="minefields"):
        take_gis(project, path, kind="minefields")


def test_layer__cleared_areas__become_releases(project: Project, tmp_path: Path) -> None:
    take_gis(project, _write(tmp_path / "x.gpkg", [_SQUARE], "cleared"))
    assert layer_rows(project.store, "release")[0]["product"] == "cleared"


def test_file__of_words__is_no_gis_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_text("these are words")
    with pytest.raises(ExchangeError, match="is no GIS file"):
        take_file(project, path)


def test_file__json_of_something_else__is_no_gis_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text('{"a": 1}')
    with pytest.raises(ExchangeError, match="is no GIS file"):
        take_file(project, path)


_BOSNIA = "data/real/05_bosnia_mine_suspected_areas/bih_mines.gpkg"
_UKRAINE = "data/real/07_arcade_ukraine_2014_craters/craters.gpkg"


def _drawable(path: Path, layer: str) -> int:
    """Count features with a place, as GDAL and GEOS see them."""
    shapes = pyogrio.read_dataframe(path, layer=layer).geometry
    return int((~shapes.isna() & ~shapes.is_empty).sum())


def test_real_craters__taken__count_as_gdal_counts(project: Project, shared: Path) -> None:
    taken = take_gis(project, shared / _UKRAINE)
    counts = {intake.name.split()[-1]: intake.accepted for intake in taken}
    drawn = {layer: _drawable(shared / _UKRAINE, layer) for layer in ("craters", "bombardment_areas")}
    assert counts == drawn | {"fire_direction_lines": 0}


def test_real_craters__lines__are_refused_whole(project: Project, shared: Path) -> None:
    [lines] = [i for i in take_gis(project, shared / _UKRAINE) if i.name.endswith("lines")]
    assert lines.refused == pyogrio.read_info(shared / _UKRAINE, layer="fire_direction_lines")["features"]


@pytest.fixture(scope="module")
def bosnia(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what became of the real areas, taken once, with the areas kept."""
    folder = tmp_path_factory.mktemp("bosnia")
    from tilth.claims import Installation

    with Project.create(folder / "b.gpkg", Installation(folder / "home")) as project:
        taken = {intake.name.split()[-1]: intake for intake in take_gis(project, shared / _BOSNIA)}
        rows = layer_rows(project.store, "hazardous_area")
        total = sum(row["computed_area_m2"] for row in rows)
    return {"taken": taken, "total_m2": total}


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["suspect", "cleared", "lifted", "incidents", "municipalities"])
def test_real_areas__every_layer__accounts_for_every_feature(shared: Path, bosnia, layer: str) -> None:
    taken = bosnia["taken"][layer]
    parts = taken.accepted + taken.refused + taken.duplicates + taken.unchanged
    assert parts == taken.rows == pyogrio.read_info(shared / _BOSNIA, layer=layer)["features"]


@pytest.mark.slow
def test_real_areas__suspected__are_those_that_have_a_place(shared: Path, bosnia) -> None:
    assert bosnia["taken"]["suspect"].accepted == _drawable(shared / _BOSNIA, "suspect")


@pytest.mark.slow
def test_real_areas__cleared__are_those_that_have_a_place_but_slivers(shared: Path, bosnia) -> None:
    # Slivers: areas under a square metre, which repair or rounding to a millimetre may leave nothing of.
    shapes = pyogrio.read_dataframe(shared / _BOSNIA, layer="cleared").geometry
    whole = shapes[~shapes.isna() & ~shapes.is_empty].make_valid()
    slivers = int((whole.to_crs("EPSG:32633").area < 1).sum())
    accepted = bosnia["taken"]["cleared"].accepted
    assert len(whole) - slivers <= accepted <= len(whole)


@pytest.mark.slow
def test_real_areas__invalid_rings__are_named(shared: Path, bosnia) -> None:
    shapes = pyogrio.read_dataframe(shared / _BOSNIA, layer="suspect").geometry
    kept = shapes[~shapes.isna() & ~shapes.is_empty]
    named = [p for p in bosnia["taken"]["suspect"].problems if "made valid" in p.reason]
    assert len(named) == int((~kept.is_valid).sum())


@pytest.mark.slow
def test_real_areas__total__is_that_of_an_equal_area_projection(shared: Path, bosnia) -> None:
    # Lambert azimuthal equal area (EPSG:3035) measures the same ground by another road.
    shapes = pyogrio.read_dataframe(shared / _BOSNIA, layer="suspect").geometry
    kept = shapes[~shapes.isna() & ~shapes.is_empty].make_valid()
    assert bosnia["total_m2"] == pytest.approx(kept.to_crs("EPSG:3035").area.sum(), rel=1e-3)
