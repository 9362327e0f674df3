"""Fixtures every test may use."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from hypothesis import settings

# Where a run decides about a change, the same examples are tried each time; elsewhere new ones.
settings.register_profile("same-examples", derandomize=True, deadline=None)
if os.environ.get("TILTH_REQUIRE_SYSTEM") == "1":
    settings.load_profile("same-examples")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared test inputs, or skip when it is not beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: real and gold test inputs are not beside this checkout")
    return SHARED


@pytest.fixture(autouse=True)
def tilth_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a key and a memory of logs of its own, never the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TILTH_HOME", str(home))
    return home


@pytest.fixture(
    params=["geopackage", pytest.param("postgresql", marks=pytest.mark.needs_system)],
)
def ledger_address(request: pytest.FixtureRequest) -> str:
    """Return where a new ledger may be made: a file that is not there yet, then an empty database."""
    if request.param == "geopackage":
        return str(request.getfixturevalue("tmp_path") / "p.gpkg")
    return str(request.getfixturevalue("new_database")())


@pytest.fixture
def new_address(request: pytest.FixtureRequest, ledger_address: str) -> Callable[[], str]:
    """Return a function that gives one more address of the same sort as `ledger_address`."""
    if ledger_address.startswith("postgresql"):
        made: Callable[[], str] = request.getfixturevalue("new_database")
        return made
    folder = Path(ledger_address).parent
    numbers = iter(range(1, 1000))
    return lambda: str(folder / f"p{next(numbers)}.gpkg")


@pytest.fixture
def new_database(postgres: Cluster) -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty database with PostGIS; all are dropped after the test."""
    made: list[str] = []

    def make() -> str:
        name = f"t{time.monotonic_ns()}"
        postgres.run(f"CREATE DATABASE {name} TEMPLATE tilth_template STRATEGY file_copy")
        made.append(name)
        return f"{postgres.address}/{name}"

    yield make
    for name in made:
        postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


class Cluster(NamedTuple):
    """A PostgreSQL server of this test run, on the loopback interface."""

    address: str

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(f"{self.address}/{database}", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Start a PostgreSQL with PostGIS for this session; skip, or fail when it is demanded, without it."""
    programs = _postgres_programs()
    if programs is None:
        reason = "PostgreSQL with PostGIS is not installed: 'sudo make test' installs it on Debian or Ubuntu"
        if os.environ.get("TILTH_REQUIRE_SYSTEM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="tilth-pg-", dir=_quick_folder()))
    user = _unprivileged(folder)
    data, port = folder / "data", _free_port()
    flags = ["-A", "trust", "-U", "tilth", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run([*user, programs / "initdb", *flags, "-D", data], check=True, capture_output=True)
    settings = (
        "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n"
        "synchronous_commit = off\nfull_page_writes = off\nshared_buffers = '64MB'\n"
        "wal_level = minimal\nmax_wal_senders = 0\nautovacuum = off\n"
        f"port = {port}\n"
    )
    (data / "postgresql.auto.conf").write_text(settings)
    control = [*user, programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-s"]
    # The end of this process, however it comes, closes the pipe; the server then goes too.
    stop = " ".join(f"'{word}'" for word in [*control, "-m", "immediate", "stop"])
    watch = ["sh", "-c", f"read _; {stop}; rm -rf '{folder}'"]
    watcher = subprocess.Popen(
        watch, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, cwd=folder
    )
    start = [*control, "-l", folder / "log", "start"]
    try:
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        cluster = Cluster(f"postgresql://tilth@127.0.0.1:{port}")
        cluster.run("CREATE DATABASE tilth_template")
        cluster.run("CREATE EXTENSION postgis", "tilth_template")
        yield cluster
    finally:
        watcher.communicate()


def _quick_folder() -> str | None:
    """Return memory's own folder where it has a gigabyte to spare: databases are made there in no time."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    return str(memory) if roomy else None


def _postgres_programs() -> Path | None:
    """Return the newest folder with initdb and pg_ctl whose server has PostGIS."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    for folder in reversed(folders):
        extension = Path("/usr/share/postgresql", folder.parent.name, "extension/postgis.control")
        if extension.exists() and (folder / "initdb").exists():
            return folder
    return None


def _unprivileged(folder: Path) -> list[str]:
    """Return the words that run a command as somebody who is not root, who then owns `folder`."""
    if os.getuid() != 0:
        return []
    name = "postgres"
    shutil.chown(folder, name, name)
    folder.chmod(0o755)
    return ["runuser", "-u", name, "--"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
