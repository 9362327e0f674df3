"""The words of the ledger: kinds of claims, their properties, types and units, read from data."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from tilth.claims._errors import LedgerError

__all__ = ["Kind", "Property", "Vocabulary", "vocabulary"]

TYPES = frozenset(
    (
        *("text", "name", "long_text", "number", "integer", "amount", "enum", "flag"),
        *("date", "period", "time", "country", "ref", "claim", "sha256", "url", "span"),
        *("record", "place"),
    )
)
PLACES = ("required", "optional", "none")


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a kind of claim, as the data files state it."""

    name: str
    type: str
    meaning: str
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    allowed: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    settle: Literal["conflict", "latest"] = "conflict"
    personal: bool = False
    to: str | None = None
    fields: tuple[Property, ...] = ()
    source: str = "tilth"
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of claim: what it speaks of and which properties it may carry."""

    name: str
    meaning: str
    place: str = "optional"
    layer: str | None = None
    source: str = "tilth"
    tag: str = "P"
    properties: Mapping[str, Property] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All kinds by name.

    Examples
    --------
    >>> vocabulary()["strike"].properties["rounds"].unit
    'items'
    """

    kinds: Mapping[str, Kind]

    def __getitem__(self, name: str) -> Kind:
        try:
            return self.kinds[name]
        except KeyError:
            near = difflib.get_close_matches(name, self.kinds, n=3)
            hint = f"near: {', '.join(near)}" if near else f"there are {len(self.kinds)} kinds"
            raise LedgerError(f"unknown kind of claim {name!r}: {hint}") from None

    def __contains__(self, name: object) -> bool:
        return name in self.kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self.kinds)

    def with_layer(self) -> dict[str, Kind]:
        """Return the kinds that are drawn as a layer, by name."""
        return {name: kind for name, kind in self.kinds.items() if kind.layer}


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that this version of tilth ships, checked when read."""
    kinds: dict[str, Kind] = {}
    folder = files("tilth.data") / "vocabulary"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        for name, row in yaml.load(file.read_text("utf-8"), Loader=loader).items():
            if name in kinds:
                raise LedgerError(f"kind {name!r} stands twice in the vocabulary, again in {file.name}")
            kinds[name] = _kind(name, row)
    return Vocabulary(kinds)


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    stray = set(row) - {"meaning", "source", "tag", "place", "layer", "properties"}
    if stray or row.get("place", "optional") not in PLACES:
        raise LedgerError(f"vocabulary, kind {name!r}: unknown {sorted(stray) or row['place']!r}")
    properties = {
        key: _property(f"{name}.{key}", key, value) for key, value in (row.get("properties") or {}).items()
    }
    return Kind(
        name,
        row["meaning"],
        row.get("place", "optional"),
        row.get("layer"),
        str(row.get("source", "tilth")),
        str(row.get("tag", "P")),
        properties,
    )


def _property(path: str, name: str, row: Mapping[str, Any]) -> Property:
    known = dict(row)
    inner = known.pop("fields", None) or {}
    if known.get("type") not in TYPES:
        raise LedgerError(f"vocabulary, {path}: type {known.get('type')!r} is none of {sorted(TYPES)}")
    if (known["type"] == "enum") != bool(known.get("allowed")):
        raise LedgerError(f"vocabulary, {path}: an enum, and only an enum, lists what is allowed")
    known["allowed"] = tuple(str(word) for word in known.get("allowed", ()))
    known["fields"] = tuple(_property(f"{path}.{key}", key, value) for key, value in inner.items())
    try:
        return Property(name=name, **known)
    except TypeError as error:
        raise LedgerError(f"vocabulary, {path}: {error}") from error
