"""What the page of one area shows: its state, moves, work, land and what may remain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tilth.claims import pictures
from tilth.errors import TilthError
from tilth.project import area_moves, area_status, residual_statement
from tilth.project.mapped import subject_rows
from tilth.web._errors import WebError

if TYPE_CHECKING:
    from tilth.web.desk import Desk

__all__ = ["DOCUMENTS", "area_page", "document_of", "residual_part"]

STAGES = ("indication", "SHA", "CHA", "closed", "handed_over")
DOCUMENTS = ("completion", "statement", "task")
_STANDING = ("accepted", "proposed")
_WORK = ("activity_kind", "kind", "method", "product", "date", "started", "ended", "organisation", "found")


def area_page(desk: Desk, key: str) -> dict[str, Any]:
    """Return the words and figures of the page."""
    told = area_status(desk.project, key)
    placed = subject_rows(desk.store, "hazardous_area", [told["area"]])
    return {
        "told": told,
        "key": told["area"].partition(":")[2],
        "placed": placed,
        "area_m2": placed[0].values.get("computed_area_m2") if placed else None,
        "facts": placed[0].values if placed else {},
        "moves": sorted(area_moves(desk.project, key), key=_far),
        "work": _work(desk, [*told["activities"], *told["releases"]]),
        "documents": DOCUMENTS,
        "stages": STAGES,
        "stage": told["status"] if told["status"] in STAGES else told["class"],
    }


def residual_part(desk: Desk, key: str) -> dict[str, Any]:
    """Return both statements on what may remain in the area's released land, or why there is none."""
    try:
        return {"residual": residual_statement(desk.project, key), "fault": ""}
    except TilthError as error:
        return {"residual": None, "fault": str(error)}


def _far(move: dict[str, Any]) -> int:
    """Return how far a move is: those that start from another class or state come last."""
    return sum(guard["guard"] in ("from_class", "from_status") for guard in move["failed"])


def document_of(desk: Desk, key: str, name: str, lang: str) -> bytes:
    """Return a document of an area as PDF, in the language of the pages where it is written in that.

    Raises
    ------
    WebError
        No document of that name.
    """
    from tilth.reports import documents

    makers = {
        "completion": documents.completion_report,
        "statement": documents.handover_statement,
        "task": documents.task_dossier,
    }
    if name not in makers:
        raise WebError(404, f"no document {name!r}; allowed: {', '.join(DOCUMENTS)}")
    spoken = lang if lang in documents.document_languages() else "en"
    return documents.document_pdf(desk.project, makers[name](desk.project, key, spoken))


def _work(desk: Desk, subjects: list[str]) -> list[dict[str, Any]]:
    drawn = pictures(desk.store, subjects, statuses=_STANDING)
    return [
        {
            "subject": subject,
            "kind": picture.kind or "",
            "facts": {name: value for name in _WORK if (value := picture.value(name)) is not None},
            "status": picture.value("status"),
            "claims": [item.id for item in picture.claims],
        }
        for subject, picture in drawn.items()
        if picture.claims
    ]
