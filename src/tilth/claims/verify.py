"""Proof that nothing in a ledger was altered, dropped, re-ordered or back-dated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection

from tilth.claims._batches import Batch, batch_faults, read_batches, tips
from tilth.claims._errors import LedgerError
from tilth.claims._findings import Finding, Verification
from tilth.claims._store import Store
from tilth.claims.chain import START, link

__all__ = ["Finding", "Verification", "checkpoint", "verify"]

_ENTRIES = """SELECT e.batch_no, e.seq, e.state, e.note, e.hash, c.id,
c.kind, c.subject, c.source, c.part_of, c.body
FROM tilth_entry e LEFT JOIN tilth_claim c ON c.claim_no = e.claim_no ORDER BY e.batch_no, e.seq"""
_ORPHANS = """SELECT c.id FROM tilth_claim c
WHERE NOT EXISTS (SELECT 1 FROM tilth_entry e WHERE e.claim_no = c.claim_no)"""
_EVERY = 5_000


def checkpoint(store: Store) -> list[dict[str, Any]]:
    """Return the heads of all logs: keep it elsewhere, and `verify` proves nothing was dropped."""
    with store.reading() as connection:
        batches = read_batches(connection)
    return [{"log": tip.log, "seq": tip.end - 1, "head": tip.head.hex()} for tip in tips(batches)]


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

    Raises
    ------
    LedgerError
        The file is damaged so far that it cannot be read, or `known` is no list of checkpoints.
    """
    with store.reading(one_moment=True, damaged=True) as connection:
        batches = read_batches(connection)
        findings = [*_file_faults(store, connection), *batch_faults(batches)]
        counts, faults = _entry_faults(connection, batches, progress)
        findings += faults
        for (key,) in connection.exec_driver_sql(_ORPHANS):
            findings.append(Finding("missing entry", f"claim {_octets(key).hex()}", "no log holds it"))
        claims, logs = (
            int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
            for table in ("tilth_claim", "tilth_log")
        )
    findings += _dropped(batches, known)
    return Verification(claims, sum(counts.values()), len(batches), logs, tuple(findings))


def _dropped(batches: Sequence[Batch], known: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    heads = {batch.head.hex() for batch in batches}
    for item in known:
        if not isinstance(item, Mapping) or not {"log", "seq", "head"} <= set(item):
            raise LedgerError(f"no checkpoint: {item!r}; give what 'tilth log' or checkpoint() returned")
        if item["head"] not in heads:
            where = f"log {item['log']}, up to number {item['seq']}"
            yield Finding("dropped since checkpoint", where, "its head is not in this copy")


def _file_faults(store: Store, connection: Connection) -> Iterator[Finding]:
    if store.is_postgres:
        return
    try:
        for (words,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if words != "ok":
                yield Finding("damaged file", store.address, words)
    except Exception as error:
        raise LedgerError(f"{store.address} is damaged: {error}; take a backup or another copy") from error


def _octets(value: Any) -> bytes:
    """Return bytes as they are; anything else as bytes that no hash equals."""
    return bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode()


class _Walk:
    """The state of walking through one batch's entries."""

    def __init__(self, batch: Batch | None) -> None:
        self.batch = batch
        self.hash = batch.start() if batch is not None else START
        self.next_seq = batch.first_seq if batch is not None else 0
        self.first = True
        self.broken = batch is None

    def where(self, seq: Any) -> str:
        log = f"log {self.batch.log or 'unknown'}" if self.batch is not None else "an unknown batch"
        return f"{log}, number {seq}"


def _entry_faults(
    connection: Connection, batches: Sequence[Batch], progress: Callable[[int], None] | None
) -> tuple[Counter[int], list[Finding]]:
    by_number = {batch.number: batch for batch in batches}
    findings: list[Finding] = []
    counts: Counter[int] = Counter()
    walk = _Walk(None)
    current: Any = object()
    stream = connection.execution_options(yield_per=_EVERY).exec_driver_sql(_ENTRIES)
    for checked, (number, *entry) in enumerate(stream, 1):
        if number != current:
            findings += _batch_end(walk)
            current = number
            walk = _Walk(by_number.get(number))
            if walk.batch is None:
                findings.append(Finding("missing entry", f"batch {number}", "the batch is not there"))
        counts[number] += 1
        findings += _check_entry(walk, entry)
        if progress is not None and checked % _EVERY == 0:
            progress(checked)
    findings += _batch_end(walk)
    empty = (batch for number, batch in by_number.items() if counts[number] == 0)
    findings += [Finding("missing entry", batch.where, "all its entries are missing") for batch in empty]
    return counts, findings


def _batch_end(walk: _Walk) -> list[Finding]:
    batch = walk.batch
    if batch is None:
        return []
    if walk.next_seq < batch.end:
        missing = f"{walk.next_seq}-{batch.end - 1}"
        return [Finding("missing entry", batch.where, f"numbers {missing} are missing at its end")]
    if walk.hash != batch.head and not walk.broken:
        return [Finding("altered batch", batch.where, "its entries do not lead to its head")]
    return []


def _check_entry(walk: _Walk, entry: Sequence[Any]) -> list[Finding]:
    seq, state, note, stored, key, *columns, body = entry
    findings: list[Finding] = []
    where = walk.where(seq)
    if type(seq) is not int:
        findings.append(Finding("altered entry", where, "its number is no number"))
        seq = walk.next_seq
    if walk.batch is not None and seq != walk.next_seq:
        what = "missing entry" if seq > walk.next_seq else "extra entry"
        findings.append(Finding(what, where, f"number {walk.next_seq} was expected"))
    walk.next_seq = seq + 1
    if key is None:
        walk.hash, walk.broken, walk.first = _octets(stored), True, False
        return [*findings, Finding("altered claim", where, "the claim is missing")]
    named = f"{where}, claim {_octets(key).hex()}"
    findings += _claim_faults(named, _octets(key), columns, body)
    if walk.batch is not None and not _follows(walk, _octets(key), state, note, _octets(stored)):
        findings.append(Finding("altered entry", named, _why(walk)))
        walk.broken = True
    walk.hash, walk.first = _octets(stored), False
    return findings


def _follows(walk: _Walk, key: bytes, state: Any, note: Any, stored: bytes) -> bool:
    fit = type(state) is int and 0 <= state < 256 and (note is None or isinstance(note, str))
    return fit and link(walk.hash, key, state, note) == stored


def _why(walk: _Walk) -> str:
    if walk.first:
        return "its hash does not follow: it, or the header of its batch, was altered"
    return f"its hash does not follow{' (an entry before it is altered too)' if walk.broken else ''}"


def _claim_faults(named: str, key: bytes, columns: Sequence[Any], body: Any) -> list[Finding]:
    if not isinstance(body, str) or sha256(body.encode("utf-8", "surrogateescape")).digest() != key:
        return [Finding("altered claim", named, "its content does not give its identifier")]
    *indexed, part_of = columns
    try:
        content = orjson.loads(body)
        told = [content["kind"], content["subject"], content.get("source")]
        parent = bytes.fromhex(content["part_of"]) if "part_of" in content else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return [Finding("altered claim", named, "its content is no claim")]
    if told != indexed or parent != (_octets(part_of) if part_of is not None else None):
        return [Finding("altered claim", named, "its index does not agree with its content")]
    return []
