"""The main job from end to end: the bundled example, the real article, a saved page, real GIS files."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tilth.claims import recorded_of_kind, verify
from tilth.project import Project, latest_runs

TILTH = Path(sys.executable).with_name("tilth")
FIGURE = re.compile(r'<data class="figure" ([^>]*)>')
REMOTE = re.compile(
    r'(?:src|srcset|data|action)\s*=\s*"?https?:|@import|url\(\s*["\']?https?:|<link|<script|<iframe|<img'
)


def tilth(*words: object, status: int = 0) -> str:
    done = subprocess.run([TILTH, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TILTH_HOME", str(folder / "home"))
        tilth("demo", "--no-serve", "--dir", folder)
    return folder


def test_demo__project__verifies(demo: Path) -> None:
    with Project.open(demo / "demo.gpkg", read_only=True) as project:
        found = verify(project.store)
    assert found.holds
    assert found.claims > 1500


def test_demo__pages__hold_twenty_figures_and_none_without_claims(demo: Path) -> None:
    with Project.open(demo / "demo.gpkg", read_only=True) as project, project.store.reading() as connection:
        held = {bytes(row[0]).hex() for row in connection.exec_driver_sql("SELECT id FROM tilth_claim")}
    figures = [mark for page in demo.glob("*.html") for mark in FIGURE.findall(page.read_text("utf-8"))]
    assert len(figures) >= 20
    for mark in figures:
        ids = re.search(r'data-(?:claims|run)="([^"]+)"', mark)
        assert ids is not None, mark
        assert set(ids[1].split()) <= held


def test_demo__pages__ask_nothing_of_a_network(demo: Path) -> None:
    for page in demo.glob("*.html"):
        assert not REMOTE.search(page.read_text("utf-8")), page.name


def test_demo__made_up_content__is_marked_so(demo: Path) -> None:
    assert "SYNTHETIC" in (demo / "district.html").read_text("utf-8")
    assert "constructed examples, not real reports" in (demo / "state_UKR.html").read_text("utf-8")


def test_demo__contradicting_failure_rates__stand_beside_each_other(demo: Path) -> None:
    page = (demo / "state_USA.html").read_text("utf-8")
    sides = page[page.index("How often submunitions fail") :].split("</section>")[0]
    assert "at most 2.35 per cent" in sides
    assert "at least 14 per cent" in sides


@pytest.mark.needs_system
def test_demo__ogrinfo__lists_the_layers(demo: Path, require_program) -> None:
    shown = subprocess.run(
        [require_program("ogrinfo"), demo / "demo.gpkg"], capture_output=True, text=True, check=True
    ).stdout
    layers = ("evidence_point", "strike", "survey_box", "hazardous_area", "activity", "claim_place")
    assert all(name in shown for name in layers)


def test_run__real_article__gives_its_five_speakers_standings_and_transfer(
    shared: Path, tmp_path: Path
) -> None:
    address = tmp_path / "p.gpkg"
    tilth("run", shared / "gold/seed.txt", "--project", address, "--report", tmp_path / "out")
    gold = json.loads((shared / "gold/seed.json").read_text("utf-8"))["claims"]
    expected = {claim["speaker"] for claim in gold} - {None}
    with Project.open(address, read_only=True) as project:
        names = {
            item.claim.subject: item.claim.values["name"]
            for item in recorded_of_kind(project.store, ["entity"])
        }
        said = [item.claim for item in recorded_of_kind(project.store, ["statement"]) if item.claim.speaker]
        runs = latest_runs(project, "law.standing")
        transfers = [item.claim for item in recorded_of_kind(project.store, ["transfer"]) if item.claim.span]
        worth = {
            claim.values.get("value_usd")
            for claim in transfers
            if (claim.values["supplier"], claim.values["recipient"]) == ("USA", "UKR")
        }
    assert len(expected) == 5
    assert {names[claim.speaker] for claim in said} == expected
    assert {"USA", "RUS", "UKR"} <= {run.claim.values["result"]["state"] for run in runs}
    assert {run.claim.values["result"]["standing"] for run in runs if
            run.claim.values["result"]["state"] in ("USA", "RUS", "UKR")} == {"outsider"}  # fmt: skip
    assert 800_000_000 in worth
    assert (tmp_path / "out/state_USA.html").is_file()


def test_run__real_article__each_statement_is_its_own_words_in_the_text(shared: Path, tmp_path: Path) -> None:
    address = tmp_path / "p.gpkg"
    tilth("run", shared / "gold/seed.txt", "--project", address)
    with Project.open(address, read_only=True) as project:
        sources = {item.claim.subject: item.claim for item in recorded_of_kind(project.store, ["source"])}
        statements = [item.claim for item in recorded_of_kind(project.store, ["statement"])]
    assert statements
    for claim in statements:
        assert claim.span is not None
        text = sources[claim.source or ""].values["text"]
        assert text[slice(*claim.span)] == claim.values["content"]


def test_run__the_same_article_again__adds_nothing(shared: Path, tmp_path: Path) -> None:
    address = tmp_path / "p.gpkg"
    first = json.loads(tilth("run", shared / "gold/seed.txt", "--project", address, "--json"))
    again = json.loads(tilth("run", shared / "gold/seed.txt", "--project", address, "--json"))
    assert first["inputs"][0]["accepted"] > 10
    assert again["inputs"][0]["accepted"] == 0
    assert again["inputs"][0]["unchanged"] == first["inputs"][0]["accepted"]


def test_run__saved_page__gives_claims_and_leaves_out_the_menu(tmp_path: Path) -> None:
    from importlib.resources import files

    text = (files("tilth.data") / "examples" / "article_nl.txt").read_text("utf-8").split("\n", 1)[1]
    body = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Granaten voor Kyiv</title>'
        '<meta property="article:published_time" content="2023-07-08T10:00:00Z"></head><body>'
        "<nav><a href='/'>Voorpagina</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>Granaten voor Kyiv</h1>{body}"
        "</article><footer>Cookies en privacy</footer></body></html>",
        encoding="utf-8",
    )
    address = tmp_path / "p.gpkg"
    tilth("run", page, "--project", address)
    with Project.open(address, read_only=True) as project:
        statements = recorded_of_kind(project.store, ["statement"])
        (source,) = [i for i in recorded_of_kind(project.store, ["source"]) if "text" in i.claim.values]
    assert len(statements) >= 8
    assert "Cookies" not in source.claim.values["text"]


def test_run__real_craters_and_areas__are_taken_and_the_rest_listed(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/real/07_arcade_ukraine_2014_craters"
    options = ("--project", tmp_path / "p.gpkg", "--report", tmp_path / "out", "--json")
    answer = tilth("run", folder / "craters.gpkg", *options, status=1)
    parts = {part["name"].split("layer ")[1]: part for part in json.loads(answer)["inputs"]}
    assert parts["craters"]["accepted"] == 5372
    assert parts["bombardment_areas"]["accepted"] == 66
    assert (parts["fire_direction_lines"]["refused"], parts["fire_direction_lines"]["accepted"]) == (32, 0)
    assert "fire_direction_lines" in (tmp_path / "out/district.html").read_text("utf-8")


def test_run__files_that_are_not_there__are_named_and_nothing_is_made(tmp_path: Path) -> None:
    tilth("run", tmp_path / "no.txt", "--project", tmp_path / "p.gpkg", status=2)
    assert not (tmp_path / "p.gpkg").exists()


@pytest.fixture
def require_program():
    import os

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed: 'sudo make test' installs it on Debian or Ubuntu"
            if os.environ.get("TILTH_REQUIRE_SYSTEM") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find
