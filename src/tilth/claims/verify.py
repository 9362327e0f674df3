"""Proof that nothing in a ledger was altered, dropped, re-ordered or back-dated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, select, text

from tilth.claims import _schema as schema
from tilth.claims._errors import LedgerError
from tilth.claims._store import Store
from tilth.claims.chain import START, Header, link
from tilth.claims.keys import signature_holds

__all__ = ["Finding", "Verification", "checkpoint", "verify"]

_ENTRIES = """SELECT e.batch_no, e.seq, e.state, e.note, e.hash, c.id, c.kind, c.subject, c.source, c.part_of, c.body
FROM tilth_entry e LEFT JOIN tilth_claim c ON c.claim_no = e.claim_no ORDER BY e.batch_no, e.seq"""
_ORPHANS = """SELECT c.id FROM tilth_claim c
WHERE NOT EXISTS (SELECT 1 FROM tilth_entry e WHERE e.claim_no = c.claim_no)"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, and where.

    Attributes
    ----------
    what
        altered claim, altered entry, altered batch, missing entry, extra entry, back-dated,
        broken chain, forked log, bad signature, dropped since checkpoint, damaged file.
    where
        Log, number and claim, as far as they are known.
    """

    what: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where} ({self.detail})"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found; no findings means that all of it holds."""

    claims: int
    entries: int
    batches: int
    logs: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def checkpoint(store: Store) -> list[dict[str, Any]]:
    """Return the heads of all logs: keep it elsewhere, and `verify` proves nothing was dropped."""
    with store.reading() as connection:
        heads = list(_batches(connection))
    return [
        {
            "log": row.log,
            "seq": row.first_seq + row._mapping["count"] - 1,
            "head": bytes(row.head).hex(),
        }
        for row in heads
        if not any(bytes(other.prev) == bytes(row.head) for other in heads)
    ]


