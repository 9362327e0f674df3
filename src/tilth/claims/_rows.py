"""Rows of the claim table, made from the claim itself and never from another copy's columns."""

from __future__ import annotations

from typing import Any

from tilth.claims._errors import LedgerError
from tilth.claims.claim import Claim

__all__ = ["claim_row", "octets"]


def octets(value: Any, address: str) -> bytes:
    """Return a column of bytes; refuse what damage or forgery put there, a number above all.

    ``bytes(8_000_000_000)`` would be eight gigabytes of zeros.
    """
    if not isinstance(value, bytes | memoryview):
        raise LedgerError(f"{address} is damaged: {type(value).__name__} for bytes; 'tilth verify' names it")
    return bytes(value)


def claim_row(number: int, key: bytes, claim: Claim, body: str) -> tuple[Any, ...]:
    """Return the row of a claim, in the order of the table's columns."""
    part_of = bytes.fromhex(claim.part_of) if claim.part_of else None
    return number, key, claim.kind, claim.subject, claim.source, part_of, body
