"""Texts whose lines were broken at a width, as mail and old archives break them."""

from __future__ import annotations

import re

from tilth.reading._limits import limit

__all__ = ["unwrapped"]

_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n[^\r\n]+)+")
_BREAK = re.compile(r"\r?\n")
_ENDED = re.compile(r"[.!?…:;»”\"]\s*\Z")


def unwrapped(text: str) -> str:
    r"""Return a text with blanks for the line breaks that only keep its lines short; as long as it was.

    Lines that follow one another without an empty one between them were broken at a width when all but
    the last are about as long as the longest, and some of them end within a sentence.

    Examples
    --------
    >>> unwrapped("Kyiv said.\nMoscow denied.")
    'Kyiv said.\nMoscow denied.'
    """
    if "\n" not in text:
        return text
    return _PARAGRAPH.sub(lambda match: _joined(match[0]), text)


def _joined(paragraph: str) -> str:
    lines = _BREAK.split(paragraph)
    full = lines[:-1]
    width = max(map(len, lines))
    if not limit("wrapped_least") <= width <= limit("wrapped_most"):
        return paragraph
    if min(map(len, full)) < width - limit("wrapped_ragged") or all(_ENDED.search(line) for line in full):
        return paragraph
    return _BREAK.sub(lambda match: " " * len(match[0]), paragraph)
