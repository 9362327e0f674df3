"""Bytes of a text file, a web page or a PDF as text."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass

from tilth.reading._errors import ArticleError

__all__ = ["Content", "content_of", "kind_of_bytes"]

MEDIA = {"txt": "text/plain", "html": "text/html", "pdf": "application/pdf"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]{3,1990})", re.I)


@dataclass(frozen=True, slots=True)
class Content:
    """Text of a file with what its own metadata tell."""

    text: str
    title: str | None = None
    date: str | None = None
    address: str | None = None
    publisher: str | None = None


def kind_of_bytes(raw: bytes) -> str:
    """Return ``pdf``, ``html`` or ``txt`` by the first bytes."""
    if raw.startswith(b"%PDF-"):
        return "pdf"
    return "html" if _PAGE.match(raw[:4096]) else "txt"


def content_of(raw: bytes, kind: str, name: str) -> Content:
    """Return the text of bytes of a kind; refuses what holds none."""
    if not raw.strip():
        raise ArticleError(f"{name}: the file is empty; give an article with text")
    content = {"txt": _plain, "html": _page, "pdf": _pdf}[kind](raw, name)
    if not content.text.strip():
        raise ArticleError(
            f"{name}: no text found in this {kind} file; save the article as .txt and read that"
        )
    return content


def _plain(raw: bytes, name: str) -> Content:
    return Content(_decoded(raw, name))


def _decoded(raw: bytes, name: str) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, or the likeliest old encoding."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _readable(raw.decode("utf-16", "replace"), name)
    try:
        return _readable(raw.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw).best()
    if best is None:
        raise ArticleError(f"{name}: this is no text in any known encoding; save it as UTF-8")
    return _readable(str(best), name)


def _readable(text: str, name: str) -> str:
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise ArticleError(f"{name}: this is no text but binary data; give a .txt, .html or .pdf article")
    return text


def _page(raw: bytes, name: str) -> Content:
    """Return the main text of a saved web page, without menus and comments."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import trafilatura

        page = _decoded(raw, name)
        text = trafilatura.extract(page, include_comments=False, include_tables=False)
        told = trafilatura.extract_metadata(page)
    return Content(text or "", told.title, told.date, told.url or _saved_from(page), told.sitename)


def _saved_from(page: str) -> str | None:
    """Return the address that a browser wrote into the page when it was saved."""
    found = _SAVED.search(page[:4096])
    return found[1] if found else None


def _pdf(raw: bytes, name: str) -> Content:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pages = [page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as fault:
        raise ArticleError(f"{name}: this PDF cannot be read ({fault}); save the article as .txt") from fault
    return Content(_readable("\n\n".join(pages), name))
