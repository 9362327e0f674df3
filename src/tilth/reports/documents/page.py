"""A document as one HTML file, right to left where its language is."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from tilth import __version__
from tilth.project import Project
from tilth.reports._page import environment
from tilth.reports.documents.blocks import Document
from tilth.reports.documents.rendered import rendered

__all__ = ["document_page"]


def document_page(project: Project, document: Document) -> str:
    """Return the page; it needs no network and prints on A4."""
    made = rendered(project, document)
    return environment().get_template("document.html").render(
        document=document,
        made=made,
        words=made.words,
        css=Markup((files("tilth.reports") / "templates" / "style.css").read_text("utf-8")),
        version=__version__,
    )  # fmt: skip
