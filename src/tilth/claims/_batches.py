"""Batches as they stand in the tables, read so that no damage stops the reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from tilth.claims._findings import Finding
from tilth.claims.chain import START, Header
from tilth.claims.keys import fits, signature_holds

__all__ = ["Batch", "batch_faults", "read_batches", "tips"]

_BATCHES = """SELECT b.batch_no, b.head, b.prev, b.first_seq, b.count, b.recorded_at, b.recorded_by,
b.tool, b.signature, l.log, l.public_key
FROM tilth_batch b LEFT JOIN tilth_log l ON l.log_no = b.log_no ORDER BY b.batch_no"""
_TYPES: tuple[tuple[str, type, Any], ...] = (
    ("number", int, -1),
    ("head", bytes, b""),
    ("prev", bytes, b""),
    ("first_seq", int, 0),
    ("count", int, 0),
    ("recorded_at", str, ""),
    ("recorded_by", str, ""),
    ("tool", str, ""),
    ("signature", bytes, b""),
    ("log", str, ""),
    ("public_key", bytes, b""),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch; `unfit` names the columns that held another type and were left empty."""

    number: int
    head: bytes
    prev: bytes
    first_seq: int
    count: int
    recorded_at: str
    recorded_by: str
    tool: str
    signature: bytes
    log: str
    public_key: bytes
    unfit: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The number after its last entry."""
        return self.first_seq + self.count

    @property
    def where(self) -> str:
        """Where it stands, for people."""
        return f"log {self.log or 'unknown'}, numbers {self.first_seq}-{self.end - 1}"

    def start(self) -> bytes:
        """Return the hash of its header, the first link of its chain; START when it can have none."""
        about = (self.first_seq, self.count, self.recorded_at, self.recorded_by, self.tool)
        try:
            return Header(self.log, self.prev, *about).hash()
        except ValueError:
            return START


def read_batches(connection: Connection) -> list[Batch]:
    """Return all batches in the order in which they came into this copy."""
    return [_batch(row) for row in connection.exec_driver_sql(_BATCHES)]


def tips(batches: Sequence[Batch]) -> list[Batch]:
    """Return the last batch of each log; of a forked log one for each branch."""
    continued = {(batch.log, batch.prev) for batch in batches}
    return [batch for batch in batches if (batch.log, batch.head) not in continued]


def batch_faults(batches: Sequence[Batch]) -> Iterator[Finding]:
    """Yield what is wrong with types, signatures, order, dates and forks."""
    by_head = {batch.head: batch for batch in batches}
    for batch in batches:
        if batch.unfit:
            detail = f"{', '.join(batch.unfit)} of another type than tilth writes"
            yield Finding("altered batch", batch.where, detail)
        yield from _signature_faults(batch)
        yield from _order_faults(batch, by_head)
    for (log, prev), many in Counter((batch.log, batch.prev) for batch in batches).items():
        if many > 1:
            detail = f"{many} continuations: one key was used in two copies"
            yield Finding("forked log", f"log {log} after {prev.hex()[:12]}", detail)


def _batch(row: Any) -> Batch:
    values: dict[str, Any] = {}
    unfit: list[str] = []
    for (name, kind, empty), value in zip(_TYPES, row, strict=True):
        given = bytes(value) if isinstance(value, memoryview) else value
        if type(given) is not kind:
            unfit.append(name)
            given = empty
        values[name] = given
    return Batch(**values, unfit=tuple(unfit))


def _signature_faults(batch: Batch) -> Iterator[Finding]:
    if not batch.log:
        yield Finding("broken chain", batch.where, "its log is not in this copy")
    elif not fits(batch.log, batch.public_key):
        yield Finding("bad signature", batch.where, "the key is not the one its log is named after")
    elif not signature_holds(batch.public_key, batch.head, batch.signature):
        yield Finding("bad signature", batch.where, "not signed by the key of its log")


def _order_faults(batch: Batch, by_head: Mapping[bytes, Batch]) -> Iterator[Finding]:
    if batch.prev == START:
        if batch.first_seq != 1:
            yield Finding("broken chain", batch.where, "it claims to be first but does not begin with 1")
        return
    before = by_head.get(batch.prev)
    if before is None or before.log != batch.log:
        yield Finding("broken chain", batch.where, "the batch before it is missing")
        return
    if batch.first_seq != before.end:
        yield Finding("broken chain", batch.where, "its numbers do not follow the batch before it")
    if batch.recorded_at < before.recorded_at:
        detail = f"recorded {batch.recorded_at}, the batch before it {before.recorded_at}"
        yield Finding("back-dated", batch.where, detail)
