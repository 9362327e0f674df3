"""Bytes of a text file, a web page or a PDF as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tilth.reading._encodings import declared, decoded, storable
from tilth.reading._errors import ArticleError
from tilth.reading._limits import limit
from tilth.reading._words import load

__all__ = ["MEDIA", "Content", "content_of", "kind_of_bytes"]

MEDIA = {"txt": "text/plain", "html": "text/html", "pdf": "application/pdf"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]{3,1990})", re.I)
_BYTES_OF_KIND = 4096


@dataclass(frozen=True, slots=True)
class Content:
    """Text of a file with what its own metadata tell."""

    text: str
    title: str | None = None
    date: str | None = None
    address: str | None = None
    publisher: str | None = None
    lang: str | None = None


def kind_of_bytes(raw: bytes, named: str | None = None) -> str:
    """Return ``pdf``, ``html`` or ``txt``: by the first bytes where they tell, else as named.

    Examples
    --------
    >>> kind_of_bytes(b"%PDF-1.7", "txt"), kind_of_bytes(b"<html>", "txt"), kind_of_bytes(b"<html>")
    ('pdf', 'txt', 'html')
    """
    if raw.lstrip()[:5] == b"%PDF-" or (named == "pdf" and b"%PDF-" in raw[:1024]):
        return "pdf"
    if named in {"html", "txt"}:
        return named
    return "html" if _PAGE.match(raw[:_BYTES_OF_KIND]) else named or "txt"


def content_of(raw: bytes, kind: str, name: str) -> Content:
    """Return the text of bytes of a kind; refuses what holds none, or too much."""
    if not raw.strip():
        raise ArticleError(f"{name}: the file is empty; give an article with text")
    _no_other_format(raw, name)
    content = {"txt": _plain, "html": _page, "pdf": _pdf}[kind](raw, name)
    most = limit("text_characters")
    if len(content.text) > most:
        raise ArticleError(
            f"{name}: {len(content.text):,} characters of text; an article may have {most:,}:"
            " give the part that is about cluster munitions"
        )
    return content


def _no_other_format(raw: bytes, name: str) -> None:
    for row in load("files")["signatures"]:
        if raw.startswith(bytes.fromhex(row["starts"])):
            raise ArticleError(f"{name}: this is {row['is']}; {row['advice']}")


def _plain(raw: bytes, name: str) -> Content:
    return Content(_readable(_decoded(raw, name), name))


def _decoded(raw: bytes, name: str, told: str | None = None) -> str:
    text = decoded(raw, told)
    if text is None:
        raise ArticleError(
            f"{name}: this is binary data, or text in no known encoding; give a .txt, .html or .pdf"
            " article, a text best as UTF-8"
        )
    return text


def _readable(text: str, name: str) -> str:
    """Return the text as a claim can hold it; refuses what is no text."""
    if len(_CONTROL.findall(text)) > max(1, len(text) // 200):
        raise ArticleError(f"{name}: this is no text but binary data; give a .txt, .html or .pdf article")
    return storable(text)


def _page(raw: bytes, name: str) -> Content:
    """Return the main text of a saved web page, without menus and comments."""
    page = _decoded(raw, name, declared(raw))
    found = _opened("html", storable(page).encode("utf-8"), name)
    text = _with_text(storable(found["text"]), name, "page", "save the article itself, or as .txt")
    address = found.get("address") or _saved_from(page)
    return Content(text, _title(found), found.get("date"), address, found.get("publisher"), found.get("lang"))


def _saved_from(page: str) -> str | None:
    """Return the address that a browser wrote into the page when it was saved."""
    found = _SAVED.search(page[:4096])
    return found[1] if found else None


def _pdf(raw: bytes, name: str) -> Content:
    from tilth.reading._lines import running_text

    found = _opened("pdf", raw, name)
    advice = "its pages may be pictures: have the text recognised (OCR) and save it as .txt"
    text = _with_text(storable(running_text(found["text"])), name, "PDF", advice)
    return Content(_readable(text, name), _title(found))


def _with_text(text: str, name: str, what: str, advice: str) -> str:
    if not text.strip():
        raise ArticleError(f"{name}: no text found in this {what}; {advice}")
    return text


def _title(found: dict[str, Any]) -> str | None:
    return str(found["title"]) if found.get("title") else None


def _opened(kind: str, raw: bytes, name: str) -> dict[str, Any]:
    """Return what a page or PDF holds; says what is wrong with one that cannot be opened."""
    from tilth.reading._apart import opened_apart

    found = opened_apart(kind, raw)
    fault = found.get("fault")
    if fault is None:
        return found
    seconds, memory = limit(f"open_{kind}_seconds"), limit("open_memory_bytes") // 2**20
    words = {
        "late": f"opening it took longer than the {seconds} seconds allowed",
        "memory": f"opening it took more than the {memory:,} MB of memory allowed",
        "died": "the program that opens it broke off, so the file may be made to do harm",
        "broken": f"it cannot be read ({found.get('why')})",
        "password": "it is protected by a password; save it without one",
        "pages": f"{found.get('pages'):,} pages; {limit('open_pdf_pages'):,} are allowed"
        if fault == "pages"
        else "",
        "long": f"page {found.get('page')} of {found.get('pages')} passes the"
        f" {limit('text_characters'):,} characters of text allowed; give the pages that matter",
    }[fault]
    raise ArticleError(f"{name}: {words}; or save the article as .txt and read that")
