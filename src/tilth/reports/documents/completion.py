"""The completion report of an area: what was done, what came of the land, what may remain."""

from __future__ import annotations

from tilth.project import Project
from tilth.reports.documents.area_file import AreaFile, area_file, claims_of, told
from tilth.reports.documents.blocks import Cell, Document, Number, Section, Table, Words
from tilth.reports.documents.parts import (
    account_section,
    area_number,
    banners,
    counted,
    history_section,
    quality_section,
    signature_section,
    work_section,
)
from tilth.reports.documents.remaining import remaining_section, residual_section
from tilth.reports.documents.site_map import site_map
from tilth.reports.documents.turning_points import turning_points
from tilth.reports.documents.words import DocumentWords

__all__ = ["completion_report", "summary_table"]


def completion_report(project: Project, area: str, lang: str = "en") -> Document:
    """Return the completion report of an area.

    Parameters
    ----------
    area
        Identifier, number or name of the area.
    lang
        Language of the headings and standing sentences; what claims say stays as it was said.

    Raises
    ------
    ProjectError
        No such area, or several.
    ReportError
        The area has no outline, or the language is none of the documents'.
    """
    words = DocumentWords(lang)
    file = area_file(project, area)
    sections = [
        Section("summary", words("summary"), [summary_table(file, words), Words([words("released_words")])]),
        Section("map", words("map"), [site_map(file, words)]),
        account_section(file, words),
        work_section(file, words),
        quality_section(file, words),
        residual_section(file, words),
        remaining_section(file, words),
        Section("points", words("points"), turning_points(file.outline, file.area, words)),
        history_section(file, words),
        signature_section(words, (("sign_operator", ""), ("sign_quality", ""), ("sign_authority", ""))),
    ]
    marks = banners(file, words)
    if file.work.facts["open_m2"] > 1:
        marks.insert(0, words("not_complete"))
    return Document(words("completion"), file.name, lang, sections, marks, words("footer", day=file.today))


def summary_table(file: AreaFile, words: DocumentWords) -> Table:
    """Return the few facts that most readers look for."""
    work = file.work
    behind = claims_of((file.area, *work.releases))
    state = f"{words.value(file.status['class'])} / {words.value(file.status['status'])}"
    rows: list[list[Cell]] = [
        [words("area"), file.name],
        [words("class_status"), state],
        [words("recorded_area"), area_number(sum(work.land_m2.values()), behind, words)],
        [words("released_area"), area_number(work.facts["released_m2"], behind, words)],
        [words("open_land"), area_number(work.facts["open_m2"], behind, words)],
        [words("finds"), _items(file, words)],
        *_stated_finds(file, words),
        [words("evidence"), counted(file.evidence, words)],
        [words("accidents"), counted(file.accidents, words)],
        [words("inspections"), f"{work.facts['quality_passed']} / {work.facts['quality_failed']}"],
    ]
    unit = told(file.area, "admin_unit")
    rows += [[words("admin_unit"), str(unit)]] if unit else []
    return Table(rows, widths=(1.4, 2))


def _stated_finds(file: AreaFile, words: DocumentWords) -> list[list[Cell]]:
    """Return what surveys, clearance and releases say they found, beside the finds on record one by one."""
    works = [one for one in (*file.work.activities, *file.work.releases) if told(one, "found")]
    total = sum(told(one, "found") for one in works)
    return [[words("finds_stated"), counted(works, words, total)]] if works else []


def _items(file: AreaFile, words: DocumentWords) -> Cell:
    total = sum(told(one, "quantity") or 1 for one in file.finds)
    return (
        Number(total, claims_of(file.finds), exact=words("counted"))
        if file.finds
        else words("none_on_record")
    )
