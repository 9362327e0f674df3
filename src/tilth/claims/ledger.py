"""The ledger: claims are only ever added, in signed batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, func, select

from tilth.claims import _schema as schema
from tilth.claims import _version
from tilth.claims._errors import ClaimError, LedgerError, Problem
from tilth.claims._rows import claim_row, octets
from tilth.claims._store import Store, open_store
from tilth.claims.chain import START, STATES, Header, Note, links, refuse_unfit
from tilth.claims.claim import Claim
from tilth.claims.keys import Installation
from tilth.claims.sealed import Sealed, seal

__all__ = ["Appended", "Ledger"]


@dataclass(frozen=True, slots=True)
class Appended:
    """What one append did.

    Attributes
    ----------
    added, unchanged
        Identifiers of claims that are new, and of those the ledger already held.
    log, first_seq
        Where the batch begins; None when nothing was new.
    head
        The batch's name, 64 hexadecimal digits; None when nothing was new.
    """

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    log: str | None = None
    first_seq: int | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    id: bytes
    claim: Claim
    body: bytes
    note: str | None


class Ledger:
    """All claims of a project, in a GeoPackage file or a PostgreSQL database.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> ledger = Ledger.create(folder / "p.gpkg", Installation(folder / "home"))
    >>> claim = Claim(kind="treaty_action", subject="treaty_action:ltu-1", values={"state": "LTU"})
    >>> done = ledger.append([claim, claim])
    >>> len(done.added), len(ledger)
    (1, 1)
    >>> ledger.close()
    """

    def __init__(self, store: Store, installation: Installation) -> None:
        self.store = store
        self.installation = installation
        with store.reading() as connection:
            _version.check(store, connection)

    @classmethod
    def create(cls, address: str | Path, installation: Installation | None = None) -> Ledger:
        """Return a new, empty ledger; the tables are added to a file that has none yet."""
        return cls.create_in(open_store(address, create=True), installation)

    @classmethod
    def create_in(cls, store: Store, installation: Installation | None = None) -> Ledger:
        """Return a new, empty ledger in an open store."""
        with store.writing() as connection:
            _version.create(connection)
        return cls(store, installation or Installation.here())

    @classmethod
    def open(
        cls,
        address: str | Path,
        installation: Installation | None = None,
        *,
        read_only: bool = False,
    ) -> Ledger:
        """Return the ledger at `address`; older schemas are brought up to date."""
        store = open_store(address, read_only=read_only)
        return cls(store, installation or Installation.here())

    def __len__(self) -> int:
        with self.store.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(schema.claim)).scalar_one())

    def close(self) -> None:
        """Release the file or the connections."""
        self.store.close()

    def append(
        self,
        claims: Iterable[Claim | Sealed],
        *,
        tool: str = "tilth",
        state: str = "proposed",
        notes: Sequence[Note | None] | None = None,
        recorded_by: str | None = None,
        now: datetime | None = None,
    ) -> Appended:
        """Add `claims` as one signed batch, whole or not at all; return what was new.

        A claim that the ledger holds already is left as it is and listed as unchanged.

        Parameters
        ----------
        claims
            The claims; all are checked before any is written, but for those sealed already.
        tool
            What made them: ``rules@1``, ``import``, ``review``.
        state
            ``proposed`` (waits for a reviewer) or ``accepted`` (entered by one).
        notes
            For each claim the rule and confidence of the proposal, or None.
        recorded_by
            Who records; this user when not given.
        now
            The moment of recording; never set earlier than the log's last entry.

        Raises
        ------
        ClaimError
            Claims that the vocabulary does not allow.
        LedgerError
            The ledger cannot be written.
        """
        if state not in STATES:
            raise LedgerError(f"state {state!r} is none of {', '.join(STATES)}")
        by = recorded_by or self.installation.owner
        refuse_unfit("tool", tool)
        refuse_unfit("recorded_by", by)
        rows, order = _rows(claims, notes)
        if not rows:
            return Appended((), tuple(order))
        with self.store.writing() as connection:
            held = self._held(connection, list(rows))
            fresh = [row for row in rows.values() if row.id not in held]
            if not fresh:
                return Appended((), tuple(order))
            place = self.store.identity(connection)
            header, log_no = self._header(connection, place, len(fresh), tool, by, now)
            head = self._write(connection, header, log_no, fresh, STATES.index(state))
            self.installation.intend(header.log, header.prev, head, place)
        # The batch is in. Should this note fail, the intention kept before says enough.
        with suppress(LedgerError):
            self.installation.done(header.log, head)
        added = tuple(row.id.hex() for row in fresh)
        unchanged = tuple(key for key in order if bytes.fromhex(key) in held)
        return Appended(added, unchanged, header.log, header.first_seq, head.hex())

    def _held(self, connection: Connection, ids: list[bytes]) -> set[bytes]:
        found = self.store.rows_where(connection, "SELECT id FROM tilth_claim", "id", ids)
        return {bytes(row[0]) for row in found}

    def _header(
        self,
        connection: Connection,
        place: str,
        count: int,
        tool: str,
        by: str,
        now: datetime | None,
    ) -> tuple[Header, int]:
        log, log_no, prev, seq, last_at = self._own_log(connection, place)
        moment = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
        recorded_at = max(moment.replace("+00:00", "Z"), last_at)
        return Header(log, prev, seq + 1, count, recorded_at, by, tool), log_no

    def _own_log(self, connection: Connection, place: str) -> tuple[str, int, bytes, int, str]:
        """Return name, number, head, last sequence and last moment of the log to write in."""
        mine = select(schema.log.c.log, schema.log.c.log_no).where(
            schema.log.c.public_key == self.installation.public_key
        )
        for log, log_no in connection.execute(mine).all():
            last = connection.execute(
                select(schema.batch)
                .where(schema.batch.c.log_no == log_no)
                .order_by((schema.batch.c.first_seq + schema.batch.c["count"]).desc())
                .limit(1)
            ).first()
            if last is None:
                continue
            head = octets(last.head, self.store.address)
            if self.installation.may_continue(log, head, place):
                seq = last.first_seq + last._mapping["count"] - 1
                return log, log_no, head, seq, last.recorded_at
        log_no = _next(connection, schema.log.c.log_no)
        log = self.installation.new_log()
        row = (log_no, log, self.installation.public_key, self.installation.owner)
        self.store.insert(connection, schema.log, [row])
        return log, log_no, START, 0, ""

    def _write(
        self, connection: Connection, header: Header, log_no: int, rows: list[_Row], state: int
    ) -> bytes:
        first_no = _next(connection, schema.claim.c.claim_no)
        batch_no = _next(connection, schema.batch.c.batch_no)
        hashes = list(links(header.hash(), ((row.id, state, row.note) for row in rows)))
        head = hashes[-1]
        signature = self.installation.sign(head)
        batch = (
            *(batch_no, head, header.prev, log_no, header.first_seq, header.count),
            *(header.recorded_at, header.recorded_by, header.tool, signature),
        )
        self.store.insert(connection, schema.batch, [batch])
        self.store.insert(
            connection,
            schema.claim,
            [
                claim_row(number, row.id, row.claim, row.body.decode())
                for number, row in enumerate(rows, first_no)
            ],
        )
        self.store.insert(
            connection,
            schema.entry,
            [
                (batch_no, header.first_seq + at, first_no + at, state, row.note, hashes[at])
                for at, row in enumerate(rows)
            ],
        )
        return head


def _rows(
    claims: Iterable[Claim | Sealed], notes: Sequence[Note | None] | None
) -> tuple[dict[bytes, _Row], list[str]]:
    """Check the claims; return them by identity, first come first, and all identities."""
    rows: dict[bytes, _Row] = {}
    order: list[str] = []
    problems: list[Problem] = []
    for number, given in enumerate(claims):
        sealed = given if isinstance(given, Sealed) else seal(given, number)
        if not isinstance(sealed, Sealed):
            problems += sealed
            continue
        order.append(sealed.id)
        if sealed.digest not in rows:
            note = notes[number] if notes is not None and number < len(notes) else None
            text = note.text() if note else None
            rows[sealed.digest] = _Row(sealed.digest, sealed.claim, sealed.body, text)
    if problems:
        raise ClaimError(problems)
    if notes is not None and len(notes) != len(order):
        counts = f"{len(notes)} notes for {len(order)} claims"
        raise LedgerError(f"{counts}: give one for each, or None in its place")
    return rows, order


def _next(connection: Connection, column: Column[Any]) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1
