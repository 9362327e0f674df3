"""Counts and lists that the index holds ready: what waits, what conflicts, who uses a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.project.search.index import Index

__all__ = ["Counts", "conflicting", "counts", "users_of", "waiting_sources"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims there are.

    Attributes
    ----------
    kinds, statuses
        By kind, by status.
    waiting, waiting_shipped
        How many wait for a reviewer: what people brought in, and rows of the shipped tables.
    conflicts
        Properties on which claims that stand differ.
    """

    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    waiting: int
    waiting_shipped: int
    conflicts: int

    @property
    def total(self) -> int:
        """All claims."""
        return sum(self.kinds.values())


def counts(index: Index) -> Counts:
    """Return how many claims the index holds, counted."""
    raw = index.file.connection()
    kinds: dict[str, int] = {}
    statuses: dict[str, int] = {}
    for kind, status, number in raw.execute("SELECT kind, status, count(*) FROM card GROUP BY kind, status"):
        kinds[kind] = kinds.get(kind, 0) + number
        statuses[status] = statuses.get(status, 0) + number
    query = "SELECT shipped, count(*) FROM card WHERE waits = 1 GROUP BY shipped"
    waiting = dict(raw.execute(query).fetchall())
    conflicts = raw.execute("SELECT count(*) FROM conflict").fetchone()[0]
    return Counts(kinds, statuses, waiting.get(0, 0), waiting.get(1, 0), int(conflicts))


def waiting_sources(index: Index, limit: int = 50) -> list[dict[str, Any]]:
    """Return the sources whose claims wait, the newest first, with how many wait in each.

    Claims without a source are gathered under None.
    """
    rows = index.file.connection().execute(
        "SELECT source, count(*), max(claim_no) FROM card WHERE waits = 1 AND shipped = 0"
        " GROUP BY source ORDER BY max(claim_no) DESC LIMIT ?",
        [limit],
    )
    return [{"source": source, "waiting": count} for source, count, _ in rows]


def conflicting(index: Index, limit: int = 25, offset: int = 0) -> list[dict[str, Any]]:
    """Return subjects and properties on which claims differ, the newest first."""
    rows = index.file.connection().execute(
        "SELECT subject, property, sides FROM conflict ORDER BY newest DESC, subject, property"
        " LIMIT ? OFFSET ?",
        [limit, offset],
    )
    return [{"subject": subject, "property": name, "sides": sides} for subject, name, sides in rows]


def users_of(index: Index, claim: str, limit: int = 200) -> list[str]:
    """Return the claims that rest on a claim: computations, corrections, facts taken from it."""
    rows = index.file.connection().execute(
        "SELECT card.id FROM uses JOIN card ON card.claim_no = uses.user_no WHERE uses.id = ?"
        " ORDER BY uses.user_no DESC LIMIT ?",
        [bytes.fromhex(claim), limit],
    )
    return [bytes(row[0]).hex() for row in rows]
