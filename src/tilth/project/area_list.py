"""The hazardous areas of a project as a list: searched, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, text

from tilth.project.land_moves import Moved, moves_in_force
from tilth.project.project import Project

__all__ = ["AreaQuery", "areas_found", "areas_moved"]

_COLUMNS = (
    "subject, local_id, name, classification, status_told, computed_area_m2, admin_unit, status, claims"
)


@dataclass(frozen=True, slots=True)
class AreaQuery:
    """What to list; what is not given does not narrow the list.

    Attributes
    ----------
    words
        Part of an identifier, a number or a name.
    classification, state, region
        Class, state in the process and region of an area.
    moved
        State after the last move in force, of areas that moved: see `areas_moved`.
    """

    words: str = ""
    classification: str = ""
    state: str = ""
    region: str = ""
    moved: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def areas_moved(project: Project) -> dict[str, tuple[str, str]]:
    """Return class and state of each area that moves in force brought where it is."""
    found, _ = moves_in_force(project)
    return {area: _last(moves) for area, moves in found.items() if moves}


def _last(moves: Sequence[Moved]) -> tuple[str, str]:
    newest = max(moves, key=lambda move: (move.day, move.order))
    return newest.to_class, newest.to_status


def areas_found(project: Project, asked: AreaQuery, *, limit: int, after: int = 0) -> list[dict[str, Any]]:
    """Return a page of areas in order of identifier; one more than `limit` tells that there are further ones.

    Each has ``subject``, ``local_id``, ``name``, ``classification``, ``state``, ``area_m2``, ``region``,
    ``review`` and ``claims``. An area whose claims differ on the place is listed once.
    """
    wheres, values = _wheres(asked)
    listed = f" WHERE {' AND '.join(wheres)}" if wheres else ""
    query = text(f"SELECT {_COLUMNS} FROM hazardous_area{listed} ORDER BY subject LIMIT :limit OFFSET :after")
    many = [name for name, value in values.items() if isinstance(value, list)]
    query = query.bindparams(*(bindparam(name, expanding=True) for name in many))
    with project.store.reading() as connection:
        rows = connection.execute(query, values | {"limit": limit + 1, "after": after}).all()
    return [_row(row, asked.moved) for row in rows]


def _wheres(asked: AreaQuery) -> tuple[list[str], dict[str, Any]]:
    wheres, values = ["coalesce(side, 0) < 2"], {}
    if asked.words:
        wheres.append(
            "(lower(subject) LIKE :words OR lower(local_id) LIKE :words OR lower(name) LIKE :words)"
        )
        values["words"] = f"%{asked.words.lower().replace('%', '')}%"
    if asked.region:
        wheres.append("admin_unit = :region")
        values["region"] = asked.region
    for at, (column, wanted) in enumerate(
        (("classification", asked.classification), ("status_told", asked.state))
    ):
        if wanted:
            wheres.append(_standing(column, at, wanted, asked.moved, values))
    return wheres, values


def _standing(
    column: str, at: int, wanted: str, moved: Mapping[str, tuple[str, str]], values: dict[str, Any]
) -> str:
    """Return the condition that an area stands so: by its last move, else by what its claims say."""
    default = "open" if column == "status_told" else ""
    values[f"v{at}"] = wanted
    told = f"coalesce({column}, '{default}') = :v{at}"
    if not moved:
        return told
    values[f"there{at}"] = [area for area, stands in moved.items() if stands[at] == wanted] or [""]
    values["moved"] = list(moved)
    return f"(subject IN :there{at} OR (subject NOT IN :moved AND {told}))"


def _row(row: Any, moved: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    subject = row[0]
    cls, state = moved.get(subject, (row[3], row[4]))
    return {
        "subject": subject,
        "local_id": row[1],
        "name": row[2],
        "classification": cls,
        "state": state or "open",
        "area_m2": row[5],
        "region": row[6],
        "review": row[7],
        "claims": str(row[8] or "").split(),
    }
