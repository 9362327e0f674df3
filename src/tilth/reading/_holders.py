"""Who held which office of a state, and when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Holder", "holders"]


@dataclass(frozen=True, slots=True)
class Holder:
    """One term: dates are ISO texts, maybe partial; an empty ``until`` means still held, as far as known."""

    name: str
    state: str
    office: str
    since: str
    until: str
    aliases: tuple[str, ...]
    source: str
    verification: str

    def held_on(self, day: str) -> bool:
        """Return whether the term may cover a day, month or year.

        Examples
        --------
        >>> term = Holder("A", "UKR", "head_of_state", "2019-05-20", "2024", (), "", "seen")
        >>> [term.held_on(day) for day in ("2019-05-19", "2019-05", "2024-07-01", "2025")]
        [False, True, True, False]
        """
        return _cut(self.since, day) <= _cut(day, self.since) and (
            not self.until or _cut(day, self.until) <= _cut(self.until, day)
        )


def _cut(one: str, other: str) -> str:
    """Return a date as exact as the other at most."""
    return one[: len(other)]


@cache
def holders() -> tuple[Holder, ...]:
    """Return all terms of ``office_holders.csv``."""
    path = files("tilth").joinpath("data", "reading", "office_holders.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return tuple(_holder(row) for row in rows)


def _holder(row: dict[str, str]) -> Holder:
    aliases = tuple(filter(None, row.pop("aliases").split(";")))
    return Holder(**row, aliases=aliases)
