"""The key of an installation: made once, kept for its owner, refused when damaged."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tilth.claims import Installation, LedgerError
from tilth.claims.keys import fits, signature_holds


def test_public_key__second_use__is_the_same(tmp_path: Path) -> None:
    assert Installation(tmp_path).public_key == Installation(tmp_path).public_key


def test_public_key__first_use__makes_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    _ = Installation(tmp_path / "new" / "home").public_key
    assert stat.S_IMODE((tmp_path / "new" / "home" / "key.pem").stat().st_mode) == 0o600


def test_public_key__first_use__leaves_no_draft(tmp_path: Path) -> None:
    _ = Installation(tmp_path).public_key
    assert [path.name for path in tmp_path.iterdir()] == ["key.pem"]


def test_public_key__two_first_runs_at_once__end_with_one_key(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from tilth.claims import Installation\n"
        "home = pathlib.Path(sys.argv[1]); print('ready', flush=True); sys.stdin.readline()\n"
        "print(Installation(home).public_key.hex())"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "home")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(4)]  # type: ignore[call-overload]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in running}) == 1


def test_public_key__another_made_it_meanwhile__is_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Installation(tmp_path)
    link = os.link

    def late(draft: str, path: str) -> None:
        monkeypatch.setattr(os, "link", link)
        _ = other.public_key
        link(draft, path)

    monkeypatch.setattr(os, "link", late)
    assert Installation(tmp_path).public_key == other.public_key


def test_public_key__file_system_without_links__is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", none)
    assert Installation(tmp_path).public_key == Installation(tmp_path).public_key


def _pem(key: object, encryption: object = None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rubbish",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        _pem(generate_private_key(SECP256R1())),
        _pem(generate_private_key(SECP256R1()), BestAvailableEncryption(b"secret")),
    ],
    ids=["empty", "rubbish", "short", "another sort", "locked"],
)
def test_public_key__damaged_key__is_refused_with_its_path(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.pem").write_bytes(content)
    with pytest.raises(LedgerError, match=r"key\.pem is no Ed25519 key.*backup"):
        _ = Installation(tmp_path).public_key


def test_public_key__damaged_key__is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(b"rubbish")
    with pytest.raises(LedgerError):
        _ = Installation(tmp_path).public_key
    assert (tmp_path / "key.pem").read_bytes() == b"rubbish"


def test_public_key__home_that_cannot_be_made__says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="TILTH_HOME"):
        _ = Installation(tmp_path / "file" / "home").public_key


def test_here__tilth_home__is_used(tilth_home: Path) -> None:
    assert Installation.here().home == tilth_home


def test_owner__tilth_user__is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TILTH_USER", "surveyor 7")
    assert Installation(tmp_path).owner == "surveyor 7"


def test_sign__own_head__holds(tmp_path: Path) -> None:
    mine = Installation(tmp_path)
    assert signature_holds(mine.public_key, b"h" * 32, mine.sign(b"h" * 32))


@pytest.mark.parametrize("which", ["key", "head", "signature"])
def test_signature_holds__one_bit_changed__is_false(tmp_path: Path, which: str) -> None:
    mine = Installation(tmp_path)
    parts = {"key": mine.public_key, "head": b"h" * 32, "signature": mine.sign(b"h" * 32)}
    parts[which] = bytes([parts[which][0] ^ 1]) + parts[which][1:]
    assert not signature_holds(parts["key"], parts["head"], parts["signature"])


@pytest.mark.parametrize("key", [b"", b"short"])
def test_signature_holds__no_key__is_false(key: bytes) -> None:
    assert not signature_holds(key, b"h" * 32, b"s" * 64)


def test_new_log__name__fits_the_key_and_no_other(tmp_path: Path) -> None:
    mine, other = Installation(tmp_path / "a"), Installation(tmp_path / "b")
    log = mine.new_log()
    assert fits(log, mine.public_key)
    assert not fits(log, other.public_key)


def test_new_log__twice__differs(tmp_path: Path) -> None:
    mine = Installation(tmp_path)
    assert mine.new_log() != mine.new_log()


def test_may_continue__damaged_memory__is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "logs.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerError, match=r"logs\.sqlite cannot be used"):
        Installation(tmp_path).may_continue("log", b"", "here")


@pytest.mark.parametrize(
    "log, head, place, expected",
    [
        ("l", b"1", "here", True),
        ("l", b"2", "here", True),
        ("l", b"3", "here", False),
        ("l", b"1", "elsewhere", False),
        ("other", b"1", "here", False),
    ],
)
def test_may_continue__after_an_intention__knows_both_ends(
    tmp_path: Path, log: str, head: bytes, place: str, expected: bool
) -> None:
    mine = Installation(tmp_path)
    mine.intend("l", b"1", b"2", "here")
    assert mine.may_continue(log, head, place) is expected


def test_may_continue__after_it_is_done__knows_only_the_new_end(tmp_path: Path) -> None:
    mine = Installation(tmp_path)
    mine.intend("l", b"1", b"2", "here")
    mine.done("l", b"2")
    assert (mine.may_continue("l", b"1", "here"), mine.may_continue("l", b"2", "here")) == (False, True)


def test_done__when_a_later_batch_is_under_way__leaves_its_intention(tmp_path: Path) -> None:
    mine = Installation(tmp_path)
    mine.intend("l", b"1", b"2", "here")
    mine.intend("l", b"2", b"3", "here")
    mine.done("l", b"2")
    assert mine.may_continue("l", b"3", "here")
