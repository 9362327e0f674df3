"""Every command: its help, its exit status, one JSON document, and plain words when the request is wrong."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tilth import __version__

_COMMANDS = [
    "demo", "run", "init", "verify", "rebuild", "sync", "log", "read", "review", "import", "simulate",
    "account", "law status", "law deadlines", "law assess", "law case", "law cases", "law matrix",
    "law calendar", "law rules", "munitions show", "munitions expect",
    "areas draw", "report dossier",
]  # fmt: skip

EVIDENCE = """id,lon,lat,accuracy_m,date,kind,count
e1,37.5101,48.0101,10,2024-05-01,submunition,2
e2,37.6101,48.0101,10,2024-05-02,submunition,1
"""


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """Return a table of two finds."""
    path = tmp_path / "evidence.csv"
    path.write_text(EVIDENCE)
    return path


@pytest.fixture
def project(tilth, tmp_path: Path) -> Path:
    """Return a new project without the fact tables."""
    tilth("init", tmp_path / "p.gpkg", "--no-facts")
    return tmp_path / "p.gpkg"


@pytest.fixture
def drawn(tilth, project: Path, evidence: Path) -> Path:
    """Return a project with evidence and one area."""
    import geopandas
    import shapely

    frame = geopandas.GeoDataFrame({"n": [1]}, geometry=[shapely.box(37, 48, 37.01, 48.01)], crs="EPSG:4326")
    frame.to_file(project.with_name("suspect.geojson"), driver="GeoJSON")
    tilth("import", evidence, "--project", project)
    tilth("import", project.with_name("suspect.geojson"), "--project", project)
    return project


@pytest.mark.parametrize("command", _COMMANDS)
def test_command__asked_for_help__answers(tilth, command: str) -> None:
    done = tilth(*command.split(), "--help")
    assert (done.status, "Usage: " in done.out) == (0, True)


def test_help__in_a_process__is_quick(process) -> None:
    # Processor time, for a busy machine says nothing of the program; the aim is 0.3 s.
    best = 9.0
    for _ in range(5):
        start = _children_s()
        process("--help")
        best = min(best, _children_s() - start)
    assert best < 0.45


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help__in_a_process__loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['tilth', '--help']\n"
        "from tilth.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'geopandas', 'shapely', 'sqlalchemy', 'scipy', 'numpy', 'pydantic', 'pyogrio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_version__asked__is_printed(tilth) -> None:
    assert tilth("--version").out.strip() == __version__


def test_no_words__given__shows_help(tilth) -> None:
    assert "Usage: " in tilth().out + tilth().err


def _question(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


_WRONG = [
    pytest.param(["law", "status", "--state", "Atlantis", "--on", "2025-01-01"], id="unknown state"),
    pytest.param(["law", "status", "--state", "LTU", "--on", "yesterday"], id="no date"),
    pytest.param(["law", "deadlines", "--state", "Atlantis"], id="deadlines of an unknown state"),
    pytest.param(["law", "assess", "nothing.json"], id="no question"),
    pytest.param(["munitions", "show", "nothing-known"], id="unknown munition"),
    pytest.param(["munitions", "expect", "--munition", "m864", "--rounds", "-5"], id="negative rounds"),
    pytest.param(
        ["munitions", "expect", "--munition", "m864", "--rounds", "9", "--setting", "dream"], id="setting"
    ),
    pytest.param(["verify", "nothing.gpkg"], id="verify nothing"),
    pytest.param(["rebuild", "nothing.gpkg"], id="rebuild nothing"),
    pytest.param(["log", "nothing.gpkg"], id="log of nothing"),
    pytest.param(["sync", "nothing.gpkg", "other.gpkg"], id="sync nothing"),
    pytest.param(["review", "nothing.gpkg"], id="review nothing"),
    pytest.param(["read", "nothing.txt"], id="read nothing"),
    pytest.param(["import", "nothing.csv", "--project", "nothing.gpkg"], id="import nothing"),
    pytest.param(["account", "--project", "nothing.gpkg"], id="account of nothing"),
    pytest.param(["areas", "draw", "--evidence", "nothing.csv", "--out", "a.gpkg"], id="draw nothing"),
    pytest.param(["report", "dossier", "USA", "--project", "nothing.gpkg"], id="dossier of nothing"),
    pytest.param(["run", "nothing.txt", "--project", "p.gpkg"], id="run on nothing"),
    pytest.param(["init", "project.sqlite"], id="project of another ending"),
    pytest.param(["fly"], id="no such command"),
    pytest.param(["law", "status"], id="option left out"),
    pytest.param(["log", "nothing.gpkg", "--last", "0"], id="none asked for"),
]


@pytest.mark.parametrize("words", _WRONG)
def test_wrong_request__in_any_command__ends_with_two(tilth, words: list[str]) -> None:
    assert tilth(*words).status == 2


@pytest.mark.parametrize("words", _WRONG)
def test_wrong_request__in_any_command__prints_no_result(tilth, words: list[str]) -> None:
    assert tilth(*words).out == ""


@pytest.mark.parametrize("words", _WRONG)
def test_wrong_request__in_any_command__is_told_in_plain_words(tilth, words: list[str]) -> None:
    told = tilth(*words).err
    assert (bool(told.strip()), "Traceback" in told) == (True, False)


@pytest.mark.parametrize("words", _WRONG)
def test_wrong_request__in_any_command__leaves_no_file(tilth, tmp_path: Path, words: list[str]) -> None:
    tilth(*words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"act": "fly", "actor": "USA", "on": "2024"}'])
def test_assess__question_that_is_none__ends_with_two(tilth, tmp_path: Path, text: str) -> None:
    assert tilth("law", "assess", _question(tmp_path / "q.json", text)).status == 2


def test_project__file_of_words__ends_with_two(tilth, tmp_path: Path) -> None:
    (tmp_path / "words.gpkg").write_text("these are words")
    assert tilth("verify", tmp_path / "words.gpkg").status == 2


def test_wrong_request__in_a_process__is_one_plain_line(process) -> None:
    told = process("munitions", "show", "nothing-known").err.strip()
    assert (told.startswith("tilth: "), told.count("\n")) == (True, 0)


# --- law and munitions: the keys that others script against ---


def test_status__as_json__has_the_keys_of_the_contract(tilth) -> None:
    answer = tilth("law", "status", "--state", "LTU", "--on", "2025-03-05", "--json").json
    assert set(answer) == {"state", "on", "regimes"}


def test_status__each_regime__has_the_keys_of_the_contract(tilth) -> None:
    regimes = tilth("law", "status", "--state", "LTU", "--on", "2025-03-05", "--json").json["regimes"]
    assert {"standing", "since", "until", "source"} <= set(regimes["ccm"])


def test_status__lithuania_the_day_before_leaving__is_party(tilth) -> None:
    # Withdrawal took effect on 6 March 2025 (UN Treaty Collection, chapter XXVI.6).
    answer = tilth("law", "status", "--state", "LTU", "--on", "2025-03-05", "--json").json
    assert answer["regimes"]["ccm"]["standing"] == "party"


def test_deadlines__as_json__have_the_keys_of_the_contract(tilth) -> None:
    answer = tilth("law", "deadlines", "--state", "PHL", "--json").json
    wanted = {"in_force", "stockpile_destruction", "clearance", "initial_report", "next_report"}
    assert wanted <= set(answer["ccm"])


def test_assess__as_json__has_the_keys_of_the_contract(tilth, tmp_path: Path) -> None:
    question = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR", "munition": "m864"}
    path = _question(tmp_path / "q.json", json.dumps(question))
    answer = tilth("law", "assess", path, "--json").json
    assert set(answer) == {"cluster_munition", "findings", "open_questions"}


def test_assess__question_on_standard_input__is_answered(process) -> None:
    question = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR"}
    assert process("law", "assess", "-", "--json", given=json.dumps(question)).json["findings"]


def test_assess__for_people__says_it_is_no_legal_advice(tilth, tmp_path: Path) -> None:
    question = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR"}
    path = _question(tmp_path / "q.json", json.dumps(question))
    assert "not legal advice" in tilth("law", "assess", path).out


def test_expect__as_json__has_the_keys_of_the_contract(tilth) -> None:
    answer = tilth("munitions", "expect", "--munition", "m864", "--rounds", 1000, "--json").json
    wanted = {
        "munition", "rounds", "setting", "submunitions", "rate", "unexploded",
        "evidence", "excluded", "assumptions",
    }  # fmt: skip
    assert set(answer) == wanted


def test_expect__a_thousand_m864__is_72000_submunitions(tilth) -> None:
    # M864: 72 grenades a round (48 M42 and 24 M46), US Army FM 6-40.
    answer = tilth("munitions", "expect", "--munition", "m864", "--rounds", 1000, "--json").json
    assert answer["submunitions"] == 72_000


@pytest.mark.parametrize("what", ["rate", "unexploded"])
def test_expect__interval__has_the_keys_of_the_contract(tilth, what: str) -> None:
    answer = tilth("munitions", "expect", "--munition", "m864", "--rounds", 1000, "--json").json
    assert set(answer[what]) == {"mean", "median", "p05", "p95"}


def test_show__as_json__names_the_munition(tilth) -> None:
    assert tilth("munitions", "show", "M864", "--json").json["id"] == "m864"


# --- projects ---


def test_init__new_project__ends_with_nought(tilth, tmp_path: Path) -> None:
    assert tilth("init", tmp_path / "p.gpkg", "--no-facts").status == 0


def test_init__again__ends_with_two(tilth, project: Path) -> None:
    assert tilth("init", project).status == 2


def test_init__with_facts__holds_them(tilth, tmp_path: Path) -> None:
    tilth("init", tmp_path / "p.gpkg")
    assert tilth("verify", tmp_path / "p.gpkg", "--json").json["claims"] > 500


def test_verify__untouched_project__ends_with_nought(tilth, drawn: Path) -> None:
    done = tilth("verify", drawn, "--json")
    assert (done.status, done.json["holds"]) == (0, True)


def test_verify__altered_claim__ends_with_one(tilth, drawn: Path) -> None:
    import sqlite3

    raw = sqlite3.connect(drawn)
    raw.execute("""UPDATE tilth_claim SET body = replace(body, '"count":2', '"count":9')""")
    raw.commit()
    raw.close()
    assert tilth("verify", drawn, "--json").status == 1


def test_verify__checkpoint_kept__is_held_against_it(tilth, drawn: Path, tmp_path: Path) -> None:
    tilth("verify", drawn, "--save", tmp_path / "kept.json")
    assert tilth("verify", drawn, "--known", tmp_path / "kept.json", "--json").json["holds"] is True


def test_verify__checkpoint_of_words__ends_with_two(tilth, drawn: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text("words")
    assert tilth("verify", drawn, "--known", tmp_path / "kept.json").status == 2


def test_verify__checkpoint_not_there__ends_with_two(tilth, drawn: Path, tmp_path: Path) -> None:
    assert tilth("verify", drawn, "--known", tmp_path / "none.json").status == 2


def test_rebuild__project__ends_with_nought(tilth, drawn: Path) -> None:
    assert tilth("rebuild", drawn).status == 0


def test_log__as_json__lists_batches(tilth, drawn: Path) -> None:
    rows = tilth("log", drawn, "--json").json
    assert {"recorded_at", "recorded_by", "tool", "count"} <= set(rows[0])


def test_log__one_asked__gives_one(tilth, drawn: Path) -> None:
    assert len(tilth("log", drawn, "--last", 1, "--json").json) == 1


def test_sync__two_projects__gives_what_the_other_lacks(tilth, drawn: Path, tmp_path: Path) -> None:
    tilth("init", tmp_path / "other.gpkg", "--no-facts")
    assert tilth("sync", tmp_path / "other.gpkg", drawn, "--json").json["taken"]["claims"] == 5


def test_sync__twice__takes_nothing_more(tilth, drawn: Path, tmp_path: Path) -> None:
    tilth("init", tmp_path / "other.gpkg", "--no-facts")
    tilth("sync", tmp_path / "other.gpkg", drawn)
    done = tilth("sync", tmp_path / "other.gpkg", drawn, "--json").json
    assert (done["taken"]["claims"], done["given"]["claims"]) == (0, 0)


def test_import__clean_table__ends_with_nought(tilth, project: Path, evidence: Path) -> None:
    assert tilth("import", evidence, "--project", project).status == 0


def test_import__dirty_row__ends_with_one(tilth, project: Path, evidence: Path) -> None:
    evidence.write_text(f"{EVIDENCE}e3,abc,48,10,2024,submunition,1\n")
    assert tilth("import", evidence, "--project", project).status == 1


def test_import__as_json__has_the_keys_of_the_contract(tilth, project: Path, evidence: Path) -> None:
    wanted = {
        "rows", "accepted", "refused", "duplicates", "unchanged", "claims_added", "problems", "profile",
    }  # fmt: skip
    assert wanted <= set(tilth("import", evidence, "--project", project, "--json").json)


def test_import__twice__adds_no_claim(tilth, project: Path, evidence: Path) -> None:
    tilth("import", evidence, "--project", project)
    assert tilth("import", evidence, "--project", project, "--json").json["claims_added"] == 0


def test_import__dry_run__adds_nothing(tilth, project: Path, evidence: Path) -> None:
    tilth("import", evidence, "--project", project, "--dry-run")
    assert tilth("verify", project, "--json").json["claims"] == 0


def test_import__wrong_header__ends_with_two(tilth, project: Path, evidence: Path) -> None:
    evidence.write_text("a,b\n1,2\n")
    assert tilth("import", evidence, "--project", project).status == 2


def test_import__kind_that_is_none__ends_with_two(tilth, project: Path, evidence: Path) -> None:
    assert tilth("import", evidence, "--as", "minefields", "--project", project).status == 2


def test_review__accepted_claim__no_longer_waits(tilth, drawn: Path) -> None:
    first = tilth("review", drawn, "--json").json[0]["id"]
    tilth("review", drawn, "--accept", first[:12], "--by", "jj")
    assert first not in [row["id"] for row in tilth("review", drawn, "--json").json]


def test_review__unknown_claim__ends_with_two(tilth, drawn: Path) -> None:
    assert tilth("review", drawn, "--accept", "0" * 16).status == 2


def test_account__as_json__has_the_keys_of_the_contract(tilth, drawn: Path) -> None:
    answer = tilth("account", "--project", drawn, "--on", "2026-01-01", "--json").json
    assert {"on", "known_on", "total", "by", "unit", "differences"} <= set(answer)


def test_account__total__has_the_lines_of_the_contract(tilth, drawn: Path) -> None:
    answer = tilth("account", "--project", drawn, "--on", "2026-01-01", "--json").json
    lines = {"opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing"}
    assert set(answer["total"]) == lines


def test_account__no_areas__ends_with_two(tilth, project: Path) -> None:
    assert tilth("account", "--project", project).status == 2


def test_account__date_of_words__ends_with_two(tilth, drawn: Path) -> None:
    assert tilth("account", "--project", drawn, "--on", "someday").status == 2


def test_dossier__of_the_district__is_written(tilth, drawn: Path, tmp_path: Path) -> None:
    tilth("report", "dossier", "district", "--project", drawn, "--out", tmp_path / "d.html")
    assert (tmp_path / "d.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_dossier__state_nobody_speaks_of__ends_with_two(tilth, drawn: Path) -> None:
    assert tilth("report", "dossier", "USA", "--project", drawn).status == 2


# --- files without a project ---


def test_simulate__same_seed__same_files(tilth, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        tilth("simulate", "--seed", 3, "--out", tmp_path / folder)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert [n for n in names if (tmp_path / "a" / n).read_bytes() != (tmp_path / "b" / n).read_bytes()] == []


def test_simulate__done__says_it_is_made_up(tilth, tmp_path: Path) -> None:
    assert "SYNTHETIC" in tilth("simulate", "--seed", 3, "--out", tmp_path / "a").err


def test_simulate__strikes__can_be_imported(tilth, project: Path, tmp_path: Path) -> None:
    tilth("simulate", "--seed", 3, "--out", tmp_path / "a")
    done = tilth("import", tmp_path / "a" / "strikes.csv", "--project", project, "--json")
    assert (done.status, done.json["refused"]) == (0, 0)


def test_draw__as_json__has_areas_with_their_rule(tilth, evidence: Path, tmp_path: Path) -> None:
    done = tilth("areas", "draw", "--evidence", evidence, "--out", tmp_path / "a.gpkg", "--json")
    assert {"class", "area_m2", "rule", "evidence"} <= set(done.json["areas"][0])


def test_draw__done__writes_the_file(tilth, evidence: Path, tmp_path: Path) -> None:
    tilth("areas", "draw", "--evidence", evidence, "--out", tmp_path / "a.gpkg")
    assert (tmp_path / "a.gpkg").is_file()


_JSON = [
    ["law", "status", "--state", "LTU", "--on", "2025-03-05"],
    ["law", "deadlines", "--state", "PHL"],
    ["law", "calendar", "PHL"],
    ["law", "rules"],
    ["munitions", "show", "m864"],
    ["munitions", "expect", "--munition", "m864", "--rounds", "10"],
]


@pytest.mark.parametrize("words", _JSON, ids=" ".join)
def test_json__in_a_process__is_one_document_and_nothing_else(process, words: list[str]) -> None:
    assert isinstance(process(*words, "--json").json, dict)


def test_people__words_of_each_command__are_no_json(tilth) -> None:
    assert "LTU on 2025-03-05" in tilth("law", "status", "--state", "LTU", "--on", "2025-03-05").out


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return a constructed article."""
    path = tmp_path / "article.txt"
    path.write_text(
        '{"lang": "en", "date": "2023-07-07"}\n'
        "The Pentagon said on Friday that the United States would send cluster munitions to Ukraine.\n"
    )
    return path


