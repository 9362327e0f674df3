"""A check of strike records by the million: what is wrong with them, and how exact each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._coordinates import Heap, Spots, default_places, spots_of, wrong_digits
from tilth.hazard._months import Months, months_of
from tilth.hazard._strike_rules import StrikeRules, strike_rules
from tilth.hazard._written import accuracy_of, lattice_of, truly_coarse

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CheckedStrikes", "StrikeFault", "StrikeTable", "check_strikes"]


@dataclass(frozen=True)
class StrikeTable:
    """Strike records as columns of one length.

    Attributes
    ----------
    lon, lat
        Degrees; NaN where none is told.
    month
        Months since year 0 (``year * 12 + month - 1``); -1 where none is told.
    accuracy_m, certainty
        As told; NaN where not, which is filled in from how the coordinate was written.
    expected
        Items each would leave, where munition and rounds tell it; NaN elsewhere.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    month: NDArray[np.int64]
    accuracy_m: NDArray[np.float64]
    certainty: NDArray[np.float64]
    expected: NDArray[np.float64]

    @classmethod
    def of_points(
        cls, lon: NDArray[np.float64], lat: NDArray[np.float64], month: NDArray[np.int64] | None = None
    ) -> StrikeTable:
        """Return records of which only the place, and perhaps the month, is told."""
        unknown = np.full(len(lon), np.nan)
        when = np.full(len(lon), -1, np.int64) if month is None else month
        return cls(lon, lat, when, unknown, unknown.copy(), unknown.copy())

    def __len__(self) -> int:
        return len(self.lon)


@dataclass(frozen=True)
class StrikeFault:
    """One kind of fault: how many records have it, what was done, which they are.

    Attributes
    ----------
    severity
        must_fix (left out of surfaces), advisory (kept, look at it) or information.
    rows
        Numbers of the first few such records, from 1.
    """

    name: str
    severity: str
    count: int
    words: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class CheckedStrikes:
    """Strike records after the check; nothing is taken away.

    Attributes
    ----------
    table
        The records, with `accuracy_m` and `certainty` filled in. Certainty is 0 where the place is wrong.
    written
        How each coordinate was written, as the number of a name in `lattices`.
    usable
        Which records may go onto a map.
    """

    table: StrikeTable
    written: NDArray[np.int8]
    lattices: tuple[str, ...]
    usable: NDArray[np.bool_]
    faults: tuple[StrikeFault, ...]
    months: Months
    rules: StrikeRules


def check_strikes(table: StrikeTable, rules: StrikeRules | None = None) -> CheckedStrikes:
    """Return the records with their accuracy and certainty, and every fault found.

    It reads and reports; it corrects no coordinate. `accuracy_m` is the error of the target and what rounding
    leaves (see ``data/hazard/strike_records.yaml``); what a record tells itself stays.

    Examples
    --------
    >>> places = StrikeTable.of_points(np.array([106.5, 106.1234]), np.array([np.nan, 16.5]))
    >>> checked = check_strikes(places)
    >>> [(fault.name, fault.count) for fault in checked.faults if fault.severity == 'must_fix']
    [('no_coordinate', 1), ('out_of_region', 0), ('default_coordinate', 0)]
    >>> checked.table.accuracy_m.round().tolist()[1], checked.table.certainty.tolist()
    (250.0, [0.0, 0.8])
    """
    rules = rules or strike_rules()
    real = np.isfinite(table.lon) & np.isfinite(table.lat)
    west, south, east, north = rules.region
    inside = real & (table.lon >= west) & (table.lon <= east) & (table.lat >= south) & (table.lat <= north)
    spots = spots_of(table.lon[inside], table.lat[inside])
    lattice = lattice_of(spots.lon, spots.lat, rules)
    counts = np.bincount(lattice, spots.count, minlength=len(rules.general["written"])).astype(int).tolist()
    accuracy = np.array(accuracy_of(truly_coarse(counts, rules), rules))
    sure = np.array([float(row["certainty"]) for row in rules.general["written"].values()])
    heaps = default_places(spots, rules)
    usable = inside.copy()
    usable[inside] = ~np.isin(spots.number, [heap.spot for heap in heaps])
    written = np.full(len(table), len(sure) - 1, np.int8)
    written[inside] = lattice[spots.number]
    months = months_of(table.month, rules)
    return CheckedStrikes(
        table=_filled(table, accuracy[written], sure[written] * usable, usable),
        written=written,
        lattices=tuple(rules.general["written"]),
        usable=usable,
        faults=(
            _lacking(real),
            _outside(table, real & ~inside, rules),
            _heaped(spots, heaps, inside),
            _repeated(table, inside, spots),
            *_by_lattice(counts, accuracy, rules),
            *_by_month(months),
        ),
        months=months,
        rules=rules,
    )


