"""The ledger at a million claims: append, picture, verify, size, memory; beside SQLite and a peer's store."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._claims import strikes
from bench._measure import Measure, report, spread, turns
from bench._peer import peer_python
from tilth.claims import Installation, Ledger, picture, verify

MILLION = 1_000_000
BATCH = 20_000
TURNS = 5
_TABLES = ("tilth_claim", "tilth_entry")


def main(size: int = MILLION) -> None:
    """Measure and report; `size` is the number of claims the ledger holds before the turns."""
    with tempfile.TemporaryDirectory(prefix="tilth-bench-") as name:
        report("ledger", list(_measures(Path(name), size)))


def _measures(folder: Path, size: int) -> list[Measure]:
    path = folder / "ledger.gpkg"
    ledger = Ledger.create(path, Installation(folder / "home"))
    filled = _fill(ledger, size)
    start = folder / "copy.gpkg"
    _checkpointed_copy(path, start)
    ours = _append_turns(ledger, size)
    plain, bare = _plain_turns(path, start, folder)
    measures = [_append_measure(ours, plain), _bare_measure(ours, bare)]
    measures.append(_picture_measure(ledger, size))
    measures.append(_verify_measure(ledger))
    ledger.close()
    held = size + TURNS * BATCH
    measures.append(Measure("size on disk", path.stat().st_size / held, "bytes a claim", note="target 1,500"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    measures.append(Measure("peak memory of the whole run", memory, "MB", note="target 500"))
    measures.append(_peer_measure(folder, size, filled))
    measures.append(_help_measure())
    return measures


def _fill(ledger: Ledger, size: int) -> float:
    """Append `size` claims; return the seconds that tilth took, making the claims not counted."""
    seconds = 0.0
    for first in range(0, size, BATCH):
        claims = list(strikes(first, BATCH))
        start = time.perf_counter()
        ledger.append(claims, tool="bench")
        seconds += time.perf_counter() - start
    return seconds


def _checkpointed_copy(path: Path, to: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    shutil.copyfile(path, to)


def _append_turns(ledger: Ledger, held: int) -> list[float]:
    batches = [list(strikes(held + turn * BATCH, BATCH)) for turn in range(TURNS)]
    rest = iter(batches)
    return turns(lambda: ledger.append(next(rest), tool="bench"), TURNS)


def _plain_turns(path: Path, copy: Path, folder: Path) -> tuple[list[float], list[float]]:
    """Insert the very rows that the turns wrote: into a copy with the same tables and indexes, and
    into one bare table without any index."""
    source = sqlite3.connect(path)
    target, bare = sqlite3.connect(copy), sqlite3.connect(folder / "bare.sqlite")
    for raw in (target, bare):
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=NORMAL")
        raw.execute("PRAGMA cache_size=-64000")
    bare.execute("CREATE TABLE row (body TEXT)")
    (last,) = target.execute("SELECT max(claim_no) FROM tilth_claim").fetchone()
    (batch,) = target.execute("SELECT max(batch_no) FROM tilth_batch").fetchone()
    plain_seconds, bare_seconds = [], []
    for turn in range(TURNS):
        low = last + turn * BATCH
        claims = source.execute(
            "SELECT * FROM tilth_claim WHERE claim_no > ? AND claim_no <= ?", (low, low + BATCH)
        ).fetchall()
        entries = source.execute(
            "SELECT * FROM tilth_entry WHERE batch_no = ?", (batch + 1 + turn,)
        ).fetchall()
        plain_seconds += turns(lambda: _insert(target, (claims, entries)), 1)  # noqa: B023
        bodies = [(row[-1],) for row in claims]
        bare_seconds += turns(lambda: _insert_bodies(bare, bodies), 1)  # noqa: B023
    for raw in (source, target, bare):
        raw.close()
    return plain_seconds, bare_seconds


def _insert(target: sqlite3.Connection, tables: tuple[list[tuple[object, ...]], ...]) -> None:
    for name, rows in zip(_TABLES, tables, strict=True):
        marks = ",".join("?" * len(rows[0]))
        target.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    target.commit()


def _insert_bodies(target: sqlite3.Connection, bodies: list[tuple[str]]) -> None:
    target.executemany("INSERT INTO row VALUES (?)", bodies)
    target.commit()


def _append_measure(ours: list[float], plain: list[float]) -> Measure:
    rate, other = BATCH / statistics.median(ours), BATCH / statistics.median(plain)
    note = (
        f"checks, hashes, signature, indexes, layers not drawn; {spread(ours, BATCH)}; target 20,000 and 0.25"
    )
    name = "append 20,000 to a million"
    version = sqlite3.sqlite_version
    return Measure(
        name,
        rate,
        "claims/s",
        other,
        "sqlite3.executemany, same rows, same indexes",
        version,
        rate / other,
        note,
    )


def _bare_measure(ours: list[float], bare: list[float]) -> Measure:
    rate, other = BATCH / statistics.median(ours), BATCH / statistics.median(bare)
    note = "the peer checks nothing, hashes nothing and can find nothing again"
    peer = "sqlite3.executemany, one bare column"
    return Measure(
        "the same, beside a bare table",
        rate,
        "claims/s",
        other,
        peer,
        sqlite3.sqlite_version,
        rate / other,
        note,
    )


def _picture_measure(ledger: Ledger, size: int) -> Measure:
    subjects = iter([f"strike:bench-{(n * 7919) % (size // 4):07d}" for n in range(200)])
    seconds = turns(lambda: picture(ledger.store, next(subjects), statuses=("proposed",)), 200)
    return Measure(
        "picture of one subject",
        1000 * statistics.median(seconds),
        "ms",
        note=f"s: {spread(seconds)}; target 5 ms",
    )


def _verify_measure(ledger: Ledger) -> Measure:
    start = time.perf_counter()
    found = verify(ledger.store)
    seconds = time.perf_counter() - start
    assert found.holds, found.findings[:3]
    return Measure("verify", seconds, "s", note=f"{found.claims:,} claims; target 30 s for a million")


def _peer_measure(folder: Path, size: int, filled: float) -> Measure:
    """Write the same million statements with the peer and read one entity back."""
    name = f"write {size:,} statements"
    python = peer_python("followthemoney", "nomenklatura")
    if python is None:
        return Measure(name, size / filled, "claims/s", note="peer could not be installed here")
    script = Path(__file__).with_name("_ftm.py")
    done = subprocess.run(
        [str(python), str(script), str(folder / "ftm.sqlite"), str(size)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        print(done.stderr[-2000:], file=sys.stderr)
        return Measure(name, size / filled, "claims/s", note="peer failed here")
    peer = json.loads(done.stdout.splitlines()[-1])
    rate = size / filled
    note = (
        f"peer reads an entity back in {peer['read_ms']:.3g} ms, {peer['bytes'] / size:.0f} bytes a statement"
    )
    store = "followthemoney statements in nomenklatura's SQL store"
    return Measure(name, rate, "claims/s", peer["rate"], store, peer["version"], rate / peer["rate"], note)


def _help_measure() -> Measure:
    command = [str(Path(sys.executable).with_name("tilth")), "--help"]
    seconds = turns(lambda: subprocess.run(command, capture_output=True, check=True), 7)
    return Measure("tilth --help", statistics.median(seconds), "s", note=f"{spread(seconds)}; target 0.3 s")
