"""Land as a partition beside GeoPandas overlay and PostGIS on the same land; the account of a year.

``TILTH_BENCH_POLYGONS`` says how many polygons the large turn has (100000).
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas

from bench._measure import Measure, report, spread, turns
from bench._postgis import server
from bench._release_geopandas import by_overlay
from bench._release_import import import_measures
from bench._release_land import made_up_land
from bench._release_postgis import load, partition_in_sql, version
from tilth.project._land_files import keep_partition, kept_partition
from tilth.release import account_of, partition

_SMALL = 10_000
_LINES = ("cleared", "reduced", "cancelled", "closing")


def main() -> None:
    """Measure and report."""
    large = int(os.environ.get("TILTH_BENCH_POLYGONS", "100000"))
    with server() as address:
        measures = [*_beside(_SMALL, 3, address), *_beside(large, 1, address)]
    report("release", [*measures, _memory(large), *_accounts(large), *import_measures()])


def _beside(count: int, rounds: int, address: str | None) -> Iterator[Measure]:
    """Return ours beside each peer, in turn on the same polygons; what they differ by stands in the note."""
    land = made_up_land(count)
    records = land.records()
    peers: dict[str, tuple[str, Callable[[], dict[str, float]]]] = {
        "GeoPandas overlay": (geopandas.__version__, lambda: by_overlay(land))
    }
    if address is not None:
        load(address, land)
        peers["PostGIS"] = (version(address), lambda: partition_in_sql(address))
    times: dict[str, list[float]] = {name: [] for name in ("ours", *peers)}
    for _ in range(rounds):
        times["ours"] += turns(lambda: partition(records), 1)
        for name, (_, work) in peers.items():
            times[name] += turns(work, 1)
    total = account_of(partition(records), "2020-12-31").total
    for name, (release, work) in peers.items():
        other, median = work(), sorted(times[name])[rounds // 2]
        ours = sorted(times["ours"])[rounds // 2]
        yield Measure(
            f"{count:,} polygons partitioned", ours, "s", median, name, release, median / ours,
            f"ours {spread(times['ours'])}; peer {spread(times[name])}; {_apart(total, other)}",
        )  # fmt: skip


def _apart(total: dict[str, float], other: dict[str, float]) -> str:
    """Return by how much the open land at the end differs, and what is in the peer's lines in all."""
    closing = abs(other.get("closing", 0.0) - total["closing"])
    whole = sum(other.get(line, 0.0) for line in _LINES)
    return (
        f"closing differs by {closing:,.0f} m2 of {total['closing']:,.0f}; "
        f"all land by {abs(whole - total['found']):,.0f} m2 of {total['found']:,.0f}"
    )


def _memory(count: int) -> Measure:
    """Return the largest memory of a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        gigabytes = pool.submit(_alone, count).result()
    return Measure(f"{count:,} polygons partitioned, memory", gigabytes, "GB", note="a process of its own")


def _alone(count: int) -> float:
    partition(made_up_land(count).records())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _accounts(count: int) -> Iterator[Measure]:
    """Return how long a year's account takes once the land is cut: in memory, and read from its files."""
    made = partition(made_up_land(count).records())
    name = f"account of a year, {count:,} records"
    for by in ("class", "month"):
        times = turns(lambda by=by: account_of(made, "2020-12-31", since="2020-01-01", by=by), 5)  # type: ignore[misc]
        yield Measure(f"{name}, by {by}", sorted(times)[2], "s", note=spread(times))
    with TemporaryDirectory() as folder:
        keep_partition(made, Path(folder) / "kept")
        times = turns(lambda: _from_files(Path(folder) / "kept"), 5)
    yield Measure(f"{name}, with reading the kept partition", sorted(times)[2], "s", note=spread(times))


def _from_files(folder: Path) -> None:
    made = kept_partition(folder)
    assert made is not None
    account_of(made, "2020-12-31", since="2020-01-01", by="class")


if __name__ == "__main__":
    main()
