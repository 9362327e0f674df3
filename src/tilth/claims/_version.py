"""The schema's version: made once, checked when opened, brought up to date by migrations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, inspect, select, update

from tilth.claims import _schema as schema
from tilth.claims._errors import LedgerError, SchemaTooNewError
from tilth.claims._store import Store

__all__ = ["check", "create"]

# From version n to n + 1. Version 1 is the first; a migration never changes a claim's content.
MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {}


def create(connection: Connection) -> None:
    """Make the ledger's tables; refuse where a ledger is already."""
    if inspect(connection).has_table(schema.meta.name):
        raise LedgerError("there is a ledger already: open it, or give another path")
    schema.metadata.create_all(connection)
    version = {"name": "schema_version", "value": str(schema.SCHEMA_VERSION)}
    connection.execute(schema.meta.insert().values(**version))


def check(store: Store, connection: Connection) -> None:
    """Return when the schema is the present one; migrate an older one; refuse a newer one."""
    found = _found(store, connection)
    if found > schema.SCHEMA_VERSION:
        raise SchemaTooNewError(
            f"{store.address} was written by a newer tilth (schema {found}, this one knows "
            f"{schema.SCHEMA_VERSION}): update tilth, or ask for an export"
        )
    if found < schema.SCHEMA_VERSION:
        _migrate(store, found)


def _found(store: Store, connection: Connection) -> int:
    if not inspect(connection).has_table(schema.meta.name):
        raise LedgerError(
            f"{store.address} holds no ledger: make a project with 'tilth init {store.address}'"
        )
    query = select(schema.meta.c.value).where(schema.meta.c.name == "schema_version")
    value = connection.execute(query).scalar()
    if value is None or not value.isdigit():
        raise LedgerError(f"{store.address}: schema version {value!r} is no number; the file is damaged")
    return int(value)


def _migrate(store: Store, found: int) -> None:
    with store.writing() as writing:
        for version in range(found, schema.SCHEMA_VERSION):
            MIGRATIONS[version](writing)
        row = schema.meta.c.name == "schema_version"
        value = str(schema.SCHEMA_VERSION)
        writing.execute(update(schema.meta).where(row).values(value=value))
