"""The page of a munition, the forest plot, and what dossiers say of deliveries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tilth.munitions import Expectation, expect, find, published
from tilth.project import Project, latest_runs
from tilth.reports import ReportError, munition_html, write_forest
from tilth.reports.forest import forest_figure, forest_svg


def fitted() -> dict[str, Expectation]:
    return {setting: expect("m864", 1, setting=setting) for setting in ("claimed", "test", "combat")}


@pytest.fixture(scope="module")
def text() -> str:
    """Return the page of a munition from the shipped tables."""
    return munition_html("m864")


def test_page__every_figure__leads_to_claims_and_has_an_interval_or_a_reason(text: str) -> None:
    found = re.findall(r'<data class="figure"[^>]*>.*?</data>(.{0,60})', text, re.S)
    tags = re.findall(r'<data class="figure"[^>]*>', text)
    assert len(tags) > 20
    for tag, after in zip(tags, found, strict=True):
        assert ("data-claims=" in tag or "data-run=" in tag, "data-exact" in tag or "interval" in after) == (
            True,
            True,
        )


def test_page__unverified_figure__is_told_as_such_and_has_no_link(text: str) -> None:
    row = next(part for part in text.split("<tr>") if "fr005" in part and "not verified" in part)
    assert '<a href="http' not in row


def test_page__nothing__is_fetched_or_run(text: str) -> None:
    assert not re.search(r"<script|<link|src=|@import|xlink:href=\"http", text)


def test_page__plot__has_a_title_and_its_rows(text: str) -> None:
    assert "Published failure rates and fitted intervals for M864" in text
    assert "fitted for a new strike, combat" in text


def test_page__from_a_project__records_its_runs(project: Project) -> None:
    before = len(latest_runs(project, "munitions.expect"))
    assert "M26" in munition_html("m26", project.address)
    assert len(latest_runs(project, "munitions.expect")) == before + 3


def test_page__name_of_several__asks_for_one() -> None:
    with pytest.raises(ReportError, match="give one of"):
        munition_html("9n235")


def test_forest__files__are_svg_and_png_and_the_same_each_time(tmp_path: Path) -> None:
    rows = published(expect("m864", 1), find("m864"))
    one, two = (write_forest(rows, fitted(), "M864/x", tmp_path / name) for name in "ab")
    assert [path.name for path in one] == ["M864-x-rates.svg", "M864-x-rates.png"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_forest__every_row_and_fit__has_a_line() -> None:
    rows = published(expect("m864", 1), find("m864"))
    labels = [label.get_text() for label in forest_figure(rows, fitted(), "M864").axes[0].get_yticklabels()]
    told = " ".join(labels)
    assert [row.row for row in rows if row.row not in told] == []
    assert sum("fitted for a new strike" in label for label in labels) == 3
    assert "not verified" in next(label for label in labels if "fr005" in label)


def test_forest__in_a_page__is_one_drawing_with_hostile_words_made_harmless() -> None:
    drawn = forest_svg(published(expect("m864", 1), find("m864")), fitted(), "<script>")
    assert (drawn.startswith("<svg"), drawn.count("<title>"), "<script>" in drawn) == (True, 1, False)


def test_dossier__transfer_of_a_named_munition__has_claims_evidence_and_consequences(
    texts: dict[str, str],
) -> None:
    part = texts["state"].split('id="expected"')[1].split("</section>")[0]
    assert "C. Kahl, US DoD" in part
    assert "Evidence, combat" in part
    assert "Land affected" in part


def test_dossier__strikes__have_consequences(texts: dict[str, str]) -> None:
    part = texts["district"].split('id="expected"')[1].split("</section>")[0]
    assert ("Land affected" in part, "Strikes" in part) == (True, True)


def test_dossier__value_of_a_package__is_never_called_that_of_the_munitions(texts: dict[str, str]) -> None:
    assert "often of a whole package" in texts["state"]
