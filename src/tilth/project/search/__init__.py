"""Search: a derived index of a project's claims, for full text, filters, conflicts and who uses what.

The index is a SQLite file of this installation, made from the ledger alone and brought up to date from
the last batch it has seen. It is never copied with a project and may be deleted at any time.
"""

from __future__ import annotations

from tilth.project.search.asking import Found, Question, find
from tilth.project.search.counting import Counts, conflicting, counts, users_of, waiting_sources
from tilth.project.search.index import Index

__all__ = [
    "Counts",
    "Found",
    "Index",
    "Question",
    "conflicting",
    "counts",
    "find",
    "users_of",
    "waiting_sources",
]
