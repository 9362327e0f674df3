"""The store: what differs between a file and a server, and what is said when it cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tilth.claims import Ledger, LedgerError, open_store
from tilth.claims._plain_errors import plain_errors


def test_create__new_address__holds_nothing(ledger: Ledger) -> None:
    assert len(ledger) == 0


def test_identity__same_store__is_the_same(ledger: Ledger, ledger_address: str) -> None:
    again = open_store(ledger_address)
    with ledger.store.reading() as one, again.reading() as other:
        assert ledger.store.identity(one) == again.identity(other)


def test_identity__another_store__differs(ledger: Ledger, new_address: Callable[[], str]) -> None:
    second = Ledger.create(new_address())
    with ledger.store.reading() as one, second.store.reading() as other:
        assert ledger.store.identity(one) != second.store.identity(other)


def test_is_postgres__address__decides(ledger: Ledger, ledger_address: str) -> None:
    assert ledger.store.is_postgres is ledger_address.startswith("postgresql")


def test_writing__body_fails__is_undone(ledger: Ledger) -> None:
    statement = text("INSERT INTO tilth_meta VALUES ('a', 'b')")

    def fail() -> None:
        with ledger.store.writing() as connection:
            connection.execute(statement)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    with ledger.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM tilth_meta")).scalar_one() == 1


def test_rows_where__more_keys_than_one_portion__finds_all(ledger: Ledger) -> None:
    with ledger.store.writing() as connection:
        for number in range(3):
            connection.execute(text(f"INSERT INTO tilth_meta VALUES ('n{number}', 'v')"))
    keys = [f"n{number}" for number in (*range(2), *range(3, 25_000), 2)]
    with ledger.store.reading() as connection:
        found = ledger.store.rows_where(connection, "SELECT name FROM tilth_meta", "name", keys)
        assert sorted(row[0] for row in found) == ["n0", "n1", "n2"]


def test_reading__statement_that_fails__is_a_plain_error(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.store.reading() as connection:
            connection.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(LedgerError, match="holds no ledger"):
        fail()


def test_plain_errors__error_of_a_statement__does_not_show_its_values(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.store.writing() as connection:
            for _ in range(2):
                statement = text("INSERT INTO tilth_meta VALUES ('schema_version', :name)")
                connection.execute(statement, {"name": "Anna K."})

    with pytest.raises(LedgerError) as caught:
        fail()
    assert "Anna" not in str(caught.value.__cause__)


def test_plain_errors__error_that_is_not_the_databases__passes() -> None:
    def fail() -> None:
        with plain_errors("p.gpkg"):
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        fail()


def test_open_store__server_that_is_not_there__says_what_to_look_at() -> None:
    with pytest.raises(LedgerError, match=r"cannot be reached.*is the server running"):
        Ledger.open("postgresql://me:secret@127.0.0.1:1/p")


def test_open_store__server_that_is_not_there__does_not_show_the_password() -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql://me:secret@127.0.0.1:1/p")
    assert "secret" not in str(caught.value)


def test_open_store__address_that_is_none__is_refused() -> None:
    with pytest.raises(LedgerError, match="postgresql://NAME@SERVER/DATABASE"):
        open_store("postgresql://me@host:port/p")


@pytest.mark.parametrize("content", [b"no database " * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_open__file_that_is_no_database__says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="damaged or no project"):
        Ledger.open(path)


def test_reading__text_that_is_no_utf_8__is_a_plain_error(file_ledger: Ledger) -> None:
    with file_ledger.store.writing() as connection:
        connection.execute(text("INSERT INTO tilth_meta VALUES ('odd', CAST(x'ff' AS TEXT))"))

    def fail() -> None:
        with file_ledger.store.reading() as connection:
            connection.execute(text("SELECT value FROM tilth_meta")).all()

    with pytest.raises(LedgerError, match="damaged"):
        fail()


def test_close__after_writing__folds_the_log_into_the_file(file_ledger: Ledger, tmp_path: Path) -> None:
    file_ledger.close()
    assert [path.name for path in tmp_path.iterdir()] == ["file.gpkg"]
