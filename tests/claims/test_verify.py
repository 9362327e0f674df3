"""Verification finds and names whatever was altered, dropped, re-ordered or back-dated."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tilth.claims import (
    Claim,
    Installation,
    Ledger,
    LedgerError,
    Note,
    Store,
    Verification,
    checkpoint,
    ledger_digest,
    pull,
    verify,
)
from tilth.claims.canonical import canonical_bytes
from tilth.claims.chain import START, Header, link, links
from tilth.errors import TilthError

Strike = Callable[..., Claim]
Tampered = Callable[..., None]
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def full(ledger: Ledger, strike: Strike) -> Ledger:
    """Two batches: three claims with every indexed field and a note, then two."""
    rich = [
        strike(n, source="source:s1", part_of="a" * 64, speaker="entity:mod", valid="2023-07")
        for n in range(3)
    ]
    ledger.append(rich, notes=[Note("rule.one", 0.5)] * 3, tool="import", recorded_by="jj", now=NOON)
    ledger.append([strike(8), strike(9)], tool="import", recorded_by="jj", now=NOON)
    return ledger


def fetch(store: Store, query: str) -> Any:
    with store.reading() as connection:
        return connection.execute(text(query)).scalar_one()


def flipped(value: Any, at: int) -> Any:
    """Change one bit of bytes or a number, one letter of text."""
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, str):
        at %= len(value)
        return value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]
    raw = bytes(value)
    at %= len(raw)
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def test_verify__untouched_ledger__holds(full: Ledger) -> None:
    assert verify(full.store) == Verification(claims=5, entries=5, batches=2, logs=1, findings=())


def test_verify__empty_ledger__holds(ledger: Ledger) -> None:
    assert verify(ledger.store) == Verification(0, 0, 0, 0, ())


def test_verify__progress__tells_of_every_five_thousand(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(n) for n in range(10_001)])
    seen: list[int] = []
    verify(ledger.store, progress=seen.append)
    assert seen == [5_000, 10_000]


COLUMNS = [
    ("tilth_claim", "id"),
    ("tilth_claim", "kind"),
    ("tilth_claim", "subject"),
    ("tilth_claim", "source"),
    ("tilth_claim", "part_of"),
    ("tilth_claim", "body"),
    ("tilth_entry", "state"),
    ("tilth_entry", "note"),
    ("tilth_entry", "hash"),
    ("tilth_batch", "head"),
    ("tilth_batch", "prev"),
    ("tilth_batch", "count"),
    ("tilth_batch", "first_seq"),
    ("tilth_batch", "recorded_at"),
    ("tilth_batch", "recorded_by"),
    ("tilth_batch", "tool"),
    ("tilth_batch", "signature"),
]
KEYS = {
    "tilth_claim": "claim_no = 2",
    "tilth_entry": "batch_no = 1 AND seq = 2",
    "tilth_batch": "batch_no = 1",
}


@pytest.mark.parametrize("table, column", COLUMNS)
@pytest.mark.parametrize("at", [0, 11, -1])
def test_verify__one_bit_of_any_field_changed__is_found_and_named(
    full: Ledger, tampered: Tampered, table: str, column: str, at: int
) -> None:
    name, row = f'"{column}"', KEYS[table]
    log = fetch(full.store, "SELECT log FROM tilth_log")
    altered = flipped(fetch(full.store, f"SELECT {name} FROM {table} WHERE {row}"), at)
    tampered(full.store, f"UPDATE {table} SET {name} = :altered WHERE {row}", altered=altered)
    found = verify(full.store).findings
    assert any(log in finding.where for finding in found)


@pytest.mark.parametrize("column", ["kind", "subject", "source", "part_of", "body"])
def test_verify__claim_altered__names_the_claim(full: Ledger, tampered: Tampered, column: str) -> None:
    key = bytes(fetch(full.store, "SELECT id FROM tilth_claim WHERE claim_no = 2")).hex()
    altered = flipped(fetch(full.store, f"SELECT {column} FROM tilth_claim WHERE claim_no = 2"), 5)
    tampered(full.store, f"UPDATE tilth_claim SET {column} = :altered WHERE claim_no = 2", altered=altered)
    (finding,) = verify(full.store).findings
    assert finding.what == "altered claim"
    assert key in finding.where


@pytest.mark.parametrize("column", ["state", "note"])
def test_verify__entry_altered__names_only_that_entry(full: Ledger, tampered: Tampered, column: str) -> None:
    altered = flipped(fetch(full.store, f"SELECT {column} FROM tilth_entry WHERE seq = 2"), 3)
    tampered(full.store, f"UPDATE tilth_entry SET {column} = :altered WHERE seq = 2", altered=altered)
    (finding,) = verify(full.store).findings
    assert (finding.what, finding.where.split(",")[1]) == ("altered entry", " number 2")


@pytest.mark.parametrize("column", ["public_key", "log"])
def test_verify__log_altered__names_the_log(full: Ledger, tampered: Tampered, column: str) -> None:
    altered = flipped(fetch(full.store, f"SELECT {column} FROM tilth_log"), 20)
    tampered(full.store, f"UPDATE tilth_log SET {column} = :altered", altered=altered)
    log = fetch(full.store, "SELECT log FROM tilth_log")
    assert all(log in finding.where for finding in verify(full.store).findings)
    assert verify(full.store).findings


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_verify__any_letter_of_any_body_changed__names_the_claim(
    full: Ledger, tampered: Tampered, data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, 5))
    where = f"WHERE claim_no = {number}"
    body = fetch(full.store, f"SELECT body FROM tilth_claim {where}")
    altered = flipped(body, data.draw(st.integers(0, len(body) - 1)))
    tampered(full.store, f"UPDATE tilth_claim SET body = :body {where}", body=altered)
    findings = verify(full.store).findings
    tampered(full.store, f"UPDATE tilth_claim SET body = :body {where}", body=body)
    key = bytes(fetch(full.store, f"SELECT id FROM tilth_claim {where}")).hex()
    assert [(finding.what, key in finding.where) for finding in findings] == [("altered claim", True)]


# --- dropped, added, re-ordered -------------------------------------------------------------------


@pytest.mark.parametrize(
    "statements, what",
    [
        (["DELETE FROM tilth_entry WHERE seq = 1"], "missing entry"),
        (["DELETE FROM tilth_entry WHERE seq = 2"], "missing entry"),
        (["DELETE FROM tilth_entry WHERE seq = 3"], "missing entry"),
        (["DELETE FROM tilth_entry WHERE batch_no = 1"], "missing entry"),
        (["DELETE FROM tilth_claim WHERE claim_no = 3"], "altered claim"),
        (["DELETE FROM tilth_batch WHERE batch_no = 1"], "broken chain"),
        (["DELETE FROM tilth_batch WHERE batch_no = 2"], "missing entry"),
        (["DELETE FROM tilth_log"], "broken chain"),
        (
            [
                "DELETE FROM tilth_batch WHERE batch_no = 1",
                "DELETE FROM tilth_entry WHERE batch_no = 1",
                "DELETE FROM tilth_claim WHERE claim_no < 4",
            ],
            "broken chain",
        ),
        (
            ["INSERT INTO tilth_entry SELECT 2, 6, 1, 0, NULL, hash FROM tilth_entry WHERE seq = 5"],
            "altered entry",
        ),
        (
            ["INSERT INTO tilth_entry SELECT 7, 6, 1, 0, NULL, hash FROM tilth_entry WHERE seq = 5"],
            "missing entry",
        ),
        (["UPDATE tilth_entry SET batch_no = 2 WHERE seq = 3"], "extra entry"),
        (["UPDATE tilth_entry SET claim_no = 3 - claim_no WHERE claim_no < 3"], "altered entry"),
        (
            [
                "UPDATE tilth_entry SET seq = 99 WHERE seq = 2",
                "UPDATE tilth_entry SET seq = 2 WHERE seq = 1",
                "UPDATE tilth_entry SET seq = 1 WHERE seq = 99",
            ],
            "altered entry",
        ),
    ],
)
def test_verify__entries_dropped_added_or_reordered__are_found(
    full: Ledger, tampered: Tampered, statements: list[str], what: str
) -> None:
    for statement in statements:
        tampered(full.store, statement)
    assert what in {finding.what for finding in verify(full.store).findings}


def test_verify__claim_without_entry__is_found(full: Ledger, tampered: Tampered) -> None:
    tampered(
        full.store,
        "INSERT INTO tilth_claim SELECT 99, :key, kind, subject, source, part_of, body FROM tilth_claim"
        " WHERE claim_no = 1",
        key=b"k" * 32,
    )
    (finding,) = verify(full.store).findings
    assert str(finding) == f"missing entry: claim {(b'k' * 32).hex()} (no log holds it)"


LAST_BATCH = [
    "DELETE FROM tilth_batch WHERE batch_no = 2",
    "DELETE FROM tilth_entry WHERE batch_no = 2",
    "DELETE FROM tilth_claim WHERE claim_no > 3",
]


def test_verify__last_batch_cut_off__is_found_with_a_checkpoint(full: Ledger, tampered: Tampered) -> None:
    kept = checkpoint(full.store)
    for statement in LAST_BATCH:
        tampered(full.store, statement)
    (finding,) = verify(full.store, known=kept).findings
    assert (finding.what, finding.where) == (
        "dropped since checkpoint",
        f"log {kept[0]['log']}, up to number 5",
    )


def test_verify__all_batches_cut_off__are_found_with_a_checkpoint(full: Ledger, tampered: Tampered) -> None:
    kept = checkpoint(full.store)
    for table in ("tilth_batch", "tilth_entry", "tilth_claim", "tilth_log"):
        tampered(full.store, f"DELETE FROM {table}")
    assert [finding.what for finding in verify(full.store, known=kept).findings] == [
        "dropped since checkpoint"
    ]


def test_verify__ledger_grown_since_checkpoint__holds(full: Ledger, strike: Strike) -> None:
    kept = checkpoint(full.store)
    full.append([strike(77)])
    assert verify(full.store, known=kept).holds


@pytest.mark.parametrize("known", [[{"head": "ab"}], ["ab"], [{}]])
def test_verify__what_is_no_checkpoint__is_refused(full: Ledger, known: list[Any]) -> None:
    with pytest.raises(LedgerError, match="no checkpoint"):
        verify(full.store, known=known)


def test_checkpoint__two_logs__has_the_last_head_of_each(
    full: Ledger, strike: Strike, ledger_address: str, tmp_path: Path
) -> None:
    last = Ledger.open(ledger_address, Installation(tmp_path / "other")).append([strike(50)])
    kept = {item["log"]: (item["seq"], item["head"]) for item in checkpoint(full.store)}
    assert len(kept) == 2
    assert kept[last.log] == (1, last.head)


# --- by one who owns a key ------------------------------------------------------------------------


def forge(ledger: Ledger, claim: Claim, *, recorded_at: str, prev: bytes, first_seq: int) -> None:
    """Write a batch that is signed in order with the log's own key."""
    mine = ledger.installation
    with ledger.store.writing() as connection:
        log, log_no = connection.execute(text("SELECT log, log_no FROM tilth_log")).one()
        header = Header(log, prev, first_seq, 1, recorded_at, "jj", "import")
        key = bytes.fromhex(claim.id)
        (head,) = links(header.hash(), [(key, 0, None)])
        insert = "INSERT INTO tilth_batch VALUES (50,:head,:prev,:log,:seq,1,:at,'jj','import',:sign)"
        values = {"head": head, "prev": prev, "log": log_no, "seq": first_seq, "at": recorded_at}
        connection.execute(text(insert), values | {"sign": mine.sign(head)})
        insert = "INSERT INTO tilth_claim VALUES (50,:key,:kind,:subject,NULL,NULL,:body)"
        values = {"key": key, "kind": claim.kind, "subject": claim.subject, "body": claim.body().decode()}
        connection.execute(text(insert), values)
        insert = "INSERT INTO tilth_entry VALUES (50,:seq,50,0,NULL,:hash)"
        connection.execute(text(insert), {"seq": first_seq, "hash": head})


