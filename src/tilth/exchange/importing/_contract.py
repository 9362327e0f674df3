"""Mappings of the tables that the format contract lays down: strict, nothing proposed."""

from __future__ import annotations

from tilth.claims import vocabulary
from tilth.exchange.importing._kinds import contract_tables, table_kind
from tilth.exchange.importing.mapping import Column, Mapping, PlaceRule
from tilth.exchange.importing.sheets import SURPLUS, Sheet

__all__ = ["contract_mapping", "is_contract"]


def is_contract(sheet: Sheet, kind: str | None = None) -> bool:
    """Whether a sheet has the columns of a contract table, of this kind when one is given."""
    found = table_kind(list(sheet.columns)) if sheet.geometry is None else None
    return found is not None and kind in (None, found)


def contract_mapping(sheet: Sheet, kind: str) -> Mapping:
    """Return the mapping of a contract table; further columns named as properties are taken too."""
    rules = contract_tables()[kind]
    named = {header.strip().lower(): header for header in sheet.columns if header != SURPLUS}
    columns = [Column(named["id"], "record", reason="contract")] if "id" in named else []
    wanted = dict(rules["values"])
    taken = {"id", "lon", "lat", "accuracy_m", *wanted.values()}
    for name in vocabulary()[kind].properties:
        if name in named and name not in taken and name not in wanted:
            wanted[name] = name
    columns += [
        Column(named[header], target, order="iso" if target == "date" else "", reason="contract")
        for target, header in wanted.items()
        if header in named
    ]
    place = PlaceRule(
        "lonlat",
        (named["lon"], named["lat"]),
        rules["place"],
        accuracy=named.get("accuracy_m", ""),
    )
    return Mapping(kind=kind, name="contract", columns=tuple(columns), place=place, bad_cells="refuse_row")
