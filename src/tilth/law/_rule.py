"""A rule of law as a value: clause, exceptions, readings, whom it binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.law._conditions import Condition

__all__ = ["Block", "Clause", "Reading", "Rule"]


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
    heading : str
        Rule of the reference that the clause is filed under (``CCM-21`` for ``CCM-21.4c``).
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
    heading: str = ""


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
    replaces : str
        Rule that this one follows in time; the two may not overlap.
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
    replaces: str = ""

    @property
    def id(self) -> str:
        """The rule's name, such as ``CCM-1b``."""
        return self.clause.id


@dataclass(frozen=True, slots=True)
class Block:
    """An article that rules on conduct rest on: definition, joining, leaving, disputes.

    Attributes
    ----------
    id, regime, title, because, citation, source, tag : str
        As in a rule; `because` tells what the article says.
    """

    id: str
    regime: str
    title: str
    because: str
    citation: str
    source: str
    tag: str
