"""A rule of law as a value: clause, exceptions, readings, whom it binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.law._conditions import Condition

__all__ = ["Clause", "Reading", "Rule"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a contested rule, and who holds it."""

    outcome: str
    held_by: str
    source: str


@dataclass(frozen=True, slots=True)
class Clause:
    """An outcome under conditions, with exceptions that are clauses themselves.

    Attributes
    ----------
    id, outcome, because, citation, source : str
    tag : str
        ``verified``, or ``K`` / ``P``: from general knowledge / partly read, shown as not verified.
    when : tuple of Condition
        All must hold.
    exceptions : tuple of Clause
        The first whose conditions hold takes the clause's place.
    readings : tuple of Reading
        Two or more where the law is contested.
    depends_on : tuple of str
        What must be seen to besides.
    if_unknown : str
        Outcome while it is open whether an exception holds; empty keeps `outcome`.
    """

    id: str
    outcome: str
    because: str
    citation: str
    source: str
    tag: str
    when: tuple[Condition, ...] = ()
    exceptions: tuple[Clause, ...] = ()
    readings: tuple[Reading, ...] = ()
    depends_on: tuple[str, ...] = ()
    if_unknown: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause with whom it binds, for which acts and since when.

    Attributes
    ----------
    clause : Clause
    regime, title : str
    bound : tuple of str
        Standings it holds for.
    acts, roles : tuple of str
        When it is asked; no roles means any.
    since, until : str
        First and last day, ISO 8601; empty where there is none.
    parameters : mapping
        Name to dated values, each with ``from``, ``value``, ``text``, ``source`` and ``tag``.
    """

    clause: Clause
    regime: str
    title: str
    bound: tuple[str, ...]
    acts: tuple[str, ...]
    roles: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    parameters: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """The rule's name, such as ``CCM-1b``."""
        return self.clause.id
