"""Bytes of a file as text: encoding, saved web pages, PDF."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from tilth.reading._errors import ArticleError

__all__ = ["Decoded", "decoded", "media_type_of"]

TYPES = {".txt": "text/plain", ".htm": "text/html", ".html": "text/html", ".pdf": "application/pdf"}
PRINTABLE = 0.95


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, with title and date when the file tells them."""

    text: str
    title: str | None = None
    date: str | None = None


def media_type_of(name: str, raw: bytes, *, is_file: bool) -> str:
    """Return the media type by the ending of a file, or by the first bytes of a stream."""
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if is_file:
        if ending not in TYPES:
            raise ArticleError(f"{name}: cannot read files ending in {ending or 'nothing'!r}; "
                               f"allowed are {', '.join(TYPES)}: save the article as one of these")
        return TYPES[ending]
    if raw.startswith(b"%PDF"):
        return "application/pdf"
    head = raw[:1000].lstrip().lower()
    return "text/html" if head.startswith((b"<!doctype html", b"<html")) else "text/plain"


def decoded(raw: bytes, media_type: str, name: str) -> Decoded:
    """Return the text of the bytes; ArticleError for junk."""
    if media_type == "application/pdf":
        return _pdf(raw, name)
    text = _characters(raw, name)
    return _page(text, name) if media_type == "text/html" else Decoded(text)


def _characters(raw: bytes, name: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = None if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")) else (
            from_bytes(raw).best())
        if best is None:
            raise ArticleError(f"{name}: the bytes are no text in any known encoding; "
                               "save the article as text in UTF-8") from None
        text = str(best)
    good = sum(letter.isprintable() or letter.isspace() for letter in text)
    if good < PRINTABLE * len(text):
        raise ArticleError(f"{name}: {len(text) - good} control characters, this is no text; "
                           "save the article as text in UTF-8")
    return text


def _page(text: str, name: str) -> Decoded:
    import trafilatura

    found: Any = trafilatura.bare_extraction(text, include_comments=False, with_metadata=True)
    fields = found.as_dict() if hasattr(found, "as_dict") else found
    if not fields or not fields.get("text"):
        raise ArticleError(f"{name}: no article text found in the page; save its text as .txt")
    return Decoded(fields["text"], fields.get("title"), fields.get("date"))


def _pdf(raw: bytes, name: str) -> Decoded:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(raw))
        text = "\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, OSError) as problem:
        raise ArticleError(f"{name}: not a readable PDF ({problem}); save the article as .txt") from problem
    return Decoded(text, title)