def _filled(
    table: StrikeTable, accuracy: NDArray[np.float64], sure: NDArray[np.float64], usable: NDArray[np.bool_]
) -> StrikeTable:
    told = np.isfinite(table.accuracy_m) & (table.accuracy_m > 0)
    said = np.isfinite(table.certainty)
    return StrikeTable(
        table.lon,
        table.lat,
        table.month,
        np.where(told, table.accuracy_m, accuracy),
        np.where(said, np.clip(table.certainty, 0, 1), sure) * usable,
        table.expected,
    )


def _first(which: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple((np.flatnonzero(which)[:5] + 1).tolist())


def _lacking(real: NDArray[np.bool_]) -> StrikeFault:
    words = "no coordinate, or one that is no number: left out; look the record up"
    return StrikeFault("no_coordinate", "must_fix", int((~real).sum()), words, _first(~real))


def _outside(table: StrikeTable, out: NDArray[np.bool_], rules: StrikeRules) -> StrikeFault:
    kinds = wrong_digits(table.lon[out], table.lat[out], rules.region)
    guesses = "; ".join(f"{count} fit {words}" for words, count in kinds.items() if count)
    words = f"outside {', '.join(f'{side:g}' for side in rules.region)}: left out, none corrected"
    return StrikeFault(
        "out_of_region",
        "must_fix",
        int(out.sum()),
        f"{words}{f'; {guesses}' if guesses else ''}",
        _first(out),
    )


def _heaped(spots: Spots, heaps: tuple[Heap, ...], inside: NDArray[np.bool_]) -> StrikeFault:
    listed = ", ".join(f"{heap.lat:g} {heap.lon:g} ({heap.count:,})" for heap in heaps)
    on = np.zeros(len(inside), bool)
    on[inside] = np.isin(spots.number, [heap.spot for heap in heaps])
    words = f"taken for a coordinate filled in by default, left out: {listed}" if listed else "none"
    return StrikeFault("default_coordinate", "must_fix", int(on.sum()), words, _first(on))


def _repeated(table: StrikeTable, inside: NDArray[np.bool_], spots: Spots) -> StrikeFault:
    key = spots.number * np.int64(1 << 20) + (table.month[inside] + 1)
    repeats = len(key) - len(np.unique(key))
    words = "rows that repeat another row's place and month, kept: a mission has several lines and returns"
    return StrikeFault("repeated_place_and_month", "information", repeats, words)


def _by_lattice(
    counts: list[int], accuracy: NDArray[np.float64], rules: StrikeRules
) -> tuple[StrikeFault, ...]:
    return tuple(
        StrikeFault(
            f"written_to_{name}",
            "information",
            count,
            f"coordinates on a lattice of 1/{row['parts']} degree: accuracy {metres:,.0f} m, "
            f"certainty {row['certainty']:g} where the record tells none",
        )
        for (name, row), count, metres in zip(
            rules.general["written"].items(), counts, accuracy.tolist(), strict=True
        )
        if count
    )


def _by_month(months: Months) -> tuple[StrikeFault, ...]:
    thin = ", ".join(f"{name} ({count:,} of about {usual:,})" for name, count, usual in months.thin)
    return (
        StrikeFault(
            "missing_month",
            "advisory",
            len(months.missing),
            f"without any record: {', '.join(months.missing) or 'none'}",
        ),
        StrikeFault(
            "thin_month",
            "advisory",
            len(months.thin),
            f"records probably lost: {thin or 'none'}; about {months.lost:,} short in all",
        ),
        StrikeFault("undated", "information", months.undated, "records that tell no month"),
    )
