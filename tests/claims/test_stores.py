"""The store itself: both sorts begin empty, keep apart, and speak plainly when something is wrong."""

from __future__ import annotations

from collections.abc import Callable

from tilth.claims import Ledger


def test_create__new_address__holds_nothing(ledger_address: str) -> None:
    ledger = Ledger.create(ledger_address)
    assert len(ledger) == 0


def test_create__two_addresses__are_two_ledgers(ledger_address: str, new_address: Callable[[], str]) -> None:
    one, other = Ledger.create(ledger_address), Ledger.create(new_address())
    assert one.store.address != other.store.address
