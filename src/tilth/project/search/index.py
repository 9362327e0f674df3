"""Keeping the index in step with the ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from sqlalchemy import text

from tilth.claims import Recorded, pictures, recorded_by_id, recorded_parts, statuses_of
from tilth.project.project import Project
from tilth.project.search._cards import Card, Names, card_of, used_by
from tilth.project.search._file import VERSION, IndexFile

__all__ = ["Index"]

_PORTION = 4_000
_COLUMNS = [item.name for item in fields(Card)]
_TEXTS = ("words", "speaker", "source_name", "facets")
_NO_CONFLICT = ("review", "run", "statement", "source", "viewing")


class Index:
    """The index of one project, kept in this installation's home.

    Parameters
    ----------
    path
        Another file than that of the installation.
    """

    def __init__(self, project: Project, path: Path | None = None) -> None:
        self.project = project
        self.file = IndexFile(path or _place_of(project))
        self._busy = threading.Lock()

    def seen(self) -> int:
        """Return the number of the last batch that the index holds, 0 for none."""
        row = self.file.connection().execute("SELECT value FROM seen WHERE name = 'batch'").fetchone()
        return int(row[0]) if row else 0

    def behind(self) -> int:
        """Return how many entries the ledger holds that the index has not seen."""
        with self.project.store.reading() as connection:
            query = text("SELECT coalesce(sum(count), 0) FROM tilth_batch WHERE batch_no > :seen")
            return int(connection.execute(query, {"seen": self.seen()}).scalar_one())

    def last_before(self, batch: int) -> int:
        """Return the number of the last claim that a batch or one before it recorded."""
        with self.project.store.reading() as connection:
            query = text("SELECT max(claim_no) FROM tilth_entry WHERE batch_no = :batch")
            return int(connection.execute(query, {"batch": batch}).scalar() or 0)

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Bring the index up to the ledger; return how many claims were looked at.

        While another thread does so this one goes on with the index as it is.
        """
        if not self._busy.acquire(blocking=progress is not None):
            return 0
        try:
            return self._refresh(progress or _silent)
        finally:
            self._busy.release()

    def close(self) -> None:
        """Release the file."""
        self.file.close()

    def _refresh(self, progress: Callable[[int, int], None]) -> int:
        last, head = self._last(None)
        since = self._trusted()
        if last == since:
            return 0
        raw = self.file.connection()
        numbers = self._numbers(since, last)
        touched: set[str] = set()
        again: dict[int, str] = {}
        for start in range(0, len(numbers), _PORTION):
            part = numbers[start : start + _PORTION]
            items = self._items(part)
            self._keep(raw, items)
            again |= self._reviewed(items)
            touched |= {item.claim.subject for _, item in items if item.claim.kind not in _NO_CONFLICT}
            progress(start + len(part), len(numbers))
        rest = self._items([number for number in again if number not in set(numbers)]) if again else []
        self._keep(raw, rest)
        touched |= {item.claim.subject for _, item in rest if item.claim.kind not in _NO_CONFLICT}
        self._conflicts(raw, sorted(touched))
        for name, value in (("batch", str(last)), ("head", head), ("version", VERSION)):
            raw.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (name, value))
        return len(numbers)

    def _last(self, number: int | None) -> tuple[int, str]:
        """Return number and head of a batch, the last when no number is given; (0, "") when there is none."""
        which = "ORDER BY batch_no DESC LIMIT 1" if number is None else "WHERE batch_no = :number"
        with self.project.store.reading() as connection:
            query = text(f"SELECT batch_no, head FROM tilth_batch {which}")
            row = connection.execute(query, {"number": number} if number is not None else {}).first()
        return (int(row[0]), bytes(row[1]).hex()) if row else (0, "")

    def _trusted(self) -> int:
        """Return the last batch seen; empty the index when it is of another ledger or another version."""
        kept = dict(self.file.connection().execute("SELECT name, value FROM seen").fetchall())
        number = int(kept.get("batch", 0))
        if kept.get("version") == VERSION and self._last(number)[1] == kept.get("head"):
            return number
        self.file.empty()
        return 0

    def _numbers(self, since: int, last: int) -> list[int]:
        with self.project.store.reading() as connection:
            query = text(
                "SELECT DISTINCT claim_no FROM tilth_entry WHERE batch_no > :since AND batch_no <= :last"
                " ORDER BY claim_no"
            )
            return [int(row[0]) for row in connection.execute(query, {"since": since, "last": last})]

    def _items(self, numbers: Sequence[int]) -> list[tuple[int, Recorded]]:
        store = self.project.store
        with store.reading() as connection:
            rows = list(
                store.rows_where(connection, "SELECT claim_no, id FROM tilth_claim", "claim_no", numbers)
            )
        at = {bytes(key).hex(): int(number) for number, key in rows}
        return [(at[item.id], item) for item in recorded_by_id(store, list(at))]

    def _reviewed(self, items: Iterable[tuple[int, Recorded]]) -> dict[int, str]:
        """Return the claims whose status reviews among `items` may change, and those taken from them."""
        targets = [
            item.claim.subject.removeprefix("claim:") for _, item in items if item.claim.kind == "review"
        ]
        if not targets:
            return {}
        store = self.project.store
        ids = {*targets, *(item.id for item in recorded_parts(store, targets))}
        with store.reading() as connection:
            keys = [bytes.fromhex(key) for key in sorted(ids)]
            rows = store.rows_where(connection, "SELECT claim_no, id FROM tilth_claim", "id", keys)
            return {int(number): bytes(key).hex() for number, key in rows}

    def _keep(self, raw: Connection, items: Sequence[tuple[int, Recorded]]) -> None:
        if not items:
            return
        recorded = [item for _, item in items]
        statuses = statuses_of(self.project.store, recorded)
        names = Names(self.project, recorded)
        cards = [card_of(number, item, statuses[item.id], names) for number, item in items]
        places = [(number, *_bounds(item.claim.place)) for number, item in items if _placed(item)]
        uses = [(key, number) for number, item in items for key in used_by(item.claim)]
        raw.execute("BEGIN IMMEDIATE")
        try:
            _forget(raw, [card.claim_no for card in cards])
            _insert(raw, cards)
            raw.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?)", places)
            raw.executemany("INSERT OR IGNORE INTO uses VALUES (?, ?)", uses)
            raw.execute("COMMIT")
        except BaseException:
            raw.execute("ROLLBACK")
            raise

    def _conflicts(self, raw: Connection, subjects: Sequence[str]) -> None:
        """Work out anew on which properties the claims about some subjects differ."""
        store = self.project.store
        for start in range(0, len(subjects), _PORTION):
            part = subjects[start : start + _PORTION]
            rows = []
            for subject, drawn in pictures(store, part, statuses=("accepted", "proposed")).items():
                newest = max((item.recorded_at for item in drawn.claims), default="")
                rows += [(subject, name, len(told.sides), newest) for name, told in drawn.conflicts.items()]
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("DELETE FROM conflict WHERE subject = ?", [(subject,) for subject in part])
            raw.executemany("INSERT INTO conflict VALUES (?, ?, ?, ?)", rows)
            raw.execute("COMMIT")


