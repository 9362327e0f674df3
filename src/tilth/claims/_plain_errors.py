"""The databases' errors in plain words: what happened, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from tilth.claims._errors import LedgerError, ReadOnlyError

__all__ = ["plain_errors"]

# Signs in the database's words, and what we say then.
_KNOWN: tuple[tuple[tuple[str, ...], type[LedgerError], str], ...] = (
    (
        ("readonly", "read-only"),
        ReadOnlyError,
        "{address} cannot be written: copy it to a place you may write to",
    ),
    (
        ("is full", "disk I/O", "No space left", "File too large"),
        LedgerError,
        "{address}: the disk is full or failing ({words}); nothing was written; free space and repeat",
    ),
    (
        ("locked",),
        LedgerError,
        "{address}: another program has kept it locked for a minute; close it and repeat",
    ),
    (
        ("malformed", "not a database", "Could not decode", "unsupported file format"),
        LedgerError,
        "{address} is damaged or no project ({words}); take a backup or another copy",
    ),
    (
        ("no such table", "UndefinedTable"),
        LedgerError,
        "{address} holds no ledger: make a project with 'tilth init'",
    ),
    (
        ("unable to open",),
        LedgerError,
        "{address} cannot be opened ({words}): see to its folder and its rights",
    ),
    (
        ("connection failed", "connection is bad", "server closed", "terminating connection"),
        LedgerError,
        "{address} cannot be reached ({words}): is the server running, are its name, the database "
        "and the password right?",
    ),
)


@contextmanager
def plain_errors(address: str) -> Iterator[None]:
    """Turn errors of the database at `address` into ours."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _plain(address, error) from error
    except Exception as error:
        if not type(error).__module__.startswith("psycopg"):
            raise
        raise _plain(address, error) from error


def _plain(address: str, error: Exception) -> LedgerError:
    cause = getattr(error, "orig", None) or error
    words = " ".join(str(cause).split())
    searched = f"{type(cause).__name__} {words}"
    for signs, kind, message in _KNOWN:
        if any(sign in searched for sign in signs):
            return kind(message.format(address=address, words=words))
    return LedgerError(f"{address}: {words}")
