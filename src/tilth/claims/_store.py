"""Where a ledger lives: one GeoPackage (SQLite) file or a PostgreSQL database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, Pool, QueuePool

from tilth.claims._errors import LedgerError, ReadOnlyError
from tilth.claims._plain_errors import plain_errors

__all__ = ["Store", "open_store"]

_BUSY_MS = 60_000
_PAGE_CACHE_KIB = 64_000
_SERVED_CACHE_KIB = 8_000
"""Of each connection that a server keeps open: it keeps several."""


class Store:
    """An engine with the few things that differ between SQLite and PostgreSQL."""

    def __init__(self, address: str, engine: Engine, path: Path | None, *, read_only: bool) -> None:
        self.address = address
        self.engine = engine
        self.path = path
        self.read_only = read_only

    @property
    def is_postgres(self) -> bool:
        """True for PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self, *, one_moment: bool = False, damaged: bool = False) -> Iterator[Connection]:
        """Open a connection that only reads.

        Each statement sees what is committed when it begins; with `one_moment` all of them see the
        same ledger, whoever writes meanwhile. `damaged` lets broken text through, to be found.
        """
        with plain_errors(self.address), self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if damaged and isinstance(raw, sqlite3.Connection):
                raw.text_factory = _any_text
            if one_moment and self.is_postgres:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            elif one_moment:
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is alone in writing; it is undone whole if the body fails."""
        if self.read_only:
            raise ReadOnlyError(
                f"{self.address} is open for reading only: copy it to a place you may write to"
            )
        with plain_errors(self.address), self.engine.connect() as connection:
            if self.is_postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(8746113)"))
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def insert(self, connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows given as tuples in the order of the table's columns, the fast way."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        if self.is_postgres:
            raw = connection.connection.driver_connection
            assert raw is not None
            with raw.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        listed = rows if isinstance(rows, list) else list(rows)
        if listed:
            marks = ", ".join("?" * len(table.columns))
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", listed)

    def rows_where(
        self, connection: Connection, select: str, column: str, keys: Sequence[Any]
    ) -> Iterator[Any]:
        """Yield the rows of ``select`` whose `column` is among `keys`, in portions."""
        for start in range(0, len(keys), 10_000):
            part = list(keys[start : start + 10_000])
            if self.is_postgres:
                raw = connection.connection.driver_connection
                assert raw is not None
                with raw.cursor() as cursor:
                    yield from cursor.execute(f"{select} WHERE {column} = ANY(%s)", (part,))
            else:
                marks = ",".join("?" * len(part))
                yield from connection.exec_driver_sql(f"{select} WHERE {column} IN ({marks})", tuple(part))

    def identity(self, connection: Connection) -> str:
        """Return what tells this copy from another: the file's inode or the database's oid."""
        if self.path is not None:
            status = self.path.stat()
            return f"{status.st_dev}:{status.st_ino}"
        query = "SELECT oid FROM pg_database WHERE datname = current_database()"
        oid = connection.execute(text(query)).scalar_one()
        url = self.engine.url
        return f"postgresql:{url.host}:{url.port}:{oid}"

    def close(self) -> None:
        """Release the file or the connections; SQLite folds its write-ahead log into the file."""
        self.engine.dispose()


def open_store(
    address: str | Path, *, create: bool = False, read_only: bool = False, pooled: bool = False
) -> Store:
    """Return the store at `address`, a file path or a ``postgresql://`` address.

    Parameters
    ----------
    pooled
        Keep connections open between uses: for a server that answers many small questions.

    Raises
    ------
    LedgerError
        No file there, or not a database, or no connection.
    """
    name = str(address)
    if name.startswith(("postgresql://", "postgres://")):
        return _open_server(name, read_only=read_only, pooled=pooled)
    return _open_file(Path(name), create=create, read_only=read_only, pooled=pooled)


def _open_server(name: str, *, read_only: bool, pooled: bool) -> Store:
    try:
        url = make_url("postgresql+psycopg://" + name.split("://", 1)[1])
    except (ArgumentError, ValueError):
        raise LedgerError(
            "the address of the database is no address: give postgresql://NAME@SERVER/DATABASE"
        ) from None
    engine = create_engine(url, poolclass=_pool(pooled=pooled), hide_parameters=True)
    shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
    return Store(shown, engine, None, read_only=read_only)


def _open_file(path: Path, *, create: bool, read_only: bool, pooled: bool) -> Store:
    if not path.exists() and not create:
        raise LedgerError(f"no file at {str(path)!r}: make a project with 'tilth init {path}'")
    if path.is_dir() or not path.parent.is_dir():
        raise LedgerError(
            f"{str(path)!r} cannot be a project file: give a path such as p.gpkg in a folder that exists"
        )
    folder_is_open = os.access(path.parent, os.W_OK)
    read_only = read_only or (path.exists() and not (folder_is_open and os.access(path, os.W_OK)))
    uri = f"file:{quote(str(path.resolve()))}"
    if read_only:
        # Where nothing may be written no write-ahead log can be made: then read the file as it is.
        uri += "?mode=ro" if folder_is_open or _has_log(path) else "?immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            uri, uri=True, timeout=_BUSY_MS / 1000, check_same_thread=False, isolation_level=None
        ),
        poolclass=_pool(pooled=pooled),
        hide_parameters=True,
    )
    event.listen(engine, "connect", lambda raw, _: _prepare(raw, read_only=read_only, pooled=pooled))
    event.listen(engine, "begin", _no_implicit_begin)
    return Store(str(path), engine, path, read_only=read_only)


def _pool(*, pooled: bool) -> type[Pool]:
    return QueuePool if pooled else NullPool


def _has_log(path: Path) -> bool:
    """Return whether committed claims still wait in the write-ahead log beside the file."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _no_implicit_begin(connection: Connection) -> None:
    """Leave transactions to `Store.writing`: a reader sees one statement at a time."""


def _prepare(raw: sqlite3.Connection, *, read_only: bool, pooled: bool) -> None:
    raw.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute(f"PRAGMA cache_size=-{_SERVED_CACHE_KIB if pooled else _PAGE_CACHE_KIB}")
    if not read_only:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=NORMAL")
