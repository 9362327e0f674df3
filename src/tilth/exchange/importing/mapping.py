"""A mapping: what each column of a file becomes, in which units, system, notation and language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Pairs
from dataclasses import asdict, dataclass, replace
from dataclasses import field as default
from pathlib import Path
from typing import Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._settings import settings

__all__ = ["Column", "Mapping", "PlaceRule", "load_mapping", "save_mapping"]

NOTATIONS = ("none", "geometry", "lonlat", "text", "grid", "xy", "wkt", "geojson", "geoshape")
_BAD_CELLS = ("keep_row", "refuse_row")


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one column become.

    Attributes
    ----------
    header
        Header of the column.
    to
        Property of the kind; or ``record`` (identifier), ``subject`` (whole identifier of tilth),
        ``valid`` (date of information), ``said_on`` (date of the report), ``speaker``; empty when the
        column is not taken.
    field, fixed
        For a property made of records: the field that the cell fills, and the other fields, fixed. For
        a date in several columns ``field`` is day, month or year. For ``record`` it names a property that
        the identifier is as well, such as ``local_id``.
    unit
        Unit of the cells where it is not that of the property.
    order
        Of dates: ymd, dmy or mdy; ``iso`` for ISO 8601 alone; empty reads what can be read in one way.
    plus
        Added to every number, for years written without their century.
    separator
        Between the members of a list.
    words
        Code list: what stands in the cell, and what it means.
    reason
        Why it was proposed, for people.
    """

    header: str
    to: str = ""
    field: str = ""
    fixed: Pairs[str, str] = default(default_factory=dict)
    unit: str = ""
    order: str = ""
    plus: float | None = None
    separator: str = ""
    words: Pairs[str, Any] = default(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Where a record is.

    Attributes
    ----------
    notation
        none, geometry (shapes of the file), lonlat (two columns, longitude first), text (one column, any
        notation), grid (grid reference), xy (easting and northing), wkt, geojson, geoshape (ODK).
    columns
        Headers of the columns, in the order that the notation names.
    shape
        point, square (side ``size_m``) or as_given.
    crs
        System of the coordinates: ``EPSG:4131``, a projected one for xy; WGS84 when empty.
    zone
        UTM zone for grid references and xy without one: ``48Q``; or the header of a column with it.
    near
        lon, lat of the region, to find the zone and to decide between readings.
    accuracy
        Header of a column with the accuracy, one sigma in metres or a code.
    accuracy_m
        Accuracy where the file gives none.
    accuracy_words
        Code list of precision: code to metres.
    swapped
        True when the file's longitudes and latitudes are exchanged.
    """

    notation: str = "none"
    columns: tuple[str, ...] = ()
    shape: str = "point"
    crs: str = ""
    zone: str = ""
    near: tuple[float, float] | None = None
    accuracy: str = ""
    accuracy_m: float | None = None
    accuracy_words: Pairs[str, float] = default(default_factory=dict)
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet becomes claims; `propose` makes one, a person settles it, it is saved and used again.

    Attributes
    ----------
    prefix
        Put before every identifier, so that plain numbers of several files stay apart. ``file`` stands
        for the file's hash and layer: then every other file holds other records.
    constants
        Properties that hold for every row.
    speaker
        Who says all of it, an identifier such as ``entity:npa``.
    series, complete
        Name of the growing set that the file is a snapshot of; with ``complete`` records that an earlier
        snapshot held and this one does not are taken as withdrawn.
    decimal
        Decimal sign of numbers.
    language
        Of months and words; the words of all languages are tried when empty.
    country
        ISO 3166 code; points outside it are pointed out.
    bad_cells
        What becomes of a row with a cell that cannot be read: ``keep_row`` leaves the cell out, keeps its
        words and says so; ``refuse_row`` refuses the row.
    mend
        Whether invalid outlines are made valid on the way in; the original is kept as a claim of its own.
    questions
        What could not be found out; ask a person.
    """

    kind: str
    name: str = "proposed"
    columns: tuple[Column, ...] = ()
    place: PlaceRule = default(default_factory=PlaceRule)
    prefix: str = ""
    constants: Pairs[str, Any] = default(default_factory=dict)
    speaker: str = ""
    series: str = ""
    complete: bool = False
    decimal: str = "."
    language: str = ""
    country: str = ""
    bad_cells: str = "keep_row"
    mend: bool = True
    questions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is none of the allowed words."""
        _refuse(self.kind, tuple(settings("kinds")), "kind")
        _refuse(self.place.notation, NOTATIONS, "notation of the place")
        _refuse(self.bad_cells, _BAD_CELLS, "bad_cells")
        _refuse(self.decimal, (".", ","), "decimal sign")

    def column_to(self, target: str) -> Column | None:
        """Return the first column that becomes `target`."""
        return next((column for column in self.columns if column.to == target), None)

    def with_columns(self, *changed: Column) -> Mapping:
        """Return the mapping with columns of these headers replaced."""
        new = {column.header: column for column in changed}
        kept = tuple(new.pop(column.header, column) for column in self.columns)
        return replace(self, columns=(*kept, *new.values()))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, for TOML or JSON; what is at its default is left out."""
        content = _sparse(asdict(self), asdict(Mapping(kind=self.kind, name="")))
        content["kind"] = self.kind
        bare = asdict(Column(""))
        content["columns"] = [_sparse(asdict(column), bare) for column in self.columns]
        content["place"] = _sparse(asdict(self.place), asdict(PlaceRule()))
        return {name: value for name, value in content.items() if value not in ({}, [], ())}

    @classmethod
    def from_dict(cls, content: Pairs[str, Any]) -> Mapping:
        """Return the mapping that plain values describe.

        Raises
        ------
        ExchangeError
            An unknown key or word; the message names what is allowed.

        Examples
        --------
        >>> made = Mapping.from_dict({"kind": "strike", "columns": [{"header": "Datum", "to": "date"}]})
        >>> Mapping.from_dict(made.to_dict()) == made
        True
        """
        plain = dict(content)
        try:
            columns = tuple(Column(**row) for row in plain.pop("columns", ()))
            place = dict(plain.pop("place", {}))
            for name in ("columns", "near"):
                if place.get(name) is not None:
                    place[name] = tuple(place[name])
            plain["questions"] = tuple(plain.get("questions", ()))
            return cls(columns=columns, place=PlaceRule(**place), **plain)
        except TypeError as error:
            words = str(error).split("__init__() ")[-1]
            raise ExchangeError(f"the mapping cannot be used: {words}; see docs/bring_your_data.md") from None


def load_mapping(path: Path) -> Mapping:
    """Return the mapping kept in a TOML file."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ExchangeError(f"no profile {str(path)!r}: {error.strerror}; check the name") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path.name} is no TOML: {error}") from error
    if "kind" not in content:
        raise ExchangeError(f"{path.name} names no kind: write, for instance, kind = 'hazardous_area'")
    return Mapping.from_dict({"name": path.stem, **content})


def save_mapping(mapping: Mapping, path: Path) -> Path:
    """Write a mapping as TOML, whole or not at all."""
    import tomlkit

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.write_text(tomlkit.dumps(_plain(mapping.to_dict())), encoding="utf-8")
    draft.replace(path)
    return path


def _sparse(content: dict[str, Any], usual: Pairs[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value != usual.get(name)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items() if inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _refuse(given: str, allowed: tuple[str, ...], what: str) -> None:
    if given not in allowed:
        import difflib

        near = difflib.get_close_matches(given, allowed, n=2)
        hint = f" (near: {', '.join(near)})" if near else ""
        raise ExchangeError(f"{what} {given!r} is none; allowed: {', '.join(allowed)}{hint}")
