"""A document with its figures numbered: the same for the screen and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

from tilth.project import Project
from tilth.reports._closing import closing
from tilth.reports.documents.blocks import Block, Document, Drawing, Number, Signatures, Table, Words
from tilth.reports.documents.words import DocumentWords
from tilth.reports.figures import Figures, estimate_words, number_words

__all__ = ["Rendered", "rendered"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Plain values for the templates.

    Attributes
    ----------
    sections
        Each with anchor, heading and blocks; every cell has its words, the number of its note and the
        markup for the screen.
    notes, claims
        What stands behind the figures; see `closing`.
    """

    document: Document
    words: DocumentWords
    sections: Sequence[Mapping[str, Any]]
    notes: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]


def rendered(project: Project, document: Document) -> Rendered:
    """Return the document with numbered figures and what stands behind them."""
    words = DocumentWords(document.lang)
    figures = Figures("–", words("note_label"))
    sections = [
        {
            "anchor": section.anchor,
            "heading": section.heading,
            "blocks": [_block(block, figures) for block in section.blocks],
        }
        for section in document.sections
    ]
    behind = closing(project, figures.footnotes)
    return Rendered(document, words, sections, behind["notes"], behind["claims"])


def _block(block: Block, figures: Figures) -> dict[str, Any]:
    if isinstance(block, Words):
        return {
            "kind": "words", "lines": list(block.lines), "listed": block.listed,
            "lang": block.lang, "warning": block.warning,
        }  # fmt: skip
    if isinstance(block, Table):
        return _table(block, figures)
    if isinstance(block, Drawing):
        return {"kind": "drawing", "svg": block.svg, "caption": block.caption, "words": block.words}
    assert isinstance(block, Signatures)
    return {"kind": "signatures", "places": [{"role": role, "name": name} for role, name in block.places]}


def _table(table: Table, figures: Figures) -> dict[str, Any]:
    rows = [[_cell(cell, figures) for cell in row] for row in table.rows]
    count = max((len(row) for row in rows), default=1)
    return {
        "kind": "table",
        "head": list(table.head),
        "rows": rows,
        "caption": table.caption,
        "widths": list(table.widths) or [1.0] * count,
        "fixed": table.fixed,
    }


def _cell(cell: str | Number, figures: Figures) -> dict[str, Any]:
    if isinstance(cell, str):
        return {"text": cell, "note": 0, "interval": "", "html": None, "ltr": _runs_right(cell)}
    markup = figures.figure(
        cell.value, claims=cell.claims, run=cell.run, interval=cell.interval, exact=cell.exact, unit=cell.unit
    )
    shown = number_words(cell.value) if cell.interval is None else estimate_words(cell.value)
    bounds = "" if cell.interval is None else " – ".join(estimate_words(bound) for bound in cell.interval)
    number = figures.footnote(cell.claims if not cell.run else (), cell.run).number
    text = f"{shown}\u00a0{cell.unit}" if cell.unit else shown
    return {"text": text, "note": number, "interval": bounds, "html": markup, "ltr": True}


def _runs_right(text: str) -> bool:
    """Whether the first letter of a text is of a script that runs from left to right; no letter counts so."""
    strong = (bidirectional(letter) for letter in text)
    return next((kind == "L" for kind in strong if kind in ("L", "R", "AL")), True)
