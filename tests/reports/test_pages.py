"""Dossiers: every figure leads to its claims, the page stands alone, and hostile words stay words."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tilth.claims import Claim, Installation, recorded_by_id
from tilth.project import Project
from tilth.reports import ReportError, district_dossier, state_dossier, write_dossiers, write_page


def _behind(page: Any) -> set[str]:
    named = {key for figure in page.figures for key in figure.get("data-claims", "").split()}
    return named | {figure["data-run"] for figure in page.figures if "data-run" in figure}


def test_page__figures__are_there(page) -> None:
    assert len(page.figures) >= 5


def test_page__every_figure__has_a_value(page) -> None:
    assert [figure for figure in page.figures if not figure.get("value")] == []


def test_page__every_figure__names_claims_or_a_run(page) -> None:
    assert [f for f in page.figures if bool(f.get("data-claims")) == bool(f.get("data-run"))] == []


def test_page__every_claim_and_run_named__is_in_the_ledger(page, project: Project) -> None:
    named = _behind(page)
    assert {item.id for item in recorded_by_id(project.store, sorted(named))} == named


def test_page__every_run_named__is_a_run(page, project: Project) -> None:
    runs = sorted({figure["data-run"] for figure in page.figures if "data-run" in figure})
    assert {item.claim.kind for item in recorded_by_id(project.store, runs)} <= {"run"}


def test_page__every_figure__has_an_interval_or_says_why_none(page) -> None:
    pattern = r'<data class="figure"([^>]*)>[^<]*</data>(?:&nbsp;[^<\s]*)?( <span class="interval">)?'
    bare = [m[0] for m in re.finditer(pattern, page.text) if ("data-exact" in m[1]) == bool(m[2])]
    assert bare == []


def test_page__the_pattern_for_intervals__meets_every_figure(page) -> None:
    assert len(re.findall(r'<data class="figure"[^>]*>[^<]*</data>', page.text)) == len(page.figures)


def test_page__elements__are_closed_in_order(page) -> None:
    assert page.faults == []


def test_page__identifiers__are_unique(page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


def test_page__every_link_inside__has_its_target(page) -> None:
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    wanted = {link["href"][1:] for link in page.all("a") if link.get("href", "").startswith("#")}
    assert wanted - ids == set()


@pytest.mark.parametrize(
    "tag", ["script", "link", "img", "iframe", "object", "embed", "video", "base", "form"]
)
def test_page__elements_that_fetch__are_not_there(page, tag: str) -> None:
    assert page.all(tag) == []


def test_page__addresses__stand_in_plain_links_alone(page) -> None:
    fetching = [
        (tag, name, value)
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if "//" in value and tag != "a" and name not in ("xmlns", "data-claims")
    ]
    assert fetching == []


def test_page__links_out__are_of_the_web_or_the_page(page) -> None:
    strange = [a["href"] for a in page.all("a") if not re.match(r"#|https?://|[\w.-]+\.html$", a["href"])]
    assert strange == []


def test_page__style__imports_nothing(page) -> None:
    assert re.search(r"@import|url\(", " ".join(page.styles)) is None


def test_page__attributes__run_no_program(page) -> None:
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []


def test_page__hostile_words__are_written_as_words(page) -> None:
    assert "<script" not in page.text.lower()


def test_page__hostile_words__are_still_there(page) -> None:
    assert "&lt;script&gt;alert(1)" in page.text


def test_page__size__is_under_five_megabytes(page) -> None:
    assert len(page.text.encode()) < 5_000_000


def test_page__made_up_records__are_said_to_be(page) -> None:
    assert re.search(r"SYNTHETIC|constructed", page.text)


def test_page__language__is_named(page) -> None:
    assert page.all("html")[0]["lang"] == "en"


def test_page__drawings__have_a_title_each(page) -> None:
    assert page.text.count("<svg") == len(re.findall(r"<svg[^>]*><title>", page.text))


def test_page__made_twice__is_the_same(page, project: Project, texts: dict[str, str]) -> None:
    again = {state_dossier(project, "USA")}
    assert page.text in again | {texts["district"]}


def test_district__searched_and_unsearched_boxes__are_told_apart(texts: dict[str, str]) -> None:
    assert {"box: not searched", "box: searched, nothing found"} <= set(
        re.findall(r"box: [\w ,]+", texts["district"])
    )


def test_state__rates_that_differ__stand_side_by_side(texts: dict[str, str]) -> None:
    sides = texts["state"].split('id="sides"')[1].split('id="said"')[0]
    assert sides.count('class="side"') >= 2


def test_state__nobody_speaks_of__is_refused_with_those_spoken_of(project: Project) -> None:
    with pytest.raises(ReportError, match=r"states it speaks of: .*USA"):
        state_dossier(project, "ZZZ")


@pytest.fixture
def empty(tmp_path: Path):
    """Yield a project that holds nothing."""
    with Project.create(tmp_path / "empty.gpkg", Installation(tmp_path / "home")) as made:
        yield made


def test_district__nothing_placed__is_refused(empty: Project) -> None:
    with pytest.raises(ReportError, match="has a place"):
        district_dossier(empty)


def test_dossiers__nothing_to_say__still_write_an_index(empty: Project, tmp_path: Path) -> None:
    assert "Nothing to report" in write_dossiers(empty, tmp_path / "out", []).first.read_text("utf-8")


def test_district__one_strike_without_a_date__is_written(empty: Project) -> None:
    place = {"geometry": {"type": "Point", "coordinates": [37.5, 48.0]}}
    empty.append([Claim(kind="strike", subject="strike:1", place=place)])
    assert "No dated events" in district_dossier(empty)


def test_district__contested_place__is_written(empty: Project) -> None:
    told = [
        Claim(
            kind="strike", subject="strike:1", place={"geometry": {"type": "Point", "coordinates": [x, 48]}}
        )
        for x in (37, 38)
    ]
    empty.append(told)
    assert "strike" in district_dossier(empty)


def test_dossiers__written__link_to_every_page(project: Project, tmp_path: Path) -> None:
    written = write_dossiers(project, tmp_path, ["USA"])
    index = written.first.read_text("utf-8")
    assert [path.name for path in written.pages if f'href="{path.name}"' not in index] == []


def test_write_page__done__leaves_one_file(tmp_path: Path) -> None:
    write_page(tmp_path / "a" / "b.html", "<p>")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.html"]


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.needs_system
def test_page__on_a_telephone__does_not_scroll_sideways(page_file: Path) -> None:
    program = _chromium()
    if program is None:
        if os.environ.get("TILTH_REQUIRE_SYSTEM") == "1":
            pytest.fail("Chromium is not installed and TILTH_REQUIRE_SYSTEM is set")
        pytest.skip("Chromium (package chromium) is not installed: sudo make test")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 390, "height": 800})
        view.goto(page_file.as_uri())
        width = view.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert width <= 390
