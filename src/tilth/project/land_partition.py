"""The partition of a project's land, made once for what is known and kept until that changes."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from importlib.resources import files

from sqlalchemy import text

from tilth import __version__
from tilth.project._land_files import keep_partition, kept_partition
from tilth.project.land_records import STANDING, land_claims, land_records
from tilth.project.project import Project
from tilth.release import Partition, partition

__all__ = ["land_key", "partition_of"]

_KINDS = ("hazardous_area", "release", "area_status_change", "activity", "field_report", "review")
_WORTH_KEEPING = 500
"""Records from which on keeping the partition saves time."""


def partition_of(
    project: Project, *, known_on: str | None = None, statuses: Collection[str] = STANDING
) -> Partition:
    """Return the partition of all land that the project tells of, as known on a date.

    It is kept beside the project under the hash of the claims it rests on, and made anew when they change.
    """
    folder = project.folder / "partition" / land_key(project, known_on, statuses)
    kept = kept_partition(folder)
    if kept is not None:
        return kept
    made = partition(land_records(land_claims(project, known_on=known_on, statuses=statuses)))
    if len(made.records) >= _WORTH_KEEPING and not project.store.read_only:
        keep_partition(made, folder)
    return made


def land_key(project: Project, known_on: str | None = None, statuses: Collection[str] = STANDING) -> str:
    """Return the hash of all claims on land known on a date, of how they were taken in, and of the rules."""
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    query = (
        "SELECT c.id, e.state, b.recorded_at FROM tilth_claim c JOIN tilth_entry e ON e.claim_no = c.claim_no"
        f" JOIN tilth_batch b ON b.batch_no = e.batch_no WHERE c.kind IN ({kinds})"
    )
    with project.store.reading() as connection:
        rows = [
            (bytes(row[0]), row[1], row[2])
            for row in connection.execute(text(query))
            if known_on is None or row[2][: len(known_on)] <= known_on
        ]
    digest = sha256(f"{__version__} {sorted(statuses)}".encode())
    for name in ("account.yaml", "process.yaml"):
        digest.update((files("tilth.data") / "release" / name).read_bytes())
    for key, state, at in sorted(rows):
        digest.update(key + f"{state}{at}".encode())
    return digest.hexdigest()[:32]
