"""The file of an index: its tables, and connections that are kept for each thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

__all__ = ["VERSION", "IndexFile"]

VERSION = "1"
_TABLES = """
CREATE TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS card (
  claim_no INTEGER PRIMARY KEY, id BLOB NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, source TEXT,
  day TEXT, waits INTEGER NOT NULL, shipped INTEGER NOT NULL,
  words TEXT NOT NULL, speaker TEXT NOT NULL, source_name TEXT NOT NULL, facets TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS card_kind ON card (kind, status);
CREATE INDEX IF NOT EXISTS card_waits ON card (shipped, source, claim_no) WHERE waits = 1;
CREATE INDEX IF NOT EXISTS card_day ON card (day) WHERE day IS NOT NULL;
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5 (
  words, speaker, source_name, facets, content = 'card', content_rowid = 'claim_no',
  tokenize = "unicode61 remove_diacritics 2 tokenchars '_'");
CREATE VIRTUAL TABLE IF NOT EXISTS place USING rtree (claim_no, west, east, south, north);
CREATE TABLE IF NOT EXISTS conflict (
  subject TEXT NOT NULL, property TEXT NOT NULL, sides INTEGER NOT NULL, newest TEXT NOT NULL,
  PRIMARY KEY (subject, property)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS conflict_order ON conflict (newest DESC, subject, property, sides);
CREATE TABLE IF NOT EXISTS uses (
  id BLOB NOT NULL, user_no INTEGER NOT NULL, PRIMARY KEY (id, user_no)) WITHOUT ROWID;
"""
_CACHE_KIB = 8_000


class IndexFile:
    """One SQLite file; each thread keeps a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        path.parent.mkdir(parents=True, exist_ok=True)

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection; the tables are made when there are none."""
        held: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if held is None:
            held = sqlite3.connect(self.path, timeout=60, isolation_level=None, check_same_thread=False)
            held.execute("PRAGMA journal_mode=WAL")
            held.execute("PRAGMA synchronous=NORMAL")  # derived: made anew if a power cut spoils it
            held.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
            held.executescript(_TABLES)
            self._own.connection = held
            self._all.append(held)
        return held

    def empty(self) -> None:
        """Forget everything."""
        raw = self.connection()
        for name in ("seen", "card", "conflict", "uses", "place"):
            raw.execute(f"DELETE FROM {name}")
        raw.execute("INSERT INTO found (found) VALUES ('delete-all')")

    def close(self) -> None:
        """Release the file."""
        for held in self._all:
            held.close()
        self._all.clear()
        self._own = threading.local()
