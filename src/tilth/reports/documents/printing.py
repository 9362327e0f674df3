"""A document as PDF by Typst, with fonts that travel with tilth: nothing is fetched."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any, Literal

import orjson

from tilth import __version__
from tilth.project import Project
from tilth.reports._errors import ReportError
from tilth.reports.documents.blocks import Document
from tilth.reports.documents.rendered import Rendered, rendered

__all__ = ["document_pdf"]


def document_pdf(project: Project, document: Document) -> bytes:
    """Return the PDF on A4; the same document always gives the same pages.

    It is made to PDF/UA-1, for screen readers, wherever the script allows; Arabic and Lao are tagged as well
    but have joined letters that the standard wants mapped one by one.

    Raises
    ------
    ReportError
        Typst refuses the document: a fault of the template.
    """
    import typst

    data = orjson.dumps(_data(rendered(project, document))).decode()
    try:
        return _compiled(data, ["ua-1"])
    except typst.TypstError:
        pass  # the plain way decides whether it is the standard or the template that fails
    try:
        return _compiled(data, [])
    except typst.TypstError as error:
        raise ReportError(f"the document cannot be printed: {error}") from error


def _compiled(data: str, standards: list[Literal["ua-1"]]) -> bytes:
    import typst

    with (
        as_file(files("tilth.reports") / "templates" / "document.typ") as template,
        as_file(files("tilth.data") / "fonts") as fonts,
    ):
        made = typst.compile(
            str(template), format="pdf", font_paths=[str(fonts)], ignore_system_fonts=True,
            sys_inputs={"data": data}, pdf_standards=list(standards),
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _data(made: Rendered) -> dict[str, Any]:
    words = made.words
    told = ("notes", "notes_lead", "name_date", "page")
    return {
        "title": made.document.title,
        "lead": made.document.lead,
        "lang": made.document.lang,
        "rtl": words.right_to_left,
        "banners": list(made.document.banners),
        "footer": made.document.footer,
        "version": __version__,
        "sections": [
            {**section, "blocks": [_plain(block) for block in section["blocks"]]} for section in made.sections
        ],
        "notes": [_note(note, words("more_claims", count=note["more"])) for note in made.notes],
        "claims": [{"id": one["id"][:12], "words": _claim_words(one)} for one in made.claims],
        "words": {key: words(key) for key in told},
    }


def _plain(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] != "table":
        return block
    rows = [
        [{key: cell[key] for key in ("text", "note", "interval", "ltr")} for cell in row]
        for row in block["rows"]
    ]
    return {**block, "rows": rows}


def _note(note: Any, more: str) -> dict[str, Any]:
    run = note["run"]
    return {
        "number": note["number"],
        "run": f"{run['command']}, tilth {run['version']}, {run['id'][:12]}" if run else "",
        "claims": [one["id"][:12] for one in note["claims"]],
        "more": more if note["more"] else "",
    }


def _claim_words(claim: Any) -> str:
    parts = [claim["kind"], claim["state"], claim["content"] or "", claim["detail"]]
    parts += [str(claim[name]) for name in ("speaker", "said_on", "source") if claim[name]]
    return " · ".join(part for part in parts if part)[:400]
