"""A claim in the making."""

from __future__ import annotations

from dataclasses import dataclass

from tilth.reading._cues import Cue
from tilth.reading._speakers import Speaker

__all__ = ["Draft", "trimmed"]

_MARKS = '“”„"«»'


@dataclass(frozen=True, slots=True)
class Draft:
    """A span with who says it; the sentence is where channel and day stand."""

    start: int
    end: int
    mode: str
    rule: str
    sentence: tuple[int, int]
    speaker: Speaker | None = None
    cue: Cue | None = None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without blanks, closing punctuation and outer quote marks."""
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-•…" or text[start] in _MARKS[:1]):
        if text[start] in _MARKS and _paired(text, start, end):
            break
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.!?–—…"):
        end -= 1
    if end - start > 2 and text[start] in _MARKS and text[end - 1] in _MARKS:
        inner = text[start + 1 : end - 1]
        if not any(mark in inner for mark in _MARKS):
            return trimmed(text, start + 1, end - 1)
    return start, end


def _paired(text: str, start: int, end: int) -> bool:
    return any(mark in text[start + 1 : end] for mark in _MARKS)
