"""`tilth account`, `tilth areas ...` and `tilth release ...` as people run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely import box

from tilth.claims import Claim
from tilth.project import Project
from tilth.project.geojson import geojson


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a suspected area, half of it cleared, and two borders beside it."""
    import geopandas

    folder = tmp_path_factory.mktemp("account")
    from tilth.claims import Installation

    place = {"geometry": geojson(box(37, 48, 37.01, 48.01))}
    half = {"geometry": geojson(box(37, 48, 37.005, 48.01))}
    values = {"product": "cleared", "date": "2021-06-01", "hazardous_area": "hazardous_area:A1"}
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as project:
        project.append([
            Claim(kind="hazardous_area", subject="hazardous_area:A1", values={"classification": "SHA"},
                  place=place, valid="2020-01-01/.."),
            Claim(kind="release", subject="release:r1", values=values, place=half),
        ])  # fmt: skip
    names = {"name": ["West", "East"]}
    borders = [box(36, 47, 37.0025, 49), box(37.0025, 47, 38, 49)]
    geopandas.GeoDataFrame(names, geometry=borders, crs="EPSG:4326").to_file(folder / "borders.gpkg")
    return folder / "p.gpkg"


def test_account__by_borders__rows_add_up_to_the_total(tilth, land: Path) -> None:
    borders = land.with_name("borders.gpkg")
    told = tilth("account", "--project", land, "--on", "2022", "--borders", borders, "--json").json
    assert [row["region"] for row in told["by"]] == ["East", "West", None]
    assert sum(row["total"]["cleared"] for row in told["by"]) == pytest.approx(told["total"]["cleared"])


def test_account__show_a_line__lists_polygons_and_claims(tilth, land: Path) -> None:
    told = tilth("account", "--project", land, "--on", "2022", "--show", "cleared", "--json").json
    assert (told["cells"][0]["release"], len(told["cells"][0]["claims"])) == ("release:r1", 2)


def test_account__show_and_write__makes_a_layer_of_the_polygons(tilth, land: Path, tmp_path: Path) -> None:
    import geopandas

    out = tmp_path / "cells.gpkg"
    tilth("account", "--project", land, "--on", "2022", "--show", "closing", "--out", out)
    assert list(geopandas.read_file(out)["area"]) == ["hazardous_area:A1"]


def test_account__in_words__names_what_to_look_at_and_whose_claims_count(tilth, land: Path) -> None:
    done = tilth("account", "--project", land, "--from", "2021", "--on", "2022", "--by", "class")
    assert "2021 to 2022; counts accepted and proposed claims" in done.out


@pytest.mark.parametrize(
    "words, told",
    [
        (["--show", "profit"], "no line 'profit'"),
        (["--by", "colour"], "an account by 'colour' is not known"),
        (["--borders", "none.gpkg"], "no file 'none.gpkg'"),
        (["--opening-known-on", "2021"], "give --from"),
    ],
)
def test_account__wrong_request__ends_with_two_and_says_what_is_allowed(
    tilth, land: Path, words, told
) -> None:
    done = tilth("account", "--project", land, "--on", "2022", *words)
    assert (done.status, told in done.err) == (2, True)


def test_account__borders_with_unknown_layer__names_those_there_are(tilth, land: Path) -> None:
    borders = land.with_name("borders.gpkg")
    done = tilth("account", "--project", land, "--borders", borders, "--layer", "villages")
    assert (done.status, "it has borders" in done.err) == (2, True)


def test_areas__status_and_moves__say_what_is_missing(tilth, land: Path) -> None:
    assert tilth("areas", "status", "A1", "--project", land, "--json").json["class"] == "SHA"
    done = tilth("areas", "moves", "A1", "--project", land)
    assert "not yet  confirm*" in done.out
    assert "direct_evidence: needed at least one item of direct evidence" in done.out


def test_areas__forbidden_move__ends_with_two_and_names_the_guard(tilth, land: Path) -> None:
    done = tilth("areas", "move", "A1", "close", "--project", land)
    assert (done.status, "nothing_open" in done.err) == (2, True)


def test_areas__allowed_move__is_made_with_its_warning(tilth, land: Path) -> None:
    told = tilth("areas", "move", "A1", "suspend", "--project", land, "--reason", "flood", "--json").json
    assert (told["to"], told["in_force"]) == ({"class": "SHA", "status": "suspended"}, True)


def test_release__size_and_shown__agree(tilth) -> None:
    size = tilth("release", "size", "--free", "0.99", "--json").json["sample"]
    told = tilth("release", "shown", "--sampled", size, "--json").json
    assert (size, round(told["free"], 3)) == (299, 0.99)


def test_release__residual__says_both_statements(tilth, land: Path) -> None:
    told = tilth("release", "residual", "A1", "--project", land, "--json").json
    assert {"model", "sample"} <= set(told)
