"""Texts whose lines were broken at a width, as mail and old archives break them."""

from __future__ import annotations

import re

from tilth.reading._limits import limit

__all__ = ["unwrapped"]

_EMPTY = re.compile(r"(?:\r?\n){2,}")
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
    made, done = [], 0
    for match in _EMPTY.finditer(text):
        made += [_joined(text[done : match.start()]), match[0]]
        done = match.end()
    return "".join([*made, _joined(text[done:])])


def _joined(paragraph: str) -> str:
    """Return a paragraph, which holds no empty line, with its lines joined if they were broken at a width."""
    if "\n" not in paragraph.strip():
        return paragraph
    lines = _BREAK.split(paragraph.rstrip())
    full = lines[:-1]
    width = max(map(len, lines))
    if not limit("wrapped_least") <= width <= limit("wrapped_most"):
        return paragraph
    if min(map(len, full)) < width - limit("wrapped_ragged") or all(_ENDED.search(line) for line in full):
        return paragraph
    end = len(paragraph.rstrip())
    return _BREAK.sub(lambda match: " " * len(match[0]), paragraph[:end]) + paragraph[end:]
