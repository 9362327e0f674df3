"""A PostgreSQL with PostGIS of its own for a benchmark, on the loopback interface, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["server"]


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a database with PostGIS; None where it is not installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="tilth-bench-pg-"))
    user: list[str] = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    data = folder / "data"
    flags = ["-A", "trust", "-U", "tilth", "-E", "UTF8", "--no-locale", "--no-sync", "-D", str(data)]
    subprocess.run([*user, str(programs / "initdb"), *flags], check=True, capture_output=True, cwd=folder)
    (data / "postgresql.auto.conf").write_text(
        f"listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nport = {port}\nfsync = off\n"
        "shared_buffers = '1GB'\nwork_mem = '256MB'\nmax_parallel_workers_per_gather = 2\n"
    )
    control = [*user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    subprocess.run([*control, "-l", str(folder / "log"), "start"], check=True, cwd=folder)
    try:
        yield f"host=127.0.0.1 port={port} user=tilth dbname=postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    for folder in reversed(folders):
        if Path("/usr/share/postgresql", folder.parent.name, "extension/postgis.control").exists():
            return folder
    return None
