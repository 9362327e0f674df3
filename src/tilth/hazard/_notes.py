"""What was set right or left out on the way from records to the model, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Notes"]

_SHOWN = 5


@dataclass
class Notes:
    """Lines for the person who gave the records.

    Examples
    --------
    >>> notes = Notes()
    >>> notes.say("boxes left out", ["b1", "b2"])
    >>> notes.say("strikes left out", [])
    >>> notes.lines
    ['2 boxes left out: b1, b2']
    """

    lines: list[str] = field(default_factory=list)

    def say(self, words: str, ids: Sequence[str]) -> None:
        """Keep a note with how many records it concerns and the first of them; none without records."""
        if ids:
            more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
            self.lines.append(f"{len(ids)} {words}: {', '.join(ids[:_SHOWN])}{more}")
