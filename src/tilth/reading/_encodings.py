"""Bytes as text: UTF-8, UTF-16 and UTF-32 with and without a mark, and the old encodings."""

from __future__ import annotations

import codecs
import re
from typing import Any

from tilth.reading._words import load

__all__ = ["declared", "decoded", "storable"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = bytes(range(128))
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEAD = 4096
_CONTINUED = re.compile(r"[^\x00-\x7f]")
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_BROKEN = "\ufffd"


def decoded(raw: bytes, told: str | None = None) -> str | None:
    """Return the text of bytes; None when they are text in no encoding known here.

    A mark goes before everything, then UTF-8, since bytes are hardly ever UTF-8 by chance, then what
    the file itself tells, then what the letters look like.

    Examples
    --------
    >>> decoded("Київ".encode("utf-16"))
    'Київ'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    ways = load("files")["encodings"]
    if raw.count(0) > len(raw) * ways["wide_nul_share"]:
        wide = _likeliest(raw, ways["wide"])
        if wide is not None:
            return wide
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly(raw) or _as_told(raw, told) or _old(raw, ways)


def declared(raw: bytes) -> str | None:
    """Return the encoding that a web page declares in its head, by Python's name, if it is a usual one.

    Examples
    --------
    >>> declared(b'<meta charset="windows-1251">')
    'cp1251'
    """
    known = load("files")
    for found in _CHARSET.finditer(raw[:_HEAD]):
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
        except (LookupError, ValueError):
            continue
        name = known["read_as"].get(name, name)
        if name in known["declared"]:
            return str(name)
    return None


def storable(text: str) -> str:
    """Return the text with NUL and halves of characters, which no claim can hold, each made U+FFFD.

    One character becomes one, so offsets stay.
    """
    return _UNFIT.sub(_BROKEN, text) if _UNFIT.search(text) else text


def _nearly(raw: bytes) -> str | None:
    """Return UTF-8 with a few broken places, such as a last character cut in two."""
    text = raw.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    whole = len(_CONTINUED.findall(text)) - broken
    return text if whole > 10 * broken else None


def _as_told(raw: bytes, told: str | None) -> str | None:
    try:
        return raw.decode(told) if told else None
    except UnicodeDecodeError:
        return None


def _old(raw: bytes, ways: dict[str, Any]) -> str | None:
    """Return text in an encoding of one byte a letter: Cyrillic when many bytes are high."""
    high = len(raw.translate(None, _HIGH)) / len(raw)
    lists = ("many_high_bytes",) if high >= ways["many"] else ("few_high_bytes", "rare")
    for name in lists:
        text = _likeliest(raw, ways[name])
        if text is not None:
            return text
    return None


def _likeliest(raw: bytes, encodings: list[str]) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=encodings, preemptive_behaviour=False).best()
    return None if best is None else str(best)
