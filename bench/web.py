"""The web application with a million claims and 100,000 areas; Datasette on the same tables."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench._measure import Measure, report
from bench._peer import peer_python
from bench._web_load import Answers, ask_together
from bench._web_project import large_project
from tilth.claims import Installation
from tilth.project import Project
from tilth.project.search import Index

SIZE, AREAS = 1_000_000, 100_000
USERS, TURNS = 20, 5
PAGES = (
    *("/", "/read", "/read/article-77", "/claims", "/claims?kind=hazardous_area&status=proposed"),
    *("/claims/conflicts", "/states", "/states/UKR", "/transfers", "/settings", "/api/claims?limit=25"),
    *("/map", "/areas", "/areas?q=HA-05", "/areas/bench-000500", "/account?by=class"),
)
SEARCHES = (
    *("/claims?q=minister+orchard+{n}", "/claims?q=%22denied+report%22&topic=use&near=48.{n},32.5&km=90"),
    *("/claims?q=m864+r0000{n}", "/claims?q=speaker+17&after={n}", "/claims?q=HA-0{n}"),
    *("/claims?kind=strike&since=2016-02-01&until=2016-03-01&before={n}", "/claims?near=48.{n},32.5&km=5"),
)
_TOKEN = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)")


class Served(NamedTuple):
    """A server at work."""

    port: int
    headers: str
    pid: int
    started_s: float


def main(size: int = 0) -> None:
    """Measure and report; `TILTH_BENCH_CLAIMS` sets another number of claims."""
    size = size or int(os.environ.get("TILTH_BENCH_CLAIMS", SIZE))
    areas = min(AREAS, size // 10)
    folder = Path("build/bench/web")
    path = large_project(folder, size, areas)
    home = folder / "home"
    with Project.open(path, Installation(home)) as project:
        index = Index(project)
        claim = project_claim(index)
        file = index.file.path
    with served(path, home) as tilth:
        pages = (*PAGES, f"/claims/{claim}")
        warm = ask_together(tilth.port, [*pages, *SEARCHES], tilth.headers, users=1, each=1)
        page_answers = ask_together(tilth.port, pages, tilth.headers, users=USERS, each=TURNS)
        resting = ask_together(tilth.port, pages, tilth.headers, users=USERS, each=2, pause_s=0.5)
        searches = ask_together(tilth.port, SEARCHES, tilth.headers, users=USERS, each=TURNS)
        memory = rss_mb(tilth.pid)
    measures = [
        Measure(
            "start of the server", tilth.started_s, "s", note=f"{size:,} claims, {areas:,} areas, indexed"
        ),
        Measure("first look at each page, alone", 1000 * worst(warm), "ms", note="slowest, nothing kept yet"),
        *rows("page", page_answers, "no rest between requests; targets 150 and 400"),
        *rows("page, users who rest 0.5 s", resting, "targets 150 and 400"),
        *rows("search", searches, "no rest between requests; target 200"),
        Measure("memory of the server", memory, "MB", note="peak; target 300"),
        *peer_rows(file, page_answers, searches),
        *each_page(page_answers),
    ]
    report("web", measures)


def project_claim(index: Index) -> str:
    """Return a statement in the middle of the project."""
    query = "SELECT id FROM card WHERE kind = 'statement' LIMIT 1 OFFSET 500"
    return bytes(index.file.connection().execute(query).fetchone()[0]).hex()


@contextmanager
def served(path: Path, home: Path) -> Iterator[Served]:
    """Serve a project as people do."""
    environment = {**os.environ, "TILTH_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    words = [str(Path(sys.executable).with_name("tilth")), "serve", str(path), "--port", "0"]
    start = time.perf_counter()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := _TOKEN.search(line):
                headers = f"Authorization: Bearer {found[2]}\r\nAccept: text/html\r\n"
                yield Served(int(found[1]), headers, process.pid, time.perf_counter() - start)
                break
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def rss_mb(pid: int) -> float:
    """Return the most memory that a process had in use."""
    told = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0


def worst(answers: Answers) -> float:
    """Return the longest time."""
    return max(max(seconds) for seconds in answers.first_byte_s.values() if seconds)


def rows(name: str, answers: Answers, note: str) -> list[Measure]:
    """Return median and 95th percentile of first bytes, and how many answers came in a second."""
    middle, high = spread_ms(answers)
    bad = f"; {answers.failed} failed" if answers.failed else ""
    return [
        Measure(f"{name}: first byte, median", middle, "ms", note=f"{USERS} users at once, {note}{bad}"),
        Measure(
            f"{name}: first byte, 95th percentile", high, "ms", note=f"{answers.per_second:.0f} a second"
        ),
    ]


def spread_ms(answers: Answers, paths: tuple[str, ...] | None = None) -> tuple[float, float]:
    """Return median and 95th percentile."""
    seconds = sorted(
        one for path, told in answers.first_byte_s.items() if paths is None or path in paths for one in told
    )
    return 1000 * statistics.median(seconds), 1000 * seconds[int(len(seconds) * 0.95)]


def each_page(answers: Answers) -> list[Measure]:
    """Return the median of each page."""
    return [
        Measure(f"  {path[:44]}", 1000 * statistics.median(seconds), "ms", note="first byte, median")
        for path, seconds in answers.first_byte_s.items()
    ]


def peer_rows(file: Path, pages: Answers, searches: Answers) -> list[Measure]:
    """Return Datasette's first bytes on the same index tables: a list of claims, and a search."""
    python = peer_python("datasette")
    if python is None:
        return [
            Measure("list of claims beside a peer", 0.0, "ms", note="the peer could not be installed here")
        ]
    told = subprocess.run(
        [python, "-c", "import importlib.metadata as m; print(m.version('datasette'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    table = f"/{file.stem}/card"
    listed, searched = (
        f"{table}?_size=25&kind=hazardous_area&_nocount=1",
        f"{table}?_size=25&_search=minister+orchard",
    )
    with datasette(python, file) as port:
        ask_together(port, [listed, searched], "", users=1, each=1)
        lists = ask_together(port, [listed], "", users=USERS, each=1)
        finds = ask_together(port, [searched], "", users=USERS, each=1)
    made = []
    for name, ours, path, theirs in (
        ("list of claims, first byte", pages, PAGES[4], lists),
        ("search, first byte", searches, SEARCHES[0], finds),
    ):
        mine, other = spread_ms(ours, (path,))[0], spread_ms(theirs)[0]
        note = f"median, {USERS} users; ours among other pages, the peer's alone; {theirs.failed} failed"
        made.append(Measure(name, mine, "ms", other, "Datasette", told, other / mine, note))
    return made


@contextmanager
def datasette(python: Path, file: Path) -> Iterator[int]:
    """Serve the index tables with the peer."""
    port = 8797
    words = [
        str(python),
        "-m",
        "datasette",
        str(file),
        "-p",
        str(port),
        "--setting",
        "sql_time_limit_ms",
        "20000",
    ]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        import socket

        for _ in range(200):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        process.terminate()
        process.wait(20)
