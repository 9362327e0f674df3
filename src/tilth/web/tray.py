"""The tray of files that were brought and not yet taken in: kept beside the server, gone when it ends."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from tilth.exchange import speaks_for_itself, take_file
from tilth.exchange.importing import (
    Mapping,
    Outcome,
    Sheet,
    commit,
    load_mapping,
    mapping_for,
    read_sheets,
    save_mapping,
    try_out,
)
from tilth.exchange.sources import source_of_file
from tilth.web._errors import WebError

if TYPE_CHECKING:
    from tilth.exchange import Intake
    from tilth.web.desk import Desk

__all__ = ["ENDINGS", "Brought", "Tray", "samples", "settled", "tray_of"]

ENDINGS = (
    *(".csv", ".tsv", ".xlsx", ".xlsm", ".json", ".geojson", ".gpkg", ".kml", ".kmz"),
    *(".gml", ".zip", ".xml", ".maxml", ".parquet", ".ods", ".fgb"),
)
_MOST = 20
_SAMPLES = 3


@dataclass
class Brought:
    """One file of the tray.

    Attributes
    ----------
    mappings, outcomes
        One for each sheet; an outcome is None until it was tried, or when its mapping changed.
    intakes
        Of a file that says itself what it holds: what taking it in would do, or did.
    """

    key: str
    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)
    outcomes: list[Outcome | None] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    done: bool = False

    @property
    def speaks(self) -> bool:
        """Whether the file says itself what its rows are, so that nothing is to be settled."""
        return not self.sheets

    def settle(self, number: int, mapping: Mapping) -> None:
        """Use another mapping for a sheet."""
        self.mappings[number] = mapping
        self.outcomes[number] = None

    def again(self, number: int, kind: str) -> None:
        """Propose a mapping anew, for another kind of thing."""
        self.settle(number, mapping_for(self.sheets[number], kind))

    def as_toml(self, number: int) -> bytes:
        """Return a sheet's mapping as the file that the page and `tilth import --profile` take."""
        path = self.path.with_name(f"mapping-{number}.toml")
        return save_mapping(self.mappings[number], path).read_bytes()

    def try_out(self, desk: Desk, number: int) -> Outcome | None:
        """Return what taking in a sheet would do; nothing is written."""
        if self.speaks:
            self.intakes = take_file(desk.project, self.path, dry_run=True)
            return None
        mapping = self.mappings[number]
        source = source_of_file(self.path, series=mapping.series)
        made = try_out(desk.project, self.sheets[number], mapping, source)
        self.outcomes[number] = made
        return made

    def commit(self, desk: Desk) -> int:
        """Take in what was tried, all sheets; return how many claims were added."""
        if self.done:
            raise WebError(409, f"{self.path.name} was taken in already: bring it again if it changed")
        with desk.saving:
            if self.speaks:
                self.intakes = take_file(desk.project, self.path)
                added = sum(one.claims_added for one in self.intakes)
            else:
                tried = [one for one in self.outcomes if one is not None]
                if not tried:
                    raise WebError(409, "nothing was tried yet: look at what would happen first")
                added = sum(commit(desk.project, one).claims_added for one in tried)
        self.done = True
        return added


class Tray:
    """Files by key, the oldest dropped when there are many."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tilth-tray-"))
        self.files: OrderedDict[str, Brought] = OrderedDict()
        self.guard = threading.Lock()

    def put(self, name: str, content: bytes, kind: str | None, mapping: bytes | None = None) -> Brought:
        """Keep a file and propose how to read it.

        Raises
        ------
        WebError
            A kind of file that is not taken, or one that cannot be read.
        """
        plain = PurePath(name.replace("\\", "/")).name[:120] or "file"
        ending = PurePath(plain).suffix.lower()
        if ending not in ENDINGS:
            allowed = ", ".join(ENDINGS)
            raise WebError(415, f"{plain!r}: not a type of file that is taken; allowed: {allowed}")
        key = token_urlsafe(9)
        path = self.folder / key / plain
        path.parent.mkdir()
        path.write_bytes(content)
        try:
            made = _read(key, path, kind, _settled_before(path, mapping))
        except BaseException:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        with self.guard:
            self.files[key] = made
            while len(self.files) > _MOST:
                _, oldest = self.files.popitem(last=False)
                shutil.rmtree(oldest.path.parent, ignore_errors=True)
        return made

    def get(self, key: str) -> Brought:
        """Return a file.

        Raises
        ------
        WebError
            None of this key: the tray is empty after the server started anew.
        """
        if key not in self.files:
            raise WebError(404, "this file is no longer in the tray: bring it again")
        return self.files[key]

    def empty(self) -> None:
        """Drop everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


def tray_of(desk: Desk) -> Tray:
    """Return the tray of a desk, made when it is first used."""
    return desk.beside("tray", Tray)


def _settled_before(path: Path, content: bytes | None) -> Mapping | None:
    """Return the mapping that was brought along."""
    if not content:
        return None
    file = path.with_name("mapping.toml")
    file.write_bytes(content)
    return load_mapping(file)


def _read(key: str, path: Path, kind: str | None, mapping: Mapping | None) -> Brought:
    if speaks_for_itself(path):
        return Brought(key, path)
    sheets = read_sheets(path)
    mappings = [mapping_for(sheet, kind or sheet.kind or None, mapping) for sheet in sheets]
    return Brought(key, path, sheets, mappings, [None for _ in sheets])


def settled(mapping: Mapping, told: dict[str, Any]) -> Mapping:
    """Return a mapping as a person settled it.

    Parameters
    ----------
    told
        ``columns`` by header (``to``, ``unit``, ``order``), and ``notation``, ``place_columns``, ``crs``,
        ``speaker``, ``prefix``, ``decimal``.
    """
    columns = [
        replace(column, **{name: value for name, value in told["columns"][column.header].items()})
        for column in mapping.columns
        if column.header in told["columns"]
    ]
    place = replace(
        mapping.place,
        notation=told["notation"],
        columns=tuple(told["place_columns"]) or mapping.place.columns,
        crs=told["crs"],
    )
    made = mapping.with_columns(*columns)
    more = {name: told[name] for name in ("speaker", "prefix", "decimal")}
    return replace(made, place=place, name="settled on the page", **more)


def samples(sheet: Sheet, header: str) -> list[str]:
    """Return the first cells of a column that hold anything."""
    cells = (cell for cell in sheet.cells.get(header, ()) if cell not in (None, "", []))
    return [str(cell)[:60] for cell, _ in zip(cells, range(_SAMPLES), strict=False)]
