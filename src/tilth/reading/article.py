"""An article as it was opened: its text, language and date."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tilth.reading._decode import Decoded, decoded, media_type_of
from tilth.reading._errors import ArticleError
from tilth.reading._words import languages, listed
from tilth.times import PartialDate, TimeError, leading_date

__all__ = ["Article", "open_article"]

LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Article:
    """One article; all offsets count code points of ``text``.

    Attributes
    ----------
    name : str
        Name of the file without its ending, used in identifiers.
    text : str
        The text that offsets refer to.
    lang : str
        ISO 639-1 code.
    date : PartialDate or None
        Day, month or year of publication, as far as known.
    title : str or None
    sha256 : str
        Hash of the text in UTF-8.
    media_type : str
    raw_sha256 : str
        Hash of the bytes as given.
    """

    name: str
    text: str
    lang: str
    date: PartialDate | None
    title: str | None
    sha256: str
    media_type: str
    raw_sha256: str


def open_article(
    given: str | Path | bytes,
    *,
    name: str | None = None,
    lang: str | None = None,
    date: str | PartialDate | None = None,
) -> Article:
    """Return an article from a .txt, .html or .pdf file, or from bytes.

    A text may begin with one line of JSON that tells ``lang``, ``date`` and ``title``; it is not part
    of the text. A partial date glued to the front is recognised and stays in the text. What the caller
    gives wins over what the file tells.

    Parameters
    ----------
    given : path or bytes
        Up to 20 MB; bytes are recognised by their beginning.
    name : str, optional
        Name used in identifiers; the file's name without ending if not given.
    lang : str, optional
        ISO 639-1 code; detected by stop words if not given.
    date : str or PartialDate, optional
        Date of publication in EDTF.

    Raises
    ------
    ArticleError
        For a missing, empty, oversized or binary file, an unknown ending, an unsupported language or date.

    Examples
    --------
    >>> article = open_article(b'{"lang": "en", "date": "2023-07"}\\nThe text is here.')
    >>> article.text, article.lang, str(article.date)
    ('The text is here.', 'en', '2023-07')
    """
    raw, file_name, is_file = _bytes_of(given, name)
    media_type = media_type_of(file_name, raw, is_file=is_file)
    content = decoded(raw, media_type, file_name)
    told, text = _first_line(content.text) if media_type == "text/plain" else ({}, content.text)
    if not text.strip():
        raise ArticleError(f"{file_name}: no text in it; give a file that holds an article")
    return Article(
        name=name or Path(file_name).stem,
        text=text,
        lang=_language(lang or told.get("lang"), text, file_name),
        date=_date(date, told, content, text, file_name),
        title=told.get("title") or content.title,
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        media_type=media_type,
        raw_sha256=sha256(raw).hexdigest(),
    )


def _bytes_of(given: str | Path | bytes, name: str | None) -> tuple[bytes, str, bool]:
    if isinstance(given, bytes):
        raw, label, is_file = given, name or "article", False
    else:
        path, is_file = Path(given), True
        label = path.name
        if not path.is_file():
            raise ArticleError(f"no file {str(given)!r}: check the name")
        if path.stat().st_size > LARGEST:
            raise ArticleError(f"{label}: {path.stat().st_size} bytes; at most {LARGEST} are read: split it")
        raw = path.read_bytes()
    if len(raw) > LARGEST:
        raise ArticleError(f"{label}: {len(raw)} bytes; at most {LARGEST} are read: split it")
    if not raw.strip():
        raise ArticleError(f"{label}: no text in it; give a file that holds an article")
    return raw, label, is_file


def _first_line(text: str) -> tuple[Mapping[str, Any], str]:
    """Take the line of metadata off, if the text begins with one."""
    line, _, rest = text.partition("\n")
    if not line.lstrip().startswith("{"):
        return {}, text
    try:
        told = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return {}, text
    if not isinstance(told, dict):
        return {}, text
    return {key: value for key, value in told.items() if isinstance(value, str)}, rest


def _language(code: str | None, text: str, name: str) -> str:
    if code is None:
        return _detected(text, name)
    base = re.split(r"[-_]", code.lower())[0]
    if base not in languages():
        raise ArticleError(f"{name}: cannot read language {code!r}; there are {', '.join(languages())}: "
                           "give one of these with --lang if it is meant")
    return base


def _detected(text: str, name: str) -> str:
    words = re.findall(r"\w+", text.lower())[:2000]
    counts = {}
    for code in languages():
        known = set(listed(code, "stop_words"))
        counts[code] = sum(word in known for word in words)
    best = max(counts, key=lambda code: counts[code])
    if not words or counts[best] < max(1, 0.12 * len(words)):
        raise ArticleError(f"{name}: the language is none of {', '.join(languages())}, or cannot be told; "
                           "give one of these with --lang if it is meant")
    return best


def _date(
    given: str | PartialDate | None, told: Mapping[str, Any], content: Decoded, text: str, name: str
) -> PartialDate | None:
    if isinstance(given, PartialDate):
        return given
    try:
        if given or told.get("date"):
            return PartialDate.parse(given or told["date"])
    except TimeError as problem:
        raise ArticleError(f"{name}: date not understood ({problem}); write it as 2023-07 or 2023-07-10") from None
    glued = leading_date(text)
    if glued:
        return glued[0]
    try:
        return PartialDate.parse(content.date) if content.date else None
    except TimeError:
        return None
