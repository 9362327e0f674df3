"""Merging copies of a project: the union of their batches; nothing is lost or overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from tilth.claims import _schema as schema
from tilth.claims._errors import LedgerError
from tilth.claims._rows import claim_row
from tilth.claims._store import Store
from tilth.claims.chain import START, Header, links
from tilth.claims.claim import Claim
from tilth.claims.keys import fits, signature_holds

__all__ = ["Pulled", "ledger_digest", "pull"]

_ENTRIES = """SELECT e.seq, e.state, e.note, e.hash, c.id, c.body
FROM tilth_entry e LEFT JOIN tilth_claim c ON c.claim_no = e.claim_no
WHERE e.batch_no = {number} ORDER BY e.seq"""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one copy took over from another.

    Attributes
    ----------
    batches, claims
        How many were new.
    new_logs
        Logs that this copy had not met before, with their owners: somebody new writes here.
    """

    batches: int
    claims: int
    new_logs: tuple[tuple[str, str], ...]


def ledger_digest(store: Store) -> str:
    """Return one hash over all batches: equal for two copies that hold the same ledger."""
    with store.reading() as connection:
        heads = sorted(bytes(row.head) for row in connection.execute(select(schema.batch.c.head)))
    return sha256(b"".join(heads)).hexdigest()


def pull(into: Store, other: Store) -> Pulled:
    """Copy every batch of `other` that `into` lacks, each checked first; all or nothing.

    Raises
    ------
    LedgerError
        A batch of `other` does not verify: nothing is taken over.
    """
    with other.reading(one_moment=True) as source, into.writing() as target:
        held = {bytes(row.head) for row in target.execute(select(schema.batch.c.head))}
        missing = [row for row in _batches(source) if bytes(row.head) not in held]
        _refuse_gaps(missing, held)
        new_logs = _add_logs(into, target, missing)
        numbers = {row.log: row.log_no for row in target.execute(select(schema.log))}
        claims = sum(_take(into, target, source, row, numbers[row.log]) for row in missing)
    return Pulled(len(missing), claims, tuple(new_logs))


def _refuse_gaps(missing: Sequence[Any], held: set[bytes]) -> None:
    """Refuse batches that cannot be joined to what is held: something before them is not there."""
    known = held | {START} | {bytes(row.head) for row in missing}
    for row in missing:
        if row.log is None or not fits(row.log, bytes(row.public_key)):
            raise LedgerError(f"the log {row.log} of a batch in the other copy has no key; 'tilth verify' it")
        if bytes(row.prev) not in known:
            raise LedgerError(
                f"log {row.log}: batches before number {row.first_seq} are missing in the other copy; "
                "'tilth verify' it"
            )


def _batches(connection: Connection) -> Sequence[Any]:
    joined = schema.batch.join(schema.log, schema.batch.c.log_no == schema.log.c.log_no, isouter=True)
    columns = (schema.log.c.log, schema.log.c.public_key, schema.log.c.owner)
    query = select(schema.batch, *columns).select_from(joined).order_by(schema.batch.c.batch_no)
    return connection.execute(query).all()


def _add_logs(into: Store, target: Connection, missing: Sequence[Any]) -> list[tuple[str, str]]:
    """Add the logs that are not known; refuse a known log under another key."""
    known = {row.log: bytes(row.public_key) for row in target.execute(select(schema.log))}
    number = _next(target, schema.log.c.log_no)
    new: list[tuple[str, str]] = []
    for row in missing:
        if row.log not in known:
            known[row.log] = bytes(row.public_key)
            content = (number + len(new), row.log, bytes(row.public_key), row.owner)
            into.insert(target, schema.log, [content])
            new.append((row.log, row.owner))
        elif known[row.log] != bytes(row.public_key):
            raise LedgerError(f"log {row.log} has another key in the other copy: nothing was taken over")
    return new


def _take(into: Store, target: Connection, source: Connection, row: Any, log_no: int) -> int:
    """Copy one batch with its entries and the claims that are not here yet; return their number."""
    entries = source.exec_driver_sql(_ENTRIES.format(number=int(row.batch_no))).all()
    _prove(row, entries)
    ids = list(dict.fromkeys(bytes(entry.id) for entry in entries))
    numbers = {
        bytes(key): number
        for key, number in into.rows_where(target, "SELECT id, claim_no FROM tilth_claim", "id", ids)
    }
    fresh = list(_fresh(entries, numbers, _next(target, schema.claim.c.claim_no)))
    batch_no = _next(target, schema.batch.c.batch_no)
    count = row._mapping["count"]
    head, prev, signature = bytes(row.head), bytes(row.prev), bytes(row.signature)
    about = (row.recorded_at, row.recorded_by, row.tool, signature)
    batch = (batch_no, head, prev, log_no, row.first_seq, count, *about)
    into.insert(target, schema.batch, [batch])
    into.insert(target, schema.claim, fresh)
    into.insert(
        target,
        schema.entry,
        [
            (
                batch_no,
                entry.seq,
                numbers[bytes(entry.id)],
                entry.state,
                entry.note,
                bytes(entry.hash),
            )
            for entry in entries
        ],
    )
    return len(fresh)


def _fresh(entries: Sequence[Any], numbers: dict[bytes, int], number: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of claims that are new, and note their numbers."""
    for entry in entries:
        key = bytes(entry.id)
        if key not in numbers:
            numbers[key] = number
            yield claim_row(number, key, _claim(entry.body), entry.body)
            number += 1


def _claim(body: str) -> Claim:
    """Return the claim; refuse what is none, and what another spelling of the same claim may be."""
    try:
        claim = Claim.from_bytes(body)
        canonical = claim.body() == body.encode()
    except (TypeError, ValueError) as error:
        raise LedgerError(f"the other copy holds what is no claim ({error}); 'tilth verify' it") from error
    if not canonical:
        raise LedgerError(f"the other copy holds a claim that is not canonical, about {claim.subject}")
    return claim


def _prove(row: Any, entries: Sequence[Any]) -> None:
    """Refuse a batch whose claims, chain or signature do not hold."""
    count = row._mapping["count"]
    about = (row.recorded_at, row.recorded_by, row.tool)
    header = Header(row.log, bytes(row.prev), row.first_seq, count, *about)
    for entry in entries:
        if entry.id is None or sha256(entry.body.encode()).digest() != bytes(entry.id):
            raise LedgerError(
                f"log {row.log}, number {entry.seq}: altered claim in the other copy; 'tilth verify' it"
            )
    chain = list(links(header.hash(), ((bytes(e.id), e.state, e.note) for e in entries)))
    whole = [e.seq for e in entries] == list(range(row.first_seq, row.first_seq + count))
    if not whole or chain != [bytes(e.hash) for e in entries] or chain[-1:] != [bytes(row.head)]:
        raise LedgerError(
            f"log {row.log} from number {row.first_seq}: broken chain in the other copy; 'tilth verify' it"
        )
    if not signature_holds(bytes(row.public_key), bytes(row.head), bytes(row.signature)):
        raise LedgerError(f"log {row.log} from number {row.first_seq}: the signature does not hold")


def _next(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1