def test_verify__batch_back_dated_by_the_owner_of_the_key__is_found(full: Ledger, strike: Strike) -> None:
    (tip,) = checkpoint(full.store)
    forge(
        full, strike(66), recorded_at="2020-01-01T00:00:00.000Z", prev=bytes.fromhex(tip["head"]), first_seq=6
    )
    (finding,) = verify(full.store).findings
    assert (finding.what, "2020-01-01" in finding.detail) == ("back-dated", True)


def test_verify__log_continued_twice__is_found_as_forked(full: Ledger, strike: Strike) -> None:
    forge(full, strike(66), recorded_at="2024-03-05T12:00:00.000Z", prev=START, first_seq=1)
    assert [finding.what for finding in verify(full.store).findings] == ["forked log"]


def test_verify__log_that_skips_numbers__is_found(full: Ledger, strike: Strike) -> None:
    (tip,) = checkpoint(full.store)
    forge(
        full, strike(66), recorded_at="2025-01-01T00:00:00.000Z", prev=bytes.fromhex(tip["head"]), first_seq=9
    )
    assert [finding.what for finding in verify(full.store).findings] == ["broken chain"]


def test_verify__first_batch_that_does_not_begin_with_one__is_found(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)])
    forge(ledger, strike(66), recorded_at="2025-01-01T00:00:00.000Z", prev=START, first_seq=7)
    assert "broken chain" in [finding.what for finding in verify(ledger.store).findings]


