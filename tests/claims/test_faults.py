"""What the world does to files: power cuts, full disks, stray bytes, two writers at once."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tilth.claims import Claim, Ledger, LedgerError, ReadOnlyError, picture, verify

Strike = Callable[..., Claim]
KILLS = {"geopackage": 50, "postgresql": 12}
WRITER = """
import sys
from pathlib import Path
from tilth.claims import Claim, Installation, Ledger
address, home, name = sys.argv[1:4]
point = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}
ledger = Ledger.open(address, Installation(Path(home)))
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    ledger.append([Claim(kind="strike", subject=f"strike:{name}-{number}", place=point),
                   Claim(kind="strike", subject=f"strike:both-{number}", place=point)])
"""


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


# --- killed ---------------------------------------------------------------------------------------


@pytest.fixture
def kills(ledger_address: str) -> list[dict[str, Any]]:
    """What was found after each of many kills of a writer to one ledger."""
    sort = "postgresql" if ledger_address.startswith("postgresql") else "geopackage"
    driver = str(Path(__file__).with_name("_kill_driver.py"))
    command = [sys.executable, driver, ledger_address, str(KILLS[sort])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_append__killed_at_random_moments__leaves_whole_batches_and_loses_none_told(
    kills: list[dict[str, Any]], ledger_address: str
) -> None:
    assert [turn["findings"] for turn in kills] == [[]] * len(kills)
    assert [turn["lost"] for turn in kills] == [[]] * len(kills)
    assert all(turn["claims"] == turn["entries"] for turn in kills)
    assert {turn["logs"] for turn in kills} == {1}
    assert all(turn["told"] for turn in kills)


# --- no room --------------------------------------------------------------------------------------


def test_append__database_that_may_not_grow__writes_nothing_and_names_free_space(
    file_ledger: Ledger, strike: Strike
) -> None:
    file_ledger.append([strike(1)])

    def limit(raw: sqlite3.Connection, _: object) -> None:
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count={pages + 5}")

    event.listen(file_ledger.store.engine, "connect", limit)
    with pytest.raises(LedgerError, match=r"disk is full.*nothing was written; free space"):
        file_ledger.append([strike(n) for n in range(2, 2000)])
    event.remove(file_ledger.store.engine, "connect", limit)
    assert (len(file_ledger), verify(file_ledger.store).holds) == (1, True)
    file_ledger.append([strike(n) for n in range(2, 2000)])
    assert verify(file_ledger.store).logs == 1


FULL_DISK = """
import resource, sys
from tilth.claims import Claim, Ledger, LedgerError
point = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}
claims = [Claim(kind="strike", subject=f"strike:{n}", place=point) for n in range(5000)]
ledger = Ledger.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    ledger.append(claims)
except LedgerError as error:
    print(error)
"""


def test_append__file_that_cannot_be_extended__writes_nothing_and_names_free_space(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    file_ledger.append([strike(1)])
    done = run(FULL_DISK, str(tmp_path / "file.gpkg"))
    assert "nothing was written; free space" in done.stdout, done.stderr
    assert (len(file_ledger), verify(file_ledger.store).holds) == (1, True)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A mounted file system of 2 MB; only root can mount it."""
    folder = Path(tempfile.mkdtemp(prefix="tilth-small-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tilth", str(folder)]
    made = os.getuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    if not made:
        folder.rmdir()
        pytest.skip("a small disk can be mounted only by root, where mounting is allowed")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


def test_append__full_disk__keeps_what_was_there_and_goes_on_after_space_is_freed(
    small_disk: Path, strike: Strike
) -> None:
    ledger = Ledger.create(small_disk / "p.gpkg")
    ledger.append([strike(1)])
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 200_000))
    with pytest.raises(LedgerError, match="free space"):
        ledger.append([strike(n) for n in range(2, 3000)])
    filler.unlink()
    assert (len(ledger), verify(ledger.store).holds) == (1, True)
    ledger.append([strike(n) for n in range(2, 1000)])
    assert verify(ledger.store).holds


