"""Notes on claims that a map could not use, or counted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["GroundNotes"]

_SHOWN = 5


@dataclass
class GroundNotes:
    """Lines for the person who asked for the map.

    Examples
    --------
    >>> notes = GroundNotes()
    >>> notes.say("records without a position, left out", ["strike:b", "strike:a"])
    >>> notes.lines
    ['2 records without a position, left out: strike:a, strike:b']
    """

    lines: list[str] = field(default_factory=list)

    def say(self, words: str, subjects: Sequence[str]) -> None:
        """Keep a note with how many subjects it concerns and the first of them; none without subjects."""
        if subjects:
            more = f" and {len(subjects) - _SHOWN} more" if len(subjects) > _SHOWN else ""
            shown = ", ".join(sorted(subjects)[:_SHOWN])
            self.lines.append(f"{len(subjects)} {words}: {shown}{more}")
