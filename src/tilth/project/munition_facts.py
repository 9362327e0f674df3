"""Fact tables as a project has them: shipped rows, and what its claims add or correct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tilth.claims import Picture, pictures, recorded_of_kind, statuses_of
from tilth.data import table
from tilth.munitions import Munition, munitions_of
from tilth.project.facts import columns_of
from tilth.project.project import Project

__all__ = ["claims_behind", "munitions_in", "rows_in"]


def munitions_in(project: Project) -> tuple[Munition, ...]:
    """Return the catalogue with what the project's accepted claims add or correct."""
    return munitions_of(rows_in(project, "munitions"))


def rows_in(project: Project, name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a fact table as the project has them, in the columns of the table.

    A row on which only proposed claims speak, whose claims were all rejected, or whose accepted claims
    contradict each other, says so in ``verification`` (``proposed``, ``rejected``, ``contested``), so that
    nothing is fitted on it. A project without these claims has the shipped rows.
    """
    rule = columns_of(name)
    key = next(column for column in ("row_id", "id") if column in table(name).rows[0])
    rows = {row[key]: dict(row) for row in table(name)}
    for subject, picture in _pictures(project, rule["kind"]).items():
        id_ = subject.split(":", 1)[1]
        rows[id_] = {key: id_, **_row(picture, rule["columns"], rows.get(id_, {}))}
    return tuple(rows.values())


def claims_behind(project: Project, kind: str, ids: set[str]) -> list[str]:
    """Return the claims on these rows: a figure that rests on a row leads to them."""
    wanted = {f"{kind}:{id_}" for id_ in ids}
    found = [item for item in recorded_of_kind(project.store, [kind]) if item.claim.subject in wanted]
    statuses = statuses_of(project.store, found)
    return [item.id for item in found if statuses[item.id].name in ("accepted", "proposed")]


def _pictures(project: Project, kind: str) -> dict[str, Picture]:
    subjects = sorted({item.claim.subject for item in recorded_of_kind(project.store, [kind])})
    accepted = pictures(project.store, subjects, statuses=("accepted",))
    waiting = [subject for subject in subjects if not accepted[subject].claims]
    return accepted | pictures(project.store, waiting, statuses=("proposed",))


def _row(picture: Picture, columns: Mapping[str, str], shipped: Mapping[str, str]) -> dict[str, str]:
    row = {column: _cell(picture, name) for column, name in columns.items()}
    doubt = _doubt(picture)
    if doubt and row.get("verification") != "located":
        row["verification"] = doubt
    if not picture.claims:
        row = {column: shipped.get(column, "") for column in columns} | {"verification": doubt}
    return row


def _doubt(picture: Picture) -> str:
    """Return why nothing may be fitted on the row, empty when something may."""
    if not picture.claims:
        return "rejected"
    if picture.conflicts:
        return "contested"
    states = {picture.statuses[item.id].name for item in picture.claims}
    return "" if "accepted" in states else "proposed"


def _cell(picture: Picture, name: str) -> str:
    told = picture.told.get(name)
    if told is None:
        return next(iter(_wordings(picture, name)), "")
    value = told.sides[0].value if told.how == "union" and len(told.sides) == 1 else told.value
    return _text(value)


def _wordings(picture: Picture, name: str) -> Iterator[str]:
    yield from (item.claim.wording[name] for item in reversed(picture.claims) if name in item.claim.wording)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(_text(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removeprefix("failure_rate:")
