"""Reports: dossiers in which every figure leads to its claims."""

from __future__ import annotations

from tilth.reports._errors import ReportError
from tilth.reports._expected import expectation_row
from tilth.reports._page import write_page
from tilth.reports.district import district_dossier
from tilth.reports.documents import (
    article7_figures,
    completion_report,
    document_page,
    document_pdf,
    handover_statement,
    task_dossier,
)
from tilth.reports.dossiers import Written, write_dossiers
from tilth.reports.figures import Figures
from tilth.reports.forest import write_forest
from tilth.reports.import_report import import_page, write_import_report
from tilth.reports.munition import munition_html
from tilth.reports.rules_page import rules_page
from tilth.reports.standing_chart import STANDINGS
from tilth.reports.state import state_dossier, state_parts
from tilth.reports.wording import claim_detail, state_name

__all__ = [
    "STANDINGS",
    "Figures",
    "ReportError",
    "Written",
    "article7_figures",
    "claim_detail",
    "completion_report",
    "district_dossier",
    "document_page",
    "document_pdf",
    "expectation_row",
    "handover_statement",
    "import_page",
    "munition_html",
    "rules_page",
    "state_dossier",
    "state_name",
    "state_parts",
    "task_dossier",
    "write_dossiers",
    "write_forest",
    "write_import_report",
    "write_page",
]
