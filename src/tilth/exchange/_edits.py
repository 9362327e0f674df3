"""What somebody changed in an exported row, and the claim that it makes of the one exported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.claims import Claim, vocabulary
from tilth.exchange._cells import CLAIM, WHOLE, CellError, cells_of, content_of, number

__all__ = ["changed_columns", "edited"]

_NOT_EDITED = ("tilth_status", "tilth_coarsened", WHOLE, CLAIM)
_FIXED = ("tilth_kind", "tilth_subject")
_PLACE = ("tilth_lon", "tilth_lat", "tilth_geometry")
_SAME_DEGREES = 2e-7
"""Two centimetres: some programs cut coordinates to seven decimals when they save a file nobody edited."""


def changed_columns(claim: Claim, row: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a row that differ from those the claim was exported with.

    Columns that the row does not have count as unchanged; numbers written otherwise, and geometries saved
    with fewer digits, are the same.
    """
    before = cells_of(claim)
    changed = {
        name: text.strip() if name.startswith("tilth_") else text
        for name, text in row.items()
        if name not in _NOT_EDITED and not _same(before.get(name, ""), text)
    }
    strange = [name for name, text in changed.items() if not text and name not in before]
    for name in strange:
        del changed[name]
    if any(name in changed for name in _PLACE) and _same_place(before, {**before, **row}):
        changed = {name: text for name, text in changed.items() if name not in _PLACE}
    return changed


def _same(before: str, now: str) -> bool:
    if before == now:
        return True
    if before.replace("\r\n", "\n").replace("\r", "\n") == now.replace("\r\n", "\n").replace("\r", "\n"):
        return True
    try:
        return number(before, "") == number(now.strip(), "")
    except CellError:
        return False


def _same_place(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether two rows tell the same outline, whatever the order and the last digits of its corners."""
    from shapely.geometry import shape

    try:
        one, other = (shape(_geometry(cells)) for cells in (before, now))
    except (CellError, ValueError, KeyError, TypeError):
        return False
    one, other = _single(one).normalize(), _single(other).normalize()
    return bool(one.equals_exact(other, _SAME_DEGREES))


def _single(geometry: Any) -> Any:
    """Return the only part of a geometry of parts: some formats make one of every outline."""
    parts = getattr(geometry, "geoms", None)
    return parts[0] if parts is not None and len(parts) == 1 else geometry


def _geometry(cells: Mapping[str, str]) -> Any:
    plain = {name: cells[name] for name in _PLACE if cells.get(name)}
    return content_of({"tilth_kind": "", "tilth_subject": "", **plain})["place"]["geometry"]


def edited(claim: Claim, changes: Mapping[str, str]) -> Claim:
    """Return the claim after the changes; what was not touched stays as it was, to the last digit.

    Raises
    ------
    CellError
        A cell that cannot be read, or a change of kind or subject.
    """
    fixed = [name for name in _FIXED if name in changes]
    if fixed:
        raise CellError(f"{fixed[0]} was changed: leave it, or clear {CLAIM} to make this row a new claim")
    content = claim.to_json()
    cells = {name: text for name, text in cells_of(claim).items() if name not in (WHOLE, CLAIM)}
    now = content_of({**cells, **changes})
    kind = vocabulary().kinds.get(claim.kind)
    properties = kind.properties if kind else {}
    content["values"] = _values(claim, changes, now["values"], properties)
    for name in changes:
        _set(content, name, now)
    return Claim.from_json(content)


def _values(
    claim: Claim, changes: Mapping[str, str], now: Mapping[str, Any], properties: Mapping[str, Any]
) -> dict[str, Any]:
    values = dict(claim.values)
    for name, text in changes.items():
        if name.startswith("tilth_"):
            continue
        if properties and name not in properties:
            raise CellError(f"{name} is no property of {claim.kind}: remove the column or name it otherwise")
        if text:
            values[name] = now[name]
        else:
            values.pop(name, None)
    return values


def _set(content: dict[str, Any], column: str, now: Mapping[str, Any]) -> None:
    """Take one changed field of the claim over."""
    if not column.startswith("tilth_"):
        return
    field = column.removeprefix("tilth_")
    if field in ("lon", "lat", "geometry", "accuracy_m", "as_written", "crs", "notation"):
        field = "place"
    if field in now:
        content[field] = now[field]
    else:
        content.pop(field, None)
