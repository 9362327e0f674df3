"""The handover statement: what is given back, how it was released, and what nobody can promise."""

from __future__ import annotations

from tilth.project import Project
from tilth.reports.documents.area_file import AreaFile, area_file, claims_of, told
from tilth.reports.documents.blocks import Block, Cell, Document, Section, Table, Words
from tilth.reports.documents.parts import (
    account_section,
    area_number,
    banners,
    quality_section,
    signature_section,
)
from tilth.reports.documents.remaining import remaining_section, residual_section
from tilth.reports.documents.site_map import site_map
from tilth.reports.documents.turning_points import turning_points
from tilth.reports.documents.words import DocumentWords

__all__ = ["handover_statement"]


def handover_statement(project: Project, area: str, lang: str = "en") -> Document:
    """Return the statement with which released land is handed over.

    Raises
    ------
    ProjectError, ReportError
        See `completion_report`.
    """
    words = DocumentWords(lang)
    file = area_file(project, area)
    lines = list(_sentences(file, words))
    first: list[Block] = [Words(lines), Words([words("no_guarantee")], warning=True)]
    sections = [
        Section("handover", words("handed_over"), [*first, *_handovers(file, words)]),
        Section("map", words("map"), [site_map(file, words)]),
        account_section(file, words),
        quality_section(file, words),
        residual_section(file, words),
        remaining_section(file, words),
        Section("points", words("points"), turning_points(file.outline, file.area, words)),
        signature_section(words, _places(file)),
    ]
    marks = banners(file, words)
    if file.work.facts["open_m2"] > 1:
        marks.insert(0, words("still_open"))
    return Document(words("statement"), file.name, lang, sections, marks, words("footer", day=file.today))


def _sentences(file: AreaFile, words: DocumentWords) -> list[str]:
    lines = []
    for one in file.work.releases:
        depth = told(one, "depth_cm")
        lines.append(
            words(
                "released_to" if depth else "released_by",
                method=words.value(told(one, "method")) or "–",
                product=words.value(told(one, "product")) or "–",
                depth=depth,
                day=told(one, "date") or one.claims[-1].claim.valid or "–",
                by=file.named(told(one, "organisation")) or "–",
            )
        )
    return lines or [words("nothing_released")]


def _handovers(file: AreaFile, words: DocumentWords) -> list[Table]:
    rows: list[list[Cell]] = []
    for one in file.work.handovers:
        size = told(one, "area_m2")
        rows.append(
            [
                str(told(one, "local_id") or one.subject.split(":", 1)[1]),
                str(told(one, "date") or "–"),
                file.named(told(one, "handed_by")) or "–",
                str(told(one, "handed_to") or "–"),
                area_number(size, claims_of([one]), words) if size else "–",
                str(told(one, "restrictions") or words("none_told")),
            ]
        )
    head = [words(key) for key in ("number", "date", "handed_by", "handed_to", "size", "restrictions")]
    return [Table(rows, head, words("certificates"), (1.1, 1.1, 1.4, 1.4, 1.2, 1.8))] if rows else []


def _places(file: AreaFile) -> list[tuple[str, str]]:
    last = file.work.handovers[-1] if file.work.handovers else None
    by = file.named(told(last, "handed_by")) if last else ""
    to = str(told(last, "handed_to") or "") if last else ""
    return [("sign_handed_by", by), ("sign_handed_to", to), ("sign_authority", "")]
