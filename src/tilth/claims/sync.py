"""Merging copies of a project: the union of their batches; nothing is lost or overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from tilth.claims import _schema as schema
from tilth.claims import _values
from tilth.claims._batches import Batch, read_batches
from tilth.claims._errors import LedgerError
from tilth.claims._fault import Fault
from tilth.claims._rows import claim_row, octets
from tilth.claims._store import Store
from tilth.claims.chain import START, STATES, Note, links, refuse_unfit
from tilth.claims.checking import check_envelope
from tilth.claims.claim import Claim
from tilth.claims.keys import fits, signature_holds

__all__ = ["Pulled", "ledger_digest", "pull"]

_ENTRIES = """SELECT e.seq, e.state, e.note, e.hash, c.id, c.body
FROM tilth_entry e LEFT JOIN tilth_claim c ON c.claim_no = e.claim_no
WHERE e.batch_no = {number} ORDER BY e.seq"""
_VERIFY = "'tilth verify' it"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


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
        heads = sorted(_heads(store, connection))
    return sha256(b"".join(heads)).hexdigest()


def pull(into: Store, other: Store) -> Pulled:
    """Copy every batch of `other` that `into` lacks, each checked first; all or nothing.

    What is taken over is in form what tilth writes, whoever signed it. Kinds and properties are not
    held against the vocabulary: a newer tilth may know more of them.

    Raises
    ------
    LedgerError
        A batch of `other` does not verify, or holds what no tilth writes: nothing is taken over.
    """
    with other.reading(one_moment=True) as source, into.writing() as target:
        held = set(_heads(into, target))
        missing = [batch for batch in read_batches(source) if batch.head not in held]
        _refuse_misfits(missing, held)
        new_logs = _add_logs(into, target, missing, _owners(source))
        numbers = {row.log: row.log_no for row in target.execute(select(schema.log))}
        claims = sum(_take(into, target, source, batch, numbers[batch.log]) for batch in missing)
    return Pulled(len(missing), claims, tuple(new_logs))


def _heads(store: Store, connection: Connection) -> list[bytes]:
    return [octets(head, store.address) for head in connection.execute(select(schema.batch.c.head)).scalars()]


def _owners(source: Connection) -> dict[str, str]:
    return {row.log: row.owner for row in source.execute(select(schema.log.c.log, schema.log.c.owner))}


def _refuse_misfits(missing: Sequence[Batch], held: set[bytes]) -> None:
    """Refuse batches that cannot be: of no log, of other types, without those before them."""
    known = held | {START} | {batch.head for batch in missing}
    for batch in missing:
        if not batch.log or not fits(batch.log, batch.public_key):
            raise LedgerError(f"{batch.where}: its log has no fitting key in the other copy; {_VERIFY}")
        if batch.unfit or not _MOMENT.fullmatch(batch.recorded_at):
            columns = ", ".join(batch.unfit) or "recorded_at"
            raise LedgerError(f"{batch.where}: {columns} altered in the other copy; {_VERIFY}")
        refuse_unfit("recorded_by in the other copy", batch.recorded_by)
        refuse_unfit("tool in the other copy", batch.tool)
        if batch.prev not in known:
            raise LedgerError(
                f"{batch.where}: the batches before it are missing in the other copy; {_VERIFY}"
            )


def _add_logs(
    into: Store, target: Connection, missing: Sequence[Batch], owners: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Add the logs that are not known; refuse a known log under another key."""
    logs = target.execute(select(schema.log))
    known = {row.log: octets(row.public_key, into.address) for row in logs}
    number = _next(target, schema.log.c.log_no)
    new: list[tuple[str, str]] = []
    for batch in missing:
        if batch.log not in known:
            owner = owners[batch.log]
            refuse_unfit("owner of a log in the other copy", owner)
            known[batch.log] = batch.public_key
            into.insert(target, schema.log, [(number + len(new), batch.log, batch.public_key, owner)])
            new.append((batch.log, owner))
        elif known[batch.log] != batch.public_key:
            raise LedgerError(f"log {batch.log} has another key in the other copy: nothing was taken over")
    return new


