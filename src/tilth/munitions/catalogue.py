"""The catalogue: which munitions there are and what they carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from tilth import data
from tilth.munitions._model import family_of, model

__all__ = ["Munition", "Submunition", "catalogue", "munitions_of"]


@dataclass(frozen=True, slots=True)
class Submunition:
    """One kind of submunition in a load.

    `count` is None when its share of the load is not known; `family` is that of the table of failure rates,
    empty when no source gives one.
    """

    name: str
    count: int | None
    family: str = ""


@dataclass(frozen=True, slots=True)
class Munition:
    """A munition that carries submunitions, as its public sources describe it.

    Attributes
    ----------
    id : str
        Identifier used in every table and file of tilth.
    designation : str
        Full designation.
    aliases : tuple of str
        Other names, some in Cyrillic or Arabic letters.
    kind : str
        Artillery projectile, mortar, rocket, missile, bomb or dispenser.
    caliber_mm : int or None
        Calibre in millimetres; None for bombs and dispensers or when not known.
    origin_iso3 : str
        Country of origin, ISO 3166 (``YUG`` is the former Yugoslavia); empty when not established.
    submunitions : tuple of Submunition
        What is inside.
    total_submunitions : int or None
        Submunitions in one round; None when the load varies or is not known.
    self_destruct : str
        ``yes``, ``no`` or ``unknown``, as claimed.
    art2_exclusion : str
        Excluded from the definition by Article 2(2) of the Convention: ``yes``, ``no`` or ``unclear``.
    users_places : tuple of str
        Documented uses and stocks.
    family : str
        Family of submunition in the table of failure rates; empty when no source gives one.
    source_url : str
        The page behind the row.
    verification : str
        ``seen``, or ``located``: the type is on the page but its load was not read there.
    note : str
        What to bear in mind.
    class_loads : tuple of int
        Loads of its class, for a class or a munition whose own load is not on record.
    """

    id: str
    designation: str
    aliases: tuple[str, ...]
    kind: str
    caliber_mm: int | None
    origin_iso3: str
    submunitions: tuple[Submunition, ...]
    total_submunitions: int | None
    self_destruct: str
    art2_exclusion: str
    users_places: tuple[str, ...]
    family: str
    source_url: str
    verification: str
    note: str
    class_loads: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Identifier, designation and aliases."""
        return (self.id, self.designation, *self.aliases)

    @property
    def families(self) -> frozenset[str]:
        """Families of all that is inside, without the unknown one."""
        return frozenset(item.family for item in self.submunitions if item.family)

    @property
    def load(self) -> int | None:
        """Items that can fail in one round: warheads where the table counts canisters of several."""
        given = model()["loads"].get(self.id)
        return int(given["value"]) if given else self.total_submunitions

    @property
    def loads(self) -> tuple[int, ...]:
        """Loads that one round may have: its own, else those of its class."""
        return (self.load,) if self.load is not None else self.class_loads


@cache
def catalogue() -> tuple[Munition, ...]:
    """Return every munition on record, in the order of the table.

    Examples
    --------
    >>> len(catalogue()) > 80
    True
    """
    return munitions_of(data.table("munitions"))


def munitions_of(rows: Iterable[Mapping[str, str]]) -> tuple[Munition, ...]:
    """Return the munitions of rows with the columns of the table ``munitions``.

    One whose load is not on record gets the loads its row names in words (``552 or 72``), else those of all
    of its kind.
    """
    told = [(_munition(row), row["submunition_count"]) for row in rows]
    by_kind: dict[str, list[int]] = {}
    for munition, _ in told:
        if munition.load:
            by_kind.setdefault(munition.kind, []).append(munition.load)
    every = [load for loads in by_kind.values() for load in loads]
    return tuple(
        munition
        if munition.load is not None
        else replace(munition, class_loads=tuple(_choices(counts) or by_kind.get(munition.kind, every)))
        for munition, counts in told
    )


def _choices(counts: str) -> list[int]:
    parts = counts.split(" or ")
    return [int(part) for part in parts] if len(parts) > 1 and all(part.isdecimal() for part in parts) else []


def _munition(row: Mapping[str, str]) -> Munition:
    inside = _inside(row["submunition_designations"], row["submunition_count"], row["origin_iso3"])
    families = {item.family for item in inside}
    return Munition(
        id=row["id"],
        designation=row["designation"],
        aliases=_split(row["aliases"]),
        kind=row["kind"],
        caliber_mm=_number(row["caliber_mm"]),
        origin_iso3=row["origin_iso3"],
        submunitions=inside,
        total_submunitions=_number(row["total_submunitions"]),
        self_destruct=row["self_destruct"],
        art2_exclusion=row["ccm_art2_exclusion"],
        users_places=_split(row["documented_users_places"]),
        family=families.pop() if len(families) == 1 else "",
        source_url=row["source_url"],
        verification=row["verification"],
        note=row["note"],
    )


def _inside(names: str, counts: str, origin: str) -> tuple[Submunition, ...]:
    listed, numbers = _split(names), [_number(part) for part in _split(counts)]
    if len(listed) != len(numbers):
        numbers = [None] * len(listed)
    return tuple(
        Submunition(name, count, family_of(name, origin).name)
        for name, count in zip(listed, numbers, strict=True)
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _number(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None