def verify(
    store: Store,
    *,
    known: Sequence[Mapping[str, Any]] = (),
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Check every claim, entry, batch, chain and signature.

    Parameters
    ----------
    known
        Checkpoints kept elsewhere (`checkpoint`); each must still be in the ledger.
    progress
        Called with the number of entries checked so far.
    """
    with store.reading(damaged=True) as connection:
        batches = {row.batch_no: row for row in _batches(connection)}
        findings = [*_file_faults(store, connection), *_log_faults(list(batches.values()))]
        counts, faults = _entry_faults(connection, batches, progress)
        findings += faults
        for row in connection.execute(text(_ORPHANS)):
            findings.append(Finding("missing entry", f"claim {bytes(row.id).hex()}", "no log holds it"))
        logs = len(connection.execute(select(schema.log.c.log)).all())
    heads = {bytes(row.head).hex() for row in batches.values()}
    for item in known:
        if item["head"] not in heads:
            where = f"log {item['log']}, up to number {item['seq']}"
            findings.append(Finding("dropped since checkpoint", where, "its head is not in this copy"))
    entries = sum(counts.values())
    with store.reading() as connection:
        claims = int(connection.execute(text("SELECT count(*) FROM tilth_claim")).scalar_one())
    return Verification(claims, entries, len(batches), logs, tuple(findings))


def _batches(connection: Connection) -> Sequence[Any]:
    joined = schema.batch.join(schema.log, schema.batch.c.log_no == schema.log.c.log_no, isouter=True)
    query = select(schema.batch, schema.log.c.log, schema.log.c.public_key).select_from(joined)
    return connection.execute(query.order_by(schema.batch.c.batch_no)).all()


def _file_faults(store: Store, connection: Connection) -> Iterator[Finding]:
    if store.is_postgres:
        return
    try:
        for (words,) in connection.exec_driver_sql("PRAGMA quick_check(20)"):
            if words != "ok":
                yield Finding("damaged file", store.address, words)
    except Exception as error:
        raise LedgerError(f"{store.address} is damaged: {error}; take a backup or another copy") from error


def _log_faults(batches: Sequence[Any]) -> Iterator[Finding]:
    """Yield what is wrong with signatures, order, dates and forks of the batches."""
    by_head = {bytes(row.head): row for row in batches}
    for row in batches:
        where = _where(row)
        if row.public_key is None:
            yield Finding("broken chain", where, "its log is not in this copy")
            continue
        if not signature_holds(bytes(row.public_key), bytes(row.head), bytes(row.signature)):
            yield Finding("bad signature", where, "not signed by the key of its log")
        yield from _order_faults(row, by_head, where)
    for (log, prev), many in Counter((row.log, bytes(row.prev)) for row in batches).items():
        if many > 1:
            detail = f"{many} continuations: one key was used in two copies"
            yield Finding("forked log", f"log {log} after {prev.hex()[:12]}", detail)


def _order_faults(row: Any, by_head: Mapping[bytes, Any], where: str) -> Iterator[Finding]:
    prev = bytes(row.prev)
    if prev == START:
        if row.first_seq != 1:
            yield Finding("broken chain", where, "it claims to be first but does not begin with 1")
        return
    before = by_head.get(prev)
    if before is None or before.log != row.log:
        yield Finding("broken chain", where, "the batch before it is missing")
        return
    if row.first_seq != before.first_seq + before._mapping["count"]:
        yield Finding("broken chain", where, "its numbers do not follow the batch before it")
    if row.recorded_at < before.recorded_at:
        detail = f"recorded {row.recorded_at}, the batch before it {before.recorded_at}"
        yield Finding("back-dated", where, detail)


def _where(row: Any, seq: int | None = None) -> str:
    if row is None:
        return f"an unknown batch, number {seq}"
    if seq is not None:
        return f"log {row.log}, number {seq}"
    return f"log {row.log}, numbers {row.first_seq}-{row.first_seq + row._mapping['count'] - 1}"


class _Walk:
    """The state of walking through one batch's entries."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self.hash = _header_hash(row) if row is not None else START
        self.next_seq = row.first_seq if row is not None else 0
        self.broken = row is None


def _header_hash(row: Any) -> bytes:
    prev, count = bytes(row.prev), row._mapping["count"]
    about = (row.recorded_at, row.recorded_by, row.tool)
    try:
        return Header(row.log or "", prev, row.first_seq, count, *about).hash()
    except ValueError:
        return START


def _entry_faults(
    connection: Connection, batches: Mapping[int, Any], progress: Callable[[int], None] | None
) -> tuple[Counter[int], list[Finding]]:
    findings: list[Finding] = []
    counts: Counter[int] = Counter()
    walk = _Walk(None)
    current = -1
    stream = connection.execution_options(yield_per=5_000).exec_driver_sql(_ENTRIES)
    for checked, entry in enumerate(stream, 1):
        if entry[0] != current:
            findings += _batch_end(walk)
            current = entry[0]
            walk = _Walk(batches.get(current))
            if walk.row is None:
                findings.append(Finding("missing entry", f"batch {current}", "the batch is not there"))
        counts[current] += 1
        findings += _check_entry(walk, entry)
        if progress is not None and checked % 5_000 == 0:
            progress(checked)
    findings += _batch_end(walk)
    empty = (row for number, row in batches.items() if counts[number] == 0)
    findings += [Finding("missing entry", _where(row), "all its entries are missing") for row in empty]
    return counts, findings


def _batch_end(walk: _Walk) -> list[Finding]:
    row = walk.row
    if row is None:
        return []
    expected = row.first_seq + row._mapping["count"]
    if walk.next_seq < expected:
        missing = f"{walk.next_seq}-{expected - 1}"
        return [Finding("missing entry", _where(row), f"numbers {missing} are missing at its end")]
    if walk.hash != bytes(row.head) and not walk.broken:
        return [Finding("altered batch", _where(row), "its entries do not lead to its head")]
    return []


def _check_entry(walk: _Walk, entry: Any) -> list[Finding]:
    _, seq, state, note, stored, key, *columns, body = entry
    findings: list[Finding] = []
    where = _where(walk.row, seq)
    if walk.row is not None and seq != walk.next_seq:
        detail = f"number {walk.next_seq} was expected"
        what = "missing entry" if seq > walk.next_seq else "extra entry"
        findings.append(Finding(what, where, detail))
    walk.next_seq = seq + 1
    if key is None:
        walk.hash, walk.broken = bytes(stored), True
        return [*findings, Finding("altered claim", where, "the claim is missing")]
    findings += _claim_faults(where, bytes(key), columns, body)
    if walk.row is not None:
        walk.hash = link(walk.hash, bytes(key), state if 0 <= state < 256 else 255, note)
        if walk.hash != bytes(stored):
            first = "" if not walk.broken else " (an entry before it is altered too)"
            findings.append(
                Finding(
                    "altered entry",
                    f"{where}, claim {bytes(key).hex()}",
                    f"its hash does not follow{first}",
                )
            )
            walk.hash, walk.broken = bytes(stored), True
    return findings


def _claim_faults(where: str, key: bytes, columns: Sequence[Any], body: Any) -> list[Finding]:
    named = f"{where}, claim {key.hex()}"
    if not isinstance(body, str) or sha256(body.encode("utf-8", "surrogateescape")).digest() != key:
        return [Finding("altered claim", named, "its content does not give its identifier")]
    content = orjson.loads(body)
    kind, subject, source, parent = columns
    part_of = bytes(parent).hex() if parent is not None else None
    indexed = (content["kind"], content["subject"], content.get("source"), content.get("part_of"))
    if indexed != (kind, subject, source, part_of):
        return [Finding("altered claim", named, "its index does not agree with its content")]
    return []
