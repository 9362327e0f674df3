"""The ledger: batches are added whole or not at all, once, in order, and copies part ways."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tilth.claims import (
    Claim,
    ClaimError,
    Installation,
    Ledger,
    LedgerError,
    Note,
    SchemaTooNewError,
    recorded_about,
    recorded_by_id,
    verify,
)

Strike = Callable[..., Claim]
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


def test_append__new_claims__are_named_in_order(ledger: Ledger, strike: Strike) -> None:
    done = ledger.append([strike(1), strike(2)])
    assert done.added == (strike(1).id, strike(2).id)


def test_append__the_same_again__adds_nothing(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1), strike(2)])
    again = ledger.append([strike(2), strike(1)])
    assert (again.added, again.unchanged, again.head) == ((), (strike(2).id, strike(1).id), None)


def test_append__the_same_twice_in_one_call__adds_it_once(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1), strike(1)])
    assert len(ledger) == 1


def test_append__some_held_some_new__tells_them_apart(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)])
    done = ledger.append([strike(1), strike(2)])
    assert (done.added, done.unchanged) == ((strike(2).id,), (strike(1).id,))


def test_append__nothing__does_nothing(ledger: Ledger) -> None:
    assert ledger.append([]).head is None


def test_append__generator_that_fails__writes_nothing(ledger: Ledger, strike: Strike) -> None:
    def failing() -> object:
        yield strike(1)
        raise RuntimeError("the file ended")

    with pytest.raises(RuntimeError):
        ledger.append(failing())  # type: ignore[arg-type]
    assert len(ledger) == 0


def test_append__refused_after_others__leaves_them(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)])
    with pytest.raises(ClaimError):
        ledger.append([strike(2), strike(3, subject="bad")])
    assert len(ledger) == 1
    assert verify(ledger.store).holds


def test_append__failing_in_the_middle_of_writing__leaves_nothing(
    ledger: Ledger, strike: Strike, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = ledger.store.insert
    calls: list[str] = []

    def failing(connection: object, table: object, rows: object) -> None:
        calls.append(str(table))
        if str(table) == "tilth_entry":
            raise OSError("power gone")
        insert(connection, table, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger.store, "insert", failing)
    with pytest.raises(OSError, match="power gone"):
        ledger.append([strike(1)])
    monkeypatch.undo()
    assert calls[-1] == "tilth_entry"
    assert len(ledger) == 0
    assert verify(ledger.store).batches == 0


def test_append__second_batch__continues_the_log(ledger: Ledger, strike: Strike) -> None:
    one = ledger.append([strike(1), strike(2)])
    two = ledger.append([strike(3)])
    assert (two.log, two.first_seq) == (one.log, 3)


def test_append__more_than_ten_thousand__are_all_found_held(ledger: Ledger, strike: Strike) -> None:
    claims = [strike(n) for n in range(10_050)]
    ledger.append(claims)
    assert len(ledger.append(claims).unchanged) == 10_050


@pytest.mark.parametrize(
    "words",
    [
        {"state": "checked"},
        {"tool": ""},
        {"tool": "a\x00"},
        {"recorded_by": "\ud800"},
        {"notes": [None, None]},
    ],
)
def test_append__unfit_words_about_it__are_refused(
    ledger: Ledger, strike: Strike, words: dict[str, object]
) -> None:
    with pytest.raises(LedgerError, match=r"state|tool|recorded_by|notes"):
        ledger.append([strike(1)], **words)  # type: ignore[arg-type]
    assert len(ledger) == 0


@pytest.mark.parametrize(
    "note", [{"confidence": 1.5}, {"confidence": float("nan")}, {"rule": ""}, {"rule": "\ud800"}]
)
def test_note__that_cannot_be__is_refused(note: dict[str, object]) -> None:
    with pytest.raises(LedgerError, match=r"confidence|rule"):
        Note(**note)  # type: ignore[arg-type]


# --- what is recorded with a claim ----------------------------------------------------------------


def test_recorded__note__keeps_rule_and_confidence(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1), strike(2)], notes=[Note("nl.transfer", 0.75), None])
    found = recorded_by_id(ledger.store, [strike(1).id, strike(2).id])
    assert {(item.claim.subject, item.rule, item.confidence) for item in found} == {
        ("strike:1", "nl.transfer", 0.75),
        ("strike:2", None, None),
    }


def test_recorded__who_when_and_with_what__are_kept(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)], tool="import", recorded_by="jj@desk", now=NOON, state="accepted")
    (item,) = recorded_about(ledger.store, ["strike:1"])
    assert (item.recorded_at, item.recorded_by, item.tool, item.state) == (
        "2024-03-05T12:00:00.000Z", "jj@desk", "import", "accepted",
    )  # fmt: skip


def test_recorded__moment_in_another_zone__is_kept_in_utc(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)], now=NOON.astimezone(timezone(timedelta(hours=3))))
    (item,) = recorded_about(ledger.store, ["strike:1"])
    assert item.recorded_at == "2024-03-05T12:00:00.000Z"


def test_recorded__clock_set_back__never_goes_before_the_last_entry(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)], now=NOON)
    ledger.append([strike(2)], now=NOON - timedelta(days=400))
    (item,) = recorded_about(ledger.store, ["strike:2"])
    assert item.recorded_at == "2024-03-05T12:00:00.000Z"


@pytest.mark.parametrize(
    "known_on, found",
    [
        ("2024-03-04", 0),
        ("2024-03-05", 1),
        ("2024-03-05T11:59", 0),
        ("2024-03-05T12:00:00Z", 1),
        ("2024-03", 1),
        ("2023", 0),
        ("2024", 1),
        (None, 2),
    ],
)
def test_recorded_about__known_on__leaves_out_what_came_later(
    ledger: Ledger, strike: Strike, known_on: str | None, found: int
) -> None:
    ledger.append([strike(1)], now=NOON)
    ledger.append([strike(1, values={"rounds": 4})], now=NOON + timedelta(days=400))
    assert len(recorded_about(ledger.store, ["strike:1"], known_on)) == found


@pytest.mark.parametrize("known_on", ["yesterday", "5-3-2024", "2024-3", ""])
def test_recorded_about__known_on_that_is_no_date__is_refused(ledger: Ledger, known_on: str) -> None:
    with pytest.raises(LedgerError, match="allowed a date such as 2024"):
        recorded_about(ledger.store, ["strike:1"], known_on)


# --- copies ---------------------------------------------------------------------------------------


def test_append__in_a_copied_file__begins_a_log_of_its_own(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    first = file_ledger.append([strike(1)])
    file_ledger.close()
    copy = Ledger.open(shutil.copy(tmp_path / "file.gpkg", tmp_path / "copy.gpkg"))
    assert copy.append([strike(2)]).log != first.log


def test_append__in_the_original_after_a_copy__continues_its_log(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    first = file_ledger.append([strike(1)])
    file_ledger.close()
    Ledger.open(shutil.copy(tmp_path / "file.gpkg", tmp_path / "copy.gpkg")).append([strike(2)])
    assert file_ledger.append([strike(3)]).log == first.log


def test_append__in_a_restored_older_copy__begins_a_log_of_its_own(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    path = tmp_path / "file.gpkg"
    first = file_ledger.append([strike(1)])
    backup = path.read_bytes() if not path.with_name("file.gpkg-wal").exists() else None
    assert backup is not None
    file_ledger.append([strike(2)])
    path.write_bytes(backup)
    assert file_ledger.append([strike(3)]).log != first.log


def test_append__in_a_moved_file__continues_its_log(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    first = file_ledger.append([strike(1)])
    file_ledger.close()
    moved = Ledger.open((tmp_path / "file.gpkg").rename(tmp_path / "moved.gpkg"))
    assert moved.append([strike(2)]).log == first.log


def test_append__by_another_installation__begins_its_own_log(
    ledger: Ledger, strike: Strike, tmp_path: Path, ledger_address: str
) -> None:
    first = ledger.append([strike(1)])
    other = Ledger.open(ledger_address, Installation(tmp_path / "other"))
    assert other.append([strike(2)]).log != first.log
    assert verify(ledger.store).logs == 2


def test_append__when_the_memory_of_logs_is_lost__begins_a_log_of_its_own(
    ledger: Ledger, strike: Strike, tilth_home: Path
) -> None:
    first = ledger.append([strike(1)])
    (tilth_home / "logs.sqlite").unlink()
    second = ledger.append([strike(2)])
    assert second.log != first.log
    assert verify(ledger.store).holds


def test_append__after_a_crash_between_commit_and_memory__continues_its_log(
    ledger: Ledger, strike: Strike, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(Installation, "done", lambda *_: None)
        first = ledger.append([strike(1)])
    assert ledger.append([strike(2)]).log == first.log


def test_append__after_a_crash_before_commit__continues_its_log(
    ledger: Ledger, strike: Strike, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ledger.append([strike(1)])
    intend = Installation.intend

    def dying(*args: object) -> None:
        intend(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(Installation, "intend", dying)
        with pytest.raises(KeyboardInterrupt):
            ledger.append([strike(2)])
    third = ledger.append([strike(3)])
    assert (third.log, third.first_seq) == (first.log, 2)


# --- opening --------------------------------------------------------------------------------------


def test_create__where_a_ledger_is__is_refused(ledger: Ledger, ledger_address: str) -> None:
    with pytest.raises(LedgerError, match="a ledger already"):
        Ledger.create(ledger_address)


def test_open__what_was_written__is_there(ledger: Ledger, strike: Strike, ledger_address: str) -> None:
    ledger.append([strike(1)])
    assert len(Ledger.open(ledger_address)) == 1


def test_open__database_without_ledger__says_how_to_make_one(new_address: Callable[[], str]) -> None:
    address = new_address()
    if not address.startswith("postgresql"):
        sqlite3.connect(address).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(LedgerError, match="tilth init"):
        Ledger.open(address)


def test_open__no_file__says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"no file at .*none.gpkg.*tilth init"):
        Ledger.open(tmp_path / "none.gpkg")


@pytest.mark.parametrize("name", ["", "no/folder/p.gpkg"])
def test_create__where_no_file_can_be__is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerError, match="in a folder that exists"):
        Ledger.create(tmp_path / name)


def test_open__newer_schema__is_refused_with_advice(
    ledger: Ledger, ledger_address: str, tampered: Callable[..., None]
) -> None:
    tampered(ledger.store, "UPDATE tilth_meta SET value = '2' WHERE name = 'schema_version'")
    with pytest.raises(SchemaTooNewError, match=r"schema 2, this one knows 1\): update tilth"):
        Ledger.open(ledger_address)


@pytest.mark.parametrize("value", ["one", ""])
def test_open__schema_that_is_no_number__is_refused(
    ledger: Ledger, ledger_address: str, tampered: Callable[..., None], value: str
) -> None:
    tampered(ledger.store, "UPDATE tilth_meta SET value = :value", value=value)
    with pytest.raises(LedgerError, match="the file is damaged"):
        Ledger.open(ledger_address)


def test_open__file_name_with_odd_letters__is_opened(tmp_path: Path, strike: Strike) -> None:
    path = tmp_path / "a b?c#d%41é.gpkg"
    Ledger.create(path).append([strike(1)])
    assert len(Ledger.open(path)) == 1
    assert path.exists()
