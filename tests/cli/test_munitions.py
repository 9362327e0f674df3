"""Commands on munitions: names, comparison, register, rows of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

EXPECT = ("munitions", "expect", "--munition", "m864", "--rounds")
RATES = """row_id,munition_or_submunition,setting,n_tested,n_failed,who_says_it,source_url
own1,M864,combat field survey,5000,600,our teams,https://example.org/report
"""
STOCK = """id,holder,munition,munitions_count,status,as_of,expiry,attribution
s1,EST,dm642,500-600,held,2020,2023-01/2026-12,the ministry
s2,EST,dm642,3000,reported,2021,,a newspaper
"""


@pytest.fixture
def project(tilth, tmp_path: Path) -> Path:
    """Return a new project with the fact tables."""
    tilth("init", tmp_path / "p.gpkg")
    return tmp_path / "p.gpkg"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command", ["munitions stock", "munitions transfers", "munitions add", "munitions fit", "munitions check",
                "report munition"]
)  # fmt: skip
def test_command__asked_for_help__answers(tilth, command: str) -> None:
    done = tilth(*command.split(), "--help")
    assert (done.status, "Usage: " in done.out) == (0, True)


@pytest.mark.parametrize(
    "name, ids",
    [
        ("9n235", ["9m27k1", "9m55k", "9m54-tornado"]),
        ("БЛУ-97", ["cbu-87", "cbu-103", "agm-154a", "bgm-109d"]),
        ("m864", ["m864"]),
    ],
)
def test_show__by_any_name__lists_the_right_rows(tilth, name: str, ids: list[str]) -> None:
    found = tilth("munitions", "show", name, "--json").json
    assert [munition["id"] for munition in found["munitions"]] == ids


def test_show__unverified_row__has_no_source(tilth) -> None:
    line = next(line for line in tilth("munitions", "show", "m864").out.splitlines() if "fr005" in line)
    assert ("NOT VERIFIED" in line, "http" in line) == (True, False)


def test_show__one_munition__has_article_2_and_rates(tilth) -> None:
    page = tilth("munitions", "show", "m864", "--json").json
    assert (page["id"], page["article2"]["answer"], page["rates"][0]["row"]) == ("m864", "yes", "fr001")


def test_expect__compare__prints_both_sides_and_writes_the_plots(tilth, tmp_path: Path) -> None:
    done = tilth(*EXPECT, 1000, "--compare")
    assert "claimed at most 2.35 % -> at most 1,690 per 1,000 rounds of m864" in done.out
    assert "combat evidence: " in done.out
    assert (tmp_path / "m864-rates.svg").stat().st_size > 10_000
    assert (tmp_path / "m864-rates.png").read_bytes()[:4] == b"\x89PNG"


def test_expect__without_compare__writes_nothing(tilth, tmp_path: Path) -> None:
    tilth(*EXPECT, 1000)
    assert list(tmp_path.iterdir()) == []


def test_expect__compare_as_json__adds_one_key(tilth) -> None:
    answer = tilth(*EXPECT, 1000, "--compare", "--claimed", "2.35%", "--json").json
    assert answer["compare"]["claims"][0]["unexploded"] == pytest.approx([1692, 1692])


def test_expect__aftermath__names_land_and_its_rows(tilth) -> None:
    answer = tilth(*EXPECT, 1000, "--aftermath", "--place", "Lebanon", "--json").json
    land = next(item for item in answer["consequences"]["items"] if item["name"] == "land")
    assert ("fp007" in land["rows"], land["p05"] < land["median"] < land["p95"]) == (True, True)
    assert answer["consequences"]["casualties"][0]["row_id"] == "ca049"


def test_expect__range_in_words__spans_it(tilth) -> None:
    assert tilth(*EXPECT, "hundreds of thousands", "--json").json["rounds"] == [100_000, 999_999]


@pytest.mark.parametrize(
    "words, told",
    [
        ([*EXPECT, "-5"], "0 to 10,000,000"),
        ([*EXPECT, "many"], "give a number"),
        ([*EXPECT, "5", "--claimed", "2.35"], "2.35 per cent is 0.0235"),
        (["munitions", "expect", "--munition", "m846", "--rounds", "5"], "did you mean m864"),
        (["munitions", "expect", "--munition", "m864", "--rounds", "5", "--teams", "0"], "from 1"),
        (["munitions", "stock", "Atlantis"], "Atlantis"),
        (["munitions", "stock", "EST", "--on", "someday"], "give one such as 2024"),
        (["munitions", "transfers", "--since", "lately"], "give one such as 2024"),
        (["munitions", "add", "none.csv", "--project", "none.gpkg"], "none.gpkg"),
        (["munitions", "check", "luck"], "calibration"),
    ],
)
def test_wrong_request__ends_with_two_and_advice(tilth, tmp_path: Path, words: list[str], told: str) -> None:
    done = tilth(*words)
    assert (done.status, done.out, told in done.err, list(tmp_path.iterdir())) == (2, "", True, [])


def test_transfers__shipped__are_the_table(tilth) -> None:
    assert len(tilth("munitions", "transfers", "--json").json["transfers"]) == 22


def test_transfers__each__has_its_law_case_and_what_it_would_leave(tilth) -> None:
    rows = tilth("munitions", "transfers", "--from", "USA", "--to", "Ukraine", "--json").json["transfers"]
    first = next(row for row in rows if row["subject"] == "transfer:T01")
    assert first["law_case"]["question"]["actor"] == "USA"
    assert first["aftermath"]["unexploded"]["p05"] < first["aftermath"]["unexploded"]["p95"]


def test_transfers__denied__leave_nothing(tilth) -> None:
    rows = tilth("munitions", "transfers", "--json").json["transfers"]
    assert next(row for row in rows if row["subject"] == "transfer:T02")["aftermath"] is None


def test_stock__own_rows__stand_side_by_side(tilth, project: Path, tmp_path: Path) -> None:
    assert tilth("munitions", "add", table(tmp_path, STOCK), "--project", project).status == 0
    words = ("munitions", "stock", "EST", "--on", "2024-06-01", "--project", project)
    found = tilth(*words, "--json").json["munitions"]
    (own,) = [each for each in found if each["munition"] == "dm642"]
    assert (own["contradictory"], own["held"][0]["expired"]) == (True, "cannot say")
    assert "CONTRADICT" in tilth(*words).out


def test_add__rates_of_ones_own__move_the_answer_of_the_project_only(
    tilth, project: Path, tmp_path: Path
) -> None:
    before = tilth(*EXPECT, 100, "--project", project, "--json").json
    done = tilth("munitions", "add", table(tmp_path, RATES), "--project", project, "--json").json
    after = tilth(*EXPECT, 100, "--project", project, "--json").json
    assert (done["table"], done["added"]) == ("failure_rates", ["own1"])
    assert before == tilth(*EXPECT, 100, "--json").json
    width = {name: each["rate"]["p95"] - each["rate"]["p05"] for name, each in (("b", before), ("a", after))}
    assert ("own1" in after["evidence"], width["a"] < width["b"]) == (True, True)


def test_add__twice__changes_nothing(tilth, project: Path, tmp_path: Path) -> None:
    tilth("munitions", "add", table(tmp_path, RATES), "--project", project)
    done = tilth("munitions", "add", table(tmp_path, RATES), "--project", project, "--json").json
    assert (done["added"], done["unchanged"]) == ([], ["own1"])


def test_add__row_on_record__corrects_it(tilth, project: Path, tmp_path: Path) -> None:
    columns = "id,designation,total_submunitions,kind,submunition_designations,origin_iso3"
    rows = f"{columns}\nm864,M864,80,artillery projectile,M42,USA\n"
    done = tilth("munitions", "add", table(tmp_path, rows), "--project", project, "--json").json
    assert done["corrected"] == ["m864"]
    assert tilth("munitions", "show", "m864", "--project", project, "--json").json["total_submunitions"] == 80


@pytest.mark.parametrize(
    "text, told",
    [
        (RATES.replace("5000,600", "500,600"), "failures cannot exceed tests"),
        ("row_id,setting,rate_point,who_says_it\nx,combat field survey,2.35,us\n", "2.35 % is 0.0235"),
        ("row_id,colour\nx,red\n", "belong to no table"),
        ("row_id,setting,rate_point,who_says_it\n,combat field survey,0.1,us\n", "has no row_id"),
        ("row_id,setting,rate_point,who_says_it\nx,combat field survey\n", "more or fewer cells"),
        ("row_id,setting,rate_point,who_says_it\n", "no rows"),
    ],
)
def test_add__faulty_table__is_refused_whole(
    tilth, project: Path, tmp_path: Path, text: str, told: str
) -> None:
    before = tilth("verify", project, "--json").json["claims"]
    done = tilth("munitions", "add", table(tmp_path, text), "--project", project)
    after = tilth("verify", project, "--json").json["claims"]
    assert (done.status, told in done.err, after) == (2, True, before)


def test_page__of_a_munition__is_one_file_with_figures(tilth, tmp_path: Path) -> None:
    tilth("report", "munition", "m864", "--out", tmp_path / "m.html")
    text = (tmp_path / "m.html").read_text("utf-8")
    assert (text.startswith("<!DOCTYPE html>"), text.count('class="figure"') > 20) == (True, True)


def test_page__of_several__asks_for_one(tilth) -> None:
    done = tilth("munitions", "show", "9n235", "--html", "m.html")
    assert (done.status, "give one of" in done.err) == (2, True)
