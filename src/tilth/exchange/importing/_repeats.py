"""Repeats of a form beside the submission they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tilth.claims import vocabulary
from tilth.exchange.importing.mapping import Column, Mapping
from tilth.exchange.importing.sheets import Sheet

__all__ = ["joined", "with_parent"]

_KEYS = ("KEY", "_uuid", "__id", "instanceID", "meta/instanceID", "meta-instanceID", "_id")
_BEFORE = "parent/"


def joined(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return sheets with the columns of the submission put beside each row of a repeat, as ``parent/NAME``.

    A find that has no position of its own so takes that of its box, and the day of its visit.

    Examples
    --------
    >>> from tilth.exchange.importing import sheet_of_rows
    >>> main = sheet_of_rows("m", [{"KEY": "u1", "lat": 1.5}], layer="boxes")
    >>> inner = sheet_of_rows("r", [{"PARENT_KEY": "u1", "n": 2}], layer="boxes-finds", parent="PARENT_KEY")
    >>> made = joined([main, inner])[1]
    >>> made.cells["parent/lat"], made.layer
    ([1.5], 'finds')
    """
    main = next((sheet for sheet in sheets if not sheet.parent), None)
    if main is None:
        return list(sheets)
    return [_beside(sheet, main) if sheet.parent else sheet for sheet in sheets]


def _beside(sheet: Sheet, main: Sheet) -> Sheet:
    layer = sheet.layer.removeprefix(f"{main.layer}-") if main.layer else sheet.layer
    key = next((name for name in _KEYS if name in main.cells), None)
    if key is None:
        return replace(sheet, layer=layer)
    rows = {str(value): at for at, value in enumerate(main.cells[key])}
    where = [rows.get(str(value).split("/")[0]) for value in sheet.cells[sheet.parent]]
    more: dict[str, Sequence[Any]] = {
        f"{_BEFORE}{name}": [None if at is None else cells[at] for at in where]
        for name, cells in main.cells.items()
    }
    return replace(sheet, layer=layer, columns=(*sheet.columns, *more), cells={**sheet.cells, **more})


def with_parent(mapping: Mapping, sheet: Sheet, parent: Mapping) -> Mapping:
    """Return the mapping of a repeat with a reference to its submission, where its kind has one."""
    record = parent.column_to("record")
    items = vocabulary()[mapping.kind].properties.values()
    name = next((item.name for item in items if item.type == "ref" and item.to == parent.kind), None)
    if record is None or name is None or f"{_BEFORE}{record.header}" not in sheet.cells:
        return mapping
    if mapping.column_to(name) is not None:
        return mapping
    return mapping.with_columns(
        Column(f"{_BEFORE}{record.header}", name, reason="the submission it belongs to")
    )
