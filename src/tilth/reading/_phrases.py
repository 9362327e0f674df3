"""Phrases of the data files as regular expressions; the signs are explained in data/reading/README.md."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["NUMBER", "expression", "phrase"]

NUMBER = r"\d+(?:[.,]\d+)*"
_GAP = r"(?:[^\w\n]+\w[\w'’-]*){0,5}?[^\w\n]+"


def phrase(written: str) -> str:
    """Return the regular expression of one phrase, with word borders; ``#`` becomes a group.

    Examples
    --------
    >>> re.search(phrase("send .. to"), "they send many shells to Kyiv")[0]
    'send many shells to'
    """
    text = written.replace(" .. ", "\0").replace(".", r"\.").replace("$", r"\$")
    text = text.replace("(", "(?:").replace("*", r"[\w-]*").replace("#", f"({NUMBER})")
    text = text.replace(" ", r"\s+").replace("\0", _GAP)
    if any(letter.isupper() for letter in written):
        text = f"(?-i:{text})"
    left = r"(?<!\w)" if not written.startswith(("n't", "'")) else ""
    right = r"(?!\w)" if written[-1:].isalnum() or written[-1:] in "*)?" else ""
    return f"{left}(?:{text}){right}"


def expression(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one expression that finds any of the phrases, longer ones first; nothing for none."""
    parts = [phrase(written) for written in sorted(phrases, key=len, reverse=True)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
