"""Kill a writer at random moments, many times, and tell what each reopening found (run by test_faults)."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

from tilth.claims import Claim, Ledger, verify

POINT = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}


def write(address: str, turn: int, pipe: int) -> None:
    """Append batches until killed; tell each head once append has returned."""
    ledger = Ledger.open(address)
    chance = random.Random(turn)
    for number in range(1_000_000):
        claims = [
            Claim(kind="strike", subject=f"strike:{turn}-{number}-{n}", values={"rounds": n}, place=POINT)
            for n in range(chance.choice((1, 20, 300)))
        ]
        done = ledger.append(claims, tool=f"turn {turn}")
        os.write(pipe, f"{done.head} {len(claims)}\n".encode())


def turn_of(address: str, turn: int, seconds: float) -> dict[str, object]:
    """Fork a writer, kill it `seconds` after its first batch, reopen; return what was found."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(address, turn, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = [pipe.readline().split()]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += [line.split() for line in pipe if line.endswith("\n")]
    ledger = Ledger.open(address)
    found = verify(ledger.store)
    with ledger.store.reading() as connection:
        heads = {bytes(row[0]).hex() for row in connection.exec_driver_sql("SELECT head FROM tilth_batch")}
    return {
        "told": len(told),
        "lost": [head for head, _ in told if head not in heads],
        "beyond": found.batches,
        "findings": [str(finding) for finding in found.findings],
        "claims": found.claims,
        "entries": found.entries,
        "logs": found.logs,
    }


def main() -> None:
    """Run as many turns as asked on one ledger; print a JSON list."""
    address, turns = sys.argv[1], int(sys.argv[2])
    Ledger.create(address).append(
        [Claim(kind="strike", subject="strike:0", values={"rounds": 1}, place=POINT)]
    )
    chance = random.Random(7)
    print(json.dumps([turn_of(address, turn, chance.uniform(0.0, 0.08)) for turn in range(turns)]))


if __name__ == "__main__":
    main()
