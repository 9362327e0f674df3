"""Copies of a project in a folder, such as that of a USB stick: found, and brought level with this one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tilth.claims import Installation
from tilth.project import Project
from tilth.project.search import counts
from tilth.web._errors import WebError
from tilth.web.desk import Desk

__all__ = ["copies_in", "level_with"]

_ENDING = ".gpkg"
_MOST = 40
_WHERE = "give the folder of the stick as your files program shows it, such as /media/you/STICK"


def copies_in(folder: str, desk: Desk) -> list[dict[str, Any]]:
    """Return the projects in a folder, by name, with how many claims each holds.

    Raises
    ------
    WebError
        No folder of that name.
    """
    return [{"name": path.name, "claims": _claims(path)} for path in _files(folder, desk)]


def _files(folder: str, desk: Desk) -> Iterator[Path]:
    root = Path(folder).expanduser()
    if not folder or not root.is_absolute() or not root.is_dir():
        raise WebError(422, f"{folder[:200]!r} is no folder: {_WHERE}")
    own = desk.store.path.resolve() if desk.store.path else None
    for path in sorted(root.glob(f"*{_ENDING}"))[:_MOST]:
        if path.is_file() and not path.is_symlink() and path.resolve() != own and _claims(path) is not None:
            yield path


def _claims(path: Path) -> int | None:
    """Return how many claims a file holds, None when it is no project."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2)) as raw:
            return int(raw.execute("SELECT count(*) FROM tilth_claim").fetchone()[0])
    except sqlite3.Error:
        return None


def level_with(desk: Desk, folder: str, name: str) -> dict[str, Any]:
    """Make this project and a copy hold what either held; return what each took over, and conflicts.

    Raises
    ------
    WebError
        The folder holds no such copy.
    """
    found = next((path for path in _files(folder, desk) if path.name == name), None)
    if found is None:
        raise WebError(404, f"no project {name[:80]!r} lies in {folder[:200]!r}: look again")
    before = counts(desk.search()).conflicts
    installation: Installation = desk.project.ledger.installation
    with desk.saving, Project.open(found, installation) as other:
        here, there = desk.project.sync(other)
    now = counts(desk.search()).conflicts
    return {
        "name": name,
        "taken": here.claims,
        "given": there.claims,
        "new_logs": [owner for _, owner in here.new_logs],
        "conflicts": max(0, now - before),
    }