def test_verify__log_signed_anew_with_a_strangers_key__is_found(
    full: Ledger, tampered: Tampered, tmp_path: Path
) -> None:
    stranger = Installation(tmp_path / "stranger")
    for number in (1, 2):
        head = bytes(fetch(full.store, f"SELECT head FROM tilth_batch WHERE batch_no = {number}"))
        tampered(
            full.store,
            f"UPDATE tilth_batch SET signature = :sign WHERE batch_no = {number}",
            sign=stranger.sign(head),
        )
    tampered(full.store, "UPDATE tilth_log SET public_key = :key", key=stranger.public_key)
    assert {finding.what for finding in verify(full.store).findings} == {"bad signature"}


def test_verify__body_that_is_no_claim_under_its_own_hash__is_found(full: Ledger, tampered: Tampered) -> None:
    body = "[1]"
    key = sha256(body.encode()).digest()
    tampered(
        full.store, "UPDATE tilth_claim SET id = :key, body = :body WHERE claim_no = 2", key=key, body=body
    )
    details = [finding.detail for finding in verify(full.store).findings]
    assert "its content is no claim" in details


# --- the chain ------------------------------------------------------------------------------------


def test_link__definition__is_the_sha256_of_its_parts() -> None:
    expected = sha256(b"b" * 32 + b"c" * 32 + b"\x01" + b'{"rule":"r"}').digest()
    assert link(b"b" * 32, b"c" * 32, 1, '{"rule":"r"}') == expected