def test_read__as_json__has_the_keys_of_the_contract(tilth, article: Path) -> None:
    assert set(tilth("read", article, "--json").json) == {"claims", "lang", "date", "reader"}


def test_read__into_a_project_not_there_yet__makes_it(tilth, article: Path, tmp_path: Path) -> None:
    tilth("read", article, "--into", tmp_path / "new.gpkg")
    assert tilth("verify", tmp_path / "new.gpkg", "--json").json["claims"] > 0


def test_read__json_dir__writes_one_file_an_input(tilth, article: Path, tmp_path: Path) -> None:
    tilth("read", article, "--json-dir", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["article.json"]


def test_read__standard_input__is_read(process) -> None:
    done = process("read", "-", "--json", given="The Pentagon said it would send cluster munitions.\n")
    assert set(done.json) == {"claims", "lang", "date", "reader"}


def test_read__standard_input_into_a_project__ends_with_two(tilth, tmp_path: Path) -> None:
    assert tilth("read", "-", "--into", tmp_path / "new.gpkg").status == 2


def test_run__article_and_table__writes_dossiers(
    tilth, article: Path, evidence: Path, tmp_path: Path
) -> None:
    words = ["--project", tmp_path / "r.gpkg", "--report", tmp_path / "out", "--json"]
    done = tilth("run", article, evidence, *words)
    assert (done.status, Path(done.json["open"]).name) == (0, "index.html")


def test_run__one_refused_row__ends_with_one(tilth, evidence: Path, tmp_path: Path) -> None:
    evidence.write_text(f"{EVIDENCE}e3,abc,48,10,2024,submunition,1\n")
    assert tilth("run", evidence, "--project", tmp_path / "r.gpkg").status == 1
