"""The limits of reading: how much an article may be, and where long ones are cut."""

from __future__ import annotations

from collections.abc import Iterator

from tilth.reading._words import load

__all__ = ["blocks", "cuts", "limit"]


def limit(name: str) -> int:
    """Return a limit by its name in ``data/reading/limits.yaml``.

    Examples
    --------
    >>> limit("file_bytes")
    20971520
    """
    return int(load("limits")[name])


def blocks(text: str, most: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the parts that a text is read in: one, unless it is long; then cut between paragraphs.

    The parts follow one another and together are the whole text, so time grows with its length
    and not faster.

    Examples
    --------
    >>> list(blocks("Kyiv said so."))
    [(0, 13)]
    """
    most = most or limit("block_characters")
    start = 0
    while len(text) - start > most:
        end = _cut(text, start, start + most, ("\n\n", "\n", ". ", " "))
        yield start, end
        start = end
    yield start, len(text)


def cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the places where a sentence that is too long is cut: behind a blank where there is one."""
    most = limit("sentence_characters")
    while end - start > most:
        start = _cut(text, start, start + most, (" ",))
        yield start


def _cut(text: str, start: int, end: int, marks: tuple[str, ...]) -> int:
    """Return the place behind the last of the first mark found in the second half, else the end."""
    for mark in marks:
        found = text.rfind(mark, start + (end - start) // 2, end)
        if found >= 0:
            return found + len(mark)
    return end