def test_append__memory_of_logs_that_cannot_be_written__writes_nothing(
    ledger: Ledger, strike: Strike, tilth_home: Path
) -> None:
    ledger.append([strike(1)])
    (tilth_home / "logs.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(LedgerError, match=r"logs\.sqlite cannot be used"):
        ledger.append([strike(2)])
    assert (len(ledger), verify(ledger.store).holds) == (1, True)


# --- read only ------------------------------------------------------------------------------------


def test_append__opened_for_reading__is_refused_with_advice(
    ledger: Ledger, ledger_address: str, strike: Strike
) -> None:
    ledger.append([strike(1)])
    reader = Ledger.open(ledger_address, read_only=True)
    with pytest.raises(ReadOnlyError, match="copy it to a place you may write to"):
        reader.append([strike(2)])
    assert len(reader) == 1


def test_open__for_reading__sees_what_a_writer_has_not_folded_in_yet(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    with file_ledger.store.reading() as held_open:
        held_open.exec_driver_sql("SELECT 1").all()
        file_ledger.append([strike(1)])
        assert len(Ledger.open(tmp_path / "file.gpkg", read_only=True)) == 1


def test_open__for_reading__leaves_the_file_as_it_is(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    file_ledger.append([strike(1)])
    before = (tmp_path / "file.gpkg").read_bytes()
    reader = Ledger.open(tmp_path / "file.gpkg", read_only=True)
    assert verify(reader.store).holds
    reader.close()
    assert (tmp_path / "file.gpkg").read_bytes() == before


UNPRIVILEGED = """
import os, sys
from tilth.claims import Claim, Ledger, LedgerError, verify, vocabulary
vocabulary()
if os.getuid() == 0:
    os.setuid(65534)
ledger = Ledger.open(sys.argv[1])
print(len(ledger), verify(ledger.store).holds)
try:
    ledger.append([Claim(kind="entity", subject="entity:1", values={"name": "A"})])
except LedgerError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("modes", [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)])
def test_open__file_or_folder_that_may_not_be_written__is_read_and_says_so(
    modes: tuple[int, int], strike: Strike
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="tilth-closed-"))
    try:
        ledger = Ledger.create(folder / "p.gpkg")
        ledger.append([strike(1)])
        ledger.close()
        (folder / "p.gpkg").chmod(modes[1])
        folder.chmod(modes[0])
        done = run(UNPRIVILEGED, str(folder / "p.gpkg"))
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    lines = done.stdout.splitlines()
    assert lines[:1] == ["1 True"], done.stderr
    assert lines[1].startswith("ReadOnlyError")


# --- two at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize("homes, logs", [(("one", "one"), 1), (("one", "two"), 2)])
def test_append__two_processes_at_once__lose_nothing(
    ledger: Ledger, ledger_address: str, tmp_path: Path, homes: tuple[str, str], logs: int
) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, ledger_address, str(tmp_path / home), name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for home, name in zip(homes, ("a", "b"), strict=True)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    ends = [writer.communicate("go\n", timeout=60)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], ends
    found = verify(ledger.store)
    assert (found.claims, found.batches, found.logs, found.findings) == (75, 50, logs, ())


def test_append__while_another_reads__neither_waits(ledger: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)], state="accepted")
    with ledger.store.reading(one_moment=True) as reading:
        count = "SELECT count(*) FROM tilth_claim"
        assert reading.exec_driver_sql(count).scalar_one() == 1
        ledger.append([strike(2)], state="accepted")
        assert reading.exec_driver_sql(count).scalar_one() == 1
    assert picture(ledger.store, "strike:2").value("rounds") == 3


def test_append__file_kept_locked_by_another__says_so(
    file_ledger: Ledger, strike: Strike, tmp_path: Path
) -> None:
    event.listen(file_ledger.store.engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(tmp_path / "file.gpkg", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="another program has kept it locked"):
        file_ledger.append([strike(1)])
    other.close()
    assert len(file_ledger) == 0
