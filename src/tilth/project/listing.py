"""What a project holds: its batches, and the values on which its claims differ."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from tilth.claims import pictures
from tilth.project.project import Project

__all__ = ["batches_of", "conflicts_of"]

_BATCHES = """SELECT b.recorded_at, b.recorded_by, b.tool, b."count", b.first_seq, l.log
FROM tilth_batch b JOIN tilth_log l ON l.log_no = b.log_no
ORDER BY b.recorded_at DESC, l.log DESC, b.first_seq DESC LIMIT :last"""
_SEVERAL = """SELECT subject FROM tilth_claim WHERE kind NOT IN ('review', 'run', 'statement')
GROUP BY subject HAVING count(*) > 1 ORDER BY subject"""


def batches_of(project: Project, last: int) -> list[dict[str, Any]]:
    """Return the newest batches: when, by whom, with what, how many claims."""
    with project.store.reading() as connection:
        rows = connection.execute(text(_BATCHES), {"last": last}).mappings().all()
    return [dict(row) for row in rows]


def conflicts_of(project: Project) -> list[dict[str, Any]]:
    """Return every property on which claims that stand differ, with each side and its claims."""
    with project.store.reading() as connection:
        subjects = [str(row[0]) for row in connection.execute(text(_SEVERAL))]
    found: list[dict[str, Any]] = []
    for start in range(0, len(subjects), 2_000):
        drawn = pictures(project.store, subjects[start : start + 2_000], statuses=("accepted", "proposed"))
        for subject, picture in drawn.items():
            for name, told in picture.conflicts.items():
                sides = [{"value": side.value, "claims": list(side.claims)} for side in told.sides]
                found.append({"subject": subject, "property": name, "sides": sides})
    return found
