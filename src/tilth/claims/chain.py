"""The hash chain of a log: from a batch's header through its entries to its signed head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

import orjson

from tilth.claims._errors import LedgerError
from tilth.claims._values import Fault, check_name
from tilth.claims.canonical import canonical_bytes

__all__ = ["START", "STATES", "Header", "Note", "link", "links", "refuse_unfit"]

START = bytes(32)
"""What stands before the first batch of a log."""

STATES = ("proposed", "accepted")
"""How a claim comes in: proposed waits for a reviewer, accepted was entered by one."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a batch says of itself; its hash is the first link of the batch's chain."""

    log: str
    prev: bytes
    first_seq: int
    count: int
    recorded_at: str
    recorded_by: str
    tool: str

    def hash(self) -> bytes:
        """Return the SHA-256 of the canonical header."""
        content = {
            "log": self.log,
            "prev": self.prev.hex(),
            "first_seq": self.first_seq,
            "count": self.count,
            "recorded_at": self.recorded_at,
            "recorded_by": self.recorded_by,
            "tool": self.tool,
        }
        return sha256(canonical_bytes(content)).digest()


@dataclass(frozen=True, slots=True)
class Note:
    """How a claim was made: the rule that proposed it and how sure it is (0-1).

    Raises
    ------
    LedgerError
        A confidence outside 0-1, or a rule that is no short text.
    """

    rule: str | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise LedgerError(f"confidence: given {self.confidence!r}, allowed a share from 0 to 1")
        if self.rule is not None:
            refuse_unfit("rule", self.rule)

    @classmethod
    def from_text(cls, text: str | None) -> Note:
        """Return the note that is stored as `text`; LedgerError when that is none."""
        if text is None:
            return cls()
        try:
            return cls(**orjson.loads(text))
        except (TypeError, ValueError) as error:
            raise LedgerError(f"no note: {error}") from error

    def text(self) -> str | None:
        """Return the note as stored, canonical JSON; None when it says nothing."""
        content: Mapping[str, object] = {
            name: value
            for name, value in (("rule", self.rule), ("confidence", self.confidence))
            if value is not None
        }
        return canonical_bytes(content).decode() if content else None


def refuse_unfit(name: str, words: str) -> None:
    """Raise LedgerError unless `words` are a short text such as a batch may carry."""
    try:
        check_name(words)
    except Fault as fault:
        raise LedgerError(f"{name}: given {fault.given}, allowed {fault.allowed}") from None


def link(before: bytes, claim_id: bytes, state: int, note: str | None) -> bytes:
    """Return the hash of one entry: of the one before, the claim, its state and its note.

    Examples
    --------
    >>> link(START, START, 0, None) != link(START, START, 1, None)
    True
    """
    # Broken text, which only damage brings, keeps its bytes so that verification can name it.
    words = note.encode("utf-8", "surrogateescape") if note else b""
    return sha256(before + claim_id + bytes((state,)) + words).digest()


def links(start: bytes, entries: Iterable[tuple[bytes, int, str | None]]) -> Iterator[bytes]:
    """Yield the hash of each entry ``(claim id, state, note)``; the last is the batch's head."""
    before = start
    for claim_id, state, note in entries:
        before = link(before, claim_id, state, note)
        yield before
