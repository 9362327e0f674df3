"""`tilth import`, `tilth check` and `tilth repair` as people run them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from .conftest import Tilth

TABLE = """Hazard ID;Survey date;Klasifikacija;Površina (ha);Širina;Dužina
SHA-1;14/02/2020;SHA;2,5;44,101;17,201
SHA-2;15/02/2020;CHA;3,0;44,102;17,202
SHA-3;16/02/2020;CHA;3,0;;17,203
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table in Bosnian with decimal commas, hectares and a row without a position."""
    (tmp_path / "areas.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "areas.csv"


@pytest.fixture
def project(tilth: Tilth, tmp_path: Path) -> Path:
    """Return an empty project."""
    tilth("init", tmp_path / "p.gpkg", "--no-facts")
    return tmp_path / "p.gpkg"


def test_import__own_table__is_understood_and_the_bad_row_named(
    tilth: Tilth, project: Path, table: Path
) -> None:
    done = tilth("import", table, "--as", "hazardous_area", "--project", project, "--json")
    told = done.json
    assert (done.status, told["rows"], told["accepted"], told["refused"]) == (1, 3, 2, 1)
    [problem] = [one for one in told["problems"] if one["severity"] == "refused"]
    assert (problem["row"], problem["record"], problem["reason"]) == (3, "SHA-3", "no position")
    assert set(problem) == {"row", "record", "field", "value", "rule", "severity", "reason", "advice"}


def test_import__dry_run__tells_row_by_row_and_writes_nothing(
    tilth: Tilth, project: Path, table: Path
) -> None:
    done = tilth("import", table, "--as", "hazardous_area", "--project", project, "--dry-run")
    assert "row 1      SHA-1                accepted   new" in done.out
    assert tilth("log", project, "--json").json == []


def test_import__profile_saved_and_used__gives_the_same(
    tilth: Tilth, project: Path, table: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "ours.toml"
    tilth(
        "import",
        table,
        "--as",
        "hazardous_area",
        "--project",
        project,
        "--dry-run",
        "--save-profile",
        profile,
    )
    told = tilth("import", table, "--project", project, "--profile", profile, "--json").json
    assert (told["accepted"], told["profile"]) == (2, "proposed")


def test_import__report__holds_every_row_and_the_reason_of_each_refusal(
    tilth: Tilth, project: Path, table: Path, tmp_path: Path
) -> None:
    tilth("import", table, "--as", "hazardous_area", "--project", project, "--report", tmp_path / "r")
    with (tmp_path / "r" / "import.csv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    assert [(line["row"], line["fate"]) for line in lines if not line["severity"]] == [
        ("1", "accepted"), ("2", "accepted"), ("3", "refused"),
    ]  # fmt: skip
    assert [line["reason"] for line in lines if line["severity"] == "refused"] == ["no position"]
    page = (tmp_path / "r" / "import.html").read_text("utf-8")
    assert 'data-exact="counted row by row">3</data>' in page
    assert "no position" in page


def test_import__corrected_table__tells_what_it_corrects(tilth: Tilth, project: Path, table: Path) -> None:
    words = ("--as", "hazardous_area", "--project", project)
    tilth("import", table, *words)
    table.write_text(TABLE.replace("SHA-1;14/02/2020;SHA;2,5", "SHA-1;14/02/2020;SHA;2,7"), encoding="utf-8")
    told = tilth("import", table, *words, "--json").json
    assert (told["accepted"], told["unchanged"]) == (1, 1)
    [line] = [one for one in told["problems"] if one["rule"] == "correction"]
    assert (line["field"], line["value"]) == ("area_stated_m2", "25000 -> 27000")


def test_import__complete_without_series__ends_with_two(tilth: Tilth, project: Path, table: Path) -> None:
    done = tilth("import", table, "--as", "hazardous_area", "--project", project, "--complete")
    assert (done.status, "--series" in done.err) == (2, True)


def test_import__layer_that_is_none__ends_with_two(tilth: Tilth, project: Path, table: Path) -> None:
    done = tilth("import", table, "--as", "hazardous_area", "--project", project, "--layer", "x")
    assert (done.status, "has no layer x" in done.err) == (2, True)


def test_check_and_repair__crossed_outline__is_found_offered_and_mended(
    tilth: Tilth, project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,wkt,name\nA-1,"LINESTRING (17 44, 17.01 44, 17.01 44.01)",x\n', encoding="utf-8")
    tilth("import", path, "--as", "hazardous_area", "--project", project)
    found = tilth("check", project, "--json")
    assert (found.status, found.json["by_rule"]) == (1, {"open_perimeter": 1})
    offered = tilth("repair", project, "--json").json["repairs"]
    assert [(one["name"], one["subject"]) for one in offered] == [("close_traverse", "hazardous_area:A-1")]
    done = tilth(
        "repair", project, "--rule", "open_perimeter", "--apply", "--by", "entity:j-jansen", "--json"
    )
    assert done.json["claims_added"] == 2
    assert tilth("check", project).status == 0


def test_check__rule_that_is_none__ends_with_two(tilth: Tilth, project: Path) -> None:
    assert tilth("check", project, "--rule", "none").status == 2