def test_links__entries__each_follow_the_one_before() -> None:
    one, two = links(START, [(b"c" * 32, 0, None), (b"d" * 32, 1, "n")])
    assert two == link(one, b"d" * 32, 1, "n")


def test_header__hash__is_that_of_its_canonical_form() -> None:
    header = Header("l", START, 1, 2, "2024", "jj", "import")
    content = {
        "log": "l", "prev": "00" * 32, "first_seq": 1, "count": 2,
        "recorded_at": "2024", "recorded_by": "jj", "tool": "import",
    }  # fmt: skip
    assert header.hash() == sha256(canonical_bytes(content)).digest()


# --- any byte of the file -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file with forty claims in four batches."""
    point = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}
    folder = tmp_path_factory.mktemp("pages")
    ledger = Ledger.create(folder / "p.gpkg", Installation(folder / "home"))
    for batch in range(4):
        ledger.append(
            [
                Claim(
                    kind="strike",
                    subject=f"strike:{batch}-{n}",
                    values={"rounds": n},
                    place=point,
                    source="source:1",
                )
                for n in range(10)
            ],
            notes=[Note("rule", 0.5)] * 10,
        )
    ledger.close()
    return (folder / "p.gpkg").read_bytes()


def content_of(store: Store) -> tuple[str, list[Any]]:
    """Everything that the ledger protects."""
    queries = (
        "SELECT id, kind, subject, source, part_of, body FROM tilth_claim ORDER BY id",
        "SELECT batch_no, seq, state, note, hash FROM tilth_entry ORDER BY batch_no, seq",
        "SELECT head, recorded_at, recorded_by, tool, signature FROM tilth_batch ORDER BY head",
    )
    with store.reading() as connection:
        found = [tuple(row) for query in queries for row in connection.exec_driver_sql(query)]
    return ledger_digest(store), found


def test_verify__any_byte_of_the_file_flipped__is_found_or_changes_no_content(
    pages: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(pages)
    whole = content_of(Ledger.open(path).store)
    step = len(pages) // 500 * 2 + 1
    found = 0
    for at in range(0, len(pages), step):
        path.write_bytes(pages[:at] + bytes([pages[at] ^ (1 << at % 8)]) + pages[at + 1 :])
        for rest in tmp_path.glob("p.gpkg-*"):
            rest.unlink()
        try:
            store = Ledger.open(path).store
            if not verify(store).holds:
                found += 1
                continue
            assert content_of(store) == whole, f"byte {at}"
        except TilthError:
            found += 1
    assert found > 20


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_verify__truncated_file__is_a_plain_error_or_a_finding(
    pages: bytes, tmp_path: Path, share: float
) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(pages[: int(len(pages) * share)])

    def check() -> None:
        findings = verify(Ledger.open(path).store).findings
        if findings:
            raise LedgerError(f"damaged: {findings[0]}")

    with pytest.raises(LedgerError, match=r"damaged|holds no ledger"):
        check()


# --- while others write ---------------------------------------------------------------------------


def test_verify__claims_appended_meanwhile__finds_nothing(
    full: Ledger, strike: Strike, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("tilth.claims.verify")
    read = module.read_batches

    def then_write(connection: Any) -> Any:
        batches = read(connection)
        full.append([strike(500), strike(501)])
        return batches

    monkeypatch.setattr(module, "read_batches", then_write)
    assert verify(full.store).findings == ()


def test_pull__copy_of_a_verified_ledger__verifies(full: Ledger, new_address: Callable[[], str]) -> None:
    copy = Ledger.create(new_address())
    pull(copy.store, full.store)
    assert verify(copy.store, known=checkpoint(full.store)).holds


def test_verify__file_copied_while_closed__holds(file_ledger: Ledger, strike: Strike, tmp_path: Path) -> None:
    file_ledger.append([strike(1)])
    file_ledger.close()
    assert verify(Ledger.open(shutil.copy(tmp_path / "file.gpkg", tmp_path / "c.gpkg")).store).holds
