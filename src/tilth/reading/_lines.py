"""Lines of a printed page as running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["running_text"]

_NUMBER = re.compile(r"[\s\d/–-]+")
_ENDS = tuple('.!?…:;»”"’)')
_BULLET = re.compile(r"(?:[•▪◦·*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\Z")


def running_text(pages: str) -> str:
    r"""Return the text of pages, a form feed between them, with the lines of each paragraph joined.

    A word cut at a line's end is made whole; lines that hold nothing but a page number are left out.

    Examples
    --------
    >>> running_text("Kyiv said that clus-\nter munitions work.\n2\fThe Kremlin\nobjects.")
    'Kyiv said that cluster munitions work.\n\nThe Kremlin objects.'
    """
    paragraphs: list[str] = []
    for page in pages.split("\f"):
        for paragraph in _paragraphs(page.splitlines()):
            goes_on = paragraphs and not paragraphs[-1].endswith(_ENDS) and paragraph[:1].islower()
            if goes_on:
                paragraphs[-1] = _joined(paragraphs[-1], paragraph)
            else:
                paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    kept = [line.strip() for line in lines if not line.strip() or not _NUMBER.fullmatch(line)]
    lengths = sorted(len(line) for line in kept if line)
    width = lengths[len(lengths) * 4 // 5] if lengths else 0
    held: list[str] = []
    for line in kept:
        if held and (not line or _breaks(held[-1], line, width)):
            yield _whole(held)
            held = []
        if line:
            held.append(line)
    if held:
        yield _whole(held)


def _breaks(line: str, following: str, width: int) -> bool:
    """Tell whether a paragraph ends with a line: a short last line, a heading, or an item of a list next."""
    if _BULLET.match(following):
        return True
    short = len(line) < width * 0.75
    return short and (line.endswith(_ENDS) or (len(line) < width * 0.5 and not following[:1].islower()))


def _whole(lines: list[str]) -> str:
    parts = [lines[0]]
    for line in lines[1:]:
        cut = _HYPHEN.search(parts[-1]) and line[:1].islower()
        parts[-1] = parts[-1][:-1] if cut else parts[-1] + " "
        parts.append(line)
    return "".join(parts).replace("\u00ad", "")


def _joined(first: str, second: str) -> str:
    return _whole([first, second])
