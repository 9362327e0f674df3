"""Ledgers and claims to try them with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tilth.claims import Claim, Ledger, Store

POINT = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}


@pytest.fixture
def ledger(ledger_address: str) -> Iterator[Ledger]:
    """Yield a new, empty ledger in either store."""
    made = Ledger.create(ledger_address)
    yield made
    made.close()


@pytest.fixture
def file_ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Yield a new, empty ledger in a file, where the file itself is the point."""
    made = Ledger.create(tmp_path / "file.gpkg")
    yield made
    made.close()


@pytest.fixture
def strike() -> Callable[..., Claim]:
    """Return a function that makes a strike claim; keywords change the claim, `values` its values."""
    return make_strike


def make_strike(number: int = 1, *, values: dict[str, Any] | None = None, **changes: Any) -> Claim:
    content: dict[str, Any] = {
        "kind": "strike",
        "subject": f"strike:{number}",
        "values": {"rounds": 3, "date": "2023-07-07"} | (values or {}),
        "place": POINT,
    }
    return Claim(**(content | changes))


@pytest.fixture
def tampered() -> Callable[..., None]:
    """Return a function that runs one statement on a store behind the ledger's back."""
    return _tampered


def _tampered(store: Store, statement: str, **values: Any) -> None:
    from sqlalchemy import text

    with store.writing() as connection:
        connection.execute(text(statement), values)
