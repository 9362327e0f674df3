"""Extensions of treaty deadlines: those on record, and newer ones that a project knows of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.law._errors import LawError
from tilth.law._files import data_rows
from tilth.times import PartialDate, Period, TimeError, parse_time

__all__ = ["Extension", "extensions_of"]


@dataclass(frozen=True, slots=True)
class Extension:
    """A longer time for a treaty duty, asked for or decided on.

    Attributes
    ----------
    state, duty : str
        ISO 3166 code; ``stockpile_destruction`` or ``clearance``.
    decided : PartialDate or Period
        Day of the decision, or of the request where there is none.
    deadline : str
        New deadline, ISO 8601.
    decision : str
        ``granted``, ``granted_shorter``, ``requested``, ``refused`` or ``withdrawn``.
    source, note, origin, tag : str
    """

    state: str
    duty: str
    decided: PartialDate | Period
    deadline: str
    decision: str
    source: str = ""
    note: str = ""
    origin: str = ""
    tag: str = "verified"

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> Extension:
        """Return the extension that a table row or a treaty_extension claim states.

        Raises
        ------
        LawError
            For a missing state or duty, or dates that cannot be read.
        """
        decision = str(row.get("decision_word") or row.get("status") or row.get("decision") or "requested")
        day = row.get("decided") or row.get("granted") or row.get("requested")
        missing = [key for key in ("state", "duty", "deadline") if not row.get(key)]
        if missing or not day:
            told = " and ".join(missing) or "the day of the decision or request"
            raise LawError(f"an extension needs {told}: {dict(row)!r}")
        try:
            decided, deadline = parse_time(str(day)), parse_time(str(row["deadline"]))
        except TimeError as error:
            raise LawError(f"extension of {row['state']}: {error}") from error
        if deadline.earliest is None:
            raise LawError(f"extension of {row['state']}: deadline {row['deadline']!r} is open; give a date")
        return cls(
            str(row["state"]),
            str(row["duty"]),
            decided,
            deadline.earliest.isoformat(),
            decision,
            str(row.get("source_url") or ""),
            str(row.get("note") or ""),
            str(row.get("origin") or ""),
            str(row.get("tag") or "verified"),
        )

    @property
    def moves(self) -> bool:
        """Whether it moves the deadline: only what was granted does."""
        return self.decision.startswith("granted")


@cache
def _packaged() -> tuple[Extension, ...]:
    return tuple(
        Extension.from_mapping({**row, "origin": f"extensions:{row['state']}:{row['deadline']}"})
        for row in data_rows("extensions")
    )


def extensions_of(state: str, given: tuple[Extension, ...] = ()) -> tuple[Extension, ...]:
    """Return the extensions of a state in order of decision, newer ones laid over those on record."""
    known = {(each.duty, each.deadline): each for each in (*_packaged(), *given) if each.state == state}
    return tuple(sorted(known.values(), key=lambda each: (str(each.decided), each.deadline)))