def _silent(*_: int) -> None:
    """Tell nobody how far it is."""


def _placed(item: Recorded) -> bool:
    return item.claim.place is not None and item.claim.access != "personal"


def _bounds(place: Mapping[str, Any] | None) -> tuple[float, float, float, float]:
    """Return west, east, south and north of a place."""
    pairs = list(_pairs((place or {})["geometry"]))
    eastings, northings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return min(eastings), max(eastings), min(northings), max(northings)


def _pairs(geometry: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    """Yield every pair of coordinates of a GeoJSON geometry."""
    for part in geometry.get("geometries", ()):
        yield from _pairs(part)
    parts = [geometry.get("coordinates", ())]
    while parts:
        part = parts.pop()
        if part and isinstance(part[0], int | float):
            yield part
        else:
            parts.extend(part)


def _place_of(project: Project) -> Path:
    """Return the file of a project's index: the same as long as the project lies where it lies."""
    with project.store.reading() as connection:
        name = f"{project.store.identity(connection)} {project.store.address}"
    return project.ledger.installation.home / "index" / f"{sha256(name.encode()).hexdigest()[:24]}.sqlite"


def _forget(raw: Connection, numbers: Sequence[int]) -> None:
    """Take cards out of the full text; it needs the words that it was given."""
    listed = ", ".join(_TEXTS)
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        marks = ",".join("?" * len(part))
        raw.execute(
            f"INSERT INTO found (found, rowid, {listed}) SELECT 'delete', claim_no, {listed} FROM card"
            f" WHERE claim_no IN ({marks})",
            part,
        )


def _insert(raw: Connection, cards: Sequence[Card]) -> None:
    marks = ",".join("?" * len(_COLUMNS))
    raw.executemany(f"INSERT OR REPLACE INTO card VALUES ({marks})", [astuple(card) for card in cards])
    rows = [(card.claim_no, card.words, card.speaker, card.source_name, card.facets) for card in cards]
    raw.executemany(f"INSERT INTO found (rowid, {', '.join(_TEXTS)}) VALUES (?, ?, ?, ?, ?)", rows)