def _take(into: Store, target: Connection, source: Connection, batch: Batch, log_no: int) -> int:
    """Copy one batch with its entries and the claims that are not here yet; return their number."""
    entries = source.exec_driver_sql(_ENTRIES.format(number=batch.number)).all()
    _prove(batch, entries)
    ids = list(dict.fromkeys(entry.id for entry in entries))
    numbers = {
        octets(key, into.address): number
        for key, number in into.rows_where(target, "SELECT id, claim_no FROM tilth_claim", "id", ids)
    }
    fresh = list(_fresh(entries, numbers, _next(target, schema.claim.c.claim_no)))
    batch_no = _next(target, schema.batch.c.batch_no)
    row = (
        *(batch_no, batch.head, batch.prev, log_no, batch.first_seq, batch.count),
        *(batch.recorded_at, batch.recorded_by, batch.tool, batch.signature),
    )
    into.insert(target, schema.batch, [row])
    into.insert(target, schema.claim, fresh)
    rows = [(batch_no, e.seq, numbers[e.id], e.state, e.note, e.hash) for e in entries]
    into.insert(target, schema.entry, rows)
    return len(fresh)


def _fresh(entries: Sequence[Any], numbers: dict[bytes, int], number: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of claims that are new, and note their numbers."""
    for entry in entries:
        if entry.id not in numbers:
            numbers[entry.id] = number
            yield claim_row(number, entry.id, _claim(entry.body), entry.body)
            number += 1


def _claim(body: str) -> Claim:
    """Return the claim; refuse what is none, and what another spelling of the same claim may be."""
    try:
        claim = Claim.from_bytes(body)
        canonical = claim.body() == body.encode()
    except (TypeError, ValueError) as error:
        raise LedgerError(f"the other copy holds what is no claim ({error}); {_VERIFY}") from error
    if not canonical:
        raise LedgerError(f"the other copy holds a claim that is not canonical, about {claim.subject}")
    try:
        _values.check_name(claim.kind)
        check_envelope(claim)
        if claim.place is not None:
            _values.check_place(claim.place)
    except Fault as fault:
        about = f"about {claim.subject} that cannot be (allowed: {fault.allowed})"
        raise LedgerError(f"the other copy holds a claim {about}; update tilth, or {_VERIFY}") from None
    return claim


def _prove(batch: Batch, entries: Sequence[Any]) -> None:
    """Refuse a batch whose claims, chain or signature do not hold."""
    for entry in entries:
        where = f"log {batch.log}, number {entry.seq}"
        if not _is_entry(entry):
            raise LedgerError(f"{where}: altered entry in the other copy; {_VERIFY}")
        if sha256(entry.body.encode()).digest() != entry.id:
            raise LedgerError(f"{where}: altered claim in the other copy; {_VERIFY}")
    numbers = range(batch.first_seq, batch.first_seq + len(entries))
    chain = list(links(batch.start(), ((e.id, e.state, e.note) for e in entries)))
    whole = len(entries) == batch.count and all(e.seq == n for e, n in zip(entries, numbers, strict=True))
    if not whole or chain != [e.hash for e in entries] or chain[-1:] != [batch.head]:
        raise LedgerError(f"{batch.where}: broken chain in the other copy; {_VERIFY}")
    if not signature_holds(batch.public_key, batch.head, batch.signature):
        raise LedgerError(f"{batch.where}: the signature does not hold in the other copy; {_VERIFY}")


def _is_entry(entry: Any) -> bool:
    """Return whether types, state and note are such as tilth writes; a stranger may sign others."""
    octets_fit = all(isinstance(value, bytes) for value in (entry.id, entry.hash))
    numbers_fit = type(entry.seq) is int and type(entry.state) is int and 0 <= entry.state < len(STATES)
    if not octets_fit or not numbers_fit or not isinstance(entry.body, str):
        return False
    try:
        return bool(Note.from_text(entry.note).text() == entry.note)
    except LedgerError:
        return False


def _next(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1
