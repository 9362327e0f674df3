"""Claims as they were recorded: who wrote them down, when, in which log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tilth.claims._errors import LedgerError
from tilth.claims._rows import octets
from tilth.claims._store import Store
from tilth.claims.chain import STATES, Note
from tilth.claims.claim import Claim

__all__ = [
    "Recorded",
    "recorded_about",
    "recorded_by_id",
    "recorded_in",
    "recorded_of_kind",
    "recorded_parts",
]

_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?)?)?)?")
_SELECT = """SELECT c.id, c.body, e.state, e.note, e.seq, b.recorded_at, b.recorded_by, b.tool, l.log
FROM tilth_claim c JOIN tilth_entry e ON e.claim_no = c.claim_no
JOIN tilth_batch b ON b.batch_no = e.batch_no JOIN tilth_log l ON l.log_no = b.log_no"""

_STATES = range(len(STATES))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A claim with its entry in a log.

    A claim that several logs hold is given once, by its earliest entry; it counts as accepted
    when any of the entries says so.
    """

    id: str
    claim: Claim
    state: str
    recorded_at: str
    recorded_by: str
    log: str
    seq: int
    tool: str
    rule: str | None = None
    confidence: float | None = None

    @property
    def order(self) -> tuple[str, str, int]:
        """Place in time: by moment, then log, then number."""
        return self.recorded_at, self.log, self.seq


def recorded_about(store: Store, subjects: Sequence[str], known_on: str | None = None) -> list[Recorded]:
    """Return the claims about `subjects` known on a date, in order of recording."""
    return _collect(store, "c.subject", subjects, known_on)


def recorded_by_id(store: Store, ids: Sequence[str], known_on: str | None = None) -> list[Recorded]:
    """Return the claims with these identifiers; unknown ones are left out."""
    return _collect(store, "c.id", [bytes.fromhex(key) for key in ids], known_on)


def recorded_of_kind(store: Store, kinds: Sequence[str], known_on: str | None = None) -> list[Recorded]:
    """Return the claims of these kinds known on a date, in order of recording."""
    return _collect(store, "c.kind", kinds, known_on)


def recorded_in(store: Store, sources: Sequence[str], known_on: str | None = None) -> list[Recorded]:
    """Return the claims taken from these sources, in order of recording."""
    return _collect(store, "c.source", sources, known_on)


def recorded_parts(store: Store, ids: Sequence[str], known_on: str | None = None) -> list[Recorded]:
    """Return the claims that are part of these claims, in order of recording."""
    return _collect(store, "c.part_of", [bytes.fromhex(key) for key in ids], known_on)


def _collect(store: Store, column: str, keys: Sequence[Any], known_on: str | None) -> list[Recorded]:
    if known_on is not None and _MOMENT.fullmatch(known_on) is None:
        raise LedgerError(f"known_on: given {known_on!r}, allowed a date such as 2024, 2024-03 or 2024-03-05")
    if not keys:
        return []
    found: dict[str, Recorded] = {}
    with store.reading() as connection:
        for item in _read(store, store.rows_where(connection, _SELECT, column, list(keys))):
            if known_on is not None and item.recorded_at[: len(known_on)] > known_on:
                continue
            found[item.id] = _earlier(found[item.id], item) if item.id in found else item
    return sorted(found.values(), key=lambda item: item.order)


def _earlier(one: Recorded, other: Recorded) -> Recorded:
    first = min(one, other, key=lambda item: item.order)
    accepted = "accepted" in (one.state, other.state)
    return replace(first, state="accepted") if accepted else first


def _read(store: Store, rows: Iterator[Any]) -> Iterator[Recorded]:
    """Yield the claims; damage that only reading shows ends in a plain error."""
    for key, body, state, note, seq, at, by, tool, log in rows:
        name = octets(key, store.address).hex()
        try:
            claim, made = Claim.from_bytes(body), Note.from_text(note)
            if (
                type(state) is not int
                or state not in _STATES
                or type(seq) is not int
                or not isinstance(at, str)
            ):
                raise TypeError("state, number or moment are none")
        except (TypeError, ValueError, LedgerError) as error:
            raise LedgerError(
                f"{store.address}: claim {name} is damaged ({error}); 'tilth verify' names all that is"
            ) from error
        yield Recorded(name, claim, STATES[state], at, by, log, seq, tool, made.rule, made.confidence)
