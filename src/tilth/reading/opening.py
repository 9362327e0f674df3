"""Opening an article: its bytes, its text, its language and its date."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tilth.reading._encodings import storable
from tilth.reading._errors import ArticleError
from tilth.reading._limits import limit
from tilth.reading._words import base_code, detected, supported
from tilth.reading.article import Article

if TYPE_CHECKING:
    from tilth.times import PartialDate

__all__ = ["open_article"]

_KINDS = {".txt": "txt", ".html": "html", ".htm": "html", ".pdf": "pdf"}
_TOLD = ("lang", "date", "title", "address", "publisher")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f]{3,1990}")
_NAME = 300


def open_article(
    path_or_bytes: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    lang: str | None = None,
    date: PartialDate | str | None = None,
) -> Article:
    """Return the article in a file or in bytes.

    A text file may begin with a line of JSON with ``lang``, ``date``, ``title``, ``address`` and
    ``publisher``; the text then starts behind it. A partial date glued to the front of a text is
    read as its date, and stays in the text. What the caller gives goes before what the file tells.

    Parameters
    ----------
    path_or_bytes : path, bytes or binary stream
        A .txt, .html, .htm or .pdf file of at most 20 MB, its bytes, or a stream such as standard input,
        of which no more than that is read.
    name : str, optional
        Name of the article; the stem of the file's name when not given.
    lang : str, optional
        Language code; found out by common words when not told.
    date : PartialDate or str, optional
        Day of publication, in EDTF when a text.

    Raises
    ------
    ArticleError
        For a file that is missing, empty, too large, binary or of another kind, for a language
        without word lists, and for a date that is none.

    Examples
    --------
    >>> open_article(b"The army said that it did not use them in the war.", name="a").lang
    'en'
    """
    from tilth.reading._texts import MEDIA, content_of, kind_of_bytes

    raw, named, called = _given(path_or_bytes, name)
    most = limit("file_bytes")
    if len(raw) > most:
        raise ArticleError(
            f"{called}: larger than the {most:,} bytes allowed; give the text of the article alone"
        )
    kind = kind_of_bytes(raw, named)
    content = content_of(raw, kind, called)
    told, text = _told(content.text) if kind == "txt" else ({}, content.text)
    if not text.strip():
        behind = "nothing follows the line with metadata" if told else "the text is blank"
        raise ArticleError(f"{called}: {behind}; give an article with text")
    day = date or told.get("date") or content.date
    return Article.of_text(
        text,
        name=called,
        lang=_language(lang or told.get("lang"), text, called, content.lang),
        date=_day(day, called) if day else _glued(text),
        title=_title(told.get("title") or content.title),
        media_type=MEDIA[kind],
        raw=raw,
        address=_address(told.get("address") or content.address),
        publisher=_named(told.get("publisher") or content.publisher),
    )


def _address(given: str | None) -> str | None:
    """Return a page's own address when it is one; anything else says nothing."""
    found = (given or "").strip()
    return found if _ADDRESS.fullmatch(found) else None


def _named(given: str | None) -> str | None:
    found = " ".join((given or "").split())
    return found if 0 < len(found) <= _NAME and found.isprintable() else None


def _given(
    source: str | os.PathLike[str] | bytes | BinaryIO, name: str | None
) -> tuple[bytes, str | None, str]:
    """Return the bytes, the kind of file if its name tells it, and the name of the article."""
    if isinstance(source, bytes):
        return source, None, name or "article"
    if not isinstance(source, str | os.PathLike):
        return source.read(limit("file_bytes") + 1), None, name or "article"
    path = Path(source)
    if path.suffix.lower() not in _KINDS:
        raise ArticleError(
            f"{path.name}: articles are read from {', '.join(_KINDS)}; save it as one of these"
        )
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ArticleError(f"{path}: this is no ordinary file; give the file of an article")
        with path.open("rb") as file:
            return file.read(limit("file_bytes") + 1), _KINDS[path.suffix.lower()], name or path.stem
    except OSError as fault:
        raise ArticleError(f"{path}: cannot be read ({fault.strerror}); check the name") from fault


def _told(text: str) -> tuple[dict[str, str], str]:
    """Return the metadata in the first line, and the text behind it."""
    first, _, rest = text.partition("\n")
    if len(first) > limit("metadata_characters") or not first.lstrip().startswith("{"):
        return {}, text
    try:
        told: Any = json.loads(first)
    except (ValueError, RecursionError):
        return {}, text
    if not isinstance(told, dict) or not set(_TOLD) & set(told):
        return {}, text
    return {key: storable(told[key]) for key in _TOLD if isinstance(told.get(key), str)}, rest


def _title(given: str | None) -> str | None:
    """Return a title on one line, cut where it is too long; None when nothing is left of it."""
    title = " ".join(storable(given or "").split())
    return title[: limit("title_characters")] or None


def _language(given: str | None, text: str, name: str, told: str | None = None) -> str:
    """Return the language given, else found by common words, else told by the page."""
    allowed = ", ".join(supported())
    if given:
        code = base_code(given)
        if code not in supported():
            raise ArticleError(
                f"{name}: no word lists for language {given[:40]!r}; articles are read in {allowed}"
            )
        return code
    found = detected(text) or (told if told in supported() else None)
    if found is None:
        raise ArticleError(f"{name}: the language is none of {allowed}; if it is, give it with --lang")
    return found


def _day(given: PartialDate | str, name: str) -> PartialDate:
    from tilth.times import PartialDate, TimeError

    if isinstance(given, PartialDate):
        return given
    try:
        return PartialDate.parse(given)
    except TimeError as fault:
        raise ArticleError(f"{name}: date {given[:40]!r} is none: {fault}") from fault


def _glued(text: str) -> PartialDate | None:
    from tilth.times import leading_date

    found = leading_date(text)
    return found[0] if found else None
