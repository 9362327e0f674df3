"""Documents of land release: completion report, handover statement, task dossier; HTML and PDF."""

from __future__ import annotations

from tilth.reports.documents.article7 import article7_figures
from tilth.reports.documents.completion import completion_report
from tilth.reports.documents.page import document_page
from tilth.reports.documents.printing import document_pdf
from tilth.reports.documents.statement import handover_statement
from tilth.reports.documents.task import task_dossier
from tilth.reports.documents.words import document_languages

__all__ = [
    "article7_figures",
    "completion_report",
    "document_languages",
    "document_page",
    "document_pdf",
    "handover_statement",
    "task_dossier",
]
