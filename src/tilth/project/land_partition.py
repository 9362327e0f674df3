"""The partition of a project's land, made once for what is known and kept until that changes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import text

from tilth import __version__
from tilth.project._land_files import keep_partition, kept_partition
from tilth.project.land_records import STANDING, land_claims, land_records
from tilth.project.project import Project
from tilth.release import Partition, partition

__all__ = ["beside", "count_of", "land_key", "partition_of"]

_KINDS = ("hazardous_area", "release", "area_status_change", "activity", "field_report", "review")
_WORTH_KEEPING = 500
"""Records from which on keeping the partition saves time."""


def partition_of(
    project: Project,
    *,
    known_on: str | None = None,
    statuses: Collection[str] = STANDING,
    key: str | None = None,
) -> Partition:
    """Return the partition of all land that the project tells of, as known on a date.

    It is kept beside the project under the hash of the claims it rests on, and made anew when they change.

    Parameters
    ----------
    key
        That hash (`land_key`), where the caller has it.
    """
    folder = _folder(project, key or land_key(project, known_on, statuses))
    kept = kept_partition(folder)
    if kept is not None:
        return kept
    made = partition(land_records(land_claims(project, known_on=known_on, statuses=statuses)))
    if len(made.records) >= _WORTH_KEEPING and not project.store.read_only:
        keep_partition(made, folder)
    return made


def beside(project: Project, key: str, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return something kept beside the partition of the same claims, made when it is not there yet."""
    folder = _folder(project, key)
    path = folder / f"{name}.json"
    if path.is_file():
        kept: dict[str, Any] = orjson.loads(path.read_bytes())
        return kept
    made = make()
    if folder.is_dir() and not project.store.read_only:
        path.write_bytes(orjson.dumps(made))
    return made


def count_of(project: Project, kind: str, known_on: str | None = None) -> int:
    """Return of how many subjects of a kind anything was recorded by a date."""
    query = (
        "SELECT COUNT(DISTINCT c.subject) FROM tilth_claim c JOIN tilth_entry e ON e.claim_no = c.claim_no"
        " JOIN tilth_batch b ON b.batch_no = e.batch_no"
        " WHERE c.kind = :kind AND substr(b.recorded_at, 1, :digits) <= :day"
    )
    asked = {"kind": kind, "digits": len(known_on or "9"), "day": known_on or "9"}
    with project.store.reading() as connection:
        return int(connection.execute(text(query), asked).scalar_one())


def _folder(project: Project, key: str) -> Path:
    return project.folder / "partition" / key


def land_key(project: Project, known_on: str | None = None, statuses: Collection[str] = STANDING) -> str:
    """Return the hash of all claims on land known on a date, of how they were taken in, and of the rules."""
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    query = (
        "SELECT c.id, e.state, b.recorded_at FROM tilth_claim c JOIN tilth_entry e ON e.claim_no = c.claim_no"
        f" JOIN tilth_batch b ON b.batch_no = e.batch_no WHERE c.kind IN ({kinds})"
    )
    with project.store.reading() as connection:
        rows = connection.execute(text(query)).fetchall()
    if known_on is not None:
        rows = [row for row in rows if row[2][: len(known_on)] <= known_on]
    digest = sha256(f"{__version__} {sorted(statuses)}".encode())
    for name in ("account.yaml", "process.yaml"):
        digest.update((files("tilth.data") / "release" / name).read_bytes())
    digest.update(b"".join(sorted(bytes(key) + f"{state}{at}".encode() for key, state, at in rows)))
    return digest.hexdigest()[:32]
