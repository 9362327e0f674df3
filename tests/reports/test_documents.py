"""Documents of land release: figures lead to claims, nothing is promised, paper and screen agree."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.reports._land import fill, land_claims

from tilth.claims import Claim, recorded_by_id
from tilth.project import Project, ProjectError, review_claims
from tilth.reports import (
    ReportError,
    article7_figures,
    completion_report,
    document_page,
    document_pdf,
    handover_statement,
    task_dossier,
)
from tilth.reports.documents.blocks import Document
from tilth.reports.documents.words import DocumentWords

MAKERS = {
    "completion": lambda project, lang: completion_report(project, "H7", lang),
    "statement": lambda project, lang: handover_statement(project, "Ban Na field", lang),
    "task": lambda project, lang: task_dossier(project, "T1", lang),
}
EACH = pytest.mark.parametrize("name", list(MAKERS))
IN_LANGUAGE = [("completion", "ar"), ("statement", "fr"), ("task", "uk"), ("task", "lo"), ("statement", "en")]
Made = Callable[..., Document]


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.create(tmp_path_factory.mktemp("land") / "p.gpkg") as project:
        fill(project)
        yield project


@pytest.fixture(scope="module")
def made(land: Project) -> Made:
    """Return a function that makes each document once."""

    @cache
    def make(name: str, lang: str = "en") -> Document:
        return MAKERS[name](land, lang)

    return make


def words_of(document: Document, project: Project) -> str:
    page = document_page(project, document)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@EACH
def test_page__every_figure__leads_to_claims_that_the_project_holds(
    land: Project, made: Made, name: str
) -> None:
    page = document_page(land, made(name))
    found = re.findall(r'<data class="figure" value="[^"]*" data-(claims|run)="([^"]+)"', page)
    keys = sorted({key for _, keys in found for key in keys.split()})
    assert len(found) > 5
    assert {item.id for item in recorded_by_id(land.store, keys)} == set(keys)


@EACH
def test_page__every_figure__has_an_interval_or_says_why_not(land: Project, made: Made, name: str) -> None:
    page = document_page(land, made(name))
    tags = re.findall(r'<data class="figure"[^>]*>.*?</data>[^<]*(<span class="interval")?', page)
    exact = re.findall(r'<data class="figure"[^>]*data-exact="[^"]+', page)
    assert len(exact) + sum(bool(tag) for tag in tags) == len(tags)


@pytest.mark.parametrize("name, lang", IN_LANGUAGE)
def test_page__language__sets_words_and_direction(land: Project, made: Made, name: str, lang: str) -> None:
    page = document_page(land, made(name, lang))
    direction = "rtl" if lang == "ar" else "ltr"
    assert f'<html lang="{lang}" dir="{direction}">' in page
    assert DocumentWords(lang)("points") in page
    assert (DocumentWords(lang)("machine_words") in page) == (lang != "en")


@pytest.mark.parametrize("name", ["completion", "statement"])
def test_document__on_released_land__promises_nothing(land: Project, made: Made, name: str) -> None:
    text = words_of(made(name), land)
    assert "No method guarantees that nothing is left" in text
    assert not re.search(r"\b(is|are|land is) (safe|free of)\b", text)


def test_completion__parts_of_the_land__add_up_to_the_whole(land: Project, made: Made) -> None:
    page = document_page(land, made("completion"))
    section = page.split('id="account"')[1].split("</table>")[0]
    cleared, reduced, whole = (
        float(v) for v in re.findall(r'<data class="figure" value="([\d.]+)"', section)
    )
    assert cleared + reduced == pytest.approx(whole, abs=1)


def test_completion__finds__are_counted_by_item(land: Project, made: Made) -> None:
    page = document_page(land, made("completion"))
    assert re.search(r"<td><bdi>blu26</bdi></td>.*?value=\"3\"", page, re.S)


def test_completion__box_not_reached__stays_open(land: Project, made: Made) -> None:
    text = words_of(made("completion"), land)
    assert "Survey boxes that could not be reached 1" in text
    assert "survey box: not accessible" in text


def test_turning_points__traverse__closes_on_the_start(land: Project, made: Made) -> None:
    page = document_page(land, made("completion"))
    legs = page.split('id="points"')[1].split("</section>")[0].split("<table>")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", legs, re.S)[1:]
    ends = [re.findall(r"<bdi>(.*?)</bdi>", row)[:2] for row in rows]
    assert ends[:2] == [["RP", "BM"], ["BM", "SP"]]
    assert ends[-1] == ["TP4", "SP"]
    # A degree of latitude at 16.7 north is 110,666 m on WGS84 (meridian arc, series by hand): x 2 / 5000.
    assert "44.3 m" in rows[-1]
    assert "180.0°" in rows[-1]


def test_turning_points__every_notation__stands_for_each_corner(land: Project, made: Made) -> None:
    page = document_page(land, made("completion"))
    for written in (
        "16.700000°N 106.900000°E",
        "16°42′00.00″N",
        "UTM 48 north 702592 1847334",
        "48Q YD 02592 47333",
    ):
        assert written in page


@EACH
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_pdf__a4_with_claims_annex__in_its_own_fonts(land: Project, made: Made, name: str, lang: str) -> None:
    reader = PdfReader(io.BytesIO(document_pdf(land, made(name, lang))))
    box = reader.pages[0].mediabox
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    assert all("NotoSans" in font for font in fonts), fonts
    assert land_claims()[0].id[:12] in text


def _fonts(page: object) -> list[dict[str, object]]:
    resources = page["/Resources"].get("/Font", {})  # type: ignore[index]
    return [font.get_object() for font in resources.values()]


def test_pdf__english__is_for_screen_readers_too(land: Project, made: Made) -> None:
    reader = PdfReader(io.BytesIO(document_pdf(land, made("statement"))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_pdf__made_twice__is_the_same(land: Project, made: Made) -> None:
    twice = [document_pdf(land, made("statement")) for _ in range(2)]
    assert twice[0] == twice[1]


def test_draft__claims_nobody_accepted__are_counted(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.gpkg") as project:
        project.append(land_claims())
        assert any(line.startswith("DRAFT:") for line in completion_report(project, "H7").banners)
        review_claims(project, [("accept", claim.id) for claim in land_claims()])
        assert not any(line.startswith("DRAFT:") for line in completion_report(project, "H7").banners)


def test_statement__area_partly_open__says_so_first(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.gpkg") as project:
        project.append([claim for claim in land_claims() if claim.subject != "release:R2"])
        assert handover_statement(project, "H7").banners[0].startswith("Part of the area is still open")
        assert completion_report(project, "H7").banners[0].startswith("The area is not complete")


def test_document__unknown_area_or_language__is_refused(land: Project, made: Made) -> None:
    with pytest.raises(ProjectError, match="no area is called"):
        completion_report(land, "H99")
    with pytest.raises(ReportError, match="allowed: en, fr, uk, ar, lo"):
        completion_report(land, "H7", "xx")


def test_words__date_in_an_arabic_sentence__keeps_its_direction() -> None:
    assert "\u20682025-05-20\u2069" in DocumentWords("ar")("footer", day="2025-05-20")


def test_article7__account_of_the_year__balances_and_leads_to_claims(land: Project) -> None:
    page = document_page(land, article7_figures(land, "LAO", 2025))
    section = page.split('id="F2"')[1].split("</table>")[0]
    told = dict(
        re.findall(r'scope="row">(\w+)</th><td><bdi><data class="figure" value="(\d+)" data-claims', section)
    )
    assert float(told["Found"]) == pytest.approx(float(told["Cleared"]) + float(told["Reduced"]), abs=2)


def test_article7__destroyed_items_and_open_land__are_those_of_the_year(land: Project) -> None:
    this = words_of(article7_figures(land, "LAO", 2025), land)
    before = words_of(article7_figures(land, "LAO", 2024), land)
    assert "Submunition blu26 3" in this
    assert "No item is on record as destroyed in the year." in before


def test_article7__victims__are_counted_by_group_and_not_named(tmp_path: Path) -> None:
    victim = Claim(
        kind="victim", subject="victim:v1", access="personal", valid="2025-03-09",
        values={"name": "Ana Bo", "age_group": "girl", "status": "injured"},
    )  # fmt: skip
    with Project.create(tmp_path / "p.gpkg") as project:
        project.append([*land_claims(), victim])
        page = document_page(project, article7_figures(project, "LAO", 2025))
    assert re.search(r"Girl \(under 18\).*?Injured.*?value=\"1\"", page, re.S)
    assert "Ana Bo" not in page


def test_article7__year_before_the_convention__is_refused(land: Project) -> None:
    with pytest.raises(ReportError, match="from 2008 to"):
        article7_figures(land, "LAO", 1999)
